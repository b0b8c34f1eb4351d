// Numbers of a day by form, checked and kept with every earlier version (R03). Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

// The fields that do not add up; where there is one, nothing was written.
Result<web::PlanProblems> put_numbers(store::WriteContext& context, const Rulebook& rules,
                                      const web::Actor& actor, const web::PutNumbers& request);

}  // namespace vouch::daemon
