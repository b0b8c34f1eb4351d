#include "store/lookups.h"

#include "store/columns.h"

namespace vouch::store::lookups {
namespace {

constexpr std::string_view kObservationsOf = R"sql(
  SELECT observation_id FROM observation_evidence
  WHERE evidence_id = $1
  ORDER BY observation_id
)sql";

constexpr std::string_view kNotIndexed = R"sql(
  SELECT e.claim_id, e.user_id, e.engine, e.verdict
  FROM verdict_engine e
  JOIN "user" u ON u.id = e.user_id
  WHERE u.team_id = $1 AND e.work_day >= $2 AND e.verdict IN ('NOT_INDEXED', 'LOST')
  ORDER BY e.claim_id, e.engine
  LIMIT $3
)sql";

}  // namespace

Result<std::vector<ObservationId>> observations_of(Connection& db, EvidenceId evidence) {
  const auto make = [](const Row& row) {
    ObservationId id;
    row.read(id);
    return id;
  };
  return db.all<ObservationId>(kObservationsOf, make, evidence);
}

Result<std::vector<EngineRow>> not_indexed(Connection& db, TeamId team, Date since, int limit) {
  const auto make = [](const Row& row) {
    EngineRow out;
    row.read(out.claim, out.user, out.engine, out.verdict);
    return out;
  };
  return db.all<EngineRow>(kNotIndexed, make, team, since, limit);
}

}  // namespace vouch::store::lookups
