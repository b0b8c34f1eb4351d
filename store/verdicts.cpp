#include "store/verdicts.h"

#include <algorithm>

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store::verdicts {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO verdict(claim_id, user_id, work_day, counted, work, phase, reason, stage, since,
    public_at, next_change_at, json, work_type)
  SELECT c.id, c.user_id, c.work_day,
    CASE WHEN c.baseline <> 0 OR c.historic <> 0 THEN 0 ELSE 1 END,
    $2, $3, $4, $5, $6, $7, $8, $9, c.work_type
  FROM claim c WHERE c.id = $1
  ON CONFLICT(claim_id) DO UPDATE SET work = excluded.work, phase = excluded.phase,
    reason = excluded.reason, stage = excluded.stage, since = excluded.since,
    public_at = excluded.public_at, next_change_at = excluded.next_change_at,
    json = excluded.json)sql";
constexpr std::string_view kPutEngine = R"sql(
  INSERT INTO verdict_engine(claim_id, engine, verdict, first_indexed_at, user_id, work_day, counted,
    work_type)
  SELECT v.claim_id, $2, $3, $4, v.user_id, v.work_day, v.counted, v.work_type
  FROM verdict v WHERE v.claim_id = $1
  ON CONFLICT(claim_id, engine) DO UPDATE SET verdict = excluded.verdict,
    first_indexed_at = excluded.first_indexed_at
  WHERE verdict_engine.verdict <> excluded.verdict
    OR verdict_engine.first_indexed_at IS DISTINCT FROM excluded.first_indexed_at)sql";
constexpr std::string_view kEnginesOf = "SELECT engine FROM verdict_engine WHERE claim_id = $1";
constexpr std::string_view kDropEngine =
    "DELETE FROM verdict_engine WHERE claim_id = $1 AND engine = $2";
constexpr std::string_view kGet = R"sql(
  SELECT claim_id, user_id, work_day, work, phase, reason, stage, since, public_at, next_change_at,
    json
  FROM verdict WHERE claim_id = $1)sql";
constexpr std::string_view kList = R"sql(
  SELECT v.claim_id, v.user_id, v.work_day, v.work, v.phase, v.reason, v.stage, v.since,
    v.public_at, v.next_change_at, v.json
  FROM verdict v
  WHERE v.claim_id > $1
    AND (CAST($3 AS BIGINT) IS NULL OR v.user_id = $3)
    AND (CAST($4 AS BIGINT) IS NULL
         OR v.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $4))
    AND (CAST($5 AS TEXT) IS NULL OR v.work = $5)
    AND (CAST($6 AS TEXT) IS NULL OR v.phase = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR v.work_day >= $7)
    AND (CAST($8 AS BIGINT) IS NULL OR v.public_at <= $8)
    AND ($9 = 0 OR v.counted <> 0)
  ORDER BY v.claim_id LIMIT $2)sql";
constexpr std::string_view kListOfWork = R"sql(
  SELECT v.claim_id, v.user_id, v.work_day, v.work, v.phase, v.reason, v.stage, v.since,
    v.public_at, v.next_change_at, v.json
  FROM verdict v
  WHERE v.work = $5 AND v.claim_id > $1
    AND (CAST($3 AS BIGINT) IS NULL OR v.user_id = $3)
    AND (CAST($4 AS BIGINT) IS NULL
         OR v.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $4))
    AND (CAST($6 AS TEXT) IS NULL OR v.phase = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR v.work_day >= $7)
    AND (CAST($8 AS BIGINT) IS NULL OR v.public_at <= $8)
    AND ($9 = 0 OR v.counted <> 0)
  ORDER BY v.claim_id LIMIT $2)sql";
// Whole spans of 32 days from the counts that triggers keep, the days before them one by one.
constexpr std::string_view kCounts = R"sql(
  SELECT t.user_id, t.work, t.phase, CAST(sum(t.claims) AS BIGINT)
  FROM (
    SELECT user_id, work, phase, claims FROM verdict_count WHERE span >= ($1 + 31) >> 5
    UNION ALL
    SELECT user_id, work, phase, 1 FROM verdict
    WHERE counted <> 0 AND work_day >= $1 AND work_day < (($1 + 31) >> 5) << 5) t
  GROUP BY t.user_id, t.work, t.phase HAVING sum(t.claims) > 0
  ORDER BY t.user_id, t.work, t.phase)sql";
constexpr std::string_view kCountsOfUser = R"sql(
  SELECT t.user_id, t.work, t.phase, CAST(sum(t.claims) AS BIGINT)
  FROM (
    SELECT user_id, work, phase, claims FROM verdict_count
    WHERE user_id = $2 AND span >= ($1 + 31) >> 5
    UNION ALL
    SELECT user_id, work, phase, 1 FROM verdict
    WHERE user_id = $2 AND counted <> 0 AND work_day >= $1
      AND work_day < (($1 + 31) >> 5) << 5) t
  GROUP BY t.user_id, t.work, t.phase HAVING sum(t.claims) > 0
  ORDER BY t.user_id, t.work, t.phase)sql";
