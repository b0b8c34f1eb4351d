#include "daemon/account_writes.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "core/ip_range.h"
#include "core/text.h"
#include "core/totp.h"
#include "daemon/audited.h"
#include "store/people.h"
#include "store/sessions.h"
#include "web/gather.h"

namespace vouch::daemon {
namespace {

namespace accounts = store::accounts;
namespace sessions = store::sessions;
namespace json = boost::json;

constexpr std::size_t kAgentBytes = 200;

std::string from_json(const web::Visitor& from) {
  json::object out;
  out["address"] = from.address;
  return json::serialize(out);
}

// One who has no such login shares a counter with a few thousand others like him: what he typed may
// be a password in the wrong field, and is not kept in any form.
std::string subject_of(const std::optional<User>& user, const std::string& login) {
  if (user) return fmt::format("login:{}", user->id.value);
  return fmt::format("nobody:{}", hash64(login) % 4096);
}

// Of IPv6 whoever has one address has 2^64 of them.
std::string network_of(const std::string& address) {
  return client_network(address);
}

const ThrottleRules& rules_of(const std::string& subject, const AccountRules& rules) {
  return subject.starts_with("address:") ? rules.by_address : rules.by_login;
}

Result<User> somebody(store::Connection& db, const std::string& login) {
  auto user = store::people::user_by_login(db, login);
  if (!user) return tl::unexpected(user.error());
  if (!*user) return fail(ErrorCode::kNotFound, "没有登录名为 " + login + " 的人", "login");
  return std::move(**user);
}

// As it is kept: small letters, without the dashes that make it readable.
std::string bare_code(std::string_view typed) {
  std::string out;
  for (const char c : typed) {
    if (c != '-' && c != ' ') out += c;
  }
  return ascii_lower(out);
}

// kDenied says nothing about which code would have been right.
Status use_code(store::WriteContext& context, const accounts::Account& account,
                const std::string& typed, Time now) {
  const auto step = totp::accept(account.totp_secret, typed, now, account.totp_step);
  const auto used =
      step ? accounts::use_totp_step(context.db, account.user, *step)
           : accounts::use_recovery_code(context.db, account.user, bare_code(typed), now);
  if (!used) return tl::unexpected(used.error());
  if (!*used) return fail(ErrorCode::kDenied, "验证码不对，或已经用过；等下一个码再试", "code");
  return {};
}

web::Actor actor_of(const User& user, web::Via via) {
  return web::gather::actor_of(user, via);
}

Status noted(store::WriteContext& context, const web::Actor& actor, std::string_view action,
             const std::string& login, std::string detail = "{}") {
  return audited(context, actor, action, "user:" + login, std::move(detail));
}

// The devices stay: they open nothing, they only keep the owner's own browser from paying for what
// strangers guess.
Status ended_elsewhere(store::WriteContext& context, const web::Actor& actor, UserId user,
                       Time now) {
  const auto ended = sessions::end_all(context.db, user, actor.session, now);
  if (!ended) return tl::unexpected(ended.error());
  return {};
}

}  // namespace

Result<Attempt> begin_attempt(store::WriteContext& context, const std::string& login,
                              const web::Visitor& from, const AccountRules& rules, Time now) {
  Attempt out;
  auto user = store::people::user_by_login(context.db, login);
  if (!user) return tl::unexpected(user.error());
  if (*user && (*user)->active) out.user = std::move(**user);
  if (out.user) {
    auto account = accounts::find(context.db, out.user->id);
    if (!account) return tl::unexpected(account.error());
    out.account = std::move(*account);
    const auto known =
        sessions::is_known_device(context.db, out.user->id, from.device, now - rules.device_life);
    if (!known) return tl::unexpected(known.error());
    out.known_device = *known;
  }
  if (out.known_device) {
    out.subjects = {"device:" + sha256_hex(from.device)};
  } else {
    out.subjects = {subject_of(out.user, login), "address:" + network_of(from.address)};
  }
  std::vector<Throttle> states;
  for (const std::string& subject : out.subjects) {
    const auto state = sessions::throttle(context.db, subject);
    if (!state) return tl::unexpected(state.error());
    states.push_back(*state);
    out.wait = std::max(out.wait, to_wait(*state, rules_of(subject, rules), now));
  }
  if (out.wait > Millis(0)) return out;
  out.after_failure = states.front().failures > 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const Throttle charged = after_failure(states[i], rules_of(out.subjects[i], rules), now);
    const Status set = sessions::set_throttle(context.db, out.subjects[i], charged);
    if (!set) return tl::unexpected(set.error());
  }
  return out;
}

