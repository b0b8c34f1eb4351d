#include "store/tallies.h"

#include "store/columns.h"

namespace vouch::store::tallies {
namespace {

constexpr std::string_view kWorkOf = R"sql(
  SELECT work_day, work, phase <> 'WITH_EMPLOYEE' AND (public_at IS NULL OR public_at <= $4),
    work_day <= $3, count(*)
  FROM verdict WHERE user_id = $5 AND work_day BETWEEN $1 AND $2 AND counted = 1
  GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4)sql";
// Few claims come late: they are found first, and their verdicts looked up.
constexpr std::string_view kLateOf = R"sql(
  SELECT c.work_day, count(*) FROM claim c CROSS JOIN verdict v
  WHERE c.late = 1 AND c.work_day BETWEEN $1 AND $2 AND c.user_id = $3 AND v.claim_id = c.id
    AND v.counted = 1 AND v.work NOT IN ('VOID', 'WAIVED')
  GROUP BY c.work_day ORDER BY c.work_day)sql";
// All pages, and those of withdrawn and exempted claims, of which there are few, to be taken off.
constexpr std::string_view kIndexOf = R"sql(
  SELECT work_day, verdict, count(*) FROM verdict_engine
  WHERE user_id = $3 AND work_day BETWEEN $1 AND $2 AND counted = 1
  GROUP BY work_day, verdict ORDER BY work_day, verdict)sql";
constexpr std::string_view kIndexOfTakenOff = R"sql(
  SELECT e.work_day, e.verdict, count(*) FROM verdict v CROSS JOIN verdict_engine e
  WHERE v.user_id = $3 AND v.work_day BETWEEN $1 AND $2 AND v.counted = 1
    AND v.work IN ('VOID', 'WAIVED') AND e.claim_id = v.claim_id
  GROUP BY e.work_day, e.verdict ORDER BY e.work_day, e.verdict)sql";
constexpr std::string_view kOpenOf = R"sql(
  SELECT work, phase, count(*), min(claim_id) FROM verdict
  WHERE user_id = $1 AND work IN ('FAILED', 'REGRESSED', 'DISPUTED', 'MANUAL')
  GROUP BY work, phase ORDER BY work, phase)sql";
constexpr std::string_view kCorrectedOf = R"sql(
  SELECT count(*) FROM verdict v
  WHERE v.user_id = $1 AND v.work_day >= $2 AND v.work = 'VERIFIED' AND v.phase = 'CORRECTED'
    AND ($3 = 0
         OR EXISTS(SELECT 1 FROM notice n
                   WHERE n.claim_id = v.claim_id AND n.audience = 'supervisor'
                     AND n.state = 'shown' AND n.kind IN ('needs_correction', 'regressed'))))sql";
constexpr std::string_view kNotIndexedOf = R"sql(
  SELECT count(*) FROM verdict_engine
  WHERE user_id = $1 AND work_day >= $2 AND verdict IN ('NOT_INDEXED', 'LOST'))sql";

TallyIndex read_index(const Row& row) {
  TallyIndex out;
  row.read(out.day, out.verdict, out.pages);
  return out;
}

Result<std::vector<TallyIndex>> less(Result<std::vector<TallyIndex>> all,
                                     const Result<std::vector<TallyIndex>>& taken_off) {
  if (!all) return all;
  if (!taken_off) return tl::unexpected(taken_off.error());
  for (TallyIndex row : *taken_off) {
    row.pages = -row.pages;
    all->push_back(row);
  }
  return all;
}

}  // namespace

Result<std::vector<TallyWork>> work_of(Connection& db, UserId user, Date from, Date to, Date aged,
                                       Time now) {
  return db.all<TallyWork>(
      kWorkOf,
      [](const Row& row) {
        TallyWork out;
        row.read(out.day, out.work, out.is_public, out.aged, out.claims);
        return out;
      },
      from, to, aged, now, user);
}

Result<std::vector<TallyLate>> late_of(Connection& db, UserId user, Date from, Date to) {
  return db.all<TallyLate>(
      kLateOf,
      [](const Row& row) {
        TallyLate out;
        row.read(out.day, out.claims);
        return out;
      },
      from, to, user);
}

Result<std::vector<TallyIndex>> index_of(Connection& db, UserId user, Date from, Date to) {
  return less(db.all<TallyIndex>(kIndexOf, read_index, from, to, user),
              db.all<TallyIndex>(kIndexOfTakenOff, read_index, from, to, user));
}

Result<std::vector<OpenCount>> open_of(Connection& db, UserId user) {
  return db.all<OpenCount>(
      kOpenOf,
      [](const Row& row) {
        OpenCount out;
        row.read(out.work, out.phase, out.claims, out.first);
        return out;
      },
      user);
}

Result<std::int64_t> corrected_of(Connection& db, UserId user, Date since, bool told_only) {
  return db.scalar<std::int64_t>(kCorrectedOf, user, since, told_only);
}

Result<std::int64_t> not_indexed_of(Connection& db, UserId user, Date since) {
  return db.scalar<std::int64_t>(kNotIndexedOf, user, since);
}

}  // namespace vouch::store::tallies
