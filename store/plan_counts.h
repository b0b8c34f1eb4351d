// What published plans ask for, and what was handed in for it (planning/plan_done.h): of one
// person, or of everybody in one pass. Baselines, works of 历史 and what was withdrawn are left
// out. Read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/sql.h"

namespace vouch::store {

struct PlanAsked {  // a line's day; `quantity` 0: a line without any days
  UserId user;
  Date monday;
  std::string work_type;
  Date day;
  int quantity = 0;
};

struct PlanPieces {
  UserId user;
  Date day;
  std::string work_type;
  std::int64_t pieces = 0;
};

struct PlanLate {  // of the pieces; one each
  UserId user;
  Date day;
  std::string work_type;
  Time at;
};

namespace plan_counts {

// Weeks that begin on `from` to `to`. Here and below: no user: of everybody.
Result<std::vector<PlanAsked>> asked(Connection& db, std::optional<UserId> user, Date from,
                                     Date to);
// Work days from `from` to `to`; entries, and forms of numbers by their work type, one a day.
Result<std::vector<PlanPieces>> pieces(Connection& db, std::optional<UserId> user, Date from,
                                       Date to);
// Of these what has no verdict: entries of this moment, and numbers.
Result<std::vector<PlanPieces>> without_verdict(Connection& db, std::optional<UserId> user,
                                                Date from, Date to);
// Entries marked late, and the first numbers of a day that came in at all, late or not.
Result<std::vector<PlanLate>> late_entries(Connection& db, std::optional<UserId> user, Date from,
                                           Date to);
Result<std::vector<PlanLate>> first_numbers(Connection& db, std::optional<UserId> user, Date from,
                                            Date to);

}  // namespace plan_counts
}  // namespace vouch::store
