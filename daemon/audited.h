// One audit row for one act of a person. Writer thread.
#pragma once

#include <string>
#include <string_view>

#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// `subject`: "user:ann"; `detail`: JSON without secrets.
Status audited(store::WriteContext& context, const web::Actor& actor, std::string_view action,
               std::string subject, std::string detail = "{}");

}  // namespace vouch::daemon
