#include "daemon/claim_writes.h"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "alerts/rules.h"
#include "checks/decide.h"
#include "core/text.h"
#include "daemon/audited.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/people.h"
#include "store/settings.h"
#include "store/verdicts.h"
#include "web/decision_reasons.h"

namespace vouch::daemon {
namespace {

constexpr int kDisputeWorkdays = 3;  // then the employee's side stands (domain §5.9 AL12)

enum class Side { kAuthor, kSupervisor };

Side side_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kWithdraw:
    case DecisionKind::kReplace:
    case DecisionKind::kAnswer:
      return Side::kAuthor;
    case DecisionKind::kWaive:
    case DecisionKind::kConfirm:
    case DecisionKind::kOverrule:
    case DecisionKind::kAcceptManual:
    case DecisionKind::kRejectManual:
      return Side::kSupervisor;
  }
  return Side::kSupervisor;
}

bool is_admin(const web::Actor& actor) {
  return actor.role == Role::kAdmin;
}

Result<bool> leads_author(store::Connection& db, const Rulebook& rules, const web::Actor& actor,
                          const Claim& claim, Time now) {
  if (!claim.user) return is_admin(actor);
  const auto author = store::people::find_user(db, claim.user);
  if (!author) return tl::unexpected(author.error());
  const auto led = store::people::teams_led_by(db, actor.user, rules.calendar.zone().date_of(now));
  if (!led) return tl::unexpected(led.error());
  return std::any_of(led->begin(), led->end(),
                     [&](const Team& team) { return team.id == author->team; });
}

// Who may speak, and never in his own favour.
Status may_speak(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                 const Claim& claim, Side side) {
  const bool author = actor.user && actor.user == claim.user;
  if (side == Side::kAuthor) {
    if (author || is_admin(actor)) return {};
    return fail(ErrorCode::kDenied, "只有本人可以这样答复");
  }
  if (author) return fail(ErrorCode::kDenied, "不能为自己的工作项做决定，请由另一人处理");
  if (is_admin(actor)) return {};
  const auto leads = leads_author(context.db, rules, actor, claim, context.now);
  if (!leads) return tl::unexpected(leads.error());
  if (*leads) return {};
  return fail(ErrorCode::kDenied, "只有该员工的主管或代理可以做决定");
}

Status noted_act(store::WriteContext& context, const web::Actor& actor, std::string_view action,
                 ClaimId claim, std::string_view reason) {
  return audited(context, actor, action, "claim:" + std::to_string(claim.value),
                 boost::json::serialize(boost::json::object{{"reason", to_valid_utf8(reason)}}));
}

// Working days of whoever leads the team that day; his leave does not count (design §9).
Result<Time> dispute_due(store::WriteContext& context, const Rulebook& rules, const Claim& claim) {
  const Calendar& calendar = rules.calendar;
  std::optional<Team> team;
  if (claim.user) {
    const auto author = store::people::find_user(context.db, claim.user);
    if (!author) return tl::unexpected(author.error());
    if (author->team) {
      auto found = store::people::find_team(context.db, author->team);
      if (!found) return tl::unexpected(found.error());
      team = std::move(*found);
    }
  }
  Date date = calendar.zone().date_of(context.now);
  int counted = 0;
  for (int guard = 0; counted < kDisputeWorkdays && guard < 60; ++guard) {
    date = calendar.next_workday(date);
    const UserId leader = team ? alerts::acting_supervisor(*team, date) : UserId{};
    if (!leader) {
      ++counted;
      continue;
    }
    const auto away = store::people::on_leave(context.db, leader, date);
    if (!away) return tl::unexpected(away.error());
    if (!*away) ++counted;
  }
  return calendar.zone().at(date, calendar.zone().time_of_day(context.now));
}

// Only what the machine proved can be confirmed by one person (law 2): what a person alone says is
// not there needs a second one.
Result<bool> has_proved_negative(store::Connection& db, ClaimId claim) {
  const auto stored = store::verdicts::get(db, claim);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return false;
  const auto verdict = checks::verdict_from_json((*stored)->json);
  if (!verdict) return tl::unexpected(verdict.error());
  return std::any_of(verdict->stages.begin(), verdict->stages.end(), [](const auto& result) {
    return result.stage.is_work() &&
           (result.state == StageState::kFail || result.state == StageState::kRegressed);
  });
}

