// What digests say of the checker itself: that it lives, what it looked at since the digest before,
// and what is broken. Writer thread.
#pragma once

#include "alerts/daily.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

// Each counts from where it was told last.
enum class Digest { kDaily, kWeekly };

// Broken channels and silent sources in words, in the company's language.
Result<std::vector<std::string>> checker_trouble(store::Connection& db, const Rulebook& rules,
                                                 Time now);
Result<std::vector<alerts::DailyChecks>> checks_since(store::Connection& db, Digest digest);
// A stage whose looks told too little raises the alarm for the operators, once until it tells
// enough again. An engines' outage told within two days hides what follows from it. How many
// notices were new.
Result<int> note_low_coverage(store::WriteContext& context, const Rulebook& rules,
                              const alerts::RenderContext& render,
                              const std::vector<alerts::DailyChecks>& checks);
// Never told: it counts from now on, not from the beginning of the installation.
Status begin_counting(store::WriteContext& context, Digest digest);
// The next message counts from here on.
Status mark_checker_told(store::WriteContext& context, Digest digest);

}  // namespace vouch::daemon
