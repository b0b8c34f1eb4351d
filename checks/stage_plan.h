// What a policy and a platform ask of one claim, worked out once: stages, deadlines, confirmations.
// Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/claim.h"
#include "core/observation.h"
#include "core/policy.h"

namespace vouch::checks {

struct StagePlan {
  Stage stage;
  bool applicable = true;
  Reason why_not = Reason::kTimer;  // when not applicable
  bool required = true;          // takes part in the 工作 verdict (law 10: index stages do not)
  bool expected = true;          // overdue is worth a count; false: measured only
  std::optional<Time> deadline;  // none: measured for ever, never FAIL
  int confirmations = 2;
  Millis spacing{};
};

struct ClaimPlan {
  std::vector<StagePlan> stages;  // live, content, index:* in the order of the engines
  std::vector<Millis> page_looks;
  std::vector<Millis> index_looks;
  Millis survival{};
  int grace_workdays = 1;
  bool assisted = false;  // no automatic request may be made (platform mode assisted or off)

  [[nodiscard]] const StagePlan* find(const Stage& stage) const;
};

struct EngineStatus {
  std::string key;
  bool connected = false;  // a provider is configured
};

ClaimPlan plan_claim(const Claim& claim, const Policy& policy, const Platform& platform,
                     const std::vector<EngineStatus>& engines);

}  // namespace vouch::checks
