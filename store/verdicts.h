// The one current verdict of each claim: the canonical JSON made by checks, and the columns that
// lists and counts need. Rows are replaced; the past is in observations and decisions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store {

struct StoredVerdict {
  ClaimId claim;
  UserId user;
  Date work_date;
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  Reason reason = Reason::kTimer;
  std::optional<Stage> stage;
  Time since;
  std::optional<Time> public_at;
  std::optional<Time> next_change_at;
  std::string json;  // checks::verdict_from_json reads it
};

struct WorkCount {
  UserId user;
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  std::int64_t count = 0;
};

struct EngineCount {
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kWatching;
  std::int64_t count = 0;
};

namespace verdicts {

struct Filter {
  std::optional<UserId> user;
  std::optional<TeamId> team;
  std::optional<WorkVerdict> work;
  std::optional<FailedPhase> phase;
  std::optional<Date> since;         // work date
  std::optional<Time> public_until;  // public_at set and not later
  bool counted_only = false;         // without baseline and historic claims
};

// `json` = checks::to_json(verdict). The claim must exist.
Status put(Connection& db, const Verdict& verdict, std::string_view json);
Result<std::optional<StoredVerdict>> get(Connection& db, ClaimId claim);
Result<std::vector<StoredVerdict>> list(Connection& db, const Filter& filter, ClaimId after,
                                        int limit);
// The last work day of this person's claims before that one; none: there are no earlier ones.
Result<std::optional<Date>> last_day_before(Connection& db, UserId user, Date day);
// Baseline and historic claims stand in nobody's counts.
Result<std::vector<WorkCount>> counts_by_user(Connection& db, std::optional<Date> since = {},
                                              std::optional<UserId> user = {});
Result<std::vector<EngineCount>> counts_by_engine(Connection& db, std::optional<Date> since = {},
                                                  std::optional<UserId> user = {});

}  // namespace verdicts
}  // namespace vouch::store
