// When a site may be visited next: one request at a time, adaptive delay, Crawl-delay, Retry-After,
// back-off, breaker, daily cap (design law 8). Pure state and functions over wall time; the owner
// persists HostState, so that a restart cannot burst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/observation.h"
#include "core/time.h"

namespace vouch::crawler {

struct PolitenessLimits {
  Millis min_delay = std::chrono::seconds(3);
  Millis max_delay = std::chrono::seconds(60);  // also caps Crawl-delay
  int delay_factor = 5;                         // times the last duration
  Millis max_backoff = std::chrono::hours(1);
  int breaker_after = 5;  // consecutive failures
  Millis breaker_for = std::chrono::hours(1);
  Millis max_retry_after = std::chrono::hours(24);
  int daily_cap = 5000;  // requests a site and UTC day
  // A visit that never settles (the daemon died) keeps the site closed for so long.
  Millis visit_lease = std::chrono::minutes(5);
};

struct HostState {
  std::string site_key;       // core/url.h
  Time next_at{};             // no request before this
  std::int64_t delay_ms = 0;  // 0: never visited
  int failures = 0;           // consecutive
  Time breaker_until{};
  std::int64_t day = 0;  // UTC day number of count_today
  int count_today = 0;
};

struct Reservation {
  bool granted = false;
  Time at{};  // granted: now; else the moment to ask again
};
// Granted: the site is closed to everybody else until settle() or the end of the lease.
Reservation reserve(HostState& state, Time now, const PolitenessLimits& limits = {});
// The moment from which reserve() would grant; not later than now: at once.
Time opens_at(const HostState& state, Time now, const PolitenessLimits& limits = {});

struct VisitOutcome {
  int status = 0;  // 0: no answer; without a failure (cancelled by us) nothing is learned
  std::optional<Reason> failure;  // network-level
  Millis duration{};
  std::optional<Millis> retry_after;  // parse_retry_after()
  std::optional<Millis> crawl_delay;  // of the site's robots.txt
};
// A failure for the site: no answer, 429 or 5xx. A refusal of our own (robots, address) is none.
bool is_site_failure(const VisitOutcome& outcome);
void settle(HostState& state, const VisitOutcome& outcome, Time now,
            const PolitenessLimits& limits = {});

// Seconds or an HTTP-date (RFC 9110 10.2.3); a moment in the past is 0; none when unreadable.
std::optional<Millis> parse_retry_after(std::string_view value, Time now);
// IMF-fixdate, RFC 850 and asctime forms (RFC 9110 5.6.7).
std::optional<Time> parse_http_date(std::string_view value);

}  // namespace vouch::crawler
