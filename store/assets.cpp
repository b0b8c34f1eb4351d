#include "store/assets.h"

#include <algorithm>
#include <array>
#include <set>

#include "store/work_plans.h"

namespace vouch::store::assets {
namespace {

constexpr auto kHow = std::to_array<std::string_view>({"hand_in", "plan", "person"});
static_assert(kHow.size() == static_cast<std::size_t>(AssetLinkedBy::kPerson) + 1);

constexpr std::string_view kInsert = R"sql(
  INSERT INTO asset(title, text, url, url_key, made_by, at) VALUES($1, $2, $3, $4, $5, $6)
  RETURNING id)sql";
constexpr std::string_view kFind =
    "SELECT id, title, text, url, url_key, made_by, at FROM asset WHERE id = $1";
// The link of an entry that holds is its newest.
constexpr std::string_view kList = R"sql(
  SELECT a.id, a.title, a.text, a.url, a.url_key, a.made_by, a.at,
    (SELECT count(*) FROM asset_link l LEFT JOIN verdict v ON v.claim_id = l.claim_id
     WHERE l.asset_id = a.id AND coalesce(v.work, '') <> 'VOID'
       AND l.id = (SELECT max(n.id) FROM asset_link n WHERE n.claim_id = l.claim_id)),
    (SELECT count(*) FROM asset_link l JOIN verdict v ON v.claim_id = l.claim_id
     WHERE l.asset_id = a.id AND v.work IN ('VERIFIED', 'ACCEPTED')
       AND l.id = (SELECT max(n.id) FROM asset_link n WHERE n.claim_id = l.claim_id))
  FROM asset a
  WHERE (CAST($1 AS BIGINT) IS NULL OR a.id < $1)
    AND (CAST($2 AS TEXT) IS NULL OR a.title LIKE $2 ESCAPE '!')
    AND (CAST($3 AS BIGINT) IS NULL OR a.id = $3)
  ORDER BY a.id DESC LIMIT $4)sql";
constexpr std::string_view kLink = R"sql(
  INSERT INTO asset_link(claim_id, asset_id, at, by_user, how) VALUES($1, $2, $3, $4, $5))sql";
constexpr std::string_view kLinkOf = R"sql(
  SELECT claim_id, asset_id, at, by_user, how FROM asset_link
  WHERE claim_id = $1 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kLinksOf = R"sql(
  SELECT claim_id, asset_id, at, by_user, how FROM asset_link
  WHERE claim_id = $1 ORDER BY id)sql";
constexpr std::string_view kDistributions = R"sql(
  SELECT l.claim_id, l.asset_id, l.at, l.by_user, l.how FROM asset_link l
  WHERE l.asset_id = $1
    AND l.id = (SELECT max(n.id) FROM asset_link n WHERE n.claim_id = l.claim_id)
  ORDER BY l.claim_id)sql";
constexpr std::string_view kOfPage = "SELECT id FROM claim WHERE strict_key = $1 ORDER BY id";
constexpr std::string_view kLines = R"sql(
  SELECT l.id FROM plan_line l
  JOIN week_plan w ON w.team_id = l.team_id AND w.monday = l.monday
  WHERE l.asset_id = $1 AND w.published_at IS NOT NULL ORDER BY l.monday DESC, l.id)sql";

AssetLink read_link(const Row& row) {
  AssetLink out;
  std::string how;
  row.read(out.claim, out.asset, out.at, out.by, how);
  for (std::size_t i = 0; i < kHow.size(); ++i) {
    if (kHow[i] == how) out.how = static_cast<AssetLinkedBy>(i);
  }
  return out;
}

Asset read_asset(const Row& row) {
  Asset out;
  row.read(out.id, out.title, out.text, out.url, out.url_key, out.made_by, out.at);
  return out;
}

Listed read_listed(const Row& row) {
  Listed out;
  Asset& one = out.asset;
  row.read(one.id, one.title, one.text, one.url, one.url_key, one.made_by, one.at,
           out.distributions, out.online);
  return out;
}

std::optional<std::string> pattern_of(std::string_view words) {
  if (words.empty()) return std::nullopt;
  std::string out = "%";
  for (const char c : words) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

}  // namespace

Result<AssetId> insert(Connection& db, const Asset& asset) {
  return db.scalar<AssetId>(kInsert, asset.title, asset.text, asset.url, asset.url_key,
                            asset.made_by, asset.at);
}

Result<std::optional<Asset>> find(Connection& db, AssetId id) {
  if (!id) return std::optional<Asset>();
  return db.first<Asset>(kFind, read_asset, id);
}

Result<std::vector<Listed>> list(Connection& db, std::string_view words, AssetId before,
                                 int limit) {
  return db.all<Listed>(kList, read_listed, before, pattern_of(words), AssetId{}, limit);
}

Result<std::optional<Listed>> find_listed(Connection& db, AssetId id) {
  if (!id) return std::optional<Listed>();
  return db.first<Listed>(kList, read_listed, AssetId{}, std::optional<std::string>(), id, 1);
}

Status link(Connection& db, const AssetLink& link) {
  const auto done = db.run(kLink, link.claim, link.asset, link.at, link.by,
                           kHow[static_cast<std::size_t>(link.how)]);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<AssetLink>> link_of(Connection& db, ClaimId claim) {
  return db.first<AssetLink>(kLinkOf, read_link, claim);
}

Result<std::vector<AssetLink>> links_of(Connection& db, ClaimId claim) {
  return db.all<AssetLink>(kLinksOf, read_link, claim);
}

Result<std::vector<AssetLink>> distributions(Connection& db, AssetId id) {
  return db.all<AssetLink>(kDistributions, read_link, id);
}

Result<bool> is_shared(Connection& db, ClaimId left, ClaimId right) {
  const auto one = link_of(db, left);
  if (!one) return tl::unexpected(one.error());
  if (!*one || !(*one)->asset) return false;
  const auto other = link_of(db, right);
  if (!other) return tl::unexpected(other.error());
  return *other && (*other)->asset == (*one)->asset;
}

Result<std::vector<ClaimId>> claims_of_page(Connection& db, std::string_view url_key) {
  if (url_key.empty()) return std::vector<ClaimId>();
  return db.all<ClaimId>(
      kOfPage,
      [](const Row& row) {
        ClaimId id;
        row.read(id);
        return id;
      },
      url_key);
}

Result<std::vector<PlanLine>> lines(Connection& db, AssetId id) {
  const auto ids = db.all<PlanLineId>(
      kLines,
      [](const Row& row) {
        PlanLineId line;
        row.read(line);
        return line;
      },
      id);
  if (!ids) return tl::unexpected(ids.error());
  std::vector<PlanLine> out;
  for (const PlanLineId line : *ids) {
    auto found = work_plans::find(db, line);
    if (!found) return tl::unexpected(found.error());
    if (*found) out.push_back(std::move(**found));
  }
  return out;
}

Result<std::vector<AssetId>> planned(Connection& db, UserId user, Date monday,
                                     std::string_view work_type, std::string_view platform) {
  const auto lines = work_plans::lines_of(db, user, monday);
  if (!lines) return tl::unexpected(lines.error());
  std::vector<AssetId> out;
  for (const PlanLine& line : *lines) {
    if (!line.asset || line.work_type != work_type || line.quantity == 0) continue;
    const bool there =
        line.platforms.empty() ||
        std::find(line.platforms.begin(), line.platforms.end(), platform) != line.platforms.end();
    if (there && std::find(out.begin(), out.end(), line.asset) == out.end())
      out.push_back(line.asset);
  }
  return out;
}

}  // namespace vouch::store::assets
