// What is told of a negative that nobody decided about: to the deputy, then to the owner, each
// after so many working days as the rule said when the negative was told.
#pragma once

#include <string_view>

#include "core/ids.h"
#include "core/observation.h"
#include "core/time.h"

namespace vouch {

enum class EscalationStep { kDeputy, kOwner };
enum class EscalationState { kPending, kTold, kDropped };

using EscalationId = Id<struct EscalationTag>;

struct Escalation {
  EscalationId id;
  ClaimId claim;
  Stage stage;
  int episode = 0;
  EscalationStep step = EscalationStep::kDeputy;
  int workdays = 0;  // after the supervisor could read of it; frozen
  Time due_at;       // judged again then
  EscalationState state = EscalationState::kPending;
};

std::string_view to_string(EscalationStep step);    // "deputy", "owner"
std::string_view to_string(EscalationState state);  // "pending", "told", "dropped"

}  // namespace vouch
