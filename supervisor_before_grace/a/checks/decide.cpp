#include "checks/decide.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "checks/stage_machine.h"

namespace vouch::checks {
namespace {

// Decisions in force at `as_of`, oldest first, corrected ones left out.
std::vector<const Decision*> in_force(const std::vector<Decision>& decisions, Time as_of) {
  std::set<DecisionId> corrected;
  for (const Decision& decision : decisions) {
    if (decision.at <= as_of && decision.corrects) corrected.insert(decision.corrects);
  }
  std::vector<const Decision*> kept;
  for (const Decision& decision : decisions) {
    const bool ended = decision.until && *decision.until <= as_of;
    if (decision.at <= as_of && !ended && !corrected.contains(decision.id))
      kept.push_back(&decision);
  }
  std::sort(kept.begin(), kept.end(), [](const Decision* left, const Decision* right) {
    return std::tie(left->at, left->id) < std::tie(right->at, right->id);
  });
  return kept;
}

bool touches(const std::optional<Stage>& scope, const Stage& stage) {
  return scope ? *scope == stage : stage.is_work();
}

// An open dispute past its term stands for the employee (domain §5.8 D05).
DisputeState state_at(const Dispute& dispute, const std::vector<Gap>& gaps, Time as_of) {
  if (dispute.closed_at && *dispute.closed_at <= as_of) return dispute.state;
  const Time due = extend_by_gaps(dispute.opened_at, dispute.due_at, gaps);
  return as_of >= due ? DisputeState::kExpired : DisputeState::kOpen;
}

IndexVerdict index_verdict(const StagePlan& plan, const StageResult& result) {
  if (!plan.applicable) {
    return plan.why_not == Reason::kEngineNotConnected ? IndexVerdict::kNotConnected
           : plan.why_not == Reason::kNotSampled       ? IndexVerdict::kNotSampled
                                                       : IndexVerdict::kNotApplicable;
  }
  switch (result.state) {
    case StageState::kNotApplicable:
      return IndexVerdict::kNotApplicable;
    case StageState::kWaiting:
    case StageState::kSuspect:
      return IndexVerdict::kWatching;
    case StageState::kPass:
      return IndexVerdict::kIndexed;
    case StageState::kFail:
      return IndexVerdict::kNotIndexed;
    case StageState::kRegressed:
      return IndexVerdict::kLost;
    case StageState::kUncheckable:
      return IndexVerdict::kCouldNotCheck;
  }
  return IndexVerdict::kWatching;
}

class Judgement {
 public:
  Judgement(const ClaimPlan& plan, const Calendar& calendar, const std::vector<Gap>& gaps,
            const History& history, Time as_of)
      : plan_(plan),
        calendar_(calendar),
        gaps_(gaps),
        history_(history),
        as_of_(as_of),
        decisions_(in_force(history.decisions, as_of)) {}

  Verdict run(ClaimId claim) {
    verdict_.claim = claim;
    verdict_.as_of = as_of_;
    verdict_.calendar_version = calendar_.version();
    run_stages();
    judge_work();
    find_next_change();
    return std::move(verdict_);
  }

 private:
  void run_stages() {
    for (const StagePlan& stage : plan_.stages) {
      std::vector<const Observation*> seen;
      for (const Observation& observation : history_.observations) {
        if (observation.stage == stage.stage) seen.push_back(&observation);
      }
      StageResult result = run_stage(stage, plan_.survival, std::move(seen), gaps_, as_of_);
      if (stage.stage.kind == StageKind::kContent) hold_content_while_page_is_gone(stage, result);
      if (stage.stage.kind == StageKind::kIndex) {
        verdict_.engines.push_back(
            {stage.stage.engine, index_verdict(stage, result), result.first_pass_at});
      }
      verdict_.stages.push_back(std::move(result));
    }
  }

  // A page that is gone has no content to check: that is one finding, not two.
  void hold_content_while_page_is_gone(const StagePlan& stage, StageResult& result) const {
    const StageResult* live = find(StageState::kFail, StageKind::kLive);
    if (live == nullptr) live = find(StageState::kRegressed, StageKind::kLive);
    if (live == nullptr || !stage.applicable || result.state != StageState::kUncheckable) return;
    result.state = StageState::kWaiting;
    result.since = live->since;
  }

  const StageResult* find(StageState state, std::optional<StageKind> kind = std::nullopt) const {
    for (const StageResult& result : verdict_.stages) {
      const StagePlan* stage = plan_.find(result.stage);
      if (stage != nullptr && stage->required && result.state == state &&
          (!kind || result.stage.kind == *kind)) {
        return &result;
      }
    }
    return nullptr;
  }

  const Decision* latest(std::initializer_list<DecisionKind> kinds) const {
    const Decision* found = nullptr;
    for (const Decision* decision : decisions_) {
      const bool about_work = !decision->stage || decision->stage->is_work();
      if (about_work && std::find(kinds.begin(), kinds.end(), decision->kind) != kinds.end()) {
        found = decision;
      }
    }
    return found;
  }

  // Manual negatives count only with a second person (domain V11, design §9).
  const Decision* second_rejection() const {
    std::set<UserId> actors;
    const Decision* last = nullptr;
    for (const Decision* decision : decisions_) {
      if (decision->kind != DecisionKind::kRejectManual) continue;
      actors.insert(decision->actor);
      last = decision;
    }
    return actors.size() >= 2 ? last : nullptr;
  }

  void settle(WorkVerdict work, Time since) {
    verdict_.work = work;
    verdict_.since = since;
  }

  void settle(WorkVerdict work, const StageResult& result) {
    settle(work, result.since);
    verdict_.stage = result.stage;
    verdict_.reason = result.reason;
  }

