#include "alerts/sender.h"

namespace vouch::alerts {

std::string_view to_string(SendOutcome outcome) {
  switch (outcome) {
    case SendOutcome::kSent:
      return "sent";
    case SendOutcome::kRetry:
      return "retry";
    case SendOutcome::kUnknown:
      return "unknown";
    case SendOutcome::kDead:
      return "dead";
    case SendOutcome::kChannelBroken:
      return "channel_broken";
  }
  return "retry";
}

Task<std::optional<SendResult>> Sender::check() {
  co_return std::nullopt;
}

}  // namespace vouch::alerts
