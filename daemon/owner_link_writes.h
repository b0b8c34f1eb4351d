// Owners' links: made, ended, used, each with its row of the audit. Store writer thread.
#pragma once

#include "core/random.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

Result<web::AddedOwnerLink> write_owner_link(store::WriteContext& context, const web::Actor& actor,
                                             Random& random, const web::AddOwnerLink& request);
// By whoever made it, or an administrator; kNotFound for anybody else.
Status write_owner_link_end(store::WriteContext& context, const web::Actor& actor, OwnerLinkId id);
// Once an hour and link.
Status write_owner_link_use(store::WriteContext& context, OwnerLinkId id);

}  // namespace vouch::daemon
