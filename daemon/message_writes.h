// Dead messages that a person sends again. Writer thread.
#pragma once

#include <string>

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// With the same id and bytes: the receiver may know it. kNotFound; kConflict with a sentence for
// people: it is not dead, or something that it tells is not so any more (a letter that accuses
// somebody of what has been found since is never sent).
Status write_message_retry(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const std::string& message);

}  // namespace vouch::daemon
