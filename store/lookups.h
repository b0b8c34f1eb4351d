// Reverse look-ups for readers: whose evidence this is, and which claims an engine has not indexed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store::lookups {

// Observations that rest on this evidence, by id; empty where only the daemon itself needed it
// (robots, canaries).
Result<std::vector<ObservationId>> observations_of(Connection& db, EvidenceId evidence);

struct EngineRow {
  ClaimId claim;
  UserId user;
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
};
// Claims that an engine has not indexed or has dropped, of work days from `since`, by claim;
// baseline claims too. `team` of the claim's author.
Result<std::vector<EngineRow>> not_indexed(Connection& db, TeamId team, Date since, int limit);

}  // namespace vouch::store::lookups
