#include "store/week_counts.h"

#include "store/columns.h"

namespace vouch::store::week_counts {
namespace {

constexpr std::string_view kWork = R"sql(
  SELECT v.user_id, v.work, v.public_at IS NOT NULL AND v.public_at <= $3, count(*), sum(c.late)
  FROM verdict v JOIN claim c ON c.id = v.claim_id
  WHERE v.work_day BETWEEN $1 AND $2 AND v.counted = 1
  GROUP BY v.user_id, v.work, 3 ORDER BY v.user_id, v.work, 3)sql";
constexpr std::string_view kOpen = R"sql(
  SELECT user_id, work, 1, count(*), 0 FROM verdict
  WHERE work IN ('FAILED', 'REGRESSED') AND public_at <= $1 AND counted = 1
  GROUP BY user_id, work ORDER BY user_id, work)sql";
constexpr std::string_view kIndexed = R"sql(
  SELECT e.user_id, c.platform, e.engine, e.verdict, count(*)
  FROM verdict_engine e JOIN claim c ON c.id = e.claim_id JOIN verdict v ON v.claim_id = e.claim_id
  WHERE e.work_day BETWEEN $1 AND $2 AND e.counted = 1 AND v.work NOT IN ('VOID', 'WAIVED')
  GROUP BY e.user_id, c.platform, e.engine, e.verdict
  ORDER BY e.user_id, c.platform, e.engine, e.verdict)sql";
constexpr std::string_view kLost = R"sql(
  SELECT v.claim_id, v.user_id, c.title, c.url FROM verdict v JOIN claim c ON c.id = v.claim_id
  WHERE v.work = 'REGRESSED' AND v.counted = 1 AND v.public_at > $1 AND v.public_at <= $2
  ORDER BY v.public_at DESC, v.claim_id LIMIT $3)sql";
constexpr std::string_view kNotIndexed = R"sql(
  SELECT e.claim_id, e.user_id, c.title, c.url, e.engine, e.verdict = 'LOST'
  FROM verdict_engine e JOIN claim c ON c.id = e.claim_id JOIN verdict v ON v.claim_id = e.claim_id
  WHERE e.verdict IN ('NOT_INDEXED', 'LOST') AND e.counted = 1 AND v.work NOT IN ('VOID', 'WAIVED')
  ORDER BY e.claim_id DESC, e.engine)sql";
constexpr std::string_view kFirstPage = R"sql(
  SELECT k.text, s.engine, s.position
  FROM rank_series s JOIN keyword k ON k.id = s.keyword_id
  WHERE s.state = 'ranked' AND s.position BETWEEN 1 AND 10 AND s.day >= $1
    AND EXISTS(SELECT 1 FROM rank r
               WHERE r.series_id = s.id AND r.day < $1 AND r.state <> 'unmeasured')
    AND NOT EXISTS(SELECT 1 FROM rank r WHERE r.series_id = s.id AND r.day < $1
                   AND r.state = 'ranked' AND r.position BETWEEN 1 AND 10)
  ORDER BY s.position, k.text, s.engine LIMIT $2)sql";

WeekWork read_work(const Row& row) {
  WeekWork out;
  row.read(out.user, out.work, out.is_public, out.claims, out.late);
  return out;
}

}  // namespace

Result<std::vector<WeekWork>> work(Connection& db, Date from, Date to, Time now) {
  return db.all<WeekWork>(kWork, read_work, from, to, now);
}

Result<std::vector<WeekWork>> open(Connection& db, Time now) {
  return db.all<WeekWork>(kOpen, read_work, now);
}

Result<std::vector<WeekIndexed>> indexed(Connection& db, Date from, Date to) {
  return db.all<WeekIndexed>(
      kIndexed,
      [](const Row& row) {
        WeekIndexed out;
        row.read(out.user, out.platform, out.engine, out.verdict, out.pages);
        return out;
      },
      from, to);
}

Result<std::vector<WeekLost>> lost(Connection& db, Time since, Time now, int limit) {
  return db.all<WeekLost>(
      kLost,
      [](const Row& row) {
        WeekLost out;
        row.read(out.claim, out.user, out.title, out.url);
        return out;
      },
      since, now, limit);
}

Result<std::vector<WeekUnindexed>> not_indexed(Connection& db) {
  return db.all<WeekUnindexed>(kNotIndexed, [](const Row& row) {
    WeekUnindexed out;
    row.read(out.claim, out.user, out.title, out.url, out.engine, out.lost);
    return out;
  });
}

Result<std::vector<WeekFirstPage>> first_page(Connection& db, Date from, int limit) {
  return db.all<WeekFirstPage>(
      kFirstPage,
      [](const Row& row) {
        WeekFirstPage out;
        row.read(out.keyword, out.engine, out.position);
        return out;
      },
      from, limit);
}

}  // namespace vouch::store::week_counts
