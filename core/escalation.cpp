#include "core/escalation.h"

namespace vouch {

std::string_view to_string(EscalationStep step) {
  return step == EscalationStep::kDeputy ? "deputy" : "owner";
}

std::string_view to_string(EscalationState state) {
  switch (state) {
    case EscalationState::kPending:
      return "pending";
    case EscalationState::kTold:
      return "told";
    case EscalationState::kDropped:
      return "dropped";
  }
  return {};
}

}  // namespace vouch
