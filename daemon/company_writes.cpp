#include "daemon/company_writes.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "core/url.h"
#include "daemon/audited.h"
#include "store/accounts.h"
#include "store/claims.h"
#include "store/competitors.h"
#include "store/keywords.h"
#include "store/looks.h"
#include "store/people.h"
#include "store/sessions.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

Result<unsigned> weekday_bits(const std::vector<int>& weekdays) {
  unsigned bits = 0;
  for (const int day : weekdays) {
    if (day < 1 || day > 7) {
      return fail(ErrorCode::kInvalid, "报告日是 1（星期一）到 7（星期日）", "report_weekdays");
    }
    bits |= 1u << (day - 1);
  }
  return bits;
}

Result<User> known_user(store::Connection& db, const std::string& login) {
  auto user = store::people::user_by_login(db, login);
  if (!user) return tl::unexpected(user.error());
  if (!*user)
    return fail(ErrorCode::kNotFound, "没有登录名为 " + login + " 的员工；用 vouch user list 查看",
                "login");
  return std::move(**user);
}

Result<TeamId> known_team(store::Connection& db, const std::string& name) {
  if (name.empty()) return TeamId{};
  const auto team = store::people::team_by_name(db, name);
  if (!team) return tl::unexpected(team.error());
  if (!*team)
    return fail(ErrorCode::kNotFound, "没有名为“" + name + "”的部门；先用 vouch team add 添加",
                "team");
  return (*team)->id;
}

// What is still being watched needs somebody who is told (design §9); never into his rates.
Status hand_over(store::Connection& db, const User& leaving,
                 const std::optional<std::string>& successor) {
  const auto watched = store::claims::watched(db, leaving.id);
  if (!watched) return tl::unexpected(watched.error());
  if (*watched == 0 && !successor) return {};
  if (!successor) {
    return fail(
        ErrorCode::kInvalid,
        fmt::format("还有 {} 条工作项在跟踪：请指定接手人（--successor 登录名），或明确不要接手人"
                    "（--no-successor）",
                    *watched),
        "successor");
  }
  if (successor->empty()) return {};
  const auto user = known_user(db, *successor);
  if (!user) return tl::unexpected(user.error());
  if (!user->active || user->id == leaving.id)
    return fail(ErrorCode::kInvalid, "接手人必须是另一位在职的员工", "successor");
  return store::claims::set_caretaker(db, leaving.id, user->id);
}

// For good: who is taken on again signs in anew.
Status lock_out(store::WriteContext& context, UserId user) {
  const auto ended = store::sessions::end_all(context.db, user, SessionId{}, context.now);
  if (!ended) return tl::unexpected(ended.error());
  Status done = store::sessions::forget_devices(context.db, user);
  if (done) done = store::accounts::end_invitations(context.db, user, context.now);
  return done;
}

Error already_there(Error error, std::string_view what, const std::string& name) {
  if (error.code == ErrorCode::kConflict) error.message = fmt::format("{}“{}”已经有了", what, name);
  return error;
}

bool is_login(std::string_view login) {
  return !login.empty() && login.size() <= 64 &&
         std::all_of(login.begin(), login.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_';
         });
}

bool is_address(std::string_view mail) {
  if (mail.empty()) return true;
  const std::size_t at = mail.find('@');
  return mail.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < mail.size() &&
         mail.find('@', at + 1) == std::string_view::npos &&
         std::all_of(mail.begin(), mail.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '<' && c != '>'; });
}

}  // namespace

Result<web::AddedUser> write_user(store::WriteContext& context, const web::Actor& actor,
                                  Random& random, const web::AddUser& request) {
  if (!is_login(request.login)) {
    return fail(ErrorCode::kInvalid, "登录名用 1 到 64 个小写字母、数字或 . - _", "login");
  }
  if (trim(request.name).empty()) return fail(ErrorCode::kInvalid, "请填写姓名", "name");
  if (!is_address(request.email))
    return fail(ErrorCode::kInvalid, "不是邮箱地址：" + request.email, "email");
  const auto team = known_team(context.db, request.team);
  if (!team) return tl::unexpected(team.error());
  const auto weekdays = weekday_bits(request.report_weekdays);
  if (!weekdays) return tl::unexpected(weekdays.error());
  User user;
  user.login = request.login;
  user.name = request.name;
  user.email = request.email;
  user.role = request.role;
  user.post = request.post;
  user.team = *team;
  user.report_weekdays = *weekdays;
  user.link_token = random_token(random, 32);
  const auto id = store::people::insert_user(context.db, user, context.now);
  if (!id) return tl::unexpected(already_there(id.error(), "登录名", request.login));
  const Status noted = audited(context, actor, "user.add", "user:" + request.login);
  if (!noted) return tl::unexpected(noted.error());
  return web::AddedUser{*id, user.login, user.link_token};
}

