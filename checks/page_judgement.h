// From one page exchange to outcomes of `live` and `content` (domain §5.3, §5.4). Pure; any thread.
// The rule of the house: what could not be seen is INCONCLUSIVE; only what was seen to be missing
// on a page that was read whole is NOT_FOUND, and it still needs the page canary to count.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/content_match.h"
#include "core/claim.h"
#include "core/exchange.h"
#include "core/policy.h"

namespace vouch::checks {

struct ContentNeeds {
  bool title = false;
  bool keyword = false;
  bool link = false;
  bool link_must_follow = false;
  bool mention_suffices = false;  // brand name or own host in visible text passes the link
  std::vector<OwnSite> sites;

  [[nodiscard]] bool any() const { return title || keyword || link; }
};

struct StageFinding {
  Outcome outcome = Outcome::kInconclusive;
  Reason reason = Reason::kProviderError;
};

struct PageJudgement {
  StageFinding live;
  std::optional<StageFinding> content;  // none: not touched (page not seen, or nothing asked)
  bool needs_sibling_probe =
      false;  // "gone" by words or redirect: the host's unknown page must look the same
  bool recognised = false;  // something that the claim names stands on the page
  std::vector<KeywordFinding> keywords;
  std::optional<LinkFinding> link;
  bool mentioned = false;  // own host or brand name stands in visible text
  bool title_agrees = true;
  std::string evidence_words;  // the words or status that decided
};

// `facts`: none when no document was read (network failure, status without page).
PageJudgement judge_page(const Claim& claim, const ContentNeeds& needs, const Platform& platform,
                         const Exchange& exchange, const PageFacts* facts);

// JSON object for Observation::detail.
std::string detail_json(const PageJudgement& judgement, const PageFacts* facts);

}  // namespace vouch::checks
