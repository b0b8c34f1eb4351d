// A way to ask a search engine. What comes back is rows or a reason why there are none to trust;
// what that means for a claim is worked out by look.h, so that every provider is judged alike.
// Called on the main loop, one search at a time for each provider.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.h"
#include "core/exchange.h"
#include "core/observation.h"
#include "core/time.h"

namespace vouch::engines {

// Serp outcomes of design §5. Only the first three say something about the web.
enum class SerpOutcome {
  kRankedList,
  kNoResults,
  kNoExactMatch,
  kBlocked,
  kUntrusted,
  kUnknownLayout
};
std::string_view to_string(SerpOutcome outcome);  // "ranked_list"

// Waits between two requests to one provider; the daemon gives a timer, tests give nothing.
using Pause = std::function<Task<void>()>;

struct SearchQuery {
  std::string text;
  int pages = 1;        // asked one after another until a page is empty or repeats the one before
  Pause between_pages;  // may be empty
};

struct SearchRow {
  int position = 0;  // organic, 1-based, counted over the pages; 0: shown, but its place is unknown
  std::string url;   // as answered
  std::string title;
};

struct SearchAnswer {
  SerpOutcome outcome = SerpOutcome::kUnknownLayout;
  Reason reason = Reason::kProviderError;  // kOk for a valid list, else why it is none
  std::string explanation;                 // the provider's own words, for people; no secrets
  std::vector<SearchRow> rows;             // of the valid pages, even where a later page failed
  int depth = 0;                           // positions 1..depth were really read
  int queries = 0;                         // requests made, for the quota
  std::optional<Millis> retry_after;
  bool cancelled = false;           // given up by us: nothing was observed
  std::vector<Exchange> exchanges;  // one a page; evidence

  [[nodiscard]] bool valid() const {
    return outcome == SerpOutcome::kRankedList || outcome == SerpOutcome::kNoResults ||
           outcome == SerpOutcome::kNoExactMatch;
  }
};

class Provider {
 public:
  virtual ~Provider() = default;
  [[nodiscard]] virtual std::string name() const = 0;    // "searxng:main"
  [[nodiscard]] virtual std::string engine() const = 0;  // "baidu"
  // Never throws for what the network does. Every answer that is not a complete valid list carries
  // the reason why.
  virtual Task<SearchAnswer> search(SearchQuery query) = 0;
};

}  // namespace vouch::engines
