// When to look next: a pure function of the plan, the verdict and the looks made so far.
// Repeating it gives the same moment (jitter comes from the claim's id and the look's number).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/stage_plan.h"
#include "core/verdict.h"

namespace vouch::checks {

inline constexpr Millis kInconclusiveBackoff[] = {std::chrono::minutes(30), std::chrono::hours(2),
                                                  std::chrono::hours(6), std::chrono::hours(24)};

struct Lane {  // what one look covers: the page (live and content) or one engine's index
  StageKind kind = StageKind::kLive;
  std::string engine;

  bool operator==(const Lane&) const = default;
};
std::string to_string(const Lane& lane);  // "page", "index:baidu"

struct LaneHistory {
  int looks_done = 0;
  Time last_look_at;         // epoch: none yet
  int inconclusive_run = 0;  // looks at the tail that could not check
  bool silent = false;       // at the last one nobody answered
};

std::vector<Lane> lanes_of(const ClaimPlan& plan);

// Counted from the observations of the lane's first stage.
LaneHistory lane_history(const Lane& lane, const std::vector<Observation>& observations);

// None: nothing more to look at. The moment may lie in the past: then it is due now.
std::optional<Time> next_look(const Claim& claim, const ClaimPlan& plan, const Verdict& verdict,
                              const Lane& lane, const LaneHistory& done);

}  // namespace vouch::checks
