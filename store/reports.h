// Reports, and the memory of imports that makes a repeated hand-in the same hand-in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/claim.h"
#include "store/sql.h"

namespace vouch::store::reports {

Result<ReportId> insert(Connection& db, const Report& report);
Result<Report> find(Connection& db, ReportId id);  // kNotFound
Result<std::vector<Report>> list(Connection& db, std::optional<UserId> user,
                                 std::optional<Date> since, ReportId after, int limit);
// Users who handed in at least one report for this day; a baseline import is none.
Result<std::vector<UserId>> reporters(Connection& db, Date date);

// When this person first handed in for this day; a baseline import is no report.
Result<std::optional<Time>> first_of_day(Connection& db, UserId user, Date date);
struct FirstOfDay {
  UserId user;
  Date date;
  Time at;
};
// The same of everybody and each of these days, both with it.
Result<std::vector<FirstOfDay>> first_of_days(Connection& db, Date from, Date to);

// The answer given to an earlier request with this key by this actor; none: not seen.
Result<std::optional<std::string>> answer_to(Connection& db, std::string_view actor,
                                             std::string_view key);
// false: the key was there already, nothing was changed.
Result<bool> remember_answer(Connection& db, std::string_view actor, std::string_view key,
                             std::string_view answer, Time at);

}  // namespace vouch::store::reports
