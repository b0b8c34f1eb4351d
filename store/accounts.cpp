#include "store/accounts.h"

#include "core/hash.h"

namespace vouch::store::accounts {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT user_id, password_hash, changed_at, totp_step, totp_secret, totp_pending
  FROM account WHERE user_id = $1)sql";
constexpr std::string_view kAny = R"sql(
  SELECT count(*) FROM (SELECT 1 FROM account a JOIN "user" u ON u.id = a.user_id
    WHERE u.active = 1 LIMIT 1))sql";
constexpr std::string_view kSetPassword = R"sql(
  INSERT INTO account(user_id, password_hash, changed_at) VALUES($1, $2, $3)
  ON CONFLICT(user_id) DO UPDATE SET password_hash = excluded.password_hash,
    changed_at = excluded.changed_at)sql";
constexpr std::string_view kSetPending = "UPDATE account SET totp_pending = $2 WHERE user_id = $1";
constexpr std::string_view kConfirm = R"sql(
  UPDATE account SET totp_secret = totp_pending, totp_pending = NULL, totp_step = $2,
    totp_since = $3
  WHERE user_id = $1 AND totp_pending IS NOT NULL)sql";
constexpr std::string_view kRemove = R"sql(
  UPDATE account SET totp_secret = NULL, totp_pending = NULL, totp_since = NULL
  WHERE user_id = $1)sql";
constexpr std::string_view kUseStep =
    "UPDATE account SET totp_step = $2 WHERE user_id = $1 AND totp_step < $2";
constexpr std::string_view kForgetCodes = "DELETE FROM recovery_code WHERE user_id = $1";
constexpr std::string_view kAddCode =
    "INSERT INTO recovery_code(user_id, code_sha256) VALUES($1, $2)";
constexpr std::string_view kUseCode = R"sql(
  UPDATE recovery_code SET used_at = $3
  WHERE user_id = $1 AND code_sha256 = $2 AND used_at IS NULL)sql";
constexpr std::string_view kCodesLeft =
    "SELECT count(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL";
constexpr std::string_view kInvite = R"sql(
  INSERT INTO invitation(user_id, code_sha256, created_at, expires_at)
  VALUES($1, $2, $3, $4))sql";
constexpr std::string_view kInvitation = R"sql(
  SELECT i.user_id, i.expires_at FROM invitation i JOIN "user" u ON u.id = i.user_id
  WHERE i.code_sha256 = $1 AND i.used_at IS NULL AND i.expires_at > $2 AND u.active = 1)sql";
constexpr std::string_view kUseInvitation =
    "UPDATE invitation SET used_at = $2 WHERE code_sha256 = $1 AND used_at IS NULL";
constexpr std::string_view kEndInvitations =
    "UPDATE invitation SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL";

template <class... Args>
Status run(Connection& db, std::string_view sql, const Args&... args) {
  const auto done = db.run(sql, args...);
  if (!done) return tl::unexpected(done.error());
  return {};
}

template <class... Args>
Result<bool> changed(Connection& db, std::string_view sql, const Args&... args) {
  const auto done = db.run(sql, args...);
  if (!done) return tl::unexpected(done.error());
  return *done == 1;
}

}  // namespace

Result<std::optional<Account>> find(Connection& db, UserId user) {
  return db.first<Account>(
      kFind,
      [](const Row& row) {
        Account out;
        row.read(out.user, out.password_hash, out.changed_at, out.totp_step);
        out.totp_secret = std::string(row.blob(4));
        out.totp_pending = std::string(row.blob(5));
        return out;
      },
      user);
}

Result<bool> any(Connection& db) {
  const auto count = db.scalar<int>(kAny);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

Status set_password(Connection& db, UserId user, std::string_view hash, Time at) {
  return run(db, kSetPassword, user, hash, at);
}

Status set_totp_pending(Connection& db, UserId user, std::string_view secret) {
  return run(db, kSetPending, user, Blob{secret});
}

Status confirm_totp(Connection& db, UserId user, std::int64_t step, Time at) {
  return run(db, kConfirm, user, step, at);
}

Status remove_totp(Connection& db, UserId user) {
  Status done = run(db, kRemove, user);
  if (done) done = run(db, kForgetCodes, user);
  return done;
}

Result<bool> use_totp_step(Connection& db, UserId user, std::int64_t step) {
  return changed(db, kUseStep, user, step);
}

Status set_recovery_codes(Connection& db, UserId user, const std::vector<std::string>& codes) {
  Status done = run(db, kForgetCodes, user);
  for (const std::string& code : codes) {
    if (done) done = run(db, kAddCode, user, sha256_hex(code));
  }
  return done;
}

Result<bool> use_recovery_code(Connection& db, UserId user, std::string_view code, Time at) {
  return changed(db, kUseCode, user, sha256_hex(code), at);
}

Result<std::int64_t> recovery_codes_left(Connection& db, UserId user) {
  return db.scalar<std::int64_t>(kCodesLeft, user);
}

Status invite(Connection& db, UserId user, std::string_view code, Time at, Time expires_at) {
  const Status ended = end_invitations(db, user, at);
  if (!ended) return ended;
  return run(db, kInvite, user, sha256_hex(code), at, expires_at);
}

Result<std::optional<Invitation>> invitation(Connection& db, std::string_view code, Time now) {
  return db.first<Invitation>(
      kInvitation,
      [](const Row& row) {
        Invitation out;
        row.read(out.user, out.expires_at);
        return out;
      },
      sha256_hex(code), now);
}

Result<bool> use_invitation(Connection& db, std::string_view code, Time at) {
  return changed(db, kUseInvitation, sha256_hex(code), at);
}

Status end_invitations(Connection& db, UserId user, Time at) {
  return run(db, kEndInvitations, user, at);
}

}  // namespace vouch::store::accounts
