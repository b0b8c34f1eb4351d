#include "crawler/net/politeness.h"

#include <algorithm>

#include "core/hash.h"

namespace vouch::crawler {
namespace {

std::int64_t day_of(Time time) {
  return std::chrono::floor<std::chrono::days>(time.time_since_epoch()).count();
}

Millis polite_delay(const VisitOutcome& outcome, const PolitenessLimits& limits) {
  Millis delay =
      std::clamp(outcome.duration * limits.delay_factor, limits.min_delay, limits.max_delay);
  if (outcome.crawl_delay) {
    delay = std::max(delay, std::min(*outcome.crawl_delay, limits.max_delay));
  }
  return delay;
}

// Doubles with every failure; up to half of it more, so that sites that fell together are not
// asked together. Drawn from the state itself: the same history gives the same moment.
Millis back_off(const HostState& state, Millis delay, const PolitenessLimits& limits) {
  Millis doubled = delay;
  for (int i = 0; i < state.failures && doubled < limits.max_backoff; ++i) doubled *= 2;
  const auto seed = hash64(state.site_key, static_cast<std::uint64_t>(state.failures));
  const auto share = static_cast<std::int64_t>(mix64(seed) % 500);
  return std::min(doubled + doubled * share / 1000, limits.max_backoff);
}

}  // namespace

Time opens_at(const HostState& state, Time now, const PolitenessLimits& limits) {
  Time at = std::max(state.next_at, state.breaker_until);
  const Time moment = std::max(at, now);
  if (state.day == day_of(moment) && state.count_today >= limits.daily_cap) {
    at = std::max(at, Time(std::chrono::days(state.day + 1)));
  }
  return at;
}

Reservation reserve(HostState& state, Time now, const PolitenessLimits& limits) {
  const Time at = opens_at(state, now, limits);
  if (at > now) return Reservation{false, at};
  if (state.day != day_of(now)) {
    state.day = day_of(now);
    state.count_today = 0;
  }
  ++state.count_today;
  state.next_at = now + std::max(limits.visit_lease, Millis(state.delay_ms));
  return Reservation{true, now};
}

bool is_site_failure(const VisitOutcome& outcome) {
  constexpr Reason kNoAnswer[] = {Reason::kTimeout, Reason::kDns, Reason::kTls, Reason::kConnect,
                                  Reason::kReset};
  const bool silent = outcome.failure && std::find(std::begin(kNoAnswer), std::end(kNoAnswer),
                                                   *outcome.failure) != std::end(kNoAnswer);
  return silent || outcome.status == 429 || outcome.status >= 500;
}

void settle(HostState& state, const VisitOutcome& outcome, Time now,
            const PolitenessLimits& limits) {
  const Millis delay = polite_delay(outcome, limits);
  state.delay_ms = delay.count();
  Millis wait = delay;
  if (is_site_failure(outcome)) {
    ++state.failures;
    wait = std::max(wait, back_off(state, delay, limits));
    if (state.failures >= limits.breaker_after) state.breaker_until = now + limits.breaker_for;
  } else if (outcome.status != 0) {
    state.failures = 0;
    state.breaker_until = Time{};
  }
  if (outcome.retry_after) {
    wait = std::max(wait, std::min(*outcome.retry_after, limits.max_retry_after));
  }
  state.next_at = now + wait;
}

}  // namespace vouch::crawler
