// The weekly digest: gathered once for the whole company, frozen, and told to the leaders of the
// teams and to each person. Writer thread: what it reads is one state of the database.
#pragma once

#include "daemon/notice_ground.h"
#include "daemon/rulebook.h"
#include "planning/weekly.h"
#include "store/store.h"

namespace vouch::daemon {

// The week of `planned`. `since`: the digest before; what came to its term after it is told.
Result<planning::Weekly> gather_weekly(store::WriteContext& context, const Rulebook& rules,
                                       const People& people, Time planned, Time since);
// How many letters; once a week whatever happens.
Result<int> write_weekly(store::WriteContext& context, const Rulebook& rules, Time planned,
                         Time since);

}  // namespace vouch::daemon
