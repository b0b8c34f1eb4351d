// The port through which people sign in and look after their own accounts. Implemented in daemon/
// (account_desk.h), called on the main loop. Passwords are never logged, answered or kept.
#pragma once

#include <string>
#include <vector>

#include "core/account.h"
#include "core/async.h"
#include "core/result.h"
#include "web/commands.h"

namespace vouch::web {

struct Visitor {
  std::string address;  // of the client itself, behind a trusted proxy too
  std::string agent;    // the browser's own word
  std::string device;   // cookie of a browser in which somebody signed in before; may be empty
};

struct SignIn {
  std::string login;
  std::string password;
  std::string code;  // of the phone, or a recovery code; may be empty
  Visitor from;
};

enum class Entry {
  kAdmitted,
  kWrong,      // login or password or code; which of them is not said
  kNeedsCode,  // the password is right
  kWait        // not looked at: too many failures before
};

struct SignedIn {
  Entry entry = Entry::kWrong;
  Actor actor{};        // of kAdmitted
  std::string session;  // what the browser keeps; of kAdmitted
  std::string device;   // the same; empty: it has one
  Time expires_at;
  Millis wait{};  // of kWait
};

struct Invited {
  std::string code;
  Time expires_at;
};

struct NewSecondStep {
  std::string secret;  // base32, for typing
  std::string uri;     // for the phone's camera
};

class Accounts {
 public:
  virtual ~Accounts() = default;

  virtual Task<Result<SignedIn>> sign_in(SignIn request) = 0;
  virtual Task<Status> end_session(Actor actor, SessionId session) = 0;  // kNotFound: not his
  // The actor's others, or, by an administrator, all of somebody's.
  virtual Task<Status> end_sessions(Actor actor, std::string login) = 0;
  // The session is being used; written now and then.
  virtual void session_seen(const Session& session) = 0;

  virtual Task<Status> change_password(Actor actor, std::string current, std::string next,
                                       Visitor from) = 0;
  // A one-time code with which the person chooses his own password.
  virtual Task<Result<Invited>> invite(Actor actor, std::string login) = 0;
  virtual Task<Status> redeem(std::string code, std::string password, Visitor from) = 0;

  virtual Task<Result<NewSecondStep>> begin_second_step(Actor actor, std::string password,
                                                        Visitor from) = 0;
  // Answers recovery codes, once.
  virtual Task<Result<std::vector<std::string>>> confirm_second_step(Actor actor,
                                                                     std::string code) = 0;
  virtual Task<Status> remove_second_step(Actor actor, std::string password, std::string code,
                                          Visitor from) = 0;
  // By an administrator, for somebody who lost his phone; ends his sessions.
  virtual Task<Status> remove_second_step_of(Actor actor, std::string login) = 0;
  virtual Task<Status> revoke_token(Actor actor, std::int64_t token, std::string login) = 0;
};

}  // namespace vouch::web
