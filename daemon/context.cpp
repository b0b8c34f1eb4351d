#include "daemon/context.h"

namespace vouch::daemon {

void Context::apply(const ClaimChange& change) {
  for (const LookId id : change.erased) queue.erase(id);
  for (const QueuedLook& look : change.put) {
    if (!in_flight.contains(look.id)) queue.put(look);
  }
  notices_changed = true;
  if (wake) wake();
}

}  // namespace vouch::daemon
