// Letters that a person puts off and takes up again, each with its audit row. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// kInvalid with a sentence for people: a kind whose letters may not be put off by this person, a
// term that is too long or none, no reason. A supervisor puts off his own letters, an administrator
// those of the operators.
Result<SilenceId> write_silence(store::WriteContext& context, const web::Actor& actor,
                                const web::AddSilence& request);

// What is still so is told within the group's own times. kConflict: it has ended; kDenied: it is
// another supervisor's.
Status write_silence_end(store::WriteContext& context, const web::Actor& actor, SilenceId id);

}  // namespace vouch::daemon
