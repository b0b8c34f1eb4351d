// A batch of looks at one engine as values: what was leased, what was answered, and the
// transactions that do both. All but prepare_evidence run on the writer thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/people.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "engines/batch.h"
#include "store/evidence.h"
#include "store/looks.h"
#include "store/store.h"

namespace vouch::daemon {

std::string engine_gate(const std::string& engine);  // "engine:baidu"

struct LeasedLook {
  store::Look row;  // with the attempt of our lease
  Claim claim;      // index looks
  Keyword keyword;  // rank looks
};

struct EngineWork {
  std::vector<LeasedLook> looks;
  std::vector<OwnSite> sites;
};

struct EngineAnswers {
  EngineWork work;
  engines::BatchResult batch;
  std::string provider;
  std::string engine;
  std::vector<std::vector<store::EvidenceItem>> evidence;  // one list a finished look
  std::vector<store::EvidenceItem> canary_evidence;
};

// Looks that are not pending any more are left out.
Result<EngineWork> lease_batch(store::WriteContext& context, const std::vector<QueuedLook>& looks);
// Compression and digests cost processor time: any thread but the loop.
void prepare_evidence(EngineAnswers& answers, Random& random);
Result<std::vector<ClaimChange>> record_batch(store::WriteContext& context, const Rulebook& rules,
                                              const EngineAnswers& done);

// Queries that the provider was asked on `today`, of earlier runs too.
Result<int> used_today(store::Connection& db, const std::string& provider, Date today);
// Rank looks of keywords that were entered before their engine was connected.
Result<std::vector<QueuedLook>> missing_rank_looks(store::WriteContext& context,
                                                   const Rulebook& rules);

}  // namespace vouch::daemon
