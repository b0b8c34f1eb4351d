#include "store/shares.h"

namespace vouch::store::shares {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO credit_version(claim_id, at, by_user, reason) VALUES($1, $2, $3, $4)
  RETURNING id)sql";
constexpr std::string_view kInsertShare = R"sql(
  INSERT INTO credit_share(version_id, user_id, basis_points, hundredths)
  VALUES($1, $2, $3, $4))sql";
constexpr std::string_view kVersions = R"sql(
  SELECT id, claim_id, at, by_user, reason FROM credit_version
  WHERE claim_id = $1 ORDER BY id DESC)sql";
constexpr std::string_view kShares = R"sql(
  SELECT user_id, basis_points, hundredths FROM credit_share WHERE version_id = $1
  ORDER BY basis_points DESC, user_id)sql";
constexpr std::string_view kInForce = "SELECT max(id) FROM credit_version WHERE claim_id = $1";
// Entries of the span with the version that holds; without shares all is the owner's.
constexpr std::string_view kOwn = R"sql(
  SELECT c.user_id, count(*), sum(CASE WHEN EXISTS(
      SELECT 1 FROM credit_share s WHERE s.version_id =
        (SELECT max(n.id) FROM credit_version n WHERE n.claim_id = c.id))
    THEN 0 ELSE 100 END)
  FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.work_day BETWEEN $1 AND $2 AND c.baseline = 0 AND coalesce(v.work, '') <> 'VOID'
    AND (CAST($3 AS BIGINT) IS NULL OR c.user_id = $3)
  GROUP BY c.user_id)sql";
constexpr std::string_view kShared = R"sql(
  SELECT s.user_id, sum(s.hundredths)
  FROM credit_share s JOIN credit_version n ON n.id = s.version_id
  JOIN claim c ON c.id = n.claim_id LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE n.id = (SELECT max(m.id) FROM credit_version m WHERE m.claim_id = n.claim_id)
    AND c.work_day BETWEEN $1 AND $2 AND c.baseline = 0 AND coalesce(v.work, '') <> 'VOID'
    AND (CAST($3 AS BIGINT) IS NULL OR s.user_id = $3)
  GROUP BY s.user_id)sql";

Result<std::vector<Share>> shares_of(Connection& db, std::int64_t version) {
  return db.all<Share>(
      kShares,
      [](const Row& row) {
        Share out;
        row.read(out.user, out.basis_points, out.hundredths);
        return out;
      },
      version);
}

Result<std::map<UserId, Credit>> sums_of(Connection& db, UserId user, Date from, Date to) {
  std::map<UserId, Credit> out;
  const Status own = db.each(
      kOwn,
      [&](const Row& row) {
        UserId id;
        std::int64_t entries = 0;
        std::int64_t hundredths = 0;
        row.read(id, entries, hundredths);
        out[id].entries = entries;
        out[id].hundredths += hundredths;
      },
      from, to, user);
  if (!own) return tl::unexpected(own.error());
  const Status shared = db.each(
      kShared,
      [&](const Row& row) {
        UserId id;
        std::int64_t hundredths = 0;
        row.read(id, hundredths);
        out[id].hundredths += hundredths;
      },
      from, to, user);
  if (!shared) return tl::unexpected(shared.error());
  return out;
}

}  // namespace

Status insert(Connection& db, const ShareVersion& version) {
  const auto id =
      db.scalar<std::int64_t>(kInsert, version.claim, version.at, version.by, version.reason);
  if (!id) return tl::unexpected(id.error());
  for (const Share& share : version.shares) {
    const auto done = db.run(kInsertShare, *id, share.user, share.basis_points, share.hundredths);
    if (!done) return tl::unexpected(done.error());
  }
  return {};
}

Result<std::vector<ShareVersion>> versions(Connection& db, ClaimId claim) {
  std::vector<std::int64_t> ids;
  auto out = db.all<ShareVersion>(
      kVersions,
      [&](const Row& row) {
        ShareVersion one;
        std::int64_t id = 0;
        row.read(id, one.claim, one.at, one.by, one.reason);
        ids.push_back(id);
        return one;
      },
      claim);
  if (!out) return out;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto found = shares_of(db, ids[i]);
    if (!found) return tl::unexpected(found.error());
    (*out)[i].shares = std::move(*found);
  }
  return out;
}

Result<std::vector<Share>> in_force(Connection& db, ClaimId claim) {
  const auto version = db.scalar<std::int64_t>(kInForce, claim);
  if (!version) return tl::unexpected(version.error());
  return shares_of(db, *version);
}

Result<std::map<UserId, Credit>> sums(Connection& db, Date from, Date to) {
  return sums_of(db, UserId{}, from, to);
}

Result<Credit> of(Connection& db, UserId user, Date from, Date to) {
  if (!user) return Credit{};
  auto found = sums_of(db, user, from, to);
  if (!found) return tl::unexpected(found.error());
  return (*found)[user];
}

}  // namespace vouch::store::shares
