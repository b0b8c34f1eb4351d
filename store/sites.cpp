#include "store/sites.h"

#include <fmt/format.h>

namespace vouch::store::sites {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO site(domain, name) VALUES($1, $2) ON CONFLICT(domain) DO NOTHING RETURNING id";
constexpr std::string_view kRemove = "DELETE FROM site WHERE domain = $1";
constexpr std::string_view kList = "SELECT id, domain, name FROM site ORDER BY id";

OwnSite read_site(const Row& row) {
  OwnSite site;
  row.read(site.id, site.domain, site.name);
  return site;
}

}  // namespace

Result<SiteId> insert(Connection& db, const OwnSite& site) {
  const auto id = db.first<SiteId>(
      kInsert, [](const Row& row) { return SiteId{row.integer(0)}; }, site.domain, site.name);
  if (!id) return tl::unexpected(id.error());
  if (!*id) {
    return fail(ErrorCode::kConflict,
                fmt::format("'{}' is one of the company's sites already", site.domain), "domain");
  }
  return **id;
}

Result<bool> remove(Connection& db, std::string_view domain) {
  const auto changed = db.run(kRemove, domain);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

Result<std::vector<OwnSite>> list(Connection& db) {
  return db.all<OwnSite>(kList, read_site);
}

}  // namespace vouch::store::sites
