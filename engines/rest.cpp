#include "engines/rest.h"

namespace vouch::engines {
namespace {

constexpr Millis kUntilAPersonActed = std::chrono::hours(6);  // key, permission, money

}  // namespace

std::optional<Rest> rest_of(const SearchAnswer& answer, const Zone& zone, Time now) {
  if (answer.reason == Reason::kOk || answer.cancelled) return std::nullopt;
  switch (answer.retry) {
    case RetryClass::kNextDay:
      return Rest{Reason::kQuotaExhausted,
                  zone.at(zone.date_of(now) + std::chrono::days(1), Millis(0))};
    case RetryClass::kPayment:
    case RetryClass::kNeverThis:
      return Rest{answer.reason, now + kUntilAPersonActed};
    case RetryClass::kBackOff:
      break;
  }
  if (!answer.retry_after) return std::nullopt;
  return Rest{answer.reason, now + *answer.retry_after};
}

}  // namespace vouch::engines
