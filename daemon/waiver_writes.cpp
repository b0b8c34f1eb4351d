#include "daemon/waiver_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/blind_sources.h"
#include "daemon/claim_writes.h"
#include "store/people.h"
#include "store/settings.h"
#include "store/waivers.h"

namespace vouch::daemon {
namespace {

constexpr std::chrono::days kMostDays{366};
constexpr Millis kAgain = std::chrono::hours(24);
constexpr std::string_view kJudged = "waivers:judged";  // those changed before it

tl::unexpected<Error> refused(std::string words, std::string_view field) {
  return fail(ErrorCode::kInvalid, std::move(words), std::string(field));
}

std::string name_of(const web::Actor& actor) {
  return actor.login.empty() ? "local" : actor.login;
}

Result<Date> day_of(const std::string& text, std::string_view field) {
  const auto date = parse_date(text);
  if (!date) return refused("看不懂日期，写成 2026-11-24", field);
  return *date;
}

struct Written {
  WaiverId id;
  std::vector<ClaimId> claims;
};

Result<Written> with_claims(store::Connection& db, WaiverId id) {
  auto claims = store::waivers::claims_of(db, id);
  if (!claims) return tl::unexpected(claims.error());
  return Written{id, std::move(*claims)};
}

Result<bool> leads_person(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, UserId person) {
  if (!person) return false;
  const auto led = store::people::teams_led_by(context.db, actor.user,
                                               rules.calendar.zone().date_of(context.now));
  if (!led) return tl::unexpected(led.error());
  const auto user = store::people::find_user(context.db, person);
  if (!user) return tl::unexpected(user.error());
  return std::any_of(led->begin(), led->end(),
                     [&](const Team& team) { return team.id == user->team; });
}

// Of a supervisor: his own people, or the one team that he leads.
Status limit_to_teams(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                      Waiver& waiver) {
  if (actor.role == Role::kAdmin) return {};
  if (waiver.person) {
    const auto leads = leads_person(context, rules, actor, waiver.person);
    if (!leads) return tl::unexpected(leads.error());
    if (*leads) return {};
    return fail(ErrorCode::kDenied, "只有该员工的主管或代理可以免检");
  }
  const auto led = store::people::teams_led_by(context.db, actor.user,
                                               rules.calendar.zone().date_of(context.now));
  if (!led) return tl::unexpected(led.error());
  if (led->size() != 1)
    return fail(ErrorCode::kDenied, "您主管的团队不止一个或没有：请写明是谁（login）");
  waiver.team = led->front().id;
  return {};
}

Result<Waiver> waiver_of(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, const web::AddWaiver& request) {
  Waiver waiver;
  waiver.platform = std::string(trim(request.platform));
  const auto& platforms = rules.records.platforms;
  const bool known = waiver.platform.empty() ||
                     std::any_of(platforms.begin(), platforms.end(),
                                 [&](const Platform& one) { return one.key == waiver.platform; });
  if (!known) {
    return refused(
        fmt::format("没有叫 {} 的平台，用平台档案里的代号", cut_utf8(waiver.platform, 40)),
        "platform");
  }
  if (!request.login.empty()) {
    const auto person = store::people::user_by_login(context.db, request.login);
    if (!person) return tl::unexpected(person.error());
    if (!*person)
      return refused(fmt::format("没有叫 {} 的人", cut_utf8(request.login, 40)), "login");
    waiver.person = (*person)->id;
    if (waiver.person == actor.user)
      return fail(ErrorCode::kDenied, "不能为自己的工作项做决定，请由另一人处理");
  }
  const auto from = day_of(request.from, "from");
  if (!from) return tl::unexpected(from.error());
  const auto to = day_of(request.to, "to");
  if (!to) return tl::unexpected(to.error());
  if (*to < *from) return refused("最后一天早于第一天", "to");
  if (*to - *from > kMostDays) return refused("一次免检最多 366 天", "to");
  if (request.until && *request.until <= context.now) return refused("截止时间已过", "until");
  if (!is_reason(request.reason)) {
    return refused("请选择预设理由，或写明理由（至少 4 个汉字或 10 个字母）", "reason");
  }
  waiver.from = *from;
  waiver.to = *to;
  waiver.until = request.until;
  waiver.reason = std::string(trim(request.reason));
  waiver.by = actor.user;
  waiver.author = name_of(actor);
  waiver.at = context.now;
  if (const Status limited = limit_to_teams(context, rules, actor, waiver); !limited)
    return tl::unexpected(limited.error());
  return waiver;
}

}  // namespace

Result<WaiverId> write_waiver(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const web::AddWaiver& request) {
  const auto waiver = waiver_of(context, rules, actor, request);
  if (!waiver) return tl::unexpected(waiver.error());
  const auto id = store::waivers::insert(context.db, *waiver);
  if (!id) return id;
  const Status noted =
      audited(context, actor, "waiver.add", "waiver:" + std::to_string(id->value),
              boost::json::serialize(boost::json::object{{"platform", waiver->platform},
                                                         {"person", request.login},
                                                         {"from", to_iso_date(waiver->from)},
                                                         {"to", to_iso_date(waiver->to)},
                                                         {"reason", waiver->reason}}));
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Status write_waiver_end(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, WaiverId id) {
  const auto waiver = store::waivers::find(context.db, id);
  if (!waiver) return tl::unexpected(waiver.error());
  if (!*waiver) return fail(ErrorCode::kNotFound, "没有这一条免检");
  if (actor.role != Role::kAdmin && (*waiver)->by != actor.user) {
    // Who leads the person now has to live with it.
    const auto leads = leads_person(context, rules, actor, (*waiver)->person);
    if (!leads) return tl::unexpected(leads.error());
    if (!*leads) return fail(ErrorCode::kDenied, "只能收回自己的，或自己团队成员的免检");
  }
  const auto ended = store::waivers::end(context.db, id, context.now, name_of(actor));
  if (!ended) return tl::unexpected(ended.error());
  if (!*ended) return fail(ErrorCode::kConflict, "这一条免检已经收回");
  return audited(context, actor, "waiver.end", "waiver:" + std::to_string(id.value));
}

Task<Result<WaiverId>> add_waiver(Context& context, web::Actor actor, web::AddWaiver request) {
  const Rules rules = context.rules;
  std::function<Result<Written>(store::WriteContext&)> job =
      [rules, actor, request](store::WriteContext& writing) -> Result<Written> {
    const auto id = write_waiver(writing, *rules, actor, request);
    if (!id) return tl::unexpected(id.error());
    return with_claims(writing.db, *id);
  };
  auto done = co_await context.store.write<Written>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  std::vector<ClaimId> claims = std::move(done->claims);
  const auto judged = co_await judge_again(context, rules, std::move(claims));
  if (!judged) co_return tl::unexpected(judged.error());
  co_return done->id;
}

Task<Time> judge_waived(Context& context) {
  const Rules rules = context.rules;
  const Time now = context.wall.now();
  std::function<Result<std::vector<ClaimId>>(store::Connection&)> search =
      [](store::Connection& db) -> Result<std::vector<ClaimId>> {
    const auto judged = store::settings::get_time(db, kJudged);
    if (!judged) return tl::unexpected(judged.error());
    const auto changed = store::waivers::changed_since(db, judged->value_or(Time{}));
    if (!changed) return tl::unexpected(changed.error());
    std::vector<ClaimId> all;
    for (const WaiverId id : *changed) {
      const auto claims = store::waivers::claims_of(db, id);
      if (!claims) return tl::unexpected(claims.error());
      all.insert(all.end(), claims->begin(), claims->end());
    }
    return all;
  };
  auto claims = co_await context.store.read<std::vector<ClaimId>>(std::move(search));
  if (!claims) co_return now + std::chrono::minutes(1);
  const auto judged = co_await judge_again(context, rules, std::move(*claims));
  if (!judged) co_return now + std::chrono::minutes(1);
  std::function<Result<int>(store::WriteContext&)> note =
      [now](store::WriteContext& writing) -> Result<int> {
    const Status put = store::settings::put_time(writing.db, kJudged, now);
    if (!put) return tl::unexpected(put.error());
    return 1;
  };
  const auto noted = co_await context.store.write<int>(std::move(note));
  if (!noted) co_return now + std::chrono::minutes(1);
  co_return now + kAgain;
}

Task<Status> end_waiver(Context& context, web::Actor actor, WaiverId id) {
  const Rules rules = context.rules;
  std::function<Result<Written>(store::WriteContext&)> job =
      [rules, actor, id](store::WriteContext& writing) -> Result<Written> {
    const Status ended = write_waiver_end(writing, *rules, actor, id);
    if (!ended) return tl::unexpected(ended.error());
    return with_claims(writing.db, id);
  };
  auto done = co_await context.store.write<Written>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  std::vector<ClaimId> claims = std::move(done->claims);
  const auto judged = co_await judge_again(context, rules, std::move(claims));
  if (!judged) co_return tl::unexpected(judged.error());
  co_return Status();
}

}  // namespace vouch::daemon
