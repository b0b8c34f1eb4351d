#include "store/claims.h"

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

// One text for each way in, so that the planner takes the index of that way.
constexpr std::string_view kList = R"sql(
  SELECT c.id FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.id > $1
    AND (CAST($3 AS BIGINT) IS NULL OR c.work_day >= $3)
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day <= $4)
    AND (CAST($5 AS TEXT) IS NULL OR coalesce(v.work, 'PENDING') = $5)
    AND (CAST($6 AS TEXT) IS NULL OR coalesce(v.phase, 'NONE') = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR c.report_id = $7)
    AND (CAST($8 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $8))
  ORDER BY c.id LIMIT $2)sql";
constexpr std::string_view kListOfUser = R"sql(
  SELECT c.id FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.user_id = $9 AND c.id > $1
    AND (CAST($3 AS BIGINT) IS NULL OR c.work_day >= $3)
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day <= $4)
    AND (CAST($5 AS TEXT) IS NULL OR coalesce(v.work, 'PENDING') = $5)
    AND (CAST($6 AS TEXT) IS NULL OR coalesce(v.phase, 'NONE') = $6)
    AND (CAST($7 AS BIGINT) IS NULL OR c.report_id = $7)
    AND (CAST($8 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $8))
  ORDER BY c.id LIMIT $2)sql";
constexpr std::string_view kListOfReport = R"sql(
  SELECT c.id FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.report_id = $7 AND c.id > $1
    AND (CAST($3 AS BIGINT) IS NULL OR c.work_day >= $3)
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day <= $4)
    AND (CAST($5 AS TEXT) IS NULL OR coalesce(v.work, 'PENDING') = $5)
    AND (CAST($6 AS TEXT) IS NULL OR coalesce(v.phase, 'NONE') = $6)
    AND (CAST($8 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $8))
    AND (CAST($9 AS BIGINT) IS NULL OR c.user_id = $9)
  ORDER BY c.id LIMIT $2)sql";
// Not for PENDING, which a claim without a verdict row is too.
constexpr std::string_view kListOfWork = R"sql(
  SELECT c.id FROM verdict v JOIN claim c ON c.id = v.claim_id
  WHERE v.work = $5 AND v.claim_id > $1
    AND (CAST($6 AS TEXT) IS NULL OR v.phase = $6)
    AND (CAST($3 AS BIGINT) IS NULL OR c.work_day >= $3)
    AND (CAST($4 AS BIGINT) IS NULL OR c.work_day <= $4)
    AND (CAST($7 AS BIGINT) IS NULL OR c.report_id = $7)
    AND (CAST($8 AS BIGINT) IS NULL
         OR c.user_id IN (SELECT u.id FROM "user" u WHERE u.team_id = $8))
    AND (CAST($9 AS BIGINT) IS NULL OR c.user_id = $9)
  ORDER BY v.claim_id LIMIT $2)sql";
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

Result<std::vector<ClaimId>> ids(Connection& db, const Filter& filter, ClaimId after,
                                 std::int64_t limit) {
  const auto ask = [&](std::string_view sql) {
    return db.all<ClaimId>(sql, read_id, after.value, limit, filter.since, filter.until,
                           filter.work, filter.phase, filter.report, filter.team, filter.user);
  };
  if (filter.user) return ask(kListOfUser);
  if (filter.report) return ask(kListOfReport);
  if (filter.work && *filter.work != WorkVerdict::kPending) return ask(kListOfWork);
  // $9 is not used here, so the values are given one by one.
  return db.all<ClaimId>(kList, read_id, after.value, limit, filter.since, filter.until,
                         filter.work, filter.phase, filter.report, filter.team);
}

}  // namespace

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
