#include "store/robots.h"

namespace vouch::store::robots {
namespace {

constexpr std::string_view kPut = R"sql(
  INSERT INTO robots_cache(origin, fetched_at, expires_at, http_status, body, etag, last_modified,
    unreachable_since, evidence_id)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT(origin) DO UPDATE SET fetched_at = $2, expires_at = $3, http_status = $4, body = $5,
    etag = $6, last_modified = $7, unreachable_since = $8, evidence_id = $9)sql";
constexpr std::string_view kGet = R"sql(
  SELECT origin, fetched_at, expires_at, http_status, body, etag, last_modified,
    unreachable_since, evidence_id
  FROM robots_cache WHERE origin = $1)sql";

RobotsEntry read_entry(const Row& row) {
  RobotsEntry entry;
  row.read(entry.origin, entry.fetched_at, entry.expires_at, entry.http_status, entry.body,
           entry.etag, entry.last_modified, entry.unreachable_since, entry.evidence);
  return entry;
}

}  // namespace

Status put(Connection& db, const RobotsEntry& e) {
  const auto done = db.run(kPut, e.origin, e.fetched_at, e.expires_at, e.http_status, e.body,
                           e.etag, e.last_modified, e.unreachable_since, e.evidence);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<RobotsEntry>> get(Connection& db, std::string_view origin) {
  return db.first<RobotsEntry>(kGet, read_entry, origin);
}

}  // namespace vouch::store::robots
