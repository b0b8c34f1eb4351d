// web::Accounts over the store: passwords are hashed on a thread of their own, one at a time, and
// at most kWaiting wait for it (each takes 46 MiB and 50 ms). Main loop only.
#pragma once

#include <map>

#include "daemon/account_writes.h"
#include "daemon/context.h"
#include "web/accounts.h"
#include "web/entrance.h"

namespace vouch::daemon {

class AccountDesk final : public web::Accounts {
 public:
  static constexpr int kWaiting = 40;

  // `clock`: the real one.
  AccountDesk(Context& context, const WallClock& clock, AccountRules rules)
      : context_(context), clock_(clock), rules_(rules), hashing_(1) {}

  Task<Result<web::SignedIn>> sign_in(web::SignIn request) override;
  Task<Status> end_session(web::Actor actor, SessionId session) override;
  Task<Status> end_sessions(web::Actor actor, std::string login) override;
  void session_seen(const Session& session) override;
  Task<Status> change_password(web::Actor actor, std::string current, std::string next,
                               web::Visitor from) override;
  Task<Result<web::Invited>> invite(web::Actor actor, std::string login) override;
  Task<Status> redeem(std::string code, std::string password, web::Visitor from) override;
  Task<Result<web::NewSecondStep>> begin_second_step(web::Actor actor, std::string password,
                                                     web::Visitor from) override;
  Task<Result<std::vector<std::string>>> confirm_second_step(web::Actor actor,
                                                             std::string code) override;
  Task<Status> remove_second_step(web::Actor actor, std::string password, std::string code,
                                  web::Visitor from) override;
  Task<Status> remove_second_step_of(web::Actor actor, std::string login) override;
  Task<Status> revoke_token(web::Actor actor, std::int64_t token, std::string login) override;

  Task<Time> tidy();  // once a day; when to do it again

 private:
  template <class T>
  Task<Result<T>> write(std::function<Result<T>(store::WriteContext&)> job);
  template <class T>
  Task<Result<T>> hashed(std::function<Result<T>()> work);  // kUnavailable: too many wait
  struct Checked {
    bool right = false;
    std::optional<std::string> new_hash;
  };
  Task<Result<Checked>> check(std::string hash, std::string password);
  // The actor's own password, and his code where one is given, as an attempt that the throttle
  // sees.
  Task<Status> proves(web::Actor actor, std::string password, std::optional<std::string> code,
                      web::Visitor from);
  Task<void> not_looked_at(Attempt attempt);  // nobody had time for it: it counts as none
  // In words, where the password is too weak for this person.
  Task<Status> strong(User user, std::string password);

  Context& context_;
  const WallClock& clock_;
  AccountRules rules_;
  ParsePool hashing_;
  int waiting_ = 0;
  std::map<SessionId, Time> seen_;
};

AccountRules account_rules(const config::Settings& settings);
// `clock`: the real one.
web::Entrance entrance_of(const config::Settings& settings, web::Accounts& accounts,
                          const WallClock& clock);

}  // namespace vouch::daemon
