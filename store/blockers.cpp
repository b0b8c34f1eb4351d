#include "store/blockers.h"

#include <limits>

namespace vouch::store::blockers {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO blocker(user_id, text, to_user, at) VALUES($1, $2, $3, $4) RETURNING id)sql";
constexpr std::string_view kClose = R"sql(
  UPDATE blocker SET closed_at = $4, closed_by = $2, answer = $3
  WHERE id = $1 AND closed_at IS NULL)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, user_id, text, to_user, at, closed_at, closed_by, answer FROM blocker
  WHERE id = $1)sql";
constexpr std::string_view kNewest = R"sql(
  SELECT id, user_id, text, to_user, at, closed_at, closed_by, answer FROM blocker
  WHERE id < $1 AND (CAST($2 AS BIGINT) IS NULL OR (closed_at IS NULL) = ($2 <> 0))
  ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view kOpen = R"sql(
  SELECT id, user_id, text, to_user, at, closed_at, closed_by, answer FROM blocker
  WHERE closed_at IS NULL ORDER BY id)sql";
constexpr std::string_view kOpenOf = R"sql(
  SELECT id, user_id, text, to_user, at, closed_at, closed_by, answer FROM blocker
  WHERE user_id = $1 AND closed_at IS NULL ORDER BY id)sql";

Blocker read_blocker(const Row& row) {
  Blocker out;
  row.read(out.id, out.user, out.text, out.to, out.at, out.closed_at, out.closed_by, out.answer);
  return out;
}

}  // namespace

Result<BlockerId> insert(Connection& db, const Blocker& blocker) {
  return db.scalar<BlockerId>(kInsert, blocker.user, blocker.text, blocker.to, blocker.at);
}

Result<bool> close(Connection& db, BlockerId id, UserId by, std::string_view answer, Time at) {
  const auto closed = db.run(kClose, id, by, answer, at);
  if (!closed) return tl::unexpected(closed.error());
  return *closed == 1;
}

Result<std::optional<Blocker>> find(Connection& db, BlockerId id) {
  return db.first<Blocker>(kFind, read_blocker, id);
}

Result<std::vector<Blocker>> newest(Connection& db, std::optional<bool> open, BlockerId before,
                                    int limit) {
  const std::int64_t below = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return db.all<Blocker>(kNewest, read_blocker, below, open, limit);
}

Result<std::vector<Blocker>> open_ones(Connection& db) {
  return db.all<Blocker>(kOpen, read_blocker);
}

Result<std::vector<Blocker>> open_of(Connection& db, UserId author) {
  return db.all<Blocker>(kOpenOf, read_blocker, author);
}

}  // namespace vouch::store::blockers
