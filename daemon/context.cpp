#include "daemon/context.h"

namespace vouch::daemon {

void Context::apply(const ClaimChange& change) {
  for (const LookId id : change.erased) {
    queue.erase(id);
    planned_in_flight.erase(id);
  }
  for (const QueuedLook& look : change.put) {
    if (in_flight.contains(look.id)) {
      planned_in_flight.insert_or_assign(look.id, look);
    } else {
      planned_in_flight.erase(look.id);
      queue.put(look);
    }
  }
  notices_changed = true;
  ++counters.changes;
  if (change.submissions > 0) submissions_queued = true;
  if (wake) wake();
}

void Context::requeue_landed() {
  std::erase_if(planned_in_flight, [this](const auto& entry) {
    if (in_flight.contains(entry.first)) return false;
    queue.put(entry.second);  // one that is done meanwhile is left out by its lease
    return true;
  });
}

}  // namespace vouch::daemon
