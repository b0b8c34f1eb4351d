// What one page look leaves behind, and the transaction that writes it: evidence, observations,
// canary, host state, verdict, next look, notices - all or nothing (design law 4).
#pragma once

#include <optional>
#include <vector>

#include "checks/page_judgement.h"
#include "core/random.h"
#include "daemon/claim_transaction.h"
#include "daemon/page_canary.h"
#include "store/hosts.h"
#include "store/texts.h"

namespace vouch::daemon {

struct PageRecord {
  store::Look look;  // with the attempt of our lease
  Claim claim;
  Exchange exchange;
  std::vector<Exchange> probes;
  std::optional<PageFacts> facts;
  checks::PageJudgement judgement;
  bool proved = false;
  CanaryNote canary;
  std::vector<store::HostState> hosts;
  std::vector<store::EvidenceItem> evidence;
  std::optional<store::PackedText> text;  // of a page that others can be compared with
};

// Any thread; `random` must be usable from it.
std::vector<store::EvidenceItem> prepare_evidence(const PageRecord& page, Random& random);

// Writer thread. kConflict: the look was finished under another lease; nothing was written.
Result<ClaimChange> record_page(store::WriteContext& context, const Rulebook& rules,
                                const PageRecord& page);

}  // namespace vouch::daemon
