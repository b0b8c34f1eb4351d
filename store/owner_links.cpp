#include "store/owner_links.h"

#include "core/hash.h"

namespace vouch::store::owner_links {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO owner_link(label, token_sha256, created_by, author, at, expires_at)
  VALUES($1, $2, $3, $4, $5, $6) RETURNING id)sql";
constexpr std::string_view kEnd =
    "UPDATE owner_link SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";
constexpr std::string_view kUsed = "UPDATE owner_link SET last_used_at = $2 WHERE id = $1";
constexpr std::string_view kFind = R"sql(
  SELECT id, label, created_by, author, at, expires_at, ended_at, ended_by, last_used_at
  FROM owner_link WHERE id = $1)sql";
constexpr std::string_view kAll = R"sql(
  SELECT id, label, created_by, author, at, expires_at, ended_at, ended_by, last_used_at
  FROM owner_link WHERE $1 = 0 OR created_by = $1 ORDER BY id DESC LIMIT $2)sql";
constexpr std::string_view kOpening = R"sql(
  SELECT l.id, l.label, l.created_by, l.author, l.at, l.expires_at, l.ended_at, l.ended_by,
    l.last_used_at
  FROM owner_link l
  WHERE l.token_sha256 = $1 AND l.ended_at IS NULL AND l.expires_at > $2
    AND (l.created_by IS NULL
         OR EXISTS(SELECT 1 FROM "user" u WHERE u.id = l.created_by AND u.active = 1)))sql";

OwnerLink read_link(const Row& row) {
  OwnerLink link;
  row.read(link.id, link.label, link.by, link.author, link.at, link.expires_at, link.ended_at,
           link.ended_by, link.last_used_at);
  return link;
}

}  // namespace

Result<OwnerLinkId> insert(Connection& db, const OwnerLink& link, std::string_view token) {
  return db.scalar<OwnerLinkId>(kInsert, link.label, sha256_hex(token), link.by, link.author,
                                link.at, link.expires_at);
}

Result<bool> end(Connection& db, OwnerLinkId id, Time at, std::string_view by) {
  const auto ended = db.run(kEnd, id, at, by);
  if (!ended) return tl::unexpected(ended.error());
  return *ended == 1;
}

Status used(Connection& db, OwnerLinkId id, Time at) {
  const auto done = db.run(kUsed, id, at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<OwnerLink>> find(Connection& db, OwnerLinkId id) {
  return db.first<OwnerLink>(kFind, read_link, id);
}

Result<std::vector<OwnerLink>> all(Connection& db, std::optional<UserId> by, int limit) {
  return db.all<OwnerLink>(kAll, read_link, by ? by->value : 0, limit);
}

Result<std::optional<OwnerLink>> opening(Connection& db, std::string_view token, Time now) {
  return db.first<OwnerLink>(kOpening, read_link, sha256_hex(token), now);
}

}  // namespace vouch::store::owner_links
