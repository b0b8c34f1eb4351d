#include "daemon/planned_team.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "planning/week_plan.h"
#include "store/people.h"

namespace vouch::daemon {
namespace {

Result<Team> only_team(const std::vector<Team>& led, const web::Actor& actor) {
  if (led.size() == 1) return led.front();
  if (led.empty() && actor.role != Role::kAdmin)
    return fail(ErrorCode::kDenied, "您现在不主管任何团队");
  return fail(ErrorCode::kInvalid, "请写明是哪个团队", "team");
}

}  // namespace

Date today(const store::WriteContext& context, const Rulebook& rules) {
  return rules.calendar.zone().date_of(context.now);
}

Result<Team> planned_team(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const std::string& name) {
  auto led = store::people::teams_led_by(context.db, actor.user, today(context, rules));
  if (!led) return tl::unexpected(led.error());
  if (name.empty()) return only_team(*led, actor);
  const auto named = store::people::team_by_name(context.db, name);
  if (!named) return tl::unexpected(named.error());
  if (!*named)
    return fail(ErrorCode::kInvalid, fmt::format("没有叫 {} 的团队", cut_utf8(name, 80)), "team");
  const bool leads = std::any_of(led->begin(), led->end(),
                                 [&](const Team& team) { return team.id == (*named)->id; });
  if (!leads && actor.role != Role::kAdmin)
    return fail(ErrorCode::kDenied, "只有这个团队的主管或代理可以排计划");
  return **named;
}

Status is_a_week_to_plan(const store::WriteContext& context, const Rulebook& rules, Date monday) {
  if (planning::monday_of(monday) != monday)
    return fail(ErrorCode::kInvalid, "一周从星期一开始", "monday");
  if (monday + std::chrono::days(7) <= today(context, rules))
    return fail(ErrorCode::kInvalid, "这一周已经过去", "monday");
  return {};
}

}  // namespace vouch::daemon