Result<int> write_user_patch(store::WriteContext& context, const web::Actor& actor,
                             const web::PatchUser& request) {
  auto user = known_user(context.db, request.login);
  if (!user) return tl::unexpected(user.error());
  if (request.name) user->name = *request.name;
  if (request.email) {
    if (!is_address(*request.email))
      return fail(ErrorCode::kInvalid, "不是邮箱地址：" + *request.email, "email");
    user->email = *request.email;
  }
  if (request.role) user->role = *request.role;
  if (request.post) user->post = *request.post;
  if (request.report_weekdays) {
    const auto weekdays = weekday_bits(*request.report_weekdays);
    if (!weekdays) return tl::unexpected(weekdays.error());
    user->report_weekdays = *weekdays;
  }
  if (request.team) {
    const auto team = known_team(context.db, *request.team);
    if (!team) return tl::unexpected(team.error());
    user->team = *team;
  }
  const bool leaves = request.active && !*request.active && user->active;
  if (leaves) {
    const Status handed = hand_over(context.db, *user, request.successor);
    if (!handed) return tl::unexpected(handed.error());
  }
  if (request.active) user->active = *request.active;
  const Status updated = store::people::update_user(context.db, *user);
  if (!updated) return tl::unexpected(updated.error());
  if (leaves) {  // tokens and the personal link end with the person's work (design §9)
    const Status out = lock_out(context, user->id);
    if (!out) return tl::unexpected(out.error());
    const auto revoked = store::people::revoke_tokens(context.db, user->id, context.now);
    if (!revoked) return tl::unexpected(revoked.error());
    const Status unlinked = store::people::set_link_token(context.db, user->id, "");
    if (!unlinked) return tl::unexpected(unlinked.error());
  }
  const Status noted =
      audited(context, actor, leaves ? "user.disable" : "user.change", "user:" + request.login);
  if (!noted) return tl::unexpected(noted.error());
  return 0;
}

Result<TeamId> write_team(store::WriteContext& context, const web::Actor& actor,
                          const std::string& name) {
  if (trim(name).empty()) return fail(ErrorCode::kInvalid, "请填写部门名称", "name");
  Team team;
  team.name = name;
  const auto id = store::people::insert_team(context.db, team);
  if (!id) return tl::unexpected(already_there(id.error(), "部门", name));
  const Status noted = audited(context, actor, "team.add", "team:" + name);
  if (!noted) return tl::unexpected(noted.error());
  return *id;
}

Result<int> write_team_patch(store::WriteContext& context, const web::Actor& actor,
                             const web::PatchTeam& request) {
  auto team = store::people::team_by_name(context.db, request.name);
  if (!team) return tl::unexpected(team.error());
  if (!*team)
    return fail(ErrorCode::kNotFound,
                "没有名为“" + request.name + "”的部门；用 vouch team list 查看", "name");
  Team changed = **team;
  for (const auto& [login, slot] :
       {std::pair{&request.supervisor, &changed.supervisor}, {&request.deputy, &changed.deputy}}) {
    if (!*login) continue;
    const auto user = known_user(context.db, **login);
    if (!user) return tl::unexpected(user.error());
    *slot = user->id;
  }
  if (request.deputy_from) changed.deputy_from = request.deputy_from;
  if (request.deputy_to) changed.deputy_to = request.deputy_to;
  const Status updated = store::people::update_team(context.db, changed);
  if (!updated) return tl::unexpected(updated.error());
  const Status noted = audited(context, actor, "team.change", "team:" + request.name);
  if (!noted) return tl::unexpected(noted.error());
  return 0;
}

Result<std::string> write_token(store::WriteContext& context, const web::Actor& actor,
                                Random& random, const web::AddToken& request) {
  const auto user = known_user(context.db, request.login);
  if (!user) return tl::unexpected(user.error());
  if (!user->active) return fail(ErrorCode::kDenied, "这位员工已停用", "login");
  if (user->id != actor.user && actor.role != Role::kAdmin)
    return fail(ErrorCode::kDenied, "只能给自己做令牌", "login");
  if (!request.token.empty() && request.token.size() != 64) {
    return fail(ErrorCode::kInvalid, "a token has 64 characters", "token");
  }
  const std::string token = request.token.empty() ? random_token(random, 64) : request.token;
  store::ApiToken row;
  row.user = user->id;
  row.label = request.label;
  row.read_only = request.read_only;
  row.created_at = context.now;
  const auto added = store::people::add_token(context.db, row, token);
  if (!added) return tl::unexpected(added.error());
  const Status noted = audited(context, actor, "token.add", "user:" + request.login);
  if (!noted) return tl::unexpected(noted.error());
  return token;
}

