// Whether what a letter would tell is still so. Writer thread.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "alerts/group_letter.h"
#include "daemon/notice_ground.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

enum class Holds { kYes, kNo, kLater };
struct LetterStanding {
  Holds holds = Holds::kYes;
  std::optional<Time> again_at{};  // kLater
  // Of a correction: by which ways the negative went.
  std::set<ChannelId> ways{};
  bool inbox_alone = false;  // by none beside the inbox
};
Result<LetterStanding> letter_standing(store::WriteContext& context, const Rulebook& rules,
                                       const std::vector<Gap>& gaps,
                                       const alerts::GroupedNotice& one);

// Is all that the letter tells still so? Trouble of the checker may be told late; it accuses
// nobody.
Result<bool> letter_still_holds(store::WriteContext& context, const Rulebook& rules,
                                const Message& message);

// The trouble as it is now; none: it is over. What happened once (a message that died) is over as
// soon as it is told.
Result<std::optional<alerts::NoticeFacts>> trouble_now(store::Connection& db, const Rulebook& rules,
                                                       const alerts::NoticeFacts& facts);
bool happens_once(alerts::SystemEvent event);

}  // namespace vouch::daemon
