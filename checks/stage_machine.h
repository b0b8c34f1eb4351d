// The stage machine of domain §5.5 with design §8's additions, as a pure fold over observations.
// Laws: INCONCLUSIVE moves nothing; FAIL and REGRESSED need N proved negatives, spaced, past the
// deadline.
#pragma once

#include <vector>

#include "checks/stage_plan.h"
#include "core/calendar.h"
#include "core/verdict.h"

namespace vouch::checks {

// Could-not-check turns into a person's work this long after the deadline or the last conclusive
// look.
inline constexpr Millis kUncheckableAfter = std::chrono::hours(48);

// `observations`: of this stage, any order. `gaps` extend the could-not-check term (design §8).
StageResult run_stage(const StagePlan& plan, Millis survival,
                      std::vector<const Observation*> observations, const std::vector<Gap>& gaps,
                      Time as_of);

// The moment at which `result` becomes UNCHECKABLE if no conclusive look comes; none: it cannot.
std::optional<Time> uncheckable_at(const StagePlan& plan, const StageResult& result,
                                   const std::vector<Gap>& gaps);

// The end of the survival window of a stage that passed and was missed since, without proof: it is
// PASS again. None: no such question is open.
std::optional<Time> settles_at(Millis survival, const StageResult& result);

}  // namespace vouch::checks