constexpr std::string_view kEngineCounts = R"sql(
  SELECT t.engine, t.verdict, CAST(sum(t.claims) AS BIGINT)
  FROM (
    SELECT engine, verdict, claims FROM engine_count WHERE span >= ($1 + 31) >> 5
    UNION ALL
    SELECT engine, verdict, 1 FROM verdict_engine
    WHERE counted <> 0 AND work_day >= $1 AND work_day < (($1 + 31) >> 5) << 5) t
  GROUP BY t.engine, t.verdict HAVING sum(t.claims) > 0
  ORDER BY t.engine, t.verdict)sql";
constexpr std::string_view kEngineCountsOfUser = R"sql(
  SELECT t.engine, t.verdict, CAST(sum(t.claims) AS BIGINT)
  FROM (
    SELECT engine, verdict, claims FROM engine_count
    WHERE user_id = $2 AND span >= ($1 + 31) >> 5
    UNION ALL
    SELECT engine, verdict, 1 FROM verdict_engine
    WHERE user_id = $2 AND counted <> 0 AND work_day >= $1
      AND work_day < (($1 + 31) >> 5) << 5) t
  GROUP BY t.engine, t.verdict HAVING sum(t.claims) > 0
  ORDER BY t.engine, t.verdict)sql";

constexpr std::string_view kLastDayBefore =
    "SELECT max(work_day) FROM verdict WHERE user_id = $1 AND work_day < $2";

const Date kFirstDay{std::chrono::days(-1'000'000)};

StoredVerdict read_verdict(const Row& row) {
  StoredVerdict v;
  row.read(v.claim, v.user, v.work_date, v.work, v.phase, v.reason, v.stage, v.since, v.public_at,
           v.next_change_at, v.json);
  return v;
}

Status drop_missing_engines(Connection& db, const Verdict& verdict) {
  auto stored = db.all<std::string>(
      kEnginesOf, [](const Row& row) { return std::string(row.text(0)); }, verdict.claim);
  if (!stored) return tl::unexpected(stored.error());
  for (const std::string& engine : *stored) {
    const bool kept = std::any_of(verdict.engines.begin(), verdict.engines.end(),
                                  [&](const EngineResult& e) { return e.engine == engine; });
    if (kept) continue;
    auto dropped = db.run(kDropEngine, verdict.claim, engine);
    if (!dropped) return tl::unexpected(dropped.error());
  }
  return {};
}

}  // namespace

Status put(Connection& db, const Verdict& verdict, std::string_view json) {
  auto put = db.run(kPut, verdict.claim, verdict.work, verdict.phase, verdict.reason, verdict.stage,
                    verdict.since, verdict.public_at, verdict.next_change_at, json);
  if (!put) return tl::unexpected(put.error());
  if (*put == 0) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no claim {}", verdict.claim.value));
  }
  for (const EngineResult& engine : verdict.engines) {
    auto added =
        db.run(kPutEngine, verdict.claim, engine.engine, engine.verdict, engine.first_indexed_at);
    if (!added) return tl::unexpected(added.error());
  }
  return drop_missing_engines(db, verdict);
}

Result<std::optional<StoredVerdict>> get(Connection& db, ClaimId claim) {
  return db.first<StoredVerdict>(kGet, read_verdict, claim);
}

Result<std::vector<StoredVerdict>> list(Connection& db, const Filter& filter, ClaimId after,
                                        int limit) {
  const std::string_view sql = filter.work ? kListOfWork : kList;
  return db.all<StoredVerdict>(sql, read_verdict, after.value, limit, filter.user, filter.team,
                               filter.work, filter.phase, filter.since, filter.public_until,
                               filter.counted_only);
}

Result<std::optional<Date>> last_day_before(Connection& db, UserId user, Date day) {
  return db.scalar<std::optional<Date>>(kLastDayBefore, user, day);
}

Result<std::vector<WorkCount>> counts_by_user(Connection& db, std::optional<Date> since,
                                              std::optional<UserId> user) {
  const auto make = [](const Row& row) {
    WorkCount count;
    row.read(count.user, count.work, count.phase, count.count);
    return count;
  };
  const Date first = since.value_or(kFirstDay);
  if (user) return db.all<WorkCount>(kCountsOfUser, make, first, *user);
  return db.all<WorkCount>(kCounts, make, first);
}

Result<std::vector<EngineCount>> counts_by_engine(Connection& db, std::optional<Date> since,
                                                  std::optional<UserId> user) {
  const auto make = [](const Row& row) {
    EngineCount count;
    row.read(count.engine, count.verdict, count.count);
    return count;
  };
  const Date first = since.value_or(kFirstDay);
  if (user) return db.all<EngineCount>(kEngineCountsOfUser, make, first, *user);
  return db.all<EngineCount>(kEngineCounts, make, first);
}

}  // namespace vouch::store::verdicts
