// Numbers of a day that people hand in without addresses. Each hand-in is a row of its own; the
// newest of a person, day and form holds. Append-only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::work_numbers {

struct DayNumbers {
  std::int64_t id = 0;
  UserId user;
  Date day;
  std::string form;
  std::string numbers;  // JSON object: field -> number
  std::string note;
  Time at;
  UserId by;         // who handed it in
  int revision = 1;  // of this day and form
};

Result<std::int64_t> insert(Connection& db, const DayNumbers& numbers);
Result<std::optional<DayNumbers>> newest(Connection& db, UserId user, Date day,
                                         std::string_view form);
// The newest of each day and form, by day and form.
Result<std::vector<DayNumbers>> of_user(Connection& db, UserId user, Date from, Date to);
// The same of everybody.
Result<std::vector<DayNumbers>> of_days(Connection& db, Date from, Date to);

}  // namespace vouch::store::work_numbers
