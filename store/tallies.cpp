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
// Grouped as the index is ordered: nothing is sorted.
constexpr std::string_view kWorkOfSpan = R"sql(
  SELECT work_day, user_id, work_type, work, phase, public_at, count(*) FROM verdict
  WHERE work_day BETWEEN $1 AND $2 AND counted = 1
  GROUP BY work_day, user_id, work_type, work, phase, public_at)sql";
constexpr std::string_view kLateOfSpan = R"sql(
  SELECT c.user_id, c.work_type, count(*) FROM claim c CROSS JOIN verdict v
  WHERE c.late = 1 AND c.work_day BETWEEN $1 AND $2 AND v.claim_id = c.id AND v.counted = 1
    AND v.work NOT IN ('VOID', 'WAIVED')
  GROUP BY c.user_id, c.work_type)sql";
constexpr std::string_view kIndexOfSpan = R"sql(
  SELECT user_id, work_type, verdict, count(*) FROM verdict_engine
  WHERE work_day BETWEEN $1 AND $2 AND counted = 1
  GROUP BY work_day, user_id, work_type, verdict)sql";
constexpr std::string_view kIndexOfSpanTakenOff = R"sql(
  SELECT v.user_id, v.work_type, e.verdict, -count(*) FROM verdict v CROSS JOIN verdict_engine e
  WHERE v.work IN ('VOID', 'WAIVED') AND v.work_day BETWEEN $1 AND $2 AND v.counted = 1
    AND e.claim_id = v.claim_id
  GROUP BY v.user_id, v.work_type, e.verdict)sql";
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

Status work_of_span(Connection& db, Date from, Date to,
                    const std::function<void(const SpanWork&)>& row) {
  SpanWork one;
  return db.each(
      kWorkOfSpan,
      [&](const Row& read) {
        read_column(read, 0, one.day);
        read_column(read, 1, one.user);
        if (one.work_type != read.text(2)) one.work_type = read.text(2);
        read_column(read, 3, one.work);
        read_column(read, 4, one.phase);
        read_column(read, 5, one.public_at);
        read_column(read, 6, one.claims);
        row(one);
      },
      from, to);
}

Result<std::vector<SpanLate>> late_of_span(Connection& db, Date from, Date to) {
  return db.all<SpanLate>(
      kLateOfSpan,
      [](const Row& row) {
        SpanLate out;
        row.read(out.user, out.work_type, out.claims);
        return out;
      },
      from, to);
}

Status index_of_span(Connection& db, Date from, Date to,
                     const std::function<void(const SpanIndex&)>& row) {
  SpanIndex one;
  const std::function<void(const Row&)> read = [&](const Row& columns) {
    read_column(columns, 0, one.user);
    if (one.work_type != columns.text(1)) one.work_type = columns.text(1);
    read_column(columns, 2, one.verdict);
    read_column(columns, 3, one.pages);
    row(one);
  };
  if (const Status all = db.each(kIndexOfSpan, read, from, to); !all) return all;
  return db.each(kIndexOfSpanTakenOff, read, from, to);
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
