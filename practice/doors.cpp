#include "practice/doors.h"

#include <algorithm>

namespace vouch::practice {

void Doors::keep(Time now) {
  for (const Door& door : doors_) door.listener->set_open(!world_.has(door.closed_by, now));
}

std::optional<Time> Doors::next(Time now) const {
  std::optional<Time> best;
  for (const Fault& fault : world_.faults) {
    const bool ours = std::any_of(doors_.begin(), doors_.end(), [&](const Door& door) {
      return door.closed_by == fault.trouble;
    });
    if (!ours) continue;
    for (const Time edge : {fault.from, fault.to}) {
      if (edge > now && (!best || edge < *best)) best = edge;
    }
  }
  return best;
}

}  // namespace vouch::practice
