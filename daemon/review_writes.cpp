#include "daemon/review_writes.h"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "daemon/audited.h"
#include "daemon/planned_team.h"
#include "planning/week_plan.h"
#include "store/claims.h"
#include "store/people.h"
#include "store/reviews.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;
namespace reviews = store::reviews;

constexpr std::size_t kNotesBytes = 20'000;
constexpr std::size_t kTextBytes = 1'000;
constexpr int kMostPieces = 1000;

Status is_monday(Date monday) {
  if (planning::monday_of(monday) == monday) return {};
  return fail(ErrorCode::kInvalid, "一周从星期一开始", "monday");
}

Status note(store::WriteContext& context, const web::Actor& actor, std::string_view action,
            const Team& team, Date monday, const json::object& detail = {}) {
  return audited(context, actor, action,
                 fmt::format("review:{}:{}", team.id.value, to_iso_date(monday)),
                 json::serialize(detail));
}

// Of a row that names its team.
Result<Team> team_of_row(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, TeamId id) {
  const auto team = store::people::find_team(context.db, id);
  if (!team) return tl::unexpected(team.error());
  return planned_team(context, rules, actor, team->name);
}

}  // namespace

Status put_review(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                  const web::PutReview& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_monday(request.monday); !week) return week;
  if (request.notes.size() > kNotesBytes) return fail(ErrorCode::kInvalid, "写得太长", "notes");
  const Status put = reviews::put_notes(context.db, team->id, request.monday, request.notes,
                                        actor.user, context.now);
  if (!put) return put;
  return note(context, actor, "review.notes", *team, request.monday);
}

Result<ReviewActionId> add_review_action(store::WriteContext& context, const Rulebook& rules,
                                         const web::Actor& actor,
                                         const web::AddReviewAction& request) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_monday(request.monday); !week) return tl::unexpected(week.error());
  ReviewAction action;
  action.team = team->id;
  action.monday = request.monday;
  action.text = std::string(trim(request.text));
  action.at = context.now;
  if (action.text.empty() || action.text.size() > kTextBytes)
    return fail(ErrorCode::kInvalid, "写明要做什么（300 字以内）", "text");
  if (!request.login.empty()) {
    const auto user = store::people::user_by_login(context.db, request.login);
    if (!user) return tl::unexpected(user.error());
    const bool ours = *user && (*user)->active && (*user)->team == team->id;
    if (!ours)
      return fail(ErrorCode::kInvalid,
                  fmt::format("{} 不是这个团队的在职员工", cut_utf8(request.login, 60)), "login");
    action.user = (*user)->id;
  }
  if (!request.work_type.empty()) {
    const WorkType* type = work_type_named(rules.records.work_types, request.work_type);
    if (type == nullptr) return fail(ErrorCode::kInvalid, "没有这个工作类型", "work_type");
    if (!action.user) return fail(ErrorCode::kInvalid, "排进计划的要写明由谁做", "login");
    if (request.quantity < 1 || request.quantity > kMostPieces)
      return fail(ErrorCode::kInvalid, fmt::format("数量写 1 到 {}", kMostPieces), "quantity");
    action.work_type = type->key;
    action.quantity = request.quantity;
  }
  const auto id = reviews::insert(context.db, action);
  if (!id) return tl::unexpected(id.error());
  const Status noted = note(context, actor, "review.action", *team, request.monday,
                            {{"action", id->value}, {"text", to_valid_utf8(action.text)}});
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Status close_review_action(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const web::CloseReviewAction& request) {
  const auto action = reviews::find(context.db, request.action);
  if (!action) return tl::unexpected(action.error());
  if (!*action) return fail(ErrorCode::kNotFound, "没有这一项");
  const auto team = team_of_row(context, rules, actor, (*action)->team);
  if (!team) return tl::unexpected(team.error());
  const ActionState state = request.done ? ActionState::kDone : ActionState::kDropped;
  const auto closed = reviews::set_state(context.db, request.action, state, context.now);
  if (!closed) return tl::unexpected(closed.error());
  if (!*closed) return fail(ErrorCode::kConflict, "这一项已经结束");
  return note(context, actor, "review.close", *team, (*action)->monday,
              {{"action", request.action.value}, {"done", request.done}});
}

Result<int> draw_spot_checks(store::WriteContext& context, const Rulebook& rules,
                             const web::Actor& actor, const web::DrawSpotChecks& request,
                             std::int64_t seed) {
  const auto team = planned_team(context, rules, actor, request.team);
  if (!team) return tl::unexpected(team.error());
  if (const Status week = is_monday(request.monday); !week) return tl::unexpected(week.error());
  const auto drawn = reviews::draw(context.db, team->id, request.monday, seed, kSpotChecks);
  if (!drawn) return tl::unexpected(drawn.error());
  if (drawn->empty()) return fail(ErrorCode::kConflict, "这一周没有还没抽过的已上线工作项");
  for (const ClaimId claim : *drawn) {
    SpotCheck check;
    check.team = team->id;
    check.monday = request.monday;
    check.claim = claim;
    check.drawn_at = context.now;
    const auto id = reviews::insert(context.db, check);
    if (!id) return tl::unexpected(id.error());
  }
  const Status noted = note(context, actor, "review.draw", *team, request.monday,
                            {{"drawn", static_cast<std::int64_t>(drawn->size())}});
  if (!noted) return tl::unexpected(noted.error());
  return static_cast<int>(drawn->size());
}

Status judge_spot_check(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::JudgeSpotCheck& request) {
  auto check = reviews::find(context.db, request.check);
  if (!check) return tl::unexpected(check.error());
  if (!*check) return fail(ErrorCode::kNotFound, "没有这一条抽查");
  const auto team = team_of_row(context, rules, actor, (*check)->team);
  if (!team) return tl::unexpected(team.error());
  const auto claim = store::claims::find(context.db, (*check)->claim);
  if (!claim) return tl::unexpected(claim.error());
  if (actor.user && claim->user == actor.user)
    return fail(ErrorCode::kDenied, "自己的工作项请由另一人抽查");
  if (request.note.size() > kTextBytes) return fail(ErrorCode::kInvalid, "写得太长", "note");
  SpotCheck judged = **check;
  judged.right = request.right;
  judged.by = actor.user;
  judged.at = context.now;
  judged.note = request.note;
  const auto kept = reviews::judge(context.db, judged);
  if (!kept) return tl::unexpected(kept.error());
  if (!*kept) return fail(ErrorCode::kConflict, "这一条已经看过了");
  return note(context, actor, "review.spot_check", *team, judged.monday,
              {{"claim", judged.claim.value}, {"right", request.right}});
}

}  // namespace vouch::daemon