Status forgive(store::WriteContext& context, const Attempt& attempt) {
  const Status back = take_back(context, attempt);
  if (!back) return back;
  for (const std::string& subject : attempt.subjects) {
    if (subject.starts_with("address:")) continue;  // others guess from there too
    const Status cleared = sessions::clear_throttle(context.db, subject);
    if (!cleared) return cleared;
  }
  return {};
}

Status take_back(store::WriteContext& context, const Attempt& attempt) {
  for (const std::string& subject : attempt.subjects) {
    auto state = sessions::throttle(context.db, subject);
    if (!state) return tl::unexpected(state.error());
    state->failures = std::max(0, state->failures - 1);
    state->next_at = state->since;
    const Status set = sessions::set_throttle(context.db, subject, *state);
    if (!set) return set;
  }
  return {};
}

Status note_failure(store::WriteContext& context, const Attempt& attempt, const std::string& login,
                    const web::Visitor& from, std::string_view action) {
  // Strangers who type what nobody is called would fill the audit: one row a counter and window.
  if (!attempt.user && attempt.after_failure) return {};
  web::Actor nobody;
  nobody.via = web::Via::kSession;
  if (attempt.user) nobody.user = attempt.user->id;
  // What somebody typed who is nobody may be a password in the wrong field: it is not kept.
  return noted(context, nobody, action, attempt.user ? login : std::string("?"), from_json(from));
}

Result<web::SignedIn> finish_sign_in(store::WriteContext& context, const Attempt& attempt,
                                     const web::SignIn& request, bool right,
                                     const std::optional<std::string>& new_hash,
                                     const FreshTokens& tokens, const AccountRules& rules,
                                     Time now) {
  web::SignedIn out;
  const auto failed = [&]() -> Result<web::SignedIn> {
    const Status done =
        note_failure(context, attempt, request.login, request.from, "authn_login_fail");
    if (!done) return tl::unexpected(done.error());
    return out;
  };
  if (!right || !attempt.user || !attempt.account) return failed();
  // As it is now: a reset, or his last day, may have come between.
  const auto still = store::people::find_user(context.db, attempt.user->id);
  if (!still) return tl::unexpected(still.error());
  if (!still->active) return failed();
  const auto account = accounts::find(context.db, attempt.user->id);
  if (!account) return tl::unexpected(account.error());
  if (!*account || (*account)->password_hash != attempt.account->password_hash) return failed();
  if ((*account)->second_step()) {
    if (request.code.empty()) {
      out.entry = web::Entry::kNeedsCode;
      const Status back = take_back(context, attempt);
      if (!back) return tl::unexpected(back.error());
      return out;
    }
    const Status used = use_code(context, **account, request.code, now);
    if (!used && used.error().code == ErrorCode::kDenied) return failed();
    if (!used) return tl::unexpected(used.error());
  }
  Status done = forgive(context, attempt);
  if (done && new_hash)
    done = accounts::set_password(context.db, attempt.user->id, *new_hash, (*account)->changed_at);
  if (done && attempt.known_device) {
    done = sessions::device_used(context.db, request.from.device, now);
  } else if (done) {
    done = sessions::remember_device(context.db, attempt.user->id, tokens.device, now);
    out.device = tokens.device;
  }
  if (!done) return tl::unexpected(done.error());
  Session session;
  session.user = attempt.user->id;
  session.created_at = session.last_seen_at = now;
  session.expires_at = now + rules.sessions.life;
  session.address = request.from.address;
  session.agent = std::string(cut_utf8(request.from.agent, kAgentBytes));
  const auto id = sessions::start(context.db, session, tokens.session, rules.sessions.most);
  if (!id) return tl::unexpected(id.error());
  out.entry = web::Entry::kAdmitted;
  out.actor = actor_of(*attempt.user, web::Via::kSession);
  out.actor.session = *id;
  out.session = tokens.session;
  out.expires_at = session.expires_at;
  const Status told =
      noted(context, out.actor,
            attempt.after_failure ? "authn_login_successafterfail" : "authn_login_success",
            request.login, from_json(request.from));
  if (!told) return tl::unexpected(told.error());
  return out;
}

