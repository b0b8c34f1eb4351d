// The verdict of one claim: a pure function of the plan, what was observed, what people decided,
// the calendar and the moment (design law 3). Equal inputs in any order give an equal Verdict.
#pragma once

#include <vector>

#include "checks/stage_plan.h"
#include "core/calendar.h"
#include "core/verdict.h"

namespace vouch::checks {

struct KeptEvidence {  // a picture that was handed in for the claim
  Time at;
  bool drawn = false;  // a person is to look at it
};

struct History {
  std::vector<Observation> observations;  // of this claim
  std::vector<Decision> decisions;
  std::vector<Dispute> disputes;
  std::vector<KeptEvidence> kept{};
};

Verdict decide(const Claim& claim, const ClaimPlan& plan, const Calendar& calendar,
               const std::vector<Gap>& gaps, const History& history, Time as_of);

// Canonical JSON: equal verdicts give equal bytes (replay compares them). `as_of` and
// `calendar_version` included.
std::string to_json(const Verdict& verdict);
Result<Verdict> verdict_from_json(std::string_view json);

}  // namespace vouch::checks
