#include "store/claims.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "core/text.h"
#include "store/columns.h"

namespace vouch::store::claims {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO claim(report_id, user_id, work_day, submitted_at, work_type, platform, title, raw_url,
    url, strict_key, loose_key, site, link_target, content_asset, late, unplanned, duplicate_of,
    off_list, baseline, historic, policy_version_id, platform_version_id, replaced_by)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
    $21, $22, $23)
  RETURNING id)sql";
constexpr std::string_view kInsertKeyword =
    "INSERT INTO claim_keyword(claim_id, ordinal, text, folded) VALUES($1, $2, $3, $4)";
constexpr std::string_view kFind = R"sql(
  SELECT id, report_id, user_id, work_day, submitted_at, work_type, platform, title, raw_url, url,
    strict_key, loose_key, site, link_target, content_asset, late, unplanned, duplicate_of,
    off_list, baseline, historic, policy_version_id, platform_version_id, replaced_by
  FROM claim WHERE id = $1)sql";
constexpr std::string_view kKeywords =
    "SELECT text FROM claim_keyword WHERE claim_id = $1 ORDER BY ordinal";

// First and last id of the claims of some work days. Two look-ups in claim_by_day for each day that
// has claims, however many they are.
constexpr std::string_view kIdsOfDays = R"sql(
  WITH RECURSIVE days(day) AS (
    SELECT min(c.work_day) FROM claim c WHERE c.work_day >= $1
    UNION ALL
    SELECT (SELECT min(c.work_day) FROM claim c WHERE c.work_day > d.day)
    FROM days d WHERE d.day < $2)
  SELECT min((SELECT min(c.id) FROM claim c WHERE c.work_day = d.day)),
    max((SELECT max(c.id) FROM claim c WHERE c.work_day = d.day))
  FROM days d WHERE d.day <= $2)sql";

// One text for each way in, so that the planner takes the index of that way. $1 and $2: after and
// up to which id, $3: how many, $4 and $5: work days, $6: team.
constexpr std::string_view kList = R"sql(
  SELECT c.id FROM claim c
  WHERE c.id > $1 AND c.id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR c.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
  ORDER BY c.id LIMIT $3)sql";
constexpr std::string_view kListOfUser = R"sql(
  SELECT c.id FROM claim c
  WHERE c.user_id = $7 AND c.id > $1 AND c.id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR c.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
  ORDER BY c.id LIMIT $3)sql";
constexpr std::string_view kListOfReport = R"sql(
  SELECT c.id FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.report_id = $10 AND c.id > $1 AND c.id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR c.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
    AND (CAST($7 AS BIGINT) IS NULL OR c.user_id = $7)
    AND (CAST($8 AS TEXT) IS NULL OR coalesce(v.work, 'PENDING') = $8)
    AND (CAST($9 AS TEXT) IS NULL OR coalesce(v.phase, 'NONE') = $9)
  ORDER BY c.id LIMIT $3)sql";
// Of any verdict.
constexpr std::string_view kListOfPhase = R"sql(
  SELECT c.id FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE coalesce(v.phase, 'NONE') = $8 AND c.id > $1 AND c.id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR c.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
    AND (CAST($7 AS BIGINT) IS NULL OR c.user_id = $7)
  ORDER BY c.id LIMIT $3)sql";
// Read from verdict_by_phase alone, so one phase at a time.
constexpr std::string_view kListOfWork = R"sql(
  SELECT v.claim_id FROM verdict v
  WHERE v.work = $8 AND v.phase = $9 AND v.claim_id > $1 AND v.claim_id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR v.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR v.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR v.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
    AND (CAST($7 AS BIGINT) IS NULL OR v.user_id = $7)
  ORDER BY v.claim_id LIMIT $3)sql";
// The few come first: CROSS JOIN keeps SQLite from walking through all claims.
constexpr std::string_view kListUnjudged = R"sql(
  SELECT c.id FROM unjudged_claim j CROSS JOIN claim c
  WHERE c.id = j.claim_id AND j.claim_id > $1 AND j.claim_id <= $2
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day >= $4)
    AND (CAST($5 AS BIGINT) IS NULL OR c.work_day <= $5)
    AND (CAST($6 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $6))
    AND (CAST($7 AS BIGINT) IS NULL OR c.user_id = $7)
  ORDER BY j.claim_id LIMIT $3)sql";
constexpr std::string_view kForKeyword = R"sql(
  SELECT ck.claim_id FROM keyword k JOIN claim_keyword ck ON ck.folded = k.folded
  WHERE k.id = $1 ORDER BY ck.claim_id)sql";
constexpr std::string_view kFirstByStrictKey =
    "SELECT id FROM claim WHERE strict_key = $1 AND strict_key <> '' AND replaced_by IS NULL "
    "ORDER BY id LIMIT 1";
constexpr std::string_view kFirstByLooseKey =
    "SELECT id FROM claim WHERE loose_key = $1 AND loose_key <> '' AND replaced_by IS NULL "
    "ORDER BY id LIMIT 1";
