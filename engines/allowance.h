// How much a provider may be asked: quota of the day, money of the month, circuit breaker (>= 30 %
// walls in the last 20 calls opens it, one trial after an hour) and back-off. Pure values that the
// caller keeps and stores; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "core/observation.h"
#include "core/time.h"

namespace vouch::engines {

struct Quota {
  int daily = 0;
  Date day;
  int used = 0;

  [[nodiscard]] int left(Date today) const;  // a new day starts at zero used
};
Quota spend(Quota quota, Date today, int queries);

// Money of a calendar month, in millionths of the currency's unit.
struct Budget {
  std::optional<std::int64_t> cap;  // none: no cap
  std::int64_t price = 0;           // of one question
  std::chrono::year_month month{};
  std::int64_t spent = 0;

  [[nodiscard]] int left(Date today) const;  // questions that can still be paid
};
Budget spend(Budget budget, Date today, std::int64_t micros);

enum class BreakerPhase { kClosed, kOpen, kHalfOpen };

struct Breaker {
  std::deque<bool> calls;  // newest last, at most 20; true: captcha, 403 or another wall
  BreakerPhase phase = BreakerPhase::kClosed;
  Time opened_at;
  int episodes = 0;

  bool operator==(const Breaker&) const = default;
};

bool is_wall(Reason reason);  // captcha, 403, 429, blocked: what the breaker counts

// The phase at `now`: an open breaker lets one trial through after an hour, or when the clock was
// put back before the moment at which it opened.
Breaker at_time(Breaker breaker, Time now);
Breaker record_call(Breaker breaker, Reason reason, Time now);
bool allows(const Breaker& breaker);      // of a breaker brought to now by at_time()
Time reopens_at(const Breaker& breaker);  // of an open one: when the trial is let through

// All that limits a provider.
struct Allowance {
  Quota quota;
  Budget budget;
  Breaker breaker;
  std::optional<Time> rests_until;  // it asked for it, or a person must act first
  Time rests_since{};               // a rest that began ahead of a clock since put back is over
};
void rest(Allowance& allowance, Time now, Time until);

struct Rest {
  Reason why = Reason::kQuotaExhausted;
  Time until;
};
// Why not even `queries` may be asked now; none: they may.
std::optional<Rest> must_rest(const Allowance& allowance, int queries, const Zone& zone, Time now);
int left(const Allowance& allowance, Date today);

// 30 min, 2 h, 6 h, 24 h after the n-th failure in a row (1-based), +-20 % by `seed`
// (domain §5.10); a longer Retry-After wins.
Millis back_off(int failures, std::uint64_t seed, std::optional<Millis> retry_after = {});

}  // namespace vouch::engines
