// Looks at engines as they are taken: from the queue under a lease, from a task that was handed in,
// and the first ones of keywords. On the writer thread.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "checks/page_addresses.h"
#include "core/people.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/looks.h"
#include "store/store.h"

namespace vouch::daemon {

std::string engine_gate(const std::string& engine);  // "engine:baidu"

struct LeasedLook {
  store::Look row;  // with the attempt of our lease
  Claim claim;      // index looks
  checks::PageAddresses addresses;
  Keyword keyword;  // rank looks
};

struct EngineWork {
  std::vector<LeasedLook> looks;
  std::vector<OwnSite> sites;
  std::set<std::string> lanes_due;  // "rank:baidu" with a look due before the day ends
};

// Looks that are not pending any more, and those that an open ticket holds, are left out.
Result<EngineWork> lease_batch(store::WriteContext& context, const Rulebook& rules,
                               const std::vector<QueuedLook>& looks);
// The looks that still wait for this ticket under the lease that asked for them.
Result<EngineWork> work_of_ticket(store::Connection& db, std::int64_t ticket);
// Rank looks of keywords that were entered before their engine was connected.
Result<std::vector<QueuedLook>> missing_rank_looks(store::WriteContext& context,
                                                   const Rulebook& rules);

}  // namespace vouch::daemon
