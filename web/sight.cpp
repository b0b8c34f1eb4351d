#include "web/sight.h"

#include <set>

namespace vouch::web {
namespace {

bool tells_of_a_negative(const StageResult& stage) {
  return stage.state == StageState::kFail || stage.state == StageState::kRegressed ||
         stage.state == StageState::kSuspect || stage.negatives > 0 ||
         outcome_of(stage.reason) == Outcome::kNotFound || stage.last_outcome == Outcome::kNotFound;
}

}  // namespace

bool is_undecided(const Verdict& verdict, Time now) {
  return verdict.work == WorkVerdict::kPending || is_with_employee(verdict, now);
}

Sight sight_of(const Actor& actor, UserId owner, bool leads_owner) {
  if (actor.user && actor.user == owner) return Sight::kFull;
  switch (actor.role) {
    case Role::kAdmin:
      return Sight::kFull;
    case Role::kSupervisor:
      return leads_owner ? Sight::kMasked : Sight::kNone;
    case Role::kEmployee:
    case Role::kOwner:
      return Sight::kNone;
  }
  return Sight::kNone;
}

bool may_decide(DecisionKind kind, const Actor& actor, bool is_own) {
  switch (kind) {
    case DecisionKind::kWithdraw:
    case DecisionKind::kReplace:
    case DecisionKind::kAnswer:
      return is_own || actor.role == Role::kAdmin;
    case DecisionKind::kWaive:
    case DecisionKind::kConfirm:
    case DecisionKind::kOverrule:
    case DecisionKind::kAcceptManual:
    case DecisionKind::kRejectManual:
      return !is_own && (actor.role == Role::kSupervisor || actor.role == Role::kAdmin);
  }
  return false;
}

bool is_with_employee(const Verdict& verdict, Time now) {
  if (verdict.work != WorkVerdict::kFailed && verdict.work != WorkVerdict::kRegressed) return false;
  return verdict.phase == FailedPhase::kWithEmployee ||
         (verdict.public_at && now < *verdict.public_at);
}

Verdict masked(Verdict verdict, Time now) {
  if (!is_undecided(verdict, now)) return verdict;
  const bool told = is_with_employee(verdict, now);
  verdict.work = WorkVerdict::kPending;
  verdict.phase = FailedPhase::kNone;
  if (told || outcome_of(verdict.reason) == Outcome::kNotFound) {
    verdict.reason = Reason::kTimer;
    verdict.stage.reset();
  }
  verdict.public_at.reset();
  verdict.next_change_at.reset();
  verdict.since = Time{};  // the moment of a change tells that there was one
  for (StageResult& stage : verdict.stages) {
    if (!stage.stage.is_work()) continue;
    if (stage.state == StageState::kWaiting) stage.since = Time{};
    if (!tells_of_a_negative(stage)) continue;
    StageResult shown;
    shown.stage = stage.stage;
    shown.state = StageState::kWaiting;
    shown.deadline = stage.deadline;
    stage = shown;
  }
  return verdict;
}

Verdict without_correction(Verdict verdict) {
  verdict.phase = FailedPhase::kNone;
  for (StageResult& stage : verdict.stages) {
    if (!stage.recovered || !stage.stage.is_work()) continue;
    stage.recovered = false;
    stage.late = false;
    stage.episode = 0;
    stage.episode_at = Time{};
  }
  return verdict;
}

bool may_show(const Verdict& verdict, const Observation& observation, Time now) {
  if (!observation.stage.is_work() || observation.outcome != Outcome::kNotFound) return true;
  return !is_undecided(verdict, now);
}

std::vector<Observation> shown_of(const Verdict& verdict, std::vector<Observation> observations,
                                  Time now) {
  std::set<int> withheld;
  for (const Observation& seen : observations) {
    if (!may_show(verdict, seen, now)) withheld.insert(seen.look_no);
  }
  std::erase_if(observations, [&](const Observation& seen) {
    return seen.stage.is_work() && withheld.contains(seen.look_no);
  });
  return observations;
}

}  // namespace vouch::web
