// Small acts of the application that are kept: what is checked or asked of a post was read, a list
// was exported.
// Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

Status write_checks_read(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, int version);
// Of the card of his post.
Status write_duty_read(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                       const int& version);
Status write_export(store::WriteContext& context, const web::Actor& actor,
                    const web::NoteExport& note);

}  // namespace vouch::daemon
