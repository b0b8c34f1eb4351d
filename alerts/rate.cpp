#include "alerts/rate.h"

#include <algorithm>

namespace vouch::alerts {

Turn take_turn(const Rate& rate, std::optional<Time> full_at, Time now) {
  const Millis whole = rate.every * rate.burst;
  const Time known = std::min(full_at.value_or(now), now + whole);
  const Time next = std::max(known, now) + rate.every;
  Turn turn;
  turn.granted = next - now <= whole;
  turn.full_at = turn.granted ? next : known;
  turn.at = turn.granted ? now : next - whole;
  return turn;
}

}  // namespace vouch::alerts
