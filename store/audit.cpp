#include "store/audit.h"

namespace vouch::store::audit {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO audit(at, actor_id, via, action, subject, detail) VALUES($1, $2, $3, $4, $5, $6)";
constexpr std::string_view kList =
    "SELECT id, at, actor_id, via, action, subject, detail FROM audit WHERE id > $1 ORDER BY id "
    "LIMIT $2";

AuditEntry read_entry(const Row& row) {
  AuditEntry entry;
  row.read(entry.id, entry.at, entry.actor, entry.via, entry.action, entry.subject, entry.detail);
  return entry;
}

}  // namespace

Status insert(Connection& db, const AuditEntry& entry) {
  const auto done =
      db.run(kInsert, entry.at, entry.actor, entry.via, entry.action, entry.subject, entry.detail);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<AuditEntry>> list(Connection& db, std::int64_t after, int limit) {
  return db.all<AuditEntry>(kList, read_entry, after, limit);
}

}  // namespace vouch::store::audit
