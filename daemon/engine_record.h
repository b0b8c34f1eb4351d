// A batch of looks at one engine as it was answered, and the transaction that writes it down. All
// but the evidence functions run on the writer thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/engine_lease.h"
#include "engines/batch.h"
#include "store/evidence.h"
#include "store/looks.h"
#include "store/store.h"
#include "store/tickets.h"

namespace vouch::daemon {

struct EngineAnswers {
  std::vector<LeasedLook> looks;
  engines::BatchResult batch;
  std::string provider;  // empty: nobody was asked, all looks are put off
  std::string engine;
  std::string place;
  std::string device = "desktop";
  std::int64_t ticket = 0;                                 // closed by this; 0: none
  EvidenceId handed_in;                                    // how the ticket was
  std::vector<std::vector<store::EvidenceItem>> evidence;  // one list a finished look
  std::vector<store::EvidenceItem> canary_evidence;
};

// A task that was taken; its money is spent.
struct TakenTask {
  store::OpenTicket ticket;
  std::vector<store::TicketLook> looks;
  int queries = 0;
  int rank_queries = 0;  // of them
  std::int64_t spent = 0;
  std::vector<store::EvidenceItem> evidence;
};

// Compression and digests cost processor time: any thread but the loop.
void prepare_evidence(EngineAnswers& answers, Random& random);
std::vector<store::EvidenceItem> evidence_of(const std::vector<Exchange>& exchanges,
                                             Random& random);
Result<std::vector<ClaimChange>> record_batch(store::WriteContext& context, const Rulebook& rules,
                                              const EngineAnswers& done);

// The ticket with its id.
Result<store::OpenTicket> record_ticket(store::WriteContext& context, const Rulebook& rules,
                                        TakenTask task);

}  // namespace vouch::daemon