constexpr std::string_view kAllByStrictKey =
    "SELECT id FROM claim WHERE strict_key = $1 AND strict_key <> '' ORDER BY id";
constexpr std::string_view kFirstHandIn = R"sql(
  WITH RECURSIVE before(id) AS (
    VALUES($1) UNION SELECT c.id FROM claim c JOIN before b ON c.replaced_by = b.id)
  SELECT min(submitted_at) FROM claim WHERE id IN (SELECT id FROM before))sql";
constexpr std::string_view kSetReplacedBy = "UPDATE claim SET replaced_by = $2 WHERE id = $1";
constexpr std::string_view kSetCaretaker =
    "UPDATE claim SET caretaker_id = $2 WHERE coalesce(caretaker_id, user_id) = $1";
constexpr std::string_view kWatched = R"sql(
  SELECT count(DISTINCT c.id) FROM claim c JOIN look l ON l.claim_id = c.id
  WHERE l.state = 'pending' AND coalesce(c.caretaker_id, c.user_id) = $1)sql";
constexpr std::string_view kCaretaker = "SELECT caretaker_id FROM claim WHERE id = $1";

ClaimId read_id(const Row& row) {
  ClaimId id;
  row.read(id);
  return id;
}

Claim read_claim(const Row& row) {
  Claim claim;
  ClaimMarks& marks = claim.marks;
  row.read(claim.id, claim.report, claim.user, claim.work_date, claim.submitted_at, claim.work_type,
           claim.platform, claim.title, claim.raw_url, claim.url, claim.strict_key, claim.loose_key,
           claim.site, claim.link_target, claim.content_asset, marks.late, marks.unplanned,
           marks.duplicate_of, marks.off_list, marks.baseline, marks.historic, claim.policy_version,
           claim.platform_version, claim.replaced_by);
  return claim;
}

using Ids = Result<std::vector<ClaimId>>;

struct Range {  // of ids
  ClaimId after;
  ClaimId last;
};

// Narrowed to the days asked for: ids rise with the days, more or less.
Result<Range> range_of(Connection& db, const Filter& filter, ClaimId after) {
  const auto days = ids_of_days(db, filter.since, filter.until);
  if (!days) return tl::unexpected(days.error());
  if (days->first > days->last) return Range{after, after};
  return Range{std::max(after, ClaimId{days->first.value - 1}), days->last};
}

// Of ascending lists without a common id, the first `limit`.
Status merge_into(std::vector<ClaimId>& all, const Ids& more, std::int64_t limit) {
  if (!more) return tl::unexpected(more.error());
  const auto middle = static_cast<std::ptrdiff_t>(all.size());
  all.insert(all.end(), more->begin(), more->end());
  std::inplace_merge(all.begin(), all.begin() + middle, all.end());
  if (static_cast<std::int64_t>(all.size()) > limit) all.resize(static_cast<std::size_t>(limit));
  return {};
}

Ids ids_of_work(Connection& db, const Filter& filter, Range range, std::int64_t limit) {
  std::vector<ClaimId> all;
  for (const FailedPhase phase : {FailedPhase::kNone, FailedPhase::kWithEmployee,
                                  FailedPhase::kWithSupervisor, FailedPhase::kCorrected}) {
    if (filter.phase && *filter.phase != phase) continue;
    const Status added = merge_into(
        all,
        db.all<ClaimId>(kListOfWork, read_id, range.after.value, range.last.value, limit,
                        filter.since, filter.until, filter.team, filter.user, filter.work, phase),
        limit);
    if (!added) return tl::unexpected(added.error());
  }
  const bool unjudged_too = filter.work == WorkVerdict::kPending &&
                            filter.phase.value_or(FailedPhase::kNone) == FailedPhase::kNone;
  if (!unjudged_too) return all;
  const Status added =
      merge_into(all,
                 db.all<ClaimId>(kListUnjudged, read_id, range.after.value, range.last.value, limit,
                                 filter.since, filter.until, filter.team, filter.user),
                 limit);
  if (!added) return tl::unexpected(added.error());
  return all;
}

Ids ids(Connection& db, const Filter& filter, ClaimId after, std::int64_t limit) {
  const auto range = range_of(db, filter, after);
  if (!range) return tl::unexpected(range.error());
  const std::int64_t from = range->after.value;
  const std::int64_t to = range->last.value;
  if (filter.report) {
    return db.all<ClaimId>(kListOfReport, read_id, from, to, limit, filter.since, filter.until,
                           filter.team, filter.user, filter.work, filter.phase, filter.report);
  }
  if (filter.work) return ids_of_work(db, filter, *range, limit);
  if (filter.phase) {
    return db.all<ClaimId>(kListOfPhase, read_id, from, to, limit, filter.since, filter.until,
                           filter.team, filter.user, filter.phase);
  }
  if (filter.user) {
    return db.all<ClaimId>(kListOfUser, read_id, from, to, limit, filter.since, filter.until,
                           filter.team, filter.user);
  }
  return db.all<ClaimId>(kList, read_id, from, to, limit, filter.since, filter.until, filter.team);
}

}  // namespace

