// What a rank look adds to its observation in the same transaction: a row of the keyword's history,
// whose rows stand in the list, and a move where there is one. Runs on the writer thread.
#pragma once

#include <string>
#include <vector>

#include "core/url.h"
#include "daemon/rulebook.h"
#include "engines/provider.h"
#include "store/store.h"

namespace vouch::daemon {

struct RankSeen {
  KeywordId keyword;
  std::string engine;
  std::string place;
  std::string device;
  ObservationId observation;
  Time at;
  std::vector<engines::SearchRow> rows;
  int depth = 0;         // places that were really read
  bool trusted = false;  // a valid list of a batch whose canaries passed
};

// The claims whose URL this is, by strict key, else by the loose key of its platform.
Result<std::vector<ClaimId>> claims_at(store::Connection& db, const Rulebook& rules,
                                       const Url& url);

Status record_rank(store::WriteContext& context, const Rulebook& rules, const RankSeen& seen);

}  // namespace vouch::daemon
