// At most 50 looks of one provider between two canaries (domain §5.10): a page known to be indexed,
// asked first, and a page that cannot exist, asked last. Either one wrong and no look of the batch
// says anything; either one further than kCanaryAge from a look and that look proves no absence.
// One coroutine a batch on the main loop.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "core/async.h"
#include "core/clock.h"
#include "core/random.h"
#include "engines/allowance.h"
#include "engines/look.h"
#include "engines/provider.h"

namespace vouch::engines {

inline constexpr std::size_t kBatchLooks = 50;
inline constexpr Millis kCanaryAge = std::chrono::minutes(30);

struct BatchRequest {
  std::vector<IndexTarget> index;
  std::vector<RankTarget> rank;
  std::string canary_url;    // empty: positives count, negatives do not
  std::string canary_query;  // empty: made from canary_url
  // The source lists pages for keywords and knows nothing of single pages: the control is the page
  // in the list for canary_query, and no page that cannot exist is asked for.
  bool lists_only = false;
  int rank_pages = 1;
  int page_size = 10;
  std::string place;  // as the provider calls it
  Device device = Device::kDesktop;
  // The second question about a page that its address does not find, with {title} and {host};
  // empty: none is asked.
  std::string title_form;

  [[nodiscard]] bool framed() const {
    return !canary_url.empty() && !(lists_only && canary_query.empty());
  }
};

// What a rank look saw, where it saw something: nothing of a list that proves nothing.
struct ListSeen {
  std::vector<SearchRow> rows;
  int depth = 0;  // places that were really read
  bool trusted = false;
};

struct Finished {
  LookId look;
  Observation observation;          // id and evidence unset
  std::vector<Exchange> exchanges;  // of this search; equal pages asked once share them
  std::int64_t spent = 0;           // on this search, in millionths of the currency's unit
  ListSeen list;                    // rank looks
};

struct BatchResult {
  std::vector<Finished> finished;
  std::vector<LookId> postponed;  // not asked: quota used up or breaker open; nothing was observed
  Reason postponed_why = Reason::kQuotaExhausted;
  std::optional<Time> retry_at;  // when the provider may be asked again, where it must rest
  CanaryResult canary;
  std::vector<Exchange> canary_exchanges;  // evidence behind every observation of the batch
  int queries = 0;
  int rank_queries = 0;  // of them; the rest is about the index
  std::int64_t spent = 0;
};

struct BatchWorld {
  Provider& provider;
  const WallClock& wall;
  Random& random;
  const Zone& zone;
  Pause pause;  // may be empty
};

// `allowance` outlives the batch and is counted in answer by answer, beside whoever else asks;
// limits that change meanwhile hold from the next question on.
Task<BatchResult> run_batch(BatchRequest request, Allowance& allowance, BatchWorld world);

}  // namespace vouch::engines
