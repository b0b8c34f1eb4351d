#include "web/sight.h"

namespace vouch::web {
namespace {

bool is_open(const Verdict& verdict, Time now) {
  return verdict.work == WorkVerdict::kPending || is_with_employee(verdict, now);
}

}  // namespace

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
  if (!is_open(verdict, now)) return verdict;
  const bool told = is_with_employee(verdict, now);
  verdict.work = WorkVerdict::kPending;
  verdict.phase = FailedPhase::kNone;
  if (told || outcome_of(verdict.reason) == Outcome::kNotFound) {
    verdict.reason = Reason::kTimer;
    verdict.stage.reset();
  }
  verdict.public_at.reset();
  verdict.next_change_at.reset();
  for (StageResult& stage : verdict.stages) {
    if (!stage.stage.is_work()) continue;
    const bool negative =
        stage.state == StageState::kFail || stage.state == StageState::kRegressed ||
        stage.state == StageState::kSuspect || stage.last_outcome == Outcome::kNotFound;
    if (!negative) continue;
    StageResult shown;
    shown.stage = stage.stage;
    shown.state = StageState::kWaiting;
    shown.deadline = stage.deadline;
    stage = shown;
  }
  return verdict;
}

bool may_show(const Verdict& verdict, const Observation& observation, Time now) {
  if (!observation.stage.is_work() || observation.outcome != Outcome::kNotFound) return true;
  return !is_open(verdict, now);
}

}  // namespace vouch::web