namespace {

// No own site and no competitor at once: one domain's places are counted once.
Result<SiteId> write_competitor(store::WriteContext& context, const web::Actor& actor,
                                const OwnSite& site) {
  const auto own = store::sites::list(context.db);
  if (!own) return tl::unexpected(own.error());
  for (const OwnSite& ours : *own) {
    if (ours.domain == site.domain)
      return fail(ErrorCode::kConflict, site.domain + " 是公司自己的网站", "domain");
  }
  const Status added = store::competitors::insert(context.db, {site.domain, site.name});
  if (!added) return tl::unexpected(already_there(added.error(), "竞争对手", site.domain));
  const Status noted = audited(context, actor, "competitor.add", "site:" + site.domain);
  if (!noted) return tl::unexpected(noted.error());
  return SiteId{};
}

Result<std::string> page_meant(const std::string& typed) {
  if (trim(typed).empty()) return std::string();
  const auto url = Url::parse(std::string(trim(typed)));
  if (!url || !url->is_http())
    return fail(ErrorCode::kInvalid, "目标网页要写完整网址（https://…）：" + typed, "target_url");
  return url->href_without_fragment();
}

}  // namespace

Result<SiteId> write_site(store::WriteContext& context, const web::Actor& actor,
                          const web::AddSite& request) {
  const auto url =
      Url::parse(request.domain.find("://") == std::string::npos ? "http://" + request.domain
                                                                 : request.domain);
  if (!url || url->host().find('.') == std::string::npos)
    return fail(ErrorCode::kInvalid, "不是网站域名：" + request.domain + "（例如 example.com）",
                "domain");
  OwnSite site;
  site.domain = url->host();
  if (site.domain.starts_with("www.")) site.domain.erase(0, 4);
  site.name = request.name;
  if (request.competitor) return write_competitor(context, actor, site);
  const auto id = store::sites::insert(context.db, site);
  if (!id) return tl::unexpected(already_there(id.error(), "网站", site.domain));
  const Status noted = audited(context, actor, "site.add", "site:" + site.domain);
  if (!noted) return tl::unexpected(noted.error());
  return *id;
}

Result<WrittenKeyword> write_keyword(store::WriteContext& context, const web::Actor& actor,
                                     const Rulebook& rules, const web::AddKeyword& request) {
  Keyword keyword;
  keyword.text = std::string(trim(request.text));
  keyword.folded = fold(keyword.text);
  keyword.priority = request.priority;
  if (keyword.folded.empty()) return fail(ErrorCode::kInvalid, "关键词不能是空的", "text");
  if (keyword.priority < 1 || keyword.priority > 9) {
    return fail(ErrorCode::kInvalid, "优先级是 1（最高）到 9", "priority");
  }
  const auto target = page_meant(request.target_url);
  if (!target) return tl::unexpected(target.error());
  const auto id = store::keywords::insert(context.db, keyword);
  if (!id) return tl::unexpected(already_there(id.error(), "关键词", keyword.text));
  const Status meant = store::keywords::set_target(context.db, *id, *target);
  if (!meant) return tl::unexpected(meant.error());
  WrittenKeyword written;
  written.id = *id;
  for (const std::string& engine : rules.ranking_engines) {
    store::Look look;
    look.keyword = *id;
    look.lane = "rank:" + engine;
    look.look_no = 1;
    look.kind = store::LookKind::kRank;
    look.due_at = context.now + std::chrono::minutes(30);
    look.site = "engine:" + engine;
    const auto look_id = store::looks::insert_pending(context.db, look);
    if (!look_id) return tl::unexpected(look_id.error());
    look.id = *look_id;
    written.looks.push_back(queued(look));
  }
  const Status noted = audited(context, actor, "keyword.add", "keyword:" + keyword.folded);
  if (!noted) return tl::unexpected(noted.error());
  return written;
}

Result<int> write_leave(store::WriteContext& context, const web::Actor& actor,
                        const web::AddLeave& request) {
  if (request.to < request.from)
    return fail(ErrorCode::kInvalid, "请假的结束日期早于开始日期", "to");
  const auto user = known_user(context.db, request.login);
  if (!user) return tl::unexpected(user.error());
  const auto added =
      store::people::add_leave(context.db, Leave{user->id, request.from, request.to});
  if (!added) return tl::unexpected(added.error());
  const Status noted = audited(context, actor, "leave.add", "user:" + request.login);
  if (!noted) return tl::unexpected(noted.error());
  return 0;
}

}  // namespace vouch::daemon
