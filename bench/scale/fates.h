// What became of a claim, by its age: the spread of verdicts in the filled database. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/claim.h"
#include "core/verdict.h"

namespace vouch::bench {

struct Fate {
  WorkVerdict work = WorkVerdict::kPending;
  FailedPhase phase = FailedPhase::kNone;
  Reason reason = Reason::kTimer;
  IndexVerdict index = IndexVerdict::kWatching;
};

// `roll` and `index_roll`: 0 to 999, evenly spread.
Fate fate_of(int age_days, unsigned roll, unsigned index_roll);
[[nodiscard]] bool is_negative(const Fate& fate);

// As decide() would leave it after the claim's looks: live, content and two engines.
Verdict verdict_of(const Claim& claim, const Fate& fate);

}  // namespace vouch::bench
