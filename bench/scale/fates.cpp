#include "bench/scale/fates.h"

namespace vouch::bench {
namespace {

constexpr int kFreshDays = 2;     // still being checked
constexpr int kDisputeDays = 14;  // open that long at most

IndexVerdict index_of(int age_days, unsigned roll) {
  if (age_days <= kFreshDays) return IndexVerdict::kWatching;
  if (roll < 620) return IndexVerdict::kIndexed;
  if (roll < 860) return age_days < 30 ? IndexVerdict::kWatching : IndexVerdict::kNotIndexed;
  if (roll < 880) return IndexVerdict::kLost;
  return roll < 920 ? IndexVerdict::kCouldNotCheck : IndexVerdict::kNotIndexed;
}

Fate work_of(int age_days, unsigned roll) {
  if (age_days <= kFreshDays) {
    if (roll < 550) return {WorkVerdict::kPending, FailedPhase::kNone, Reason::kTimer, {}};
    if (roll < 570) {
      return {WorkVerdict::kFailed, FailedPhase::kWithEmployee, Reason::kHttp404, {}};
    }
    return {WorkVerdict::kVerified, FailedPhase::kNone, Reason::kOk, {}};
  }
  if (roll < 30) {
    return {WorkVerdict::kFailed, FailedPhase::kWithSupervisor, Reason::kKeywordMissing, {}};
  }
  if (roll < 50) {
    return {WorkVerdict::kRegressed, FailedPhase::kWithSupervisor, Reason::kHttp404, {}};
  }
  if (roll < 65) return {WorkVerdict::kManual, FailedPhase::kNone, Reason::kCaptcha, {}};
  if (roll < 85) return {WorkVerdict::kConfirmed, FailedPhase::kNone, Reason::kHttp404, {}};
  if (roll < 95) return {WorkVerdict::kAccepted, FailedPhase::kNone, Reason::kLoginWall, {}};
  if (roll < 100) return {WorkVerdict::kWaived, FailedPhase::kNone, Reason::kHttp403, {}};
  if (roll < 105 && age_days <= kDisputeDays) {
    return {WorkVerdict::kDisputed, FailedPhase::kWithSupervisor, Reason::kSoft404, {}};
  }
  if (roll < 115) return {WorkVerdict::kPending, FailedPhase::kNone, Reason::kTimeout, {}};
  if (roll < 135) return {WorkVerdict::kVerified, FailedPhase::kCorrected, Reason::kOk, {}};
  return {WorkVerdict::kVerified, FailedPhase::kNone, Reason::kOk, {}};
}

StageResult stage_of(const Claim& claim, Stage stage, Reason reason) {
  StageResult result;
  result.stage = std::move(stage);
  result.reason = reason;
  result.since = claim.submitted_at + std::chrono::minutes(20);
  result.deadline = claim.submitted_at + std::chrono::hours(24);
  result.last_outcome = outcome_of(reason);
  result.last_reason = reason;
  result.last_observed_at = result.since;
  result.last_conclusive_at = result.since;
  switch (result.last_outcome) {
    case Outcome::kFound:
      result.state = StageState::kPass;
      result.first_pass_at = result.since;
      result.on_time = true;
      break;
    case Outcome::kNotFound:
      result.state = StageState::kFail;
      result.negatives = 2;
      result.episode = 1;
      result.episode_at = result.since;
      break;
    case Outcome::kInconclusive:
    case Outcome::kNotApplicable:
      result.state = StageState::kWaiting;
      break;
  }
  return result;
}

}  // namespace

Fate fate_of(int age_days, unsigned roll, unsigned index_roll) {
  Fate fate = work_of(age_days, roll);
  fate.index = index_of(age_days, index_roll);
  return fate;
}

bool is_negative(const Fate& fate) {
  return fate.work == WorkVerdict::kFailed || fate.work == WorkVerdict::kRegressed ||
         fate.work == WorkVerdict::kConfirmed || fate.work == WorkVerdict::kDisputed;
}

Verdict verdict_of(const Claim& claim, const Fate& fate) {
  Verdict verdict;
  verdict.claim = claim.id;
  verdict.work = fate.work;
  verdict.phase = fate.phase;
  verdict.reason = fate.reason;
  verdict.since = claim.submitted_at + std::chrono::minutes(20);
  verdict.as_of = verdict.since;
  verdict.calendar_version = "2026";
  verdict.stages.push_back(stage_of(claim, {StageKind::kLive, {}}, fate.reason));
  verdict.stages.push_back(stage_of(claim, {StageKind::kContent, {}}, fate.reason));
  const bool indexed = fate.index == IndexVerdict::kIndexed;
  for (const char* engine : {"baidu", "bing"}) {
    const Reason reason = indexed ? Reason::kOk : Reason::kSerpNoMatch;
    verdict.stages.push_back(stage_of(claim, {StageKind::kIndex, engine}, reason));
    EngineResult result{engine, fate.index, std::nullopt};
    if (indexed) result.first_indexed_at = verdict.since;
    verdict.engines.push_back(std::move(result));
  }
  if (fate.work == WorkVerdict::kPending) {
    verdict.next_change_at = claim.submitted_at + std::chrono::hours(24);
  } else {
    verdict.stage = Stage{StageKind::kLive, {}};
  }
  if (fate.phase == FailedPhase::kWithSupervisor) {
    verdict.public_at = claim.submitted_at + std::chrono::hours(48);
  }
  return verdict;
}

}  // namespace vouch::bench
