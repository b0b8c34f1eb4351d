// How fast a channel may be sent to: a token bucket kept as one moment (generic cell rate
// algorithm), so that it outlives a restart as one stored number. Pure; any thread.
#pragma once

#include <optional>

#include "core/time.h"

namespace vouch::alerts {

struct Rate {
  int burst = 1;   // messages at once from a full bucket
  Millis every{};  // then one more each
};

struct Turn {
  bool granted = false;
  Time full_at;  // granted: to be kept instead of the old one
  Time at;       // not granted: ask again then
};
// `full_at`: when the bucket is full again, as kept from the turn before; none or past: full. A
// moment further away than an empty bucket needs was written by a clock since put back: it counts
// as an empty bucket.
Turn take_turn(const Rate& rate, std::optional<Time> full_at, Time now);

}  // namespace vouch::alerts
