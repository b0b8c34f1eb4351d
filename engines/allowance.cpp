#include "engines/allowance.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/hash.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kWindow = 20;
constexpr std::ptrdiff_t kWallsToOpen = 6;  // 30 % of the window
constexpr Millis kRest = std::chrono::hours(1);

constexpr std::array<Millis, 4> kBackOff = {std::chrono::minutes(30), std::chrono::hours(2),
                                            std::chrono::hours(6), std::chrono::hours(24)};

std::chrono::year_month month_of(Date day) {
  const std::chrono::year_month_day date(day);
  return date.year() / date.month();
}

Breaker opened(Breaker breaker, Time now) {
  breaker.phase = BreakerPhase::kOpen;
  breaker.opened_at = now;
  ++breaker.episodes;
  return breaker;
}

}  // namespace

int Quota::left(Date today) const {
  return std::max(0, day == today ? daily - used : daily);
}

Quota spend(Quota quota, Date today, int queries) {
  if (quota.day != today) {
    quota.day = today;
    quota.used = 0;
  }
  quota.used += queries;
  return quota;
}

int Budget::left(Date today) const {
  if (!cap || price <= 0) return std::numeric_limits<int>::max();
  const std::int64_t gone = month_of(today) == month ? spent : 0;
  return static_cast<int>(
      std::clamp<std::int64_t>((*cap - gone) / price, 0, std::numeric_limits<int>::max()));
}

Budget spend(Budget budget, Date today, std::int64_t micros) {
  if (budget.month != month_of(today)) {
    budget.month = month_of(today);
    budget.spent = 0;
  }
  budget.spent += micros;
  return budget;
}

int left(const Allowance& allowance, Date today) {
  return std::min(allowance.quota.left(today), allowance.budget.left(today));
}

void rest(Allowance& allowance, Time now, Time until) {
  allowance.rests_since = now;
  allowance.rests_until = until;
}

std::optional<Rest> must_rest(const Allowance& allowance, int queries, const Zone& zone, Time now) {
  const Breaker breaker = at_time(allowance.breaker, now);
  if (!allows(breaker)) return Rest{Reason::kBlocked, reopens_at(breaker)};
  if (allowance.rests_until && *allowance.rests_until > now && allowance.rests_since <= now) {
    return Rest{Reason::kProviderError, *allowance.rests_until};
  }
  const Date today = zone.date_of(now);
  if (allowance.quota.left(today) < queries) {
    return Rest{Reason::kQuotaExhausted, zone.at(today + std::chrono::days(1), Millis(0))};
  }
  if (allowance.budget.left(today) < queries) {
    const Date next((month_of(today) + std::chrono::months(1)) / 1);
    return Rest{Reason::kQuotaExhausted, zone.at(next, Millis(0))};
  }
  return std::nullopt;
}

bool is_wall(Reason reason) {
  switch (reason) {
    case Reason::kCaptcha:
    case Reason::kHttp401:
    case Reason::kHttp403:
    case Reason::kHttp429:
    case Reason::kBlocked:
    case Reason::kRobotInterstitial:
    case Reason::kLoginWall:
    case Reason::kGeoBlock:
      return true;
    case Reason::kOk:
    case Reason::kOkRedirected:
    case Reason::kOkTitleChanged:
    case Reason::kHttp404:
    case Reason::kHttp410:
    case Reason::kSoft404:
    case Reason::kDeletedByAuthor:
    case Reason::kDeletedByPlatform:
    case Reason::kUnderReview:
    case Reason::kParked:
    case Reason::kRedirectedElsewhere:
    case Reason::kKeywordMissing:
    case Reason::kKeywordHidden:
    case Reason::kTitleMismatch:
    case Reason::kBacklinkMissing:
    case Reason::kBacklinkNofollow:
    case Reason::kBacklinkHidden:
    case Reason::kBacklinkJumpPage:
    case Reason::kBacklinkPlainText:
    case Reason::kBacklinkWrongPage:
    case Reason::kNotIndexable:
    case Reason::kSerpNoMatch:
    case Reason::kAppOnly:
    case Reason::kHttp4xx:
    case Reason::kHttp5xx:
    case Reason::kQuotaExhausted:
    case Reason::kTimeout:
    case Reason::kDns:
    case Reason::kTls:
    case Reason::kConnect:
    case Reason::kReset:
    case Reason::kRobotsDisallowed:
    case Reason::kRobotsUnreachable:
    case Reason::kUnknownLayout:
    case Reason::kCanaryFailed:
    case Reason::kProviderError:
    case Reason::kEmptyBody:
    case Reason::kPageUnparseable:
    case Reason::kTooLarge:
    case Reason::kTooManyRedirects:
    case Reason::kAddressNotAllowed:
    case Reason::kUntrusted:
    case Reason::kNotHtml:
    case Reason::kPlatformEngineNa:
    case Reason::kNoUrl:
    case Reason::kAssistedOnly:
    case Reason::kEvidenceKept:
    case Reason::kEvidenceDrawn:
    case Reason::kEngineNotConnected:
    case Reason::kNotSampled:
    case Reason::kTimer:
      return false;
  }
  return false;
}

Breaker at_time(Breaker breaker, Time now) {
  const bool rested = now >= breaker.opened_at + kRest || now < breaker.opened_at;
  if (breaker.phase == BreakerPhase::kOpen && rested) {
    breaker.phase = BreakerPhase::kHalfOpen;
  }
  return breaker;
}

Breaker record_call(Breaker breaker, Reason reason, Time now) {
  breaker = at_time(std::move(breaker), now);
  const bool wall = is_wall(reason);
  if (breaker.phase == BreakerPhase::kHalfOpen) {
    breaker.calls.clear();
    if (wall) return opened(std::move(breaker), now);
    breaker.phase = BreakerPhase::kClosed;
  }
  breaker.calls.push_back(wall);
  if (breaker.calls.size() > kWindow) breaker.calls.pop_front();
  const auto walls = std::count(breaker.calls.begin(), breaker.calls.end(), true);
  if (breaker.phase == BreakerPhase::kClosed && walls >= kWallsToOpen) {
    return opened(std::move(breaker), now);
  }
  return breaker;
}

bool allows(const Breaker& breaker) {
  return breaker.phase != BreakerPhase::kOpen;
}

Time reopens_at(const Breaker& breaker) {
  return breaker.opened_at + kRest;
}

Millis back_off(int failures, std::uint64_t seed, std::optional<Millis> retry_after) {
  const auto step = static_cast<std::size_t>(std::clamp(failures, 1, 4) - 1);
  const double roll = static_cast<double>(mix64(seed) >> 11) * 0x1.0p-53;  // [0, 1)
  const double scaled = static_cast<double>(kBackOff[step].count()) * (0.8 + 0.4 * roll);
  const Millis own(static_cast<std::int64_t>(scaled));
  return std::max(own, retry_after.value_or(Millis(0)));
}

}  // namespace vouch::engines
