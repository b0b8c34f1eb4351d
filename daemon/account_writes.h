// Signing in and looking after one's account, each step one transaction with its audit row. An
// attempt counts as a failure before the password is looked at, and is taken back when it was
// right: attempts that run at the same time cannot slip past the throttle. `now` is of the real
// clock, also in the practice world. Writer thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account.h"
#include "core/people.h"
#include "store/accounts.h"
#include "store/store.h"
#include "web/accounts.h"

namespace vouch::daemon {

struct AccountRules {
  SessionRules sessions;
  ThrottleRules by_login{5, std::chrono::minutes(15), std::chrono::minutes(15)};
  ThrottleRules by_address{20, std::chrono::minutes(1), std::chrono::minutes(1)};
  Millis device_life = std::chrono::hours(24 * 180);
  Millis invitation_life = std::chrono::hours(72);
};

struct Attempt {
  Millis wait{};  // not zero: it is not to be looked at
  std::optional<User> user;
  std::optional<store::accounts::Account> account;
  bool known_device = false;
  std::vector<std::string> subjects;  // of the throttle
  bool after_failure = false;
};
Result<Attempt> begin_attempt(store::WriteContext& context, const std::string& login,
                              const web::Visitor& from, const AccountRules& rules, Time now);
// This one attempt was none (its password was right, or nobody could look at it): earlier failures
// stay, so that whoever knows the password cannot guess codes for ever.
Status take_back(store::WriteContext& context, const Attempt& attempt);
// Everything was right: no failure of the person stays.
Status forgive(store::WriteContext& context, const Attempt& attempt);
Status note_failure(store::WriteContext& context, const Attempt& attempt, const std::string& login,
                    const web::Visitor& from, std::string_view action);

struct FreshTokens {  // drawn before the transaction, so that a repeated one is the same
  std::string session;
  std::string device;
};
// `right`: the password is. `new_hash`: the password's, where the old one is weaker than today's.
Result<web::SignedIn> finish_sign_in(store::WriteContext& context, const Attempt& attempt,
                                     const web::SignIn& request, bool right,
                                     const std::optional<std::string>& new_hash,
                                     const FreshTokens& tokens, const AccountRules& rules,
                                     Time now);

Status write_session_end(store::WriteContext& context, const web::Actor& actor, SessionId session,
                         Time now);
Status write_sessions_end(store::WriteContext& context, const web::Actor& actor,
                          const std::string& login, Time now);
Status write_password(store::WriteContext& context, const web::Actor& actor, UserId user,
                      const std::string& hash, Time now);
Result<web::Invited> write_invitation(store::WriteContext& context, const web::Actor& actor,
                                      const std::string& login, const std::string& code,
                                      const AccountRules& rules, Time now);
Status write_redeemed(store::WriteContext& context, const std::string& code,
                      const std::string& hash, const web::Visitor& from, Time now);
Status write_second_step(store::WriteContext& context, const web::Actor& actor,
                         const std::string& code, const std::vector<std::string>& recovery,
                         Time now);
Status write_second_step_begun(store::WriteContext& context, const web::Actor& actor,
                               const std::string& secret);  // kConflict: one is on
// Whether somebody signed in proved who he is, by his password and, where `code` is asked for, by
// his phone or a recovery code too. false: a failure like any other.
Result<bool> settle_attempt(store::WriteContext& context, const Attempt& attempt,
                            const web::Actor& actor, bool right,
                            const std::optional<std::string>& code, const web::Visitor& from,
                            Time now);
Status write_second_step_removed(store::WriteContext& context, const web::Actor& actor);
Status write_second_step_removed_of(store::WriteContext& context, const web::Actor& actor,
                                    const std::string& login, Time now);
Status write_token_revoked(store::WriteContext& context, const web::Actor& actor,
                           std::int64_t token, const std::string& login);

}  // namespace vouch::daemon
