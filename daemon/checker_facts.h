// What the daily message says of the checker itself: that it lives, what it looked at since the
// message before, and what is broken. Writer thread.
#pragma once

#include "alerts/daily.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

Status gather_checker(store::WriteContext& context, const Rulebook& rules,
                      alerts::DailyFacts& facts);
// A stage whose looks told too little raises the alarm for the operators, once until it tells
// enough again. An engines' outage told within two days hides what follows from it. How many
// notices were new.
Result<int> note_low_coverage(store::WriteContext& context, const Rulebook& rules,
                              const alerts::RenderContext& render,
                              const std::vector<alerts::DailyChecks>& checks);
// The next message counts from here on.
Status mark_checker_told(store::WriteContext& context);

}  // namespace vouch::daemon
