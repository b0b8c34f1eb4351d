// Human decisions: append-only, with their ledger row. A correction is a new row that names the
// old one.
#pragma once

#include <string>
#include <vector>

#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store::decisions {

Result<DecisionId> insert(Connection& db, const Decision& decision);
Result<Decision> find(Connection& db, DecisionId id);  // kNotFound
// By id; those of waivers (store/waivers.h) have none and stand first.
Result<std::vector<Decision>> for_claim(Connection& db, ClaimId claim);
Result<std::vector<Decision>> list(Connection& db, DecisionId after, int limit);
std::string digest(const Decision& decision);

}  // namespace vouch::store::decisions
