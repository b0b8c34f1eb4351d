// The transactions behind the notice desk; writer thread. Composed from alerts' pure rules.
#pragma once

#include "alerts/rules.h"
#include "daemon/notice_ground.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

inline constexpr int kNoticesAStep = 200;

// How many notices were shown or dropped; 0: nothing was due.
Result<int> show_due(store::WriteContext& context, const Rulebook& rules);
// Who was expected and did not report, for the days whose cut-offs may have passed at
// `context.now`.
Result<int> note_missing_reports(store::WriteContext& context, const Rulebook& rules);
// The one daily message of the acting supervisors; once a date whatever happens. `since`: the
// moment of the message before; what came to its term after it is told.
Result<int> write_daily(store::WriteContext& context, const Rulebook& rules, Time planned,
                        Time since);

Result<int> note_trouble(store::WriteContext& context, const Rulebook& rules,
                         const alerts::ChannelTrouble& trouble);
Result<int> note_trouble(store::WriteContext& context, const alerts::CheckerTrouble& trouble);

}  // namespace vouch::daemon
