// The conventions behind rank figures: how long a look speaks for its keyword, what a keyword
// weighs, and how much must be measured before a figure is shown (docs/decisions/073). Pure.
#pragma once

#include "core/rank.h"
#include "planning/rank_trend.h"
#include "planning/visibility.h"

namespace vouch::planning {

// Twice the longest pause between the looks of a keyword (twice a week), rounded up.
inline constexpr std::chrono::days kLookSpeaksFor{7};

// Below it no figure is shown; below the other one it is shown with a warning (domain §7 N13).
inline constexpr double kLeastCoverage = 0.5;
inline constexpr double kEnoughCoverage = 0.9;

// Priority 1 weighs nine times priority 9. Stands for the search volume, which nobody imports yet.
double priority_weight(int priority);

// Whether what `look` saw is still true enough to count on `day`.
bool is_outdated(const RankLook& look, Date day);

// The state that counts on `day`: a look that is too old measures nothing.
RankState state_on(const RankLook& look, Date day);

// Whether the newest look still stands on the side to which the keyword moved. What was not
// measured takes nothing back.
bool still_holds(const RankMove& move, const RankLook& newest);

bool is_telling(const Visibility& figures);

}  // namespace vouch::planning
