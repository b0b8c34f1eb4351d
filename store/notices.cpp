#include "store/notices.h"

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store::notices {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO notice(key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT(key) DO NOTHING RETURNING id)sql";
constexpr std::string_view kDue = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE state = 'pending' AND due_at <= $1 ORDER BY due_at, id LIMIT $2)sql";
constexpr std::string_view kNextDue = "SELECT min(due_at) FROM notice WHERE state = 'pending'";
constexpr std::string_view kMark =
    "UPDATE notice SET state = $2, marked_at = $3 WHERE id = $1 AND state = 'pending'";
constexpr std::string_view kPostpone =
    "UPDATE notice SET due_at = $2 WHERE id = $1 AND state = 'pending'";
constexpr std::string_view kFind = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE id = $1)sql";
constexpr std::string_view kFindByKey = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE key = $1)sql";
constexpr std::string_view kForClaim = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE claim_id = $1 ORDER BY id)sql";
constexpr std::string_view kForRecipient = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE recipient_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2)sql";
constexpr std::string_view kPendingOf = R"sql(
  SELECT id, key, kind, audience, recipient_id, claim_id, created_at, due_at, state, body
  FROM notice WHERE state = 'pending' AND kind = $1 AND audience = $2 ORDER BY due_at, id)sql";

Notice read_notice(const Row& row) {
  Notice n;
  row.read(n.id, n.key, n.kind, n.audience, n.recipient, n.claim, n.created_at, n.due_at, n.state,
           n.body);
  return n;
}

}  // namespace

Result<std::optional<NoticeId>> insert_once(Connection& db, const Notice& n) {
  return db.first<NoticeId>(
      kInsert, [](const Row& row) { return NoticeId{row.integer(0)}; }, n.key, n.kind, n.audience,
      n.recipient, n.claim, n.created_at, n.due_at, n.state, n.body);
}

Result<std::vector<Notice>> due(Connection& db, Time now, int limit) {
  return db.all<Notice>(kDue, read_notice, now, limit);
}

Result<std::optional<Time>> next_due(Connection& db) {
  return db.scalar<std::optional<Time>>(kNextDue);
}

Result<bool> mark(Connection& db, NoticeId id, NoticeState state, Time at) {
  auto changed = db.run(kMark, id, state, at);
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

Result<bool> postpone(Connection& db, NoticeId id, Time due_at) {
  auto changed = db.run(kPostpone, id, due_at);
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

Result<Notice> find(Connection& db, NoticeId id) {
  auto found = db.first<Notice>(kFind, read_notice, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no notice {}", id.value));
  return std::move(**found);
}

Result<std::optional<Notice>> find_by_key(Connection& db, std::string_view key) {
  return db.first<Notice>(kFindByKey, read_notice, key);
}
Result<std::vector<Notice>> for_claim(Connection& db, ClaimId claim) {
  return db.all<Notice>(kForClaim, read_notice, claim);
}
Result<std::vector<Notice>> for_recipient(Connection& db, UserId user, int limit) {
  return db.all<Notice>(kForRecipient, read_notice, user, limit);
}
Result<std::vector<Notice>> pending_of(Connection& db, NoticeKind kind, Audience audience) {
  return db.all<Notice>(kPendingOf, read_notice, kind, audience);
}

}  // namespace vouch::store::notices
