// What the company's looks say about platform records: proposed every night, confirmed by a person,
// then in force for claims that are handed in from that moment on (domain §4.4). Nothing changes by
// itself.
#pragma once

#include "daemon/context.h"
#include "store/platform_proposals.h"
#include "web/commands.h"

namespace vouch::daemon {

// Every night; when to do it again.
Task<Time> propose_platform_changes(Context& context);

// Writer thread. kNotFound; kConflict: decided before; kInvalid: no reason, a way that it does not
// have.
Result<store::PlatformProposal> decide_platform_change(store::WriteContext& context,
                                                       const web::Actor& actor,
                                                       const web::DecidePlatform& request);

}  // namespace vouch::daemon