Result<IdRange> ids_of_days(Connection& db, std::optional<Date> since, std::optional<Date> until) {
  static constexpr Date kFirst{std::chrono::days(-1'000'000)};
  static constexpr Date kLast{std::chrono::days(1'000'000)};
  const IdRange all{ClaimId{1}, ClaimId{INT64_MAX}};
  if (!since && !until) return all;
  const auto found = db.first<IdRange>(
      kIdsOfDays,
      [](const Row& row) {
        std::optional<ClaimId> first;
        std::optional<ClaimId> last;
        row.read(first, last);
        if (!first || !last) return IdRange{ClaimId{1}, ClaimId{0}};
        return IdRange{*first, *last};
      },
      since.value_or(kFirst), until.value_or(kLast));
  if (!found) return tl::unexpected(found.error());
  return found->value_or(all);
}

Result<ClaimId> insert(Connection& db, const Claim& claim) {
  const ClaimMarks& marks = claim.marks;
  auto id = db.scalar<ClaimId>(
      kInsert, claim.report, claim.user, claim.work_date, claim.submitted_at, claim.work_type,
      claim.platform, claim.title, claim.raw_url, claim.url, claim.strict_key, claim.loose_key,
      claim.site, claim.link_target, claim.content_asset, marks.late, marks.unplanned,
      marks.duplicate_of, marks.off_list, marks.baseline, marks.historic, claim.policy_version,
      claim.platform_version, claim.replaced_by);
  if (!id) return id;
  int ordinal = 0;
  for (const std::string& keyword : claim.keywords) {
    auto added = db.run(kInsertKeyword, *id, ordinal++, keyword, fold(keyword));
    if (!added) return tl::unexpected(added.error());
  }
  return id;
}

Result<Claim> find(Connection& db, ClaimId id) {
  auto claim = db.first<Claim>(kFind, read_claim, id);
  if (!claim) return tl::unexpected(claim.error());
  if (!*claim) return fail(ErrorCode::kNotFound, fmt::format("there is no claim {}", id.value));
  auto keywords = db.all<std::string>(
      kKeywords, [](const Row& row) { return std::string(row.text(0)); }, id);
  if (!keywords) return tl::unexpected(keywords.error());
  (*claim)->keywords = std::move(*keywords);
  return std::move(**claim);
}

Result<std::vector<Claim>> list(Connection& db, const Filter& filter, ClaimId after, int limit) {
  auto found = ids(db, filter, after, limit);
  if (!found) return tl::unexpected(found.error());
  std::vector<Claim> claims;
  claims.reserve(found->size());
  for (const ClaimId id : *found) {
    auto claim = find(db, id);
    if (!claim) return tl::unexpected(claim.error());
    claims.push_back(std::move(*claim));
  }
  return claims;
}

Result<std::int64_t> count(Connection& db, const Filter& filter) {
  auto found = ids(db, filter, ClaimId{}, INT64_MAX);
  if (!found) return tl::unexpected(found.error());
  return static_cast<std::int64_t>(found->size());
}

Result<std::vector<ClaimId>> for_keyword(Connection& db, KeywordId keyword) {
  return db.all<ClaimId>(kForKeyword, read_id, keyword);
}

Result<std::optional<ClaimId>> first_by_strict_key(Connection& db, std::string_view key) {
  return db.first<ClaimId>(kFirstByStrictKey, read_id, key);
}
Result<std::optional<ClaimId>> first_by_loose_key(Connection& db, std::string_view key) {
  return db.first<ClaimId>(kFirstByLooseKey, read_id, key);
}
Result<std::vector<ClaimId>> all_by_strict_key(Connection& db, std::string_view key) {
  return db.all<ClaimId>(kAllByStrictKey, read_id, key);
}

Result<Time> first_hand_in(Connection& db, ClaimId id) {
  return db.scalar<Time>(kFirstHandIn, id);
}

Status set_replaced_by(Connection& db, ClaimId id, ClaimId replacement) {
  auto changed = db.run(kSetReplacedBy, id, replacement);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no claim {}", id.value));
  }
  return {};
}

Status set_caretaker(Connection& db, UserId leaving, UserId successor) {
  auto changed = db.run(kSetCaretaker, leaving, successor);
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

Result<std::int64_t> watched(Connection& db, UserId user) {
  auto found = db.first<std::int64_t>(
      kWatched,
      [](const Row& row) {
        std::int64_t count = 0;
        row.read(count);
        return count;
      },
      user);
  if (!found) return tl::unexpected(found.error());
  return found->value_or(0);
}

Result<std::optional<UserId>> caretaker(Connection& db, ClaimId id) {
  auto found = db.first<UserId>(
      kCaretaker,
      [](const Row& row) {
        UserId user;
        row.read(user);
        return user;
      },
      id);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !**found) return std::optional<UserId>();
  return *found;
}

}  // namespace vouch::store::claims
