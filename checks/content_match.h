// Keyword and link truth on one page: what was found, where, and why not. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/observation.h"
#include "core/page_facts.h"
#include "core/people.h"

namespace vouch::checks {

enum class Place { kTitle, kHeading, kBody, kHidden, kNowhere };
std::string_view to_string(Place place);

struct KeywordFinding {
  std::string keyword;
  Place place = Place::kNowhere;
  std::string sentence;  // the words around it, as a reader sees them
  int count = 0;         // in visible text
};

enum class LinkKind { kDirect, kNofollow, kHidden, kWrongPage, kJumpPage, kPlainText, kMissing };
std::string_view to_string(LinkKind kind);

struct LinkFinding {
  LinkKind kind = LinkKind::kMissing;
  std::string url;  // the link's target
  std::string anchor;
  std::string rel;
  std::string hidden_by;
};

struct LinkExpectation {
  std::string target;  // URL or host from the report; empty: any own site
  std::vector<OwnSite> sites;
  bool page_nofollow = false;  // robots meta of the page
};

// A host of the sites, or the name of one (a brand, not 官网), in text that a reader sees.
bool mentions_site(const PageFacts& page, const std::vector<OwnSite>& sites);

KeywordFinding find_keyword(const PageFacts& page, const std::string& keyword);
// The best link on the page: a visible direct one outranks every other.
LinkFinding find_link(const PageFacts& page, const LinkExpectation& expected);
// Titles agree when one contains the other or they share most of their two-character pieces.
bool titles_agree(const std::string& reported, const PageFacts& page);

bool is_own_host(std::string_view host, const std::vector<OwnSite>& sites);

}  // namespace vouch::checks
