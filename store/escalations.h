// Negatives that wait for a decision, and whom that is told next. Written on the writer thread.
#pragma once

#include <optional>
#include <vector>

#include "core/escalation.h"
#include "store/sql.h"

namespace vouch::store::escalations {

// false: this step of this episode is planned already, nothing was changed.
Result<bool> insert_once(Connection& db, const Escalation& escalation);
Result<std::vector<Escalation>> due(Connection& db, Time now);  // pending, by due time
Status postpone(Connection& db, EscalationId id, Time due_at);
// Only of a pending one; `state` is kTold or kDropped.
Status end(Connection& db, EscalationId id, EscalationState state, Time at);
Result<std::vector<Escalation>> of_claim(Connection& db, ClaimId claim);  // by id

}  // namespace vouch::store::escalations
