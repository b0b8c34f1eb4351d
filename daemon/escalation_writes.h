// Negatives that nobody decided about are told to the deputy and to the owners, once each, with the
// daily message. Writer thread.
#pragma once

#include "alerts/escalation.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

alerts::EscalationPolicy escalation_policy(const Rulebook& rules);
// Beside the notice, when it is written: what the rules say then holds.
Status plan_escalations(store::WriteContext& context, const Rulebook& rules, const Notice& notice);
// One letter to each reader, however many wait. How many letters.
Result<int> write_escalations(store::WriteContext& context, const Rulebook& rules, Time planned);

}  // namespace vouch::daemon
