#include "alerts/escalation.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/letter.h"
#include "alerts/words.h"

namespace vouch::alerts {
namespace {

bool waits_for_a_decision(WorkVerdict work) {
  return work == WorkVerdict::kFailed || work == WorkVerdict::kRegressed;
}

bool is_same_episode(const Escalation& escalation, const Verdict& verdict) {
  return std::any_of(verdict.stages.begin(), verdict.stages.end(), [&](const StageResult& one) {
    return one.stage == escalation.stage && one.episode == escalation.episode &&
           (one.state == StageState::kFail || one.state == StageState::kRegressed);
  });
}

}  // namespace

std::vector<Escalation> escalations_of(const Notice& notice, const EscalationPolicy& policy,
                                       const Calendar& calendar) {
  const bool of_work =
      notice.kind == NoticeKind::kNeedsCorrection || notice.kind == NoticeKind::kRegressed;
  if (!of_work || notice.audience != Audience::kSupervisor) return {};
  const auto facts = notice_facts_from_json(notice.body);
  if (!facts || !facts->stage) return {};
  std::vector<Escalation> out;
  const auto add = [&](EscalationStep step, int workdays) {
    if (workdays <= 0) return;
    Escalation one;
    one.claim = notice.claim;
    one.stage = *facts->stage;
    one.episode = facts->episode;
    one.step = step;
    one.workdays = workdays;
    one.due_at = calendar.add_workdays(notice.due_at, workdays);
    out.push_back(std::move(one));
  };
  add(EscalationStep::kDeputy, policy.deputy_after);
  add(EscalationStep::kOwner, policy.owner_after);
  return out;
}

DueJudgement judge_escalation(const Escalation& escalation, const Verdict* verdict,
                              std::optional<Time> put_off_until, const Calendar& calendar,
                              Time now) {
  if (verdict == nullptr || !is_same_episode(escalation, *verdict))
    return {DueAnswer::kDrop, std::nullopt};
  const Time tomorrow = now + std::chrono::hours(24);
  // A dispute holds the negative back without settling it.
  if (verdict->work == WorkVerdict::kDisputed)
    return {DueAnswer::kWait, std::max(verdict->next_change_at.value_or(tomorrow), tomorrow)};
  if (!waits_for_a_decision(verdict->work)) return {DueAnswer::kDrop, std::nullopt};
  const Time due = verdict->public_at
                       ? calendar.add_workdays(*verdict->public_at, escalation.workdays)
                       : tomorrow;
  if (due > now) return {DueAnswer::kWait, due};
  if (put_off_until && *put_off_until > now) return {DueAnswer::kWait, put_off_until};
  return {DueAnswer::kShow, std::nullopt};
}

Letter render_escalation(const std::vector<EscalatedTeam>& teams, const User& reader,
                         const RenderContext& context) {
  const bool english = context.language == Language::kEnglish;
  const std::string name = one_line(reader.name, kTitleBytes);
  int sum = 0;
  for (const EscalatedTeam& team : teams) sum += team.all;
  std::vector<Block> blocks;
  blocks.push_back(
      paragraph(english ? fmt::format("Hello {},", name) : fmt::format("{}，您好：", name)));
  blocks.push_back(paragraph(pick(
      context.language,
      "下面这些工作在员工处理期结束之后，到今天还没有人决定（确认、免检或改判）。这里只有数量；"
      "名单在主管页上，由主管决定。",
      "These lines are past the employees' time and nobody has decided about them yet (confirmed, "
      "exempted or overruled). This is a number only: the list is on the supervisor's page.")));
  for (const EscalatedTeam& team : teams) {
    const std::string title = one_line(team.team, kTitleBytes);
    const std::string leader = one_line(team.leader, kTitleBytes);
    const std::string since = to_iso_date(context.zone.date_of(team.since));
    const std::string text =
        english ? fmt::format(
                      "{}: {} wait, {} of them newly for {} working days or more, the "
                      "first since {}; decides: {}",
                      title, team.all, team.fresh, team.workdays, since, leader)
                : fmt::format(
                      "{}：共 {} 项，其中新到期 {} 项（已等 {} 个工作日以上，最早从 {} 起）；"
                      "由 {} 决定",
                      title, team.all, team.fresh, team.workdays, since, leader);
    blocks.push_back(item(text, ""));
  }
  blocks.push_back(faint(pick(context.language, "这是 Vouch 核验自动发出的通知，请不要直接回复。",
                              "Sent by Vouch. Please do not reply to this mail.")));
  return compose(english ? fmt::format("{} lines wait for a decision", sum)
                         : fmt::format("待主管决定的工作：{} 项", sum),
                 blocks, context);
}

}  // namespace vouch::alerts
