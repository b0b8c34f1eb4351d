#include "alerts/rules.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::alerts {
namespace {

bool is_negative(StageState state) {
  return state == StageState::kFail || state == StageState::kRegressed;
}

// Only these work verdicts let a negative of 工作 reach anybody; the others are a person's decision
// (waiver, dispute, overrule ...) or no negative at all.
bool tells_people(WorkVerdict work) {
  switch (work) {
    case WorkVerdict::kFailed:
    case WorkVerdict::kRegressed:
      return true;
    case WorkVerdict::kVoid:
    case WorkVerdict::kWaived:
    case WorkVerdict::kDisputed:
    case WorkVerdict::kConfirmed:
    case WorkVerdict::kAccepted:
    case WorkVerdict::kManual:
    case WorkVerdict::kVerified:
    case WorkVerdict::kPending:
      return false;
  }
  return false;
}

// Only its own person can show it, and has not yet.
bool wants_evidence(const Verdict& verdict) {
  return verdict.work == WorkVerdict::kManual && verdict.reason == Reason::kAssistedOnly;
}

bool set_aside(WorkVerdict work) {
  return work == WorkVerdict::kVoid || work == WorkVerdict::kWaived;
}

const StageResult* find_stage(const Verdict& verdict, const Stage& stage) {
  for (const StageResult& result : verdict.stages) {
    if (result.stage == stage) return &result;
  }
  return nullptr;
}

Time grace_end(const Calendar& calendar, const std::vector<Gap>& gaps, Time from, int workdays) {
  return extend_by_gaps(from, calendar.add_workdays(from, workdays), gaps);
}

class Writer {
 public:
  explicit Writer(const ClaimChange& change) : change_(change) {}

  std::vector<Notice> run() {
    if (change_.claim.marks.baseline || change_.claim.marks.historic) return {};
    for (const StageResult& result : change_.verdict.stages) {
      if (!is_negative(result.state)) continue;
      const checks::StagePlan* plan = change_.plan.find(result.stage);
      if (plan == nullptr || !plan->applicable) continue;
      if (plan->required && result.stage.is_work()) {
        tell_work(result, *plan);
      } else if (!result.stage.is_work() && plan->expected) {
        count_index(result, *plan);
      }
    }
    ask_for_evidence();
    correct();
    return std::move(notices_);
  }

 private:
  NoticeFacts facts_of(const StageResult& result, const checks::StagePlan* plan) const {
    NoticeFacts facts;
    facts.stage = result.stage;
    facts.state = result.state;
    facts.episode = result.episode;
    facts.reason = result.reason;
    facts.url = change_.claim.url;
    facts.title = change_.claim.title;
    facts.work_type = change_.claim.work_type;
    facts.keywords = change_.claim.keywords;
    facts.work_date = change_.claim.work_date;
    facts.deadline = result.deadline;
    facts.negatives = result.negatives;
    facts.grace_workdays = change_.plan.grace_workdays;
    if (plan != nullptr) {
      facts.confirmations = plan->confirmations;
      facts.spacing = plan->spacing;
    }
    if (result.last_observed_at != Time{}) facts.observed_at = result.last_observed_at;
    for (const Observation& seen : change_.observations) {
      if (!result.decided_by || seen.id != result.decided_by) continue;
      facts.observed_at = seen.observed_at;
      facts.http_status = seen.http_status;
      facts.final_url = seen.final_url;
      facts.provider = seen.provider;
      facts.query = seen.query;
    }
    return facts;
  }

  Notice notice_of(const StageResult& result, NoticeKind kind, Audience audience,
                   UserId recipient) const {
    Notice notice;
    notice.key = notice_key(change_.claim.id, result.stage, result.episode, audience);
    notice.kind = kind;
    notice.audience = audience;
    notice.recipient = recipient;
    notice.claim = change_.claim.id;
    notice.created_at = change_.now;
    notice.due_at = change_.now;
    return notice;
  }

  void tell_work(const StageResult& result, const checks::StagePlan& plan) {
    if (!tells_people(change_.verdict.work) || !change_.employee) return;
    const NoticeKind kind = result.state == StageState::kRegressed ? NoticeKind::kRegressed
                                                                   : NoticeKind::kNeedsCorrection;
    NoticeFacts facts = facts_of(result, &plan);
    const Time fair =
        grace_end(change_.calendar, change_.gaps, std::max(result.episode_at, change_.now),
                  change_.plan.grace_workdays);
    facts.public_at = std::max(fair, change_.verdict.public_at.value_or(fair));

    Notice employee = notice_of(result, kind, Audience::kEmployee, change_.employee);
    employee.body = to_json(facts);
    notices_.push_back(std::move(employee));

    if (!change_.supervisor || change_.supervisor == change_.employee) return;
    Notice supervisor = notice_of(result, kind, Audience::kSupervisor, change_.supervisor);
    supervisor.due_at = *facts.public_at;
    supervisor.body = to_json(facts);
    notices_.push_back(std::move(supervisor));
  }

