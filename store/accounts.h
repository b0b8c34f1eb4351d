// Passwords, second steps and invitations. Written on the writer thread; read on any connection.
// Secrets that people carry go in and are kept as SHA-256 only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/people.h"
#include "store/sql.h"

namespace vouch::store::accounts {

struct Account {
  UserId user;
  std::string password_hash;  // PHC string
  Time changed_at;
  std::string totp_secret;   // bytes; empty: no second step
  std::string totp_pending;  // bytes; shown and not confirmed
  std::int64_t totp_step = 0;

  [[nodiscard]] bool second_step() const { return !totp_secret.empty(); }
};

Result<std::optional<Account>> find(Connection& db, UserId user);
Result<bool> any(Connection& db);  // somebody can sign in
Status set_password(Connection& db, UserId user, std::string_view hash, Time at);

Status set_totp_pending(Connection& db, UserId user, std::string_view secret);
// What was pending is on; its first code was of `step`.
Status confirm_totp(Connection& db, UserId user, std::int64_t step, Time at);
Status remove_totp(Connection& db, UserId user);
// false: a code of this step or a later one was taken before.
Result<bool> use_totp_step(Connection& db, UserId user, std::int64_t step);

Status set_recovery_codes(Connection& db, UserId user, const std::vector<std::string>& codes);
Result<bool> use_recovery_code(Connection& db, UserId user, std::string_view code, Time at);
Result<std::int64_t> recovery_codes_left(Connection& db, UserId user);

// The person's earlier invitations end.
Status invite(Connection& db, UserId user, std::string_view code, Time at, Time expires_at);
struct Invitation {
  UserId user;
  Time expires_at;
};
Result<std::optional<Invitation>> invitation(Connection& db, std::string_view code, Time now);
Result<bool> use_invitation(Connection& db, std::string_view code, Time at);  // false: used before
Status end_invitations(Connection& db, UserId user, Time at);

}  // namespace vouch::store::accounts
