// Whether what a letter would tell is still so. Writer thread.
#pragma once

#include <optional>
#include <vector>

#include "alerts/group_letter.h"
#include "daemon/notice_ground.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

enum class Holds { kYes, kNo, kLater };
struct LetterStanding {
  Holds holds = Holds::kYes;
  std::optional<Time> again_at;  // kLater
};
Result<LetterStanding> letter_standing(store::WriteContext& context, const Rulebook& rules,
                                       const std::vector<Gap>& gaps,
                                       const alerts::GroupedNotice& one);

// The trouble as it is now; none: it is over. What happened once (a message that died) is over as
// soon as it is told.
Result<std::optional<alerts::NoticeFacts>> trouble_now(store::Connection& db, const Rulebook& rules,
                                                       const alerts::NoticeFacts& facts);
bool happens_once(alerts::SystemEvent event);

}  // namespace vouch::daemon