Status look_again(store::WriteContext& context, const Rulebook& rules, const Claim& claim,
                  Said& said) {
  auto look = look_now(context, rules, claim);
  if (!look) return tl::unexpected(look.error());
  if (*look) said.change.put.push_back(**look);
  return {};
}

Result<Said> judged(store::WriteContext& context, const Rulebook& rules, ClaimId claim, Said said) {
  auto change = judge_claim(context, rules, claim);
  if (!change) return tl::unexpected(change.error());
  said.change = std::move(*change);
  return said;
}

}  // namespace

bool is_reason(std::string_view text) {
  const std::string_view trimmed = trim(text);
  const bool preset =
      std::any_of(web::kPresetReasons.begin(), web::kPresetReasons.end(),
                  [&](const web::PresetReason& row) { return row.text == trimmed; });
  if (preset) return true;
  return count_han(trimmed) >= 4 || count_letters(trimmed) >= 10;
}

Result<Said> say_decision(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const web::Decide& request) {
  const auto claim = store::claims::find(context.db, request.claim);
  if (!claim) return tl::unexpected(claim.error());
  const Status allowed = may_speak(context, rules, actor, *claim, side_of(request.kind));
  if (!allowed) return tl::unexpected(allowed.error());
  if (!is_reason(request.reason)) {
    return fail(ErrorCode::kInvalid, "请选择预设理由，或写明理由（至少 4 个汉字或 10 个字母）",
                "reason");
  }
  if (request.kind == DecisionKind::kConfirm) {
    const auto proved = has_proved_negative(context.db, claim->id);
    if (!proved) return tl::unexpected(proved.error());
    if (!*proved) {
      return fail(ErrorCode::kConflict,
                  "没有经过复核的未检测到，不能确认；人工看过而没有，请用“人工未见”，另需一人复核");
    }
  }
  if (request.kind == DecisionKind::kReplace && !request.replaced_by) {
    return fail(ErrorCode::kInvalid, "请给出替换它的工作项编号", "replaced_by");
  }
  Decision decision;
  decision.claim = claim->id;
  decision.kind = request.kind;
  decision.stage = request.stage;
  decision.actor = actor.user;
  decision.reason = request.reason;
  decision.at = context.now;
  decision.until = request.until;
  const auto id = store::decisions::insert(context.db, decision);
  if (!id) return tl::unexpected(id.error());
  if (request.kind == DecisionKind::kReplace) {
    const Status replaced =
        store::claims::set_replaced_by(context.db, claim->id, request.replaced_by);
    if (!replaced) return tl::unexpected(replaced.error());
  }
  const Status noted = noted_act(context, actor, "claim." + std::string(to_string(request.kind)),
                                 claim->id, request.reason);
  if (!noted) return tl::unexpected(noted.error());
  Said said;
  said.decision = *id;
  auto done = judged(context, rules, claim->id, std::move(said));
  if (!done) return done;
  if (request.kind == DecisionKind::kAnswer && trim(request.reason) == "已补正") {
    const Status looked = look_again(context, rules, *claim, *done);
    if (!looked) return tl::unexpected(looked.error());
  }
  return done;
}

