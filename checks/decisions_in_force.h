// Which human decisions count at a moment. Internal to checks; pure.
#pragma once

#include <vector>

#include "core/verdict.h"

namespace vouch::checks {

// Two results, never mixed (law 10): what people said about an engine's index settles no work.
bool about_work(const std::optional<Stage>& scope);

// Nobody judges his own work (invariant 20); withdrawing, replacing and answering are his.
bool may_count(const Decision& decision, UserId beneficiary);

// When a decision stopped counting: its own end, or the moment of the row that takes it back.
// Time::max(): it still counts.
Time end_of(const Decision& decision, const std::vector<Decision>& all, Time as_of);

// Decisions in force at `as_of`, oldest first, corrected ones left out.
std::vector<const Decision*> decisions_in_force(const std::vector<Decision>& decisions,
                                                UserId beneficiary, Time as_of);

}  // namespace vouch::checks
