#include "checks/stage_plan.h"

#include <algorithm>

namespace vouch::checks {
namespace {

constexpr Millis kDay = std::chrono::hours(24);

StagePlan work_stage(StageKind kind, const Claim& claim, const Policy& policy, bool assisted) {
  StagePlan plan;
  plan.stage = Stage{kind, {}};
  plan.confirmations = policy.live_confirmations;
  plan.spacing = policy.live_spacing;
  plan.deadline = claim.submitted_at + policy.live_deadline;
  if (claim.url.empty()) {
    plan.applicable = false;
    plan.why_not = Reason::kNoUrl;
  } else if (assisted) {
    plan.applicable = false;
    plan.why_not = Reason::kAssistedOnly;
  }
  return plan;
}

// The stricter of what the platform allows and what the policy asks.
Expectation expectation(const Policy& policy, const Platform& platform, const std::string& engine) {
  const auto on_platform = platform.engines.find(engine);
  const Expectation allowed =
      on_platform == platform.engines.end() ? Expectation::kMeasure : on_platform->second;
  const auto in_policy = policy.engines.find(engine);
  const Expectation asked = in_policy == policy.engines.end() ? policy.index : in_policy->second;
  return std::max(allowed, asked);
}

StagePlan index_stage(const EngineStatus& engine, const Claim& claim, const Policy& policy,
                      const Platform& platform) {
  const Expectation asked = expectation(policy, platform, engine.key);
  StagePlan plan;
  plan.stage = Stage{StageKind::kIndex, engine.key};
  plan.confirmations = policy.index_confirmations;
  plan.spacing = policy.index_spacing;
  plan.expected = asked == Expectation::kExpect;
  plan.required = policy.index_required && plan.expected;
  if (policy.index_deadline > Millis(0)) plan.deadline = claim.submitted_at + policy.index_deadline;
  if (claim.url.empty()) {
    plan.applicable = false;
    plan.why_not = Reason::kNoUrl;
  } else if (asked == Expectation::kNotApplicable) {
    plan.applicable = false;
    plan.why_not = Reason::kPlatformEngineNa;
  } else if (!engine.connected) {
    plan.applicable = false;
    plan.why_not = Reason::kEngineNotConnected;
  } else if (!engine.sampled) {
    plan.applicable = false;
    plan.why_not = Reason::kNotSampled;
  }
  return plan;
}

}  // namespace

const StagePlan* ClaimPlan::find(const Stage& stage) const {
  const auto found = std::find_if(stages.begin(), stages.end(),
                                  [&](const StagePlan& plan) { return plan.stage == stage; });
  return found == stages.end() ? nullptr : &*found;
}

const IndexPace* ClaimPlan::pace_of(const std::string& engine) const {
  const auto found = std::find_if(paces.begin(), paces.end(),
                                  [&](const IndexPace& pace) { return pace.engine == engine; });
  return found == paces.end() ? nullptr : &*found;
}

ClaimPlan plan_claim(const Claim& claim, const Policy& policy, const Platform& platform,
                     const std::vector<EngineStatus>& engines) {
  ClaimPlan plan;
  plan.assisted = !policy.live || platform.live_mode == LiveMode::kAssisted ||
                  platform.live_mode == LiveMode::kOff;
  if (plan.assisted && !claim.url.empty() && !claim.marks.baseline) {  // old rows: nobody is asked
    plan.evidence_wanted_at = claim.submitted_at + policy.live_deadline;
  }
  plan.survival = policy.survival;
  plan.grace_workdays = policy.grace_workdays;
  plan.page_looks = policy.page_looks;
  plan.index_looks = policy.index_looks;
  if (claim.marks.baseline) {  // one look, then survival (design §9)
    plan.page_looks = {Millis(0), 7 * kDay, 30 * kDay};
    plan.index_looks = {Millis(0), 30 * kDay};
  }
  plan.stages.push_back(work_stage(StageKind::kLive, claim, policy, plan.assisted));
  if (policy.content_title || policy.content_keyword || policy.content_link) {
    plan.stages.push_back(work_stage(StageKind::kContent, claim, policy, plan.assisted));
  }
  for (const EngineStatus& engine : engines) {
    plan.stages.push_back(index_stage(engine, claim, policy, platform));
  }
  return plan;
}

}  // namespace vouch::checks
