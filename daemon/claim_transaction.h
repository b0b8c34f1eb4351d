// The one transaction of design law 4, as functions that run on the writer thread: judge a claim
// from its whole stored history and write verdict, next looks and notices beside what was just
// observed. Nothing is ever decided from a reader's snapshot.
#pragma once

#include <vector>

#include "core/verdict.h"
#include "daemon/look_queue.h"
#include "daemon/rulebook.h"
#include "store/looks.h"
#include "store/store.h"

namespace vouch::daemon {

struct ClaimChange {
  Verdict before;  // work kPending where there was none
  Verdict verdict;
  std::vector<QueuedLook> put;  // for the queue, after the commit
  std::vector<LookId> erased;
  int submissions = 0;  // queued: pages that engines are to be told of
};

// `context.now` is the moment of the judgement.
Result<ClaimChange> judge_claim(store::WriteContext& context, const Rulebook& rules, ClaimId claim);

// A pending look of the page lane becomes due now (answers, disputes, 重新检测); when there is
// none, one is made. None: the claim may not be looked at automatically.
Result<std::optional<QueuedLook>> look_now(store::WriteContext& context, const Rulebook& rules,
                                           const Claim& claim);

// The best priority of the claim's keywords; 3 where none stands in the library.
Result<int> best_priority(store::Connection& db, const Claim& claim);

QueuedLook queued(const store::Look& look);

}  // namespace vouch::daemon
