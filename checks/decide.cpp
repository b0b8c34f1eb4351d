#include "checks/decide.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "checks/decisions_in_force.h"
#include "checks/stage_machine.h"

namespace vouch::checks {
namespace {

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
  Judgement(const Claim& claim, const ClaimPlan& plan, const Calendar& calendar,
            const std::vector<Gap>& gaps, const History& history, Time as_of)
      : claim_(claim),
        plan_(plan),
        calendar_(calendar),
        gaps_(gaps),
        history_(history),
        as_of_(as_of),
        decisions_(decisions_in_force(history.decisions, claim.user, as_of)) {}

  Verdict run() {
    verdict_.claim = claim_.id;
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
      StageResult result = run_stage(stage, plan_.survival, seen_of(stage.stage), gaps_, as_of_);
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
      const bool asked = std::find(kinds.begin(), kinds.end(), decision->kind) != kinds.end();
      if (!asked || !about_work(decision->stage)) continue;
      // There is nothing to confirm where the machine had proved no negative: one person alone
      // makes none.
      if (decision->kind == DecisionKind::kConfirm && subjects(*decision).empty()) continue;
      found = decision;
    }
    return found;
  }

  // Manual negatives count only with a second person (domain V11, design §9), and only what was
  // said since somebody accepted it.
  const Decision* second_rejection() const {
    std::set<UserId> actors;
    const Decision* last = nullptr;
    for (const Decision* decision : decisions_) {
      if (!about_work(decision->stage)) continue;
      if (decision->kind == DecisionKind::kOverrule ||
          decision->kind == DecisionKind::kAcceptManual) {
        actors.clear();
        last = nullptr;
      }
      // The local administrator has no name and so may be anybody, the first person too.
      if (decision->kind != DecisionKind::kRejectManual || !decision->actor) continue;
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

  [[nodiscard]] bool machine_verified() const {
    bool any = false;
    for (const StageResult& result : verdict_.stages) {
      const StagePlan* stage = plan_.find(result.stage);
      if (stage == nullptr || !stage->required || !stage->applicable) continue;
      any = true;
      if (result.state != StageState::kPass) return false;
    }
    return any;
  }

  // A waiver of many claims (it has no row of its own here) takes nobody's proof away, and what
  // somebody decided about this claim since is weightier.
  [[nodiscard]] const Decision* waiver_in_force() const {
    const Decision* single = nullptr;
    const Decision* of_many = nullptr;
    for (const Decision* decision : decisions_) {
      if (decision->kind != DecisionKind::kWaive || !about_work(decision->stage)) continue;
      (decision->id ? single : of_many) = decision;
    }
    if (single != nullptr || of_many == nullptr || machine_verified()) return single;
    const Decision* said =
        latest({DecisionKind::kOverrule, DecisionKind::kAcceptManual, DecisionKind::kConfirm});
    return said != nullptr && said->at >= of_many->at ? nullptr : of_many;
  }

  [[nodiscard]] Time upheld_at(const Dispute& dispute) const {
    const Time due = extend_by_gaps(dispute.opened_at, dispute.due_at, gaps_);
    return dispute.closed_at && *dispute.closed_at <= as_of_ ? *dispute.closed_at : due;
  }

  bool settled_by_people() {
    if (const Decision* gone = latest({DecisionKind::kWithdraw, DecisionKind::kReplace})) {
      settle(WorkVerdict::kVoid, gone->at);
      return true;
    }
    if (const Decision* waiver = waiver_in_force()) {
      settle(WorkVerdict::kWaived, waiver->at);
      return true;
    }
    const Dispute* open = nullptr;
    const Dispute* upheld = nullptr;
    for (const Dispute& dispute : history_.disputes) {
      if (dispute.opened_at > as_of_) continue;
      const DisputeState state = state_at(dispute, gaps_, as_of_);
      if (state == DisputeState::kOpen) {
        const bool first = open == nullptr || std::tie(dispute.opened_at, dispute.id) <
                                                  std::tie(open->opened_at, open->id);
        if (first) open = &dispute;
        continue;
      }
      const bool in_favour = state == DisputeState::kAccepted || state == DisputeState::kExpired;
      if (in_favour && about_work(dispute.stage) &&
          (upheld == nullptr || upheld_at(*upheld) < upheld_at(dispute))) {
        upheld = &dispute;
      }
    }
    if (open != nullptr) {
      settle(WorkVerdict::kDisputed, open->opened_at);
      verdict_.stage = open->stage;
      return true;
    }
    const Decision* said =
        latest({DecisionKind::kOverrule, DecisionKind::kAcceptManual, DecisionKind::kConfirm});
    if (const Decision* rejected = second_rejection();
        rejected != nullptr && (said == nullptr || said->at < rejected->at)) {
      said = rejected;
    }
    if (upheld != nullptr) {
      const Time at = upheld_at(*upheld);
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

  [[nodiscard]] std::vector<const Observation*> seen_of(const Stage& stage) const {
    std::vector<const Observation*> seen;
    for (const Observation& observation : history_.observations) {
      if (observation.stage == stage) seen.push_back(&observation);
    }
    return seen;
  }

  [[nodiscard]] bool was_down(const StagePlan& stage, Time at) const {
    const StageState state =
        run_stage(stage, plan_.survival, seen_of(stage.stage), gaps_, at).state;
    return state == StageState::kFail || state == StageState::kRegressed;
  }

  [[nodiscard]] bool found_since(const Stage& stage, Time at) const {
    const std::vector<const Observation*> seen = seen_of(stage);
    return std::any_of(seen.begin(), seen.end(), [&](const Observation* observation) {
      return observation->outcome == Outcome::kFound && observation->observed_at > at &&
             observation->observed_at <= as_of_;
    });
  }

  // What `said` is about: the stages that were down then; for a person's own negative all of them.
  std::vector<const StagePlan*> subjects(const Decision& said) const {
    std::vector<const StagePlan*> out;
    for (const StagePlan& stage : plan_.stages) {
      if (!stage.required || !stage.applicable || !touches(said.stage, stage.stage)) continue;
      if (said.kind == DecisionKind::kRejectManual || was_down(stage, said.at))
        out.push_back(&stage);
    }
    return out;
  }

  // A confirmed negative falls as soon as a later look finds what was missing (已整改), for good:
  // what is lost again after that is a new episode with its own grace.
  bool confirmed(const Decision& said) {
    const std::vector<const StagePlan*> about = subjects(said);
    const bool mended = !about.empty() && std::all_of(about.begin(), about.end(), [&](auto* stage) {
      return found_since(stage->stage, said.at);
    });
    if (mended) {
      corrected_ = true;
      return false;
    }
    settle(WorkVerdict::kConfirmed, said.at);
    verdict_.stage = said.stage;
    return true;
  }

  // The employee hears of an episode when it begins, or, where a waiver, an acceptance or a
  // dispute held the negative back then, when that ends: grace counts from there (law 5).
  [[nodiscard]] Time first_told(Time episode_at) const {
    struct Hold {
      Time from;
      Time to;
      bool waives = false;
    };
    std::vector<Hold> held;
    for (const Decision& decision : history_.decisions) {
      const bool holds = may_count(decision, claim_.user) && about_work(decision.stage) &&
                         decision.kind != DecisionKind::kAnswer &&
                         decision.kind != DecisionKind::kRejectManual;
      if (holds) {
        held.push_back({decision.at, end_of(decision, history_.decisions, as_of_),
                        decision.kind == DecisionKind::kWaive});
      }
    }
    for (const Dispute& dispute : history_.disputes) {
      if (dispute.closed_at) held.push_back({dispute.opened_at, *dispute.closed_at});
    }
    std::sort(held.begin(), held.end(), [](const Hold& left, const Hold& right) {
      return std::tie(left.from, left.to) < std::tie(right.from, right.to);
    });
    Time told = episode_at;
    for (const Hold& hold : held) {
      // While he is exempted nobody mends: a waiver inside the grace gives all of it back.
      const Time last =
          hold.waives ? calendar_.add_workdays(told, plan_.grace_workdays) : told + Millis(1);
      if (hold.from < last && told < hold.to && hold.to <= as_of_) told = hold.to;
    }
    return told;
  }

  void judge_work() {
    if (settled_by_people()) return;
    for (const StageState down : {StageState::kRegressed, StageState::kFail}) {
      if (const StageResult* result = find(down)) {
        settle(down == StageState::kFail ? WorkVerdict::kFailed : WorkVerdict::kRegressed, *result);
        const Time told = first_told(result->episode_at);
        const Time grace = calendar_.add_workdays(told, plan_.grace_workdays);
        verdict_.public_at = extend_by_gaps(told, grace, gaps_);
        verdict_.phase = as_of_ >= *verdict_.public_at ? FailedPhase::kWithSupervisor
                                                       : FailedPhase::kWithEmployee;
        return;
      }
    }
    if (const StageResult* unknown = find(StageState::kUncheckable)) {
      // A site that keeps programs out is looked at by people like a platform that does.
      if (unknown->reason == Reason::kRobotsDisallowed && settled_by_kept_evidence()) return;
      settle(WorkVerdict::kManual, *unknown);
      return;
    }
    judge_positive();
  }

  // Pictures prove nothing to a machine; a sample of them is looked at by a person, which is why
  // the rest may stand.
  bool settled_by_kept_evidence() {
    std::optional<Time> first;
    bool drawn = false;
    for (const KeptEvidence& kept : history_.kept) {
      if (kept.at > as_of_) continue;
      first = first ? std::min(*first, kept.at) : kept.at;
      drawn = drawn || kept.drawn;
    }
    if (!first) return false;
    settle(drawn ? WorkVerdict::kManual : WorkVerdict::kAccepted, *first);
    verdict_.reason = drawn ? Reason::kEvidenceDrawn : Reason::kEvidenceKept;
    return true;
  }

  // Whoever handed it in is asked first; after his grace whoever leads him.
  void await_evidence() {
    settle(WorkVerdict::kManual, Time{});
    verdict_.reason = Reason::kAssistedOnly;
    if (!plan_.evidence_wanted_at) return;
    const Time wanted = *plan_.evidence_wanted_at;
    const Time grace = calendar_.add_workdays(wanted, plan_.grace_workdays);
    verdict_.public_at = extend_by_gaps(wanted, grace, gaps_);
    verdict_.phase =
        as_of_ >= *verdict_.public_at ? FailedPhase::kWithSupervisor : FailedPhase::kWithEmployee;
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
      if (!settled_by_kept_evidence()) await_evidence();
    } else if (any && all) {
      settle(WorkVerdict::kVerified, since);
      verdict_.reason = Reason::kOk;
      if (recovered || corrected_) verdict_.phase = FailedPhase::kCorrected;
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
      consider(settles_at(plan_.survival, verdict_.stages[i]));
    }
    consider(verdict_.public_at);
    for (const Decision* decision : decisions_) consider(decision->until);
    for (const Dispute& dispute : history_.disputes) {
      if (dispute.opened_at <= as_of_ && state_at(dispute, gaps_, as_of_) == DisputeState::kOpen) {
        consider(extend_by_gaps(dispute.opened_at, dispute.due_at, gaps_));
      }
    }
  }

  const Claim& claim_;
  const ClaimPlan& plan_;
  const Calendar& calendar_;
  const std::vector<Gap>& gaps_;
  const History& history_;
  Time as_of_;
  std::vector<const Decision*> decisions_;
  bool corrected_ = false;  // a confirmed negative was mended
  Verdict verdict_;
};

}  // namespace

Verdict decide(const Claim& claim, const ClaimPlan& plan, const Calendar& calendar,
               const std::vector<Gap>& gaps, const History& history, Time as_of) {
  return Judgement(claim, plan, calendar, gaps, history, as_of).run();
}

}  // namespace vouch::checks
