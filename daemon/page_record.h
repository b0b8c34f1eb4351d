// What one page look leaves behind, and the transaction that writes it: evidence, observations,
// canary, host state, verdict, next look, notices - all or nothing (design law 4).
#pragma once

#include <optional>
#include <vector>

#include "core/random.h"
#include "daemon/claim_transaction.h"
#include "daemon/page_canary.h"
#include "daemon/page_examination.h"
#include "store/hosts.h"

namespace vouch::daemon {

struct PageRecord {
  store::Look look;  // with the attempt of our lease
  Claim claim;
  Exchange exchange;
  Known known = Known::kNew;
  PageFindings findings;
  std::optional<store::PageMemory> memory;  // kept with this look
  bool forget = false;                      // the one from before
  bool proved = false;
  CanaryNote canary;
  std::vector<store::HostState> hosts;
  std::vector<store::EvidenceItem> evidence;
  std::optional<ComparableText> text;  // none also where it is the one of the reading before
};

// Of the requests that proved a negative. Any thread; `random` must be usable from it.
std::vector<store::EvidenceItem> prepare_probes(const std::vector<Exchange>& probes,
                                                Random& random);

// Writer thread. kConflict: the look was finished under another lease; nothing was written.
Result<ClaimChange> record_page(store::WriteContext& context, const Rulebook& rules,
                                const PageRecord& page);

}  // namespace vouch::daemon
