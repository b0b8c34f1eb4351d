// What the quotas of the coming week will not reach, in words for the people who set them (design
// law 11). Pure.
#pragma once

#include <string>
#include <vector>

#include "daemon/rulebook.h"
#include "store/looks.h"

namespace vouch::daemon {

inline constexpr int kForecastDays = 7;

// One sentence, zh-CN, for each engine and purpose whose looks of the next days are more than its
// providers may be asked in them; none where all suffices. `due` by lane, until then.
std::vector<std::string> forecast(const Rulebook& rules,
                                  const std::vector<store::looks::LaneCount>& due);

}  // namespace vouch::daemon
