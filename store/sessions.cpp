#include "store/sessions.h"

#include "core/hash.h"
#include "store/people.h"

namespace vouch::store::sessions {
namespace {

constexpr std::string_view kStart = R"sql(
  INSERT INTO session(user_id, token_sha256, created_at, last_seen_at, expires_at, address, agent)
  VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view kEndOldest = R"sql(
  UPDATE session SET ended_at = $2
  WHERE user_id = $1 AND ended_at IS NULL AND id NOT IN (
    SELECT id FROM session WHERE user_id = $1 AND ended_at IS NULL ORDER BY id DESC LIMIT $3))sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, user_id, created_at, last_seen_at, expires_at, address, agent
  FROM session WHERE token_sha256 = $1 AND ended_at IS NULL)sql";
constexpr std::string_view kOfUser = R"sql(
  SELECT id, user_id, created_at, last_seen_at, expires_at, address, agent
  FROM session WHERE user_id = $1 AND ended_at IS NULL ORDER BY id DESC)sql";
constexpr std::string_view kSeen =
    "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2";
constexpr std::string_view kEnd = R"sql(
  UPDATE session SET ended_at = $3 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL)sql";
constexpr std::string_view kEndAll = R"sql(
  UPDATE session SET ended_at = $3 WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL)sql";

constexpr std::string_view kKnownDevice = R"sql(
  SELECT count(*) FROM device WHERE token_sha256 = $1 AND user_id = $2 AND last_used_at >= $3)sql";
constexpr std::string_view kRememberDevice = R"sql(
  INSERT INTO device(user_id, token_sha256, created_at, last_used_at)
  VALUES($1, $2, $3, $3))sql";
constexpr std::string_view kDeviceUsed =
    "UPDATE device SET last_used_at = $2 WHERE token_sha256 = $1";
constexpr std::string_view kForgetDevices = "DELETE FROM device WHERE user_id = $1";

constexpr std::string_view kThrottle =
    "SELECT failures, since, next_at FROM throttle WHERE subject = $1";
constexpr std::string_view kSetThrottle = R"sql(
  INSERT INTO throttle(subject, failures, since, next_at) VALUES($1, $2, $3, $4)
  ON CONFLICT(subject) DO UPDATE SET failures = excluded.failures, since = excluded.since,
    next_at = excluded.next_at)sql";
constexpr std::string_view kClearThrottle = "DELETE FROM throttle WHERE subject = $1";

struct Purge {
  std::string_view sql;
  std::chrono::hours age;
};
constexpr std::chrono::hours kDay{24};
constexpr Purge kPurges[] = {
    {"DELETE FROM session WHERE expires_at < $1 OR ended_at < $1", 30 * kDay},
    {"DELETE FROM invitation WHERE expires_at < $1", 30 * kDay},
    {"DELETE FROM device WHERE last_used_at < $1", 180 * kDay},
    {"DELETE FROM throttle WHERE next_at < $1", kDay},
};

Session read_session(const Row& row) {
  Session out;
  row.read(out.id, out.user, out.created_at, out.last_seen_at, out.expires_at, out.address,
           out.agent);
  return out;
}

template <class... Args>
Status run(Connection& db, std::string_view sql, const Args&... args) {
  const auto done = db.run(sql, args...);
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace

Result<SessionId> start(Connection& db, const Session& s, std::string_view token, int most) {
  const auto id = db.scalar<SessionId>(kStart, s.user, sha256_hex(token), s.created_at,
                                       s.last_seen_at, s.expires_at, s.address, s.agent);
  if (!id) return id;
  const Status ended = run(db, kEndOldest, s.user, s.created_at, most);
  if (!ended) return tl::unexpected(ended.error());
  return id;
}

Result<std::optional<SignedInSession>> find(Connection& db, std::string_view token) {
  const auto session = db.first<Session>(kFind, read_session, sha256_hex(token));
  if (!session) return tl::unexpected(session.error());
  if (!*session) return std::optional<SignedInSession>();
  auto user = people::find_user(db, (*session)->user);
  if (!user) return tl::unexpected(user.error());
  if (!user->active) return std::optional<SignedInSession>();
  return std::optional<SignedInSession>(SignedInSession{**session, std::move(*user)});
}

Result<std::vector<Session>> of_user(Connection& db, UserId user) {
  return db.all<Session>(kOfUser, read_session, user);
}

Status seen(Connection& db, SessionId id, Time at) {
  return run(db, kSeen, id, at);
}

Result<bool> end(Connection& db, SessionId id, UserId user, Time at) {
  const auto ended = db.run(kEnd, id, user, at);
  if (!ended) return tl::unexpected(ended.error());
  return *ended == 1;
}

Result<std::int64_t> end_all(Connection& db, UserId user, SessionId keep, Time at) {
  return db.run(kEndAll, user, keep.value, at);
}

Result<bool> is_known_device(Connection& db, UserId user, std::string_view token, Time not_before) {
  if (token.empty()) return false;
  const auto count = db.scalar<int>(kKnownDevice, sha256_hex(token), user, not_before);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

Status remember_device(Connection& db, UserId user, std::string_view token, Time at) {
  return run(db, kRememberDevice, user, sha256_hex(token), at);
}

Status device_used(Connection& db, std::string_view token, Time at) {
  return run(db, kDeviceUsed, sha256_hex(token), at);
}

Status forget_devices(Connection& db, UserId user) {
  return run(db, kForgetDevices, user);
}

Result<Throttle> throttle(Connection& db, std::string_view subject) {
  const auto found = db.first<Throttle>(
      kThrottle,
      [](const Row& row) {
        Throttle out;
        row.read(out.failures, out.since, out.next_at);
        return out;
      },
      subject);
  if (!found) return tl::unexpected(found.error());
  return found->value_or(Throttle{});
}

Status set_throttle(Connection& db, std::string_view subject, const Throttle& state) {
  return run(db, kSetThrottle, subject, state.failures, state.since, state.next_at);
}

Status clear_throttle(Connection& db, std::string_view subject) {
  return run(db, kClearThrottle, subject);
}

Result<std::int64_t> purge(Connection& db, Time now) {
  std::int64_t gone = 0;
  for (const Purge& purge : kPurges) {
    const auto done = db.run(purge.sql, now - purge.age);
    if (!done) return done;
    gone += *done;
  }
  return gone;
}

}  // namespace vouch::store::sessions
