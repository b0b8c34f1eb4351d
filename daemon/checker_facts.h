// What the daily message says of the checker itself: that it lives, what it looked at since the
// message before, and what is broken. Writer thread.
#pragma once

#include "alerts/daily.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

Status gather_checker(store::WriteContext& context, const Rulebook& rules,
                      alerts::DailyFacts& facts);
// The next message counts from here on.
Status mark_checker_told(store::WriteContext& context);

}  // namespace vouch::daemon