  bool settled_by_people() {
    if (const Decision* gone = latest({DecisionKind::kWithdraw, DecisionKind::kReplace})) {
      settle(WorkVerdict::kVoid, gone->at);
      return true;
    }
    if (const Decision* waiver = latest({DecisionKind::kWaive})) {
      settle(WorkVerdict::kWaived, waiver->at);
      return true;
    }
    const Dispute* upheld = nullptr;
    for (const Dispute& dispute : history_.disputes) {
      if (dispute.opened_at > as_of_) continue;
      const DisputeState state = state_at(dispute, gaps_, as_of_);
      if (state == DisputeState::kOpen) {
        settle(WorkVerdict::kDisputed, dispute.opened_at);
        verdict_.stage = dispute.stage;
        return true;
      }
      if (state == DisputeState::kAccepted || state == DisputeState::kExpired) upheld = &dispute;
    }
    const Decision* said =
        latest({DecisionKind::kOverrule, DecisionKind::kAcceptManual, DecisionKind::kConfirm});
    if (const Decision* rejected = second_rejection();
        rejected != nullptr && (said == nullptr || said->at < rejected->at)) {
      said = rejected;
    }
    if (upheld != nullptr) {
      const Time at =
          upheld->closed_at.value_or(extend_by_gaps(upheld->opened_at, upheld->due_at, gaps_));
      if (said == nullptr || said->at <= at) {
        settle(WorkVerdict::kAccepted, at);
        return true;
      }
    }
    if (said == nullptr) return false;
    if (said->kind == DecisionKind::kOverrule || said->kind == DecisionKind::kAcceptManual) {
      settle(WorkVerdict::kAccepted, said->at);
      return true;
    }
    return confirmed(*said);
  }

  // A confirmed negative falls as soon as a later look finds what was missing: 已整改.
  bool confirmed(const Decision& said) {
    bool all_found_later = true;
    for (const StageResult& result : verdict_.stages) {
      const StagePlan* stage = plan_.find(result.stage);
      if (stage == nullptr || !stage->required || !stage->applicable ||
          !touches(said.stage, result.stage)) {
        continue;
      }
      const bool found_later =
          result.state == StageState::kPass && result.last_conclusive_at > said.at;
      if (!found_later) all_found_later = false;
    }
    if (all_found_later) {
      verdict_.phase = FailedPhase::kCorrected;
      return false;
    }
    settle(WorkVerdict::kConfirmed, said.at);
    verdict_.stage = said.stage;
    return true;
  }

  void judge_work() {
    if (settled_by_people()) return;
    for (const StageState down : {StageState::kRegressed, StageState::kFail}) {
      if (const StageResult* result = find(down)) {
        settle(down == StageState::kFail ? WorkVerdict::kFailed : WorkVerdict::kRegressed, *result);
        const Time grace = calendar_.add_workdays(result->episode_at, plan_.grace_workdays);
        verdict_.public_at = extend_by_gaps(result->episode_at, grace, gaps_);
        verdict_.phase = as_of_ >= *verdict_.public_at ? FailedPhase::kWithSupervisor
                                                       : FailedPhase::kWithEmployee;
        return;
      }
    }
    if (const StageResult* unknown = find(StageState::kUncheckable)) {
      settle(WorkVerdict::kManual, *unknown);
      return;
    }
    judge_positive();
  }

  void judge_positive() {
    bool any = false;
    bool all = true;
    bool recovered = false;
    Time since{};
    const StageResult* open = nullptr;
    for (const StageResult& result : verdict_.stages) {
      const StagePlan* stage = plan_.find(result.stage);
      if (stage == nullptr || !stage->required || !stage->applicable) continue;
      any = true;
      recovered = recovered || result.recovered;
      since = std::max(since, result.since);
      if (result.state != StageState::kPass) {
        all = false;
        if (open == nullptr) open = &result;
      }
    }
    if (!any && plan_.assisted) {
      settle(WorkVerdict::kManual, Time{});
      verdict_.reason = Reason::kAssistedOnly;
    } else if (any && all) {
      settle(WorkVerdict::kVerified, since);
      verdict_.reason = Reason::kOk;
      if (recovered) verdict_.phase = FailedPhase::kCorrected;
    } else {
      settle(WorkVerdict::kPending, since);
      if (open != nullptr) {
        verdict_.stage = open->stage;
        verdict_.reason = open->last_observed_at == Time{} ? Reason::kTimer : open->last_reason;
      }
    }
  }

  void consider(std::optional<Time> moment) {
    if (!moment || *moment <= as_of_) return;
    if (!verdict_.next_change_at || *moment < *verdict_.next_change_at)
      verdict_.next_change_at = moment;
  }

  void find_next_change() {
    for (std::size_t i = 0; i < verdict_.stages.size(); ++i) {
      consider(uncheckable_at(plan_.stages[i], verdict_.stages[i], gaps_));
    }
    consider(verdict_.public_at);
    for (const Decision* decision : decisions_) consider(decision->until);
    for (const Dispute& dispute : history_.disputes) {
      if (state_at(dispute, gaps_, as_of_) == DisputeState::kOpen) {
        consider(extend_by_gaps(dispute.opened_at, dispute.due_at, gaps_));
      }
    }
  }

  const ClaimPlan& plan_;
  const Calendar& calendar_;
  const std::vector<Gap>& gaps_;
  const History& history_;
  Time as_of_;
  std::vector<const Decision*> decisions_;
  Verdict verdict_;
};

}  // namespace

Verdict decide(const Claim& claim, const ClaimPlan& plan, const Calendar& calendar,
               const std::vector<Gap>& gaps, const History& history, Time as_of) {
  return Judgement(plan, calendar, gaps, history, as_of).run(claim.id);
}

}  // namespace vouch::checks
