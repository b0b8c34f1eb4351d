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

// Claims with one verdict of one engine, of work days from `since` on and behind `after`, by claim;
// the same claims that verdicts::counts_by_engine counts for the active people of `team`.
struct EngineFilter {
  TeamId team;
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kNotIndexed;
  Date since;
  ClaimId after;
};
Result<std::vector<EngineRow>> with_verdict(Connection& db, const EngineFilter& filter, int limit);

}  // namespace vouch::store::lookups
