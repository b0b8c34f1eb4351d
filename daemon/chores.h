// Work by the clock: the heartbeat behind gap rows, health, nightly backup, retention. Main loop
// only.
#pragma once

#include "daemon/agenda.h"
#include "daemon/context.h"
#include "daemon/health.h"

namespace vouch::daemon {

inline constexpr std::string_view kLastSeen = "last_seen";

// Start; blocks on the store. `passed`: Pace::passed.
Status add_chores(Agenda& agenda, Context& context, DaemonHealth& health,
                  std::function<Millis()> passed);

}  // namespace vouch::daemon
