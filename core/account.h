// How people sign in: sessions, invitations, and what slows down guessing. Plain values and pure
// rules. Times are of the real clock, also in the practice world.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using SessionId = Id<struct SessionTag>;

struct Session {
  SessionId id;
  UserId user;
  Time created_at;
  Time last_seen_at;
  Time expires_at;  // whatever happens
  std::string address;
  std::string agent;  // the browser's own word, shortened
};

// ASVS 7.3.1, 7.3.2: a session ends when nobody used it for so long, and after so long anyway.
struct SessionRules {
  Millis idle = std::chrono::hours(12);
  Millis life = std::chrono::hours(24 * 7);
  int most = 10;  // of one person; the oldest gives way
};

constexpr bool is_alive(const Session& session, const SessionRules& rules, Time now) {
  return now < session.expires_at && now < session.last_seen_at + rules.idle;
}

// ASVS 6.1.1: after `free` failures each next one costs twice as long, never for ever. Failures are
// counted of an account by strangers, of an address, and of a device that its owner used before:
// whoever guesses from elsewhere does not slow down the owner's own device.
struct ThrottleRules {
  int free = 5;
  Millis most = std::chrono::minutes(15);
  Millis forgotten = std::chrono::minutes(15);  // after so long without a failure
};

struct Throttle {
  int failures = 0;
  Time since;    // of the newest failure
  Time next_at;  // earlier attempts are not even looked at
};

constexpr Throttle after_failure(Throttle before, const ThrottleRules& rules, Time now) {
  if (now >= std::max(before.next_at, before.since) + rules.forgotten) before.failures = 0;
  Throttle after{before.failures + 1, now, now};
  if (after.failures > rules.free) {
    const int doublings = std::min(after.failures - rules.free - 1, 20);
    after.next_at = now + std::min(rules.most, Millis(1000) * (1 << doublings));
  }
  return after;
}

// The waiting never outlasts the rules, even where a clock was put back.
constexpr Millis to_wait(const Throttle& throttle, const ThrottleRules& rules, Time now) {
  const Millis left = throttle.next_at - now;
  return left > rules.most ? Millis(0) : std::max(left, Millis(0));
}

}  // namespace vouch