  // Made with the entry and judged again when its term is over: a picture by then makes it void.
  void ask_for_evidence() {
    if (!wants_evidence(change_.verdict) || !change_.employee || !change_.plan.evidence_wanted_at)
      return;
    NoticeFacts facts;
    facts.url = change_.claim.url;
    facts.title = change_.claim.title;
    facts.work_type = change_.claim.work_type;
    facts.work_date = change_.claim.work_date;
    facts.reason = change_.verdict.reason;
    facts.public_at = change_.verdict.public_at;
    Notice notice;
    notice.key = fmt::format("c{}|evidence", change_.claim.id.value);
    notice.kind = NoticeKind::kEvidenceWanted;
    notice.audience = Audience::kEmployee;
    notice.recipient = change_.employee;
    notice.claim = change_.claim.id;
    notice.created_at = change_.now;
    notice.due_at = std::max(change_.now, *change_.plan.evidence_wanted_at);
    notice.body = to_json(facts);
    notices_.push_back(std::move(notice));
  }

  void count_index(const StageResult& result, const checks::StagePlan& plan) {
    if (set_aside(change_.verdict.work) || !change_.supervisor) return;
    NoticeFacts facts = facts_of(result, &plan);
    facts.at_once = change_.keyword_priority == 1 && result.state == StageState::kFail;
    Notice notice =
        notice_of(result, NoticeKind::kIndexOverdue, Audience::kSupervisor, change_.supervisor);
    notice.body = to_json(facts);
    notices_.push_back(std::move(notice));
  }

  static bool was_told(const Notice& notice) {
    return notice.state == NoticeState::kShown &&
           (notice.kind == NoticeKind::kNeedsCorrection || notice.kind == NoticeKind::kRegressed);
  }
  // A count in the daily message names nobody and nothing; what was told at once does.
  static bool index_was_told(const Notice& notice, const NoticeFacts& facts) {
    return notice.state == NoticeState::kShown && notice.kind == NoticeKind::kIndexOverdue &&
           facts.at_once;
  }

  bool supervisor_was_told(const NoticeFacts& told) const {
    return std::any_of(change_.told.begin(), change_.told.end(), [&](const Notice& other) {
      if (!was_told(other) || other.audience != Audience::kSupervisor) return false;
      return other.key ==
             notice_key(change_.claim.id, *told.stage, told.episode, Audience::kSupervisor);
    });
  }

  // 更正通知: to everybody who was told, when people overturned the negative, when the page came
  // back after the supervisor had seen it, or when the episode itself is gone: its negatives were
  // withdrawn.
  void correct() {
    if (set_aside(change_.verdict.work)) return;
    for (const Notice& told : change_.told) {
      const auto facts = notice_facts_from_json(told.body);
      if (!facts || !facts->stage) continue;
      if (!was_told(told) && !index_was_told(told, *facts)) continue;
      const StageResult* result = find_stage(change_.verdict, *facts->stage);
      if (result != nullptr && result->episode < facts->episode) {
        correct(told, *facts, CorrectionKind::kWithdrawn);
        continue;
      }
      if (!was_told(told) || result == nullptr || result->episode != facts->episode) continue;
      const bool overturned =
          change_.verdict.work == WorkVerdict::kAccepted && is_negative(result->state);
      const bool recovered = result->state == StageState::kPass && supervisor_was_told(*facts);
      if (!overturned && !recovered) continue;

      NoticeFacts seen = *facts;
      if (recovered && result->last_observed_at != Time{}) {
        seen.observed_at = result->last_observed_at;
      }
      correct(told, seen, overturned ? CorrectionKind::kOverturned : CorrectionKind::kRecovered);
    }
  }

  void correct(const Notice& told, NoticeFacts facts, CorrectionKind kind) {
    facts.correction = kind;
    Notice notice;
    notice.key = told.key + "|correction";
    notice.kind = NoticeKind::kCorrection;
    notice.audience = told.audience;
    notice.recipient = told.recipient;
    notice.claim = change_.claim.id;
    notice.created_at = change_.now;
    notice.due_at = change_.now;
    notice.body = to_json(facts);
    notices_.push_back(std::move(notice));
  }

  const ClaimChange& change_;
  std::vector<Notice> notices_;
};

DueJudgement show() {
  return {DueAnswer::kShow, std::nullopt};
}
DueJudgement drop() {
  return {DueAnswer::kDrop, std::nullopt};
}
DueJudgement wait_until(Time moment, Time now) {
  return {DueAnswer::kWait, std::max(moment, now + std::chrono::minutes(1))};
}

// The negative of this very episode still stands, as far as the machine is concerned.
const StageResult* same_episode(const NoticeFacts& told, const Verdict& verdict) {
  if (!told.stage) return nullptr;
  const StageResult* result = find_stage(verdict, *told.stage);
  if (result == nullptr || !is_negative(result->state) || result->episode != told.episode) {
    return nullptr;
  }
  return result;
}

DueJudgement judge_work(const Notice& notice, const NoticeFacts& told, const DueFacts& facts) {
  const Verdict& verdict = *facts.verdict;
  const StageResult* result = same_episode(told, verdict);
  if (result == nullptr) return drop();
  if (verdict.work == WorkVerdict::kDisputed) {
    // A dispute holds the negative back without settling it.
    return wait_until(verdict.next_change_at.value_or(facts.now + std::chrono::hours(24)),
                      facts.now);
  }
  if (!tells_people(verdict.work)) return drop();
  if (notice.audience != Audience::kSupervisor) return show();
  const Time fair = grace_end(facts.calendar, facts.gaps,
                              std::max(result->episode_at, notice.created_at), told.grace_workdays);
  const Time public_at = std::max(fair, verdict.public_at.value_or(fair));
  return public_at <= facts.now ? show() : wait_until(public_at, facts.now);
}

}  // namespace

