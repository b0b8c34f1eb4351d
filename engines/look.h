// What an answer means: for one URL (is it indexed?) and for one keyword (at which place does the
// best of our URLs stand?). Pure; any thread. Could not check is never a failure: only a valid list
// of a batch whose canaries passed can say "not there".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/observation.h"
#include "core/url.h"
#include "engines/provider.h"

namespace vouch::engines {

struct IndexTarget {
  ClaimId claim;
  LookId look;
  int look_no = 0;
  std::string url;
  std::vector<std::string> other_urls;     // the page's further addresses (checks/page_addresses.h)
  std::vector<std::string> doubtful_urls;  // what it calls itself and is not believed
  bool unread_name = false;                // it calls itself something that was not kept whole
  std::string title;                       // as reported; empty: unknown
  LooseKeyRules rules;                     // of the claim's platform
};

struct RankTarget {
  KeywordId keyword;
  LookId look;
  int look_no = 0;
  std::string text;  // the keyword
  // Claims' URLs and own pages; the best place counts. One that ends at its host ("https://a.cn/")
  // stands for every page of the host and its sub-domains.
  std::vector<std::string> urls;
};

// How the batch's control queries went.
enum class CanaryState {
  kPassed,
  kMissing,        // the known page is not in the answer: canary_failed
  kFalsePositive,  // a page that cannot exist was "found": untrusted
  kUnanswered,     // no valid answer: its own reason
  kNotConfigured,  // nothing to compare with: positives count, negatives do not
  kStale,          // asked too long before or after the look: the same
};
std::string_view to_string(CanaryState state);

struct CanaryResult {
  CanaryState state = CanaryState::kNotConfigured;
  Reason reason = Reason::kCanaryFailed;  // when not passed
  std::string positive_url;
  std::string negative_url;
  std::string text;  // sentence for people
};

struct Asked {  // common to every observation of one search
  std::string provider;
  std::string engine;
  std::string query;
  Time at;
};

// What an answer says about a URL. kUncertain: nothing that could be held against it: the answer is
// not complete, a row hides its target and may be the page, the source does not list all it knows,
// it speaks of another canonical, or of crawling alone, or it shows what the page doubtfully calls
// itself.
enum class Presence { kShown, kAbsent, kUncertain };
Presence presence_of(const SearchAnswer& answer, const IndexTarget& target);
Presence presence_of(const SearchAnswer& answer, std::string_view url, const LooseKeyRules& rules);

Observation index_observation(const IndexTarget& target, const SearchAnswer& answer,
                              const CanaryResult& canary, const Asked& asked);
Observation rank_observation(const RankTarget& target, const SearchAnswer& answer,
                             const CanaryResult& canary, const Asked& asked);

}  // namespace vouch::engines
