#include "store/audit.h"

#include <fmt/format.h>

#include "core/hash.h"
#include "store/ledger.h"

namespace vouch::store::audit {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO audit(at, actor_id, via, action, subject, detail, chained)
  VALUES($1, $2, $3, $4, $5, $6, 1) RETURNING id)sql";
constexpr std::string_view kList =
    "SELECT id, at, actor_id, via, action, subject, detail FROM audit WHERE id > $1 ORDER BY id "
    "LIMIT $2";
constexpr std::string_view kFind =
    "SELECT id, at, actor_id, via, action, subject, detail FROM audit WHERE id = $1";
// One statement an index: by id, by (actor, id), by (action, id).
constexpr std::string_view kNewest = R"sql(
  SELECT id, at, actor_id, via, action, subject, detail FROM audit
  WHERE id < $1 AND ($2 = '' OR subject = $2)
  ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view kNewestOfActor = R"sql(
  SELECT id, at, actor_id, via, action, subject, detail FROM audit
  WHERE actor_id = $4 AND id < $1 AND ($2 = '' OR subject = $2)
    AND ($5 = '' OR (action >= $5 AND action < $6))
  ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view kNewestOfAction = R"sql(
  SELECT id, at, actor_id, via, action, subject, detail FROM audit
  WHERE action >= $4 AND action < $5 AND id < $1 AND ($2 = '' OR subject = $2)
  ORDER BY id DESC LIMIT $3)sql";

constexpr std::string_view kOfSpan = R"sql(
  SELECT id, at, actor_id, via, action, subject, detail FROM audit
  WHERE id > $1 AND at >= $2 AND at < $3 AND ($4 = 0 OR actor_id = $4)
    AND ($5 = '' OR (action >= $5 AND action < $6)) AND ($7 = '' OR subject = $7)
  ORDER BY id LIMIT $8)sql";

AuditEntry read_entry(const Row& row) {
  AuditEntry entry;
  row.read(entry.id, entry.at, entry.actor, entry.via, entry.action, entry.subject, entry.detail);
  return entry;
}

std::string digest_of(const AuditEntry& entry) {
  Sha256 sum;
  sum.update_field(fmt::format_int(to_millis(entry.at)).c_str());
  sum.update_field(fmt::format_int(entry.actor.value).c_str());
  sum.update_field(entry.via);
  sum.update_field(entry.action);
  sum.update_field(entry.subject);
  sum.update_field(entry.detail);
  return to_hex(sum.finish());
}

}  // namespace

Status insert(Connection& db, const AuditEntry& entry) {
  const auto id = db.scalar<std::int64_t>(kInsert, entry.at, entry.actor, entry.via, entry.action,
                                          entry.subject, entry.detail);
  if (!id) return tl::unexpected(id.error());
  return Ledger(db).append("audit", *id, digest_of(entry), entry.at);
}

Result<std::vector<AuditEntry>> list(Connection& db, std::int64_t after, int limit) {
  return db.all<AuditEntry>(kList, read_entry, after, limit);
}

namespace {

// Every word that begins so: up to the first that does not.
std::string end_of(const std::string& action) {
  return action + "\x7f";
}

}  // namespace

Result<std::vector<AuditEntry>> newest(Connection& db, const Filter& filter, int limit) {
  static constexpr std::int64_t kNoEnd = INT64_MAX;
  const std::int64_t before = filter.before == 0 ? kNoEnd : filter.before;
  const std::string end = end_of(filter.action);
  if (filter.actor) {
    return db.all<AuditEntry>(kNewestOfActor, read_entry, before, filter.subject, limit,
                              filter.actor->value, filter.action, end);
  }
  if (!filter.action.empty()) {
    return db.all<AuditEntry>(kNewestOfAction, read_entry, before, filter.subject, limit,
                              filter.action, end);
  }
  return db.all<AuditEntry>(kNewest, read_entry, before, filter.subject, limit);
}

Result<std::vector<AuditEntry>> of_span(Connection& db, const Filter& filter, const Span& span,
                                        std::int64_t after, int limit) {
  const std::int64_t actor = filter.actor ? filter.actor->value : 0;
  return db.all<AuditEntry>(kOfSpan, read_entry, after, span.from, span.to, actor, filter.action,
                            end_of(filter.action), filter.subject, limit);
}

Result<std::string> digest(Connection& db, std::int64_t id) {
  const auto entry = db.first<AuditEntry>(kFind, read_entry, id);
  if (!entry) return tl::unexpected(entry.error());
  if (!*entry) return fail(ErrorCode::kNotFound, fmt::format("there is no audit row {}", id));
  return digest_of(**entry);
}

}  // namespace vouch::store::audit
