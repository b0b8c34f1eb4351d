// What a provider answers: rows, a statement about one URL, or averages over days, or the reason
// why there is nothing to trust. What an answer means for a claim is worked out by look.h, so that
// every provider is judged alike. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/provider_traits.h"
#include "core/exchange.h"
#include "core/ids.h"
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

struct SearchRow {
  int position = 0;  // organic, 1-based, counted over the pages; 0: shown, but its place is unknown
  std::string url;   // as answered
  std::string title;
  std::string snippet;       // empty: not given
  std::string shown_url;     // as people see it, perhaps cut; empty: not given
  bool target_known = true;  // false: `url` leads through the engine and hides the page itself
};

// kCrawledOnly: the engine has fetched the page; that is not the index.
enum class IndexState { kIndexed, kNotIndexed, kCrawledOnly, kUnknown };
std::string_view to_string(IndexState state);  // "indexed" "not_indexed" "crawled_only" "unknown"

// A fact about one URL that a provider states in so many words.
struct Statement {
  IndexState state = IndexState::kUnknown;
  std::string url;        // that it is about, as asked
  std::string canonical;  // that the engine chose; empty: not said
  std::optional<Time> crawled_at;
  std::string words;  // the provider's own
};

// Weighted over impressions and days. A type of its own, so that it never becomes a SearchRow.
struct AveragePosition {
  std::string query;
  std::string page;  // empty: of the site
  std::optional<Date> from;
  std::optional<Date> to;
  double position = 0;  // 1-based
  std::int64_t impressions = 0;
  std::int64_t clicks = 0;
};

enum class AnswerKind { kList, kStatement, kAverages };

// When a question that was refused may be asked again.
enum class RetryClass {
  kBackOff,   // after the usual pause, or retry_after
  kNextDay,   // the provider's quota of the day is used up
  kPayment,   // the account has run dry: a person must act
  kNeverThis  // key, permission or question are wrong: a person must act
};

struct SearchAnswer {
  AnswerKind kind = AnswerKind::kList;
  SerpOutcome outcome = SerpOutcome::kUnknownLayout;  // of lists
  Reason reason = Reason::kProviderError;             // kOk for a complete answer, else why not
  std::string explanation;            // the provider's own words, for people; no secrets
  std::vector<SearchRow> rows;        // of the valid pages, even where a later page failed
  int depth = 0;                      // positions 1..depth were really read
  std::optional<std::int64_t> total;  // results that the engine says it has; none: it does not say
  bool more = false;                  // behind the last row the engine offers another page
  bool absence_counts = true;  // false: what is not listed may be known to the engine all the same
  std::optional<Statement> statement;     // kStatement
  std::vector<AveragePosition> averages;  // kAverages; none: nothing was shown to anybody
  std::string probe_place;                // from where the provider asked, where it says so
  int queries = 0;                        // requests made, for the quota
  config::Micros spent = 0;               // in the currency of the provider's record
  RetryClass retry = RetryClass::kBackOff;
  std::optional<Millis> retry_after;
  bool cancelled = false;           // given up by us: nothing was observed
  std::vector<Exchange> exchanges;  // one a page; evidence, free of secrets
  int witnesses = 0;                // people who saw it in their own browsers; 0: a program asked
  std::vector<EvidenceId> kept;     // evidence that was stored when it was handed in

  // A complete answer of its kind.
  [[nodiscard]] bool valid() const {
    if (reason != Reason::kOk) return false;
    if (kind == AnswerKind::kStatement) return statement.has_value();
    return kind == AnswerKind::kAverages || outcome == SerpOutcome::kRankedList ||
           outcome == SerpOutcome::kNoResults || outcome == SerpOutcome::kNoExactMatch;
  }
};

SearchAnswer refused(SerpOutcome outcome, Reason reason, std::string_view explanation);

}  // namespace vouch::engines
