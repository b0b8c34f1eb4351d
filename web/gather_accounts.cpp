#include "web/gather_accounts.h"

#include <algorithm>

#include "store/accounts.h"
#include "store/inbox.h"
#include "store/sessions.h"

namespace vouch::web::gather {

using store::Connection;

Result<SessionActor> actor_by_session(Connection& db, std::string_view cookie) {
  SessionActor out;
  const auto found = store::sessions::find(db, cookie);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return out;
  out.session = (*found)->session;
  out.actor = actor_of((*found)->user, Via::kSession);
  out.actor.session = out.session->id;
  const auto account = store::accounts::find(db, out.actor.user);
  if (!account) return tl::unexpected(account.error());
  out.second_step = *account && (*account)->second_step();
  return out;
}

Result<Me> me(Connection& db, const Viewer& viewer) {
  Me out;
  auto user = store::people::find_user(db, viewer.actor.user);
  if (!user) return tl::unexpected(user.error());
  out.user = std::move(*user);
  if (out.user.team) {
    const auto team = store::people::find_team(db, out.user.team);
    if (!team) return tl::unexpected(team.error());
    out.team = team->name;
  }
  const auto led = store::people::teams_led_by(db, out.user.id, viewer.today);
  if (!led) return tl::unexpected(led.error());
  for (const Team& team : *led) out.leads.push_back(team.name);
  const auto unread = store::inbox::unread(db, out.user.id);
  if (!unread) return tl::unexpected(unread.error());
  out.unread = *unread;
  const auto account = store::accounts::find(db, out.user.id);
  if (!account) return tl::unexpected(account.error());
  out.second_step = *account && (*account)->second_step();
  const auto left = store::accounts::recovery_codes_left(db, out.user.id);
  if (!left) return tl::unexpected(left.error());
  out.recovery_left = *left;
  return out;
}

Result<std::vector<Session>> sessions(Connection& db, UserId user, const SessionRules& rules,
                                      Time now) {
  auto all = store::sessions::of_user(db, user);
  if (!all) return all;
  all->erase(std::remove_if(all->begin(), all->end(),
                            [&](const Session& one) { return !is_alive(one, rules, now); }),
             all->end());
  return all;
}

Result<bool> still_in(Connection& db, const Actor& actor, const SessionRules& rules, Time now) {
  const auto user = store::people::find_user(db, actor.user);
  if (!user) return tl::unexpected(user.error());
  if (!user->active || actor.via != Via::kSession) return user->active;
  const auto alive = sessions(db, actor.user, rules, now);
  if (!alive) return tl::unexpected(alive.error());
  return std::any_of(alive->begin(), alive->end(),
                     [&](const Session& one) { return one.id == actor.session; });
}

Result<InvitedPerson> invited(Connection& db, std::string_view code, Time now) {
  const auto found = store::accounts::invitation(db, code, now);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, "这个链接已失效，请管理员再发一个");
  const auto user = store::people::find_user(db, (*found)->user);
  if (!user) return tl::unexpected(user.error());
  return InvitedPerson{user->login, user->name, (*found)->expires_at};
}

Result<TokenList> tokens(Connection& db, const std::string& login, const Viewer& viewer) {
  UserId user = viewer.actor.user;
  TokenList out{viewer.actor.login, {}};
  if (!login.empty() && login != viewer.actor.login) {
    if (viewer.actor.role != Role::kAdmin || viewer.actor.half_way)
      return fail(ErrorCode::kDenied, "只能查看自己的令牌", "user");
    const auto found = store::people::user_by_login(db, login);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(ErrorCode::kNotFound, "没有登录名为 " + login + " 的人", "user");
    user = (*found)->id;
    out.login = login;
  }
  if (!user) return out;  // the local administrator has none
  auto list = store::people::tokens(db, user);
  if (!list) return tl::unexpected(list.error());
  out.tokens = std::move(*list);
  return out;
}

Result<AuditPage> audit(Connection& db, const AuditRequest& request) {
  AuditPage out;
  store::audit::Filter filter;
  filter.before = request.before;
  filter.action = request.action;
  filter.subject = request.subject;
  if (request.login) {
    const auto user = store::people::user_by_login(db, *request.login);
    if (!user) return tl::unexpected(user.error());
    if (!*user)
      return fail(ErrorCode::kNotFound, "没有登录名为 " + *request.login + " 的人", "actor");
    filter.actor = (*user)->id;
  }
  auto items = store::audit::newest(db, filter, request.limit + 1);
  if (!items) return tl::unexpected(items.error());
  out.items = std::move(*items);
  if (out.items.size() > static_cast<std::size_t>(request.limit)) {
    out.items.resize(static_cast<std::size_t>(request.limit));
    out.next = out.items.back().id;
  }
  for (const store::AuditEntry& entry : out.items) {
    if (!entry.actor || out.people.contains(entry.actor)) continue;
    auto user = store::people::find_user(db, entry.actor);
    if (!user) return tl::unexpected(user.error());
    out.people.emplace(entry.actor, std::move(*user));
  }
  return out;
}

}  // namespace vouch::web::gather
