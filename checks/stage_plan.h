// What a policy and a platform ask of one claim, worked out once: stages, deadlines, confirmations.
// Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/index_hazard.h"
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

// Where the quota is short: how often a page that is not indexed yet is asked for (decision 048).
struct IndexPace {
  std::string engine;
  double scale = 0;  // looks a day for each unit of the square root of the hazard
  IndexHazard hazard;
};

struct ClaimPlan {
  std::vector<StagePlan> stages;  // live, content, index:* in the order of the engines
  std::vector<Millis> page_looks;
  std::vector<Millis> index_looks;
  Millis survival{};
  int grace_workdays = 1;
  std::vector<IndexPace> paces;  // of engines whose quota is short; the others keep index_looks
  bool assisted = false;         // no automatic request may be made (platform mode assisted or off)
  std::optional<Time> evidence_wanted_at{};  // assisted: the term for evidence by hand

  [[nodiscard]] const StagePlan* find(const Stage& stage) const;
  [[nodiscard]] const IndexPace* pace_of(const std::string& engine) const;
};

struct EngineStatus {
  std::string key;
  bool connected = false;  // a provider is configured
  bool sampled = true;     // false: the quota is short, and this claim was not drawn (law 11)
};

ClaimPlan plan_claim(const Claim& claim, const Policy& policy, const Platform& platform,
                     const std::vector<EngineStatus>& engines);

}  // namespace vouch::checks
