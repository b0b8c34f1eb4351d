#include "store/keyed_writes.h"

namespace vouch::store::keyed_writes {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO keyed_write(actor_id, key, request, body_sha256, at) VALUES($1, $2, $3, $4, $5)
  ON CONFLICT(actor_id, key) DO NOTHING)sql";
constexpr std::string_view kFind = R"sql(
  SELECT request, body_sha256, status, content_type, body
  FROM keyed_write WHERE actor_id = $1 AND key = $2)sql";
constexpr std::string_view kAnswer = R"sql(
  UPDATE keyed_write SET status = $3, content_type = $4, body = $5
  WHERE actor_id = $1 AND key = $2 AND status IS NULL)sql";
constexpr std::string_view kTakeBack =
    "DELETE FROM keyed_write WHERE actor_id = $1 AND key = $2 AND status IS NULL";
constexpr std::string_view kPurge = R"sql(
  DELETE FROM keyed_write WHERE id IN
    (SELECT id FROM keyed_write WHERE at < $1 ORDER BY at LIMIT $2))sql";

struct Stored {
  std::string request;
  std::string body_sha256;
  std::optional<int> status;
  KeyedAnswer answer;
};

Stored read_stored(const Row& row) {
  Stored out;
  row.read(out.request, out.body_sha256, out.status, out.answer.content_type);
  out.answer.status = out.status.value_or(0);
  if (!row.is_null(4)) out.answer.body = std::string(row.blob(4));
  return out;
}

Status done(const Result<std::int64_t>& changed) {
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

}  // namespace

Result<Reservation> reserve(Connection& db, const KeyedWrite& write) {
  using Kind = Reservation::Kind;
  const auto made =
      db.run(kInsert, write.actor.value, write.key, write.request, write.body_sha256, write.at);
  if (!made) return tl::unexpected(made.error());
  if (*made == 1) return Reservation{Kind::kMade};
  auto found = db.first<Stored>(kFind, read_stored, write.actor.value, write.key);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kInternal, "a reserved key is not there");
  const Stored& before = **found;
  if (before.request != write.request || before.body_sha256 != write.body_sha256)
    return Reservation{Kind::kOther};
  if (!before.status) return Reservation{Kind::kOpen};
  return Reservation{Kind::kAnswered, before.answer};
}

Status answer(Connection& db, UserId actor, std::string_view key, const KeyedAnswer& answer) {
  std::optional<Blob> body;
  if (answer.body) body = Blob{*answer.body};
  return done(db.run(kAnswer, actor.value, key, answer.status, answer.content_type, body));
}

Status take_back(Connection& db, UserId actor, std::string_view key) {
  return done(db.run(kTakeBack, actor.value, key));
}

Result<std::int64_t> purge(Connection& db, Time before, int limit) {
  return db.run(kPurge, before, limit);
}

}  // namespace vouch::store::keyed_writes