Status write_session_end(store::WriteContext& context, const web::Actor& actor, SessionId session,
                         Time now) {
  const auto ended = sessions::end(context.db, session, actor.user, now);
  if (!ended) return tl::unexpected(ended.error());
  if (!*ended) return fail(ErrorCode::kNotFound, "没有这次登录，或它已经结束", "id");
  return noted(context, actor, "session_logout", actor.login);
}

Status write_sessions_end(store::WriteContext& context, const web::Actor& actor,
                          const std::string& login, Time now) {
  const auto user = somebody(context.db, login);
  if (!user) return tl::unexpected(user.error());
  const Status ended = ended_elsewhere(context, actor, user->id, now);
  if (!ended) return ended;
  return noted(context, actor, "session_logout", login, R"({"which":"others"})");
}

Status write_password(store::WriteContext& context, const web::Actor& actor, UserId user,
                      const std::string& hash, Time now) {
  Status done = accounts::set_password(context.db, user, hash, now);
  if (done) done = accounts::end_invitations(context.db, user, now);
  if (done) done = ended_elsewhere(context, actor, user, now);
  if (done) done = noted(context, actor, "authn_password_change", actor.login);
  return done;
}

Result<web::Invited> write_invitation(store::WriteContext& context, const web::Actor& actor,
                                      const std::string& login, const std::string& code,
                                      const AccountRules& rules, Time now) {
  const auto user = somebody(context.db, login);
  if (!user) return tl::unexpected(user.error());
  if (!user->active) return fail(ErrorCode::kDenied, "这位员工已停用", "login");
  web::Invited out{code, now + rules.invitation_life};
  Status done = accounts::invite(context.db, user->id, code, now, out.expires_at);
  if (done) done = noted(context, actor, "user.invite", login);
  if (!done) return tl::unexpected(done.error());
  return out;
}

Status write_redeemed(store::WriteContext& context, const std::string& code,
                      const std::string& hash, const web::Visitor& from, Time now) {
  const auto invitation = accounts::invitation(context.db, code, now);
  if (!invitation) return tl::unexpected(invitation.error());
  const auto used =
      *invitation ? accounts::use_invitation(context.db, code, now) : Result<bool>(false);
  if (!used) return tl::unexpected(used.error());
  if (!*used) return fail(ErrorCode::kNotFound, "这个链接已失效，请管理员再发一个", "code");
  const auto user = store::people::find_user(context.db, (*invitation)->user);
  if (!user) return tl::unexpected(user.error());
  const web::Actor actor = actor_of(*user, web::Via::kLink);
  Status done = accounts::set_password(context.db, user->id, hash, now);
  if (done) done = ended_elsewhere(context, actor, user->id, now);
  // Whatever strangers guessed before was not at this password.
  if (done) done = sessions::clear_throttle(context.db, subject_of(*user, user->login));
  if (done) done = noted(context, actor, "authn_password_change", user->login, from_json(from));
  return done;
}