Result<Said> say_dispute(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, const web::OpenDispute& request) {
  const auto claim = store::claims::find(context.db, request.claim);
  if (!claim) return tl::unexpected(claim.error());
  const Status allowed = may_speak(context, rules, actor, *claim, Side::kAuthor);
  if (!allowed) return tl::unexpected(allowed.error());
  if (!is_reason(request.text)) {
    return fail(ErrorCode::kInvalid, "请写明申诉理由（至少 4 个汉字或 10 个字母）", "text");
  }
  const auto open = store::disputes::open_for_claim(context.db, claim->id);
  if (!open) return tl::unexpected(open.error());
  if (*open) return fail(ErrorCode::kConflict, "这一项已经在申诉中");
  const auto due = dispute_due(context, rules, *claim);
  if (!due) return tl::unexpected(due.error());
  Dispute dispute;
  dispute.claim = claim->id;
  dispute.stage = request.stage;
  dispute.opened_by = actor.user;
  dispute.text = request.text;
  dispute.opened_at = context.now;
  dispute.due_at = *due;
  const auto id = store::disputes::open(context.db, dispute);
  if (!id) return tl::unexpected(id.error());
  const Status noted = noted_act(context, actor, "claim.dispute", claim->id, request.text);
  if (!noted) return tl::unexpected(noted.error());
  Said said;
  said.dispute = *id;
  auto done = judged(context, rules, claim->id, std::move(said));
  if (!done) return done;
  const Status looked = look_again(context, rules, *claim, *done);  // a fresh look helps both sides
  if (!looked) return tl::unexpected(looked.error());
  return done;
}

Result<Said> say_dispute_closed(store::WriteContext& context, const Rulebook& rules,
                                const web::Actor& actor, const web::CloseDispute& request) {
  const auto dispute = store::disputes::find(context.db, request.dispute);
  if (!dispute) return tl::unexpected(dispute.error());
  const auto claim = store::claims::find(context.db, dispute->claim);
  if (!claim) return tl::unexpected(claim.error());
  const Status allowed = may_speak(context, rules, actor, *claim, Side::kSupervisor);
  if (!allowed) return tl::unexpected(allowed.error());
  if (!is_reason(request.answer)) {
    return fail(ErrorCode::kInvalid, "请写明处理意见（至少 4 个汉字或 10 个字母）", "answer");
  }
  const DisputeState state = request.accept ? DisputeState::kAccepted : DisputeState::kRejected;
  const auto closed = store::disputes::close(context.db, dispute->id, state, actor.user,
                                             request.answer, context.now);
  if (!closed) return tl::unexpected(closed.error());
  if (!*closed) return fail(ErrorCode::kConflict, "这个申诉已经处理过");
  const Status noted = noted_act(context, actor, "dispute." + std::string(to_string(state)),
                                 claim->id, request.answer);
  if (!noted) return tl::unexpected(noted.error());
  Said said;
  said.dispute = dispute->id;
  return judged(context, rules, claim->id, std::move(said));
}

Result<Said> ask_recheck(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, ClaimId id) {
  const auto claim = store::claims::find(context.db, id);
  if (!claim) return tl::unexpected(claim.error());
  const Status author = may_speak(context, rules, actor, *claim, Side::kAuthor);
  if (!author) {
    const Status leader = may_speak(context, rules, actor, *claim, Side::kSupervisor);
    if (!leader) return tl::unexpected(leader.error());
  }
  const std::string today = to_iso_date(rules.calendar.zone().date_of(context.now));
  const std::string key = fmt::format("recheck:{}:{}", id.value, today);
  const auto used_text = store::settings::get(context.db, key);
  if (!used_text) return tl::unexpected(used_text.error());
  const int used = *used_text ? std::stoi(**used_text) : 0;
  if (used >= web::kRechecksADay) {
    return fail(ErrorCode::kUnavailable,
                fmt::format("今天已重新检测 {} 次，明天可以再来", web::kRechecksADay));
  }
  const Status counted = store::settings::put(context.db, key, std::to_string(used + 1));
  if (!counted) return tl::unexpected(counted.error());
  Said said;
  const Status looked = look_again(context, rules, *claim, said);
  if (!looked) return tl::unexpected(looked.error());
  if (said.change.put.empty()) {
    const auto pending = store::looks::pending_in_lane(context.db, id, "page");
    if (!pending) return tl::unexpected(pending.error());
    if (!*pending) return fail(ErrorCode::kUnavailable, "这一项不能自动检测，需要人工证据");
    said.recheck.due_at = (*pending)->due_at;
  } else {
    said.recheck.due_at = said.change.put.front().due_at;
  }
  said.recheck.left_today = web::kRechecksADay - used - 1;
  return said;
}

}  // namespace vouch::daemon
