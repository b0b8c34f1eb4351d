// A company whose staff reported the corpus: claims with title, keyword and link target, handed in
// through the daemon's own door. Setting up, not measured.
#pragma once

#include <vector>

#include "bench/looks/tasks.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"

namespace vouch::bench {

struct Reported {
  std::vector<ClaimId> claims;  // by task
  std::vector<daemon::QueuedLook> looks;
};

Reported report_all(store::Store& store, const daemon::Rules& rules,
                    const std::vector<Task>& tasks);

// A page look of each claim, due now, as if somebody had asked for it.
std::vector<daemon::QueuedLook> ask_again(store::Store& store, const daemon::Rules& rules,
                                          const std::vector<ClaimId>& claims);

}  // namespace vouch::bench
