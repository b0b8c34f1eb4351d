// A keyword's list that shows a claim's URL proves that the engine has it: its open or due index
// look is answered by that, at no query. A list that does not show it says nothing about the index.
// Writer thread.
#pragma once

#include <set>
#include <vector>

#include "daemon/claim_transaction.h"
#include "daemon/rank_writes.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::daemon {

// `seen`: the observation of the rank look, with its evidence. `busy`: looks that are being
// answered themselves. Organic rows whose target is known alone; a list nobody trusts has none.
Result<std::vector<ClaimChange>> learn_indexed(store::WriteContext& context, const Rulebook& rules,
                                               const RankSeen& list, const Observation& seen,
                                               const std::set<LookId>& busy);

}  // namespace vouch::daemon
