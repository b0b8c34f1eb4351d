// What people add to their own reports of days and weeks. Each hand-in is a row of its own; the
// newest of a person and day holds. Append-only.
#pragma once

#include <optional>
#include <vector>

#include "core/report_words.h"
#include "store/sql.h"

namespace vouch::store::report_words {

Result<int> insert(Connection& db, const ReportWords& words);  // its revision
// Of one report, the newest first.
Result<std::vector<ReportWords>> of_report(Connection& db, UserId user, ReportSpan span, Date day);
// The newest of each day with both ends, by day.
Result<std::vector<ReportWords>> of_days(Connection& db, UserId user, Date from, Date to);

}  // namespace vouch::store::report_words
