// Targets of months with all their versions, what was reached, and what people say to theirs.
// Append-only.
#pragma once

#include <optional>
#include <vector>

#include "core/target.h"
#include "store/sql.h"

namespace vouch::store::targets {

Result<TargetId> insert(Connection& db, const MonthTarget& target);
// The newest of each month and holder.
Result<std::vector<MonthTarget>> newest(Connection& db, TargetMetric metric, int year);
Result<std::optional<MonthTarget>> find(Connection& db, TargetId id);
// A person's own of a month, of every metric and team, the newest of each.
Result<std::vector<MonthTarget>> of_person(Connection& db, UserId user, int year, int month);
// All versions of one, the oldest first.
Result<std::vector<MonthTarget>> versions(Connection& db, TargetMetric metric,
                                          const TargetHolder& holder, int year, int month);

Result<ActualId> insert(Connection& db, const Actual& actual);  // kConflict: revised before
Result<std::optional<Actual>> find(Connection& db, ActualId id);
// That stand, by their first day; `from` and `to` bound the first day.
Result<std::vector<Actual>> actuals(Connection& db, TargetMetric metric, Date from, Date to);
// Those that were replaced too, the oldest first.
Result<std::vector<Actual>> history(Connection& db, TargetMetric metric, Date from, Date to);

Status answer(Connection& db, const TargetAnswer& answer);
// The newest to each of these targets.
Result<std::vector<TargetAnswer>> answers(Connection& db, TargetMetric metric, int year, int month);

}  // namespace vouch::store::targets