std::string notice_key(ClaimId claim, const Stage& stage, int episode, Audience audience) {
  return fmt::format("c{}|{}|{}|{}", claim.value, to_string(stage), episode, to_string(audience));
}

std::vector<Notice> notices_for(const ClaimChange& change) {
  return Writer(change).run();
}

DueJudgement judge_due(const Notice& notice, const DueFacts& facts) {
  const auto told = notice_facts_from_json(notice.body);
  switch (notice.kind) {
    case NoticeKind::kNeedsCorrection:
    case NoticeKind::kRegressed:
      if (!told || facts.verdict == nullptr) return drop();
      return judge_work(notice, *told, facts);
    case NoticeKind::kIndexOverdue:
      if (!told || facts.verdict == nullptr || set_aside(facts.verdict->work)) return drop();
      return same_episode(*told, *facts.verdict) != nullptr ? show() : drop();
    case NoticeKind::kNotReported:
      return facts.has_reported || !facts.still_expected ? drop() : show();
    case NoticeKind::kEvidenceWanted:
      if (facts.verdict == nullptr || !wants_evidence(*facts.verdict)) return drop();
      return show();
    case NoticeKind::kCouldNotCheck:
    case NoticeKind::kCorrection:
    case NoticeKind::kSystem:
    case NoticeKind::kPlan:
    case NoticeKind::kPlanMissing:
    case NoticeKind::kBlocker:
    case NoticeKind::kFollowUp:
      return show();
  }
  return drop();
}

NoticeState state_after(DueAnswer answer) {
  switch (answer) {
    case DueAnswer::kShow:
      return NoticeState::kShown;
    case DueAnswer::kDrop:
      return NoticeState::kDropped;
    case DueAnswer::kWait:
      return NoticeState::kPending;
  }
  return NoticeState::kPending;
}

std::vector<Notice> system_notices(SystemEvent event, std::string_view subject,
                                   std::string_view detail, Time episode,
                                   const std::vector<UserId>& operators, Time now) {
  NoticeFacts facts;
  facts.event = event;
  facts.subject = std::string(subject);
  facts.detail = std::string(detail);
  facts.at_once = true;
  std::vector<Notice> notices;
  for (const UserId user : operators) {
    Notice notice;
    notice.key = fmt::format("s{}|{}|{}|u{}", static_cast<int>(event), subject, to_millis(episode),
                             user.value);
    notice.kind = NoticeKind::kSystem;
    notice.audience = Audience::kOperator;
    notice.recipient = user;
    notice.created_at = now;
    notice.due_at = now;
    notice.body = to_json(facts);
    notices.push_back(std::move(notice));
  }
  return notices;
}

std::vector<Notice> trouble_notices(const ChannelTrouble& trouble,
                                    const std::vector<UserId>& operators, const Zone& zone,
                                    Time now) {
  if (trouble.switched_off) {
    return system_notices(SystemEvent::kChannelBroken, trouble.channel.name, trouble.detail, now,
                          operators, now);
  }
  const Time day = zone.at(zone.date_of(now), Millis(0));
  if (trouble.closed) {
    return system_notices(SystemEvent::kChannelClosed, trouble.channel.name, trouble.detail, day,
                          operators, now);
  }
  const std::string whose = trouble.address.empty()
                                ? trouble.channel.name
                                : trouble.channel.name + " → " + trouble.address;
  return system_notices(SystemEvent::kMessageDead, whose, trouble.detail, day, operators, now);
}

std::vector<Notice> trouble_notices(const CheckerTrouble& trouble,
                                    const std::vector<UserId>& operators, Time now) {
  return system_notices(SystemEvent::kCheckerHealth, trouble.name, trouble.detail, trouble.since,
                        operators, now);
}

std::vector<Notice> trouble_notices(const CoverageTrouble& trouble,
                                    const std::vector<UserId>& operators, const Zone& zone,
                                    Time now) {
  const Time day = zone.at(zone.date_of(now), Millis(0));
  return system_notices(SystemEvent::kCoverageLow, trouble.name, trouble.detail, day, operators,
                        now);
}

UserId acting_supervisor(const Team& team, Date date) {
  const bool deputised = team.deputy && team.deputy_from && *team.deputy_from <= date &&
                         (!team.deputy_to || date <= *team.deputy_to);
  return deputised ? team.deputy : team.supervisor;
}

}  // namespace vouch::alerts
