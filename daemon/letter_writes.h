// The transactions that let letters wait for each other and tell them: shown notices become items
// of a group, a group becomes one letter when alerts/notify.h says so. Writer thread.
#pragma once

#include "daemon/notice_ground.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

inline constexpr int kGroupsAStep = 4;  // each may hold hundreds of items

// The notice has just been shown. Where it is told by letter, it waits for the others of its group;
// part of the transaction that shows it.
Status await_letter(store::WriteContext& context, const Rulebook& rules,
                    const alerts::OutgoingContext& outgoing, const Notice& notice);

// Decides every group that is due; what is told becomes outbox rows in the same transaction. How
// many groups were decided; 0: nothing was due.
Result<int> tell_groups(store::WriteContext& context, const Rulebook& rules);

}  // namespace vouch::daemon
