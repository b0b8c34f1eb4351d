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

constexpr std::string_view kWithVerdict = R"sql(
  SELECT e.claim_id, e.user_id, e.engine, e.verdict
  FROM verdict_engine e
  JOIN "user" u ON u.id = e.user_id
  WHERE u.team_id = $1 AND u.active = 1 AND e.work_day >= $2 AND e.engine = $3 AND e.verdict = $4
    AND e.counted <> 0 AND e.claim_id > $5
  ORDER BY e.claim_id
  LIMIT $6
)sql";

EngineRow read_engine_row(const Row& row) {
  EngineRow out;
  row.read(out.claim, out.user, out.engine, out.verdict);
  return out;
}

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
  return db.all<EngineRow>(kNotIndexed, read_engine_row, team, since, limit);
}

Result<std::vector<EngineRow>> with_verdict(Connection& db, const EngineFilter& filter, int limit) {
  return db.all<EngineRow>(kWithVerdict, read_engine_row, filter.team, filter.since, filter.engine,
                           filter.verdict, filter.after.value, limit);
}

}  // namespace vouch::store::lookups