Status write_second_step(store::WriteContext& context, const web::Actor& actor,
                         const std::string& code, const std::vector<std::string>& recovery,
                         Time now) {
  const auto account = accounts::find(context.db, actor.user);
  if (!account) return tl::unexpected(account.error());
  if (!*account || (*account)->totp_pending.empty())
    return fail(ErrorCode::kConflict, "请先开始设置两步验证", "code");
  const auto step = totp::accept((*account)->totp_pending, code, now, 0);
  if (!step) {
    return fail(ErrorCode::kInvalid, "验证码不对：请核对手机的时间，再输入当前的六位码", "code");
  }
  std::vector<std::string> bare;
  for (const std::string& one : recovery) bare.push_back(bare_code(one));
  Status done = accounts::confirm_totp(context.db, actor.user, *step, now);
  if (done) done = accounts::set_recovery_codes(context.db, actor.user, bare);
  if (done) done = ended_elsewhere(context, actor, actor.user, now);
  if (done) done = noted(context, actor, "authn_second_step_on", actor.login);
  return done;
}

Status write_second_step_begun(store::WriteContext& context, const web::Actor& actor,
                               const std::string& secret) {
  const auto account = accounts::find(context.db, actor.user);
  if (!account) return tl::unexpected(account.error());
  if (*account && (*account)->second_step()) {
    return fail(ErrorCode::kConflict,
                "两步验证已经开启；要换手机，请先用验证码或恢复码关闭，再重新设置");
  }
  return accounts::set_totp_pending(context.db, actor.user, secret);
}

Result<bool> settle_attempt(store::WriteContext& context, const Attempt& attempt,
                            const web::Actor& actor, bool right,
                            const std::optional<std::string>& code, const web::Visitor& from,
                            Time now) {
  const auto failed = [&]() -> Result<bool> {
    const Status noted_it = note_failure(context, attempt, actor.login, from, "authn_login_fail");
    if (!noted_it) return tl::unexpected(noted_it.error());
    return false;
  };
  if (!right || !attempt.account) return failed();
  if (code) {
    const auto account = accounts::find(context.db, actor.user);
    if (!account) return tl::unexpected(account.error());
    if (!*account || !(*account)->second_step())
      return fail(ErrorCode::kConflict, "两步验证没有开启");
    const Status used = use_code(context, **account, *code, now);
    if (!used && used.error().code == ErrorCode::kDenied) return failed();
    if (!used) return tl::unexpected(used.error());
  }
  const Status back = take_back(context, attempt);
  if (!back) return tl::unexpected(back.error());
  return true;
}

Status write_second_step_removed(store::WriteContext& context, const web::Actor& actor) {
  Status done = accounts::remove_totp(context.db, actor.user);
  if (done) done = noted(context, actor, "authn_second_step_off", actor.login);
  return done;
}

Status write_second_step_removed_of(store::WriteContext& context, const web::Actor& actor,
                                    const std::string& login, Time now) {
  const auto user = somebody(context.db, login);
  if (!user) return tl::unexpected(user.error());
  if (user->id == actor.user)
    return fail(ErrorCode::kDenied, "自己的两步验证请在“我的账号”里关闭", "login");
  Status done = accounts::remove_totp(context.db, user->id);
  if (done) done = ended_elsewhere(context, actor, user->id, now);
  if (done) done = noted(context, actor, "authn_second_step_off", login);
  return done;
}

Status write_token_revoked(store::WriteContext& context, const web::Actor& actor,
                           std::int64_t token, const std::string& login) {
  const auto user = somebody(context.db, login);
  if (!user) return tl::unexpected(user.error());
  if (user->id != actor.user && (actor.role != Role::kAdmin || actor.half_way))
    return fail(ErrorCode::kDenied, "只能停用自己的令牌", "id");
  const auto revoked = store::people::revoke_token(context.db, token, user->id, context.now);
  if (!revoked) return tl::unexpected(revoked.error());
  if (!*revoked) return fail(ErrorCode::kNotFound, "没有这个令牌，或它已经停用", "id");
  return noted(context, actor, "token.revoke", login);
}

}  // namespace vouch::daemon
