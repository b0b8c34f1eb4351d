// What people add to their own reports, and what blocks their work (R09). Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

Status put_report_words(store::WriteContext& context, const Rulebook& rules,
                        const web::Actor& actor, const web::PutReportWords& request);
// Whoever is addressed is told.
Result<BlockerId> add_blocker(store::WriteContext& context, const Rulebook& rules,
                              const web::Actor& actor, const web::AddBlocker& request);
// Its author is told of the answer.
Status close_blocker(store::WriteContext& context, const Rulebook& rules, const web::Actor& actor,
                     const web::CloseBlocker& request);

}  // namespace vouch::daemon
