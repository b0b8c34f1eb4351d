#include "store/site_counts.h"

namespace vouch::store::site_counts {
namespace {

constexpr int kLookedBack = 60;  // attempts; a week has seven at most

constexpr std::string_view kInsert = R"sql(
  INSERT INTO site_count(domain, engine, kind, provider, at, pages, why)
  VALUES($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kSeries = R"sql(
  SELECT DISTINCT c.domain, c.engine, c.kind
  FROM site_count c JOIN site s ON s.domain = c.domain ORDER BY c.domain, c.engine, c.kind)sql";
constexpr std::string_view kHistory = R"sql(
  SELECT domain, engine, kind, provider, at, pages, why FROM site_count
  WHERE domain = $1 AND engine = $2 AND kind = $3 ORDER BY id DESC LIMIT $4)sql";

SiteCount read_count(const Row& row) {
  SiteCount out;
  row.read(out.domain, out.engine, out.kind, out.provider, out.at, out.pages, out.why);
  return out;
}

SiteCountNow now_of(const std::vector<SiteCount>& newest_first) {
  SiteCountNow out;
  out.newest = newest_first.front();
  for (const SiteCount& count : newest_first) {
    if (!count.pages) continue;
    if (out.measured) {
      out.before = count;
      break;
    }
    out.measured = count;
  }
  return out;
}

}  // namespace

Status insert(Connection& db, const SiteCount& count) {
  const auto added = db.run(kInsert, count.domain, count.engine, count.kind, count.provider,
                            count.at, count.pages, count.why);
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<std::vector<SiteCount>> history(Connection& db, std::string_view domain,
                                       std::string_view engine, std::string_view kind, int limit) {
  return db.all<SiteCount>(kHistory, read_count, domain, engine, kind, limit);
}

Result<std::vector<SiteCountNow>> now(Connection& db) {
  const auto series = db.all<SiteCount>(kSeries, [](const Row& row) {
    SiteCount out;
    row.read(out.domain, out.engine, out.kind);
    return out;
  });
  if (!series) return tl::unexpected(series.error());
  std::vector<SiteCountNow> out;
  out.reserve(series->size());
  for (const SiteCount& one : *series) {
    const auto all = history(db, one.domain, one.engine, one.kind, kLookedBack);
    if (!all) return tl::unexpected(all.error());
    if (!all->empty()) out.push_back(now_of(*all));
  }
  return out;
}

}  // namespace vouch::store::site_counts
