// Importing a data file of the operator's: validated with everything that is already there, stored
// as new versions where its revision is higher, audited. Claims handed in before keep their
// versions. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// kInvalid: a mistake of the file (file:line), or rules that would be incomplete with it.
Result<web::ImportedRecords> write_records(store::WriteContext& context, const web::Actor& actor,
                                           const Rulebook& rules,
                                           const web::ImportRecords& request);

}  // namespace vouch::daemon
