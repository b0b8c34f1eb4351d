// May this page be indexed, per engine (crawling-standards §1.2-1.4)? Not a verdict about a person:
// an explanation that stands beside 收录. Pure.
#pragma once

#include <string>
#include <vector>

#include "core/page_facts.h"
#include "core/policy.h"

namespace vouch::checks {

enum class IndexBar { kNone, kWarning, kBarred };

struct Indexability {
  std::string engine;
  IndexBar bar = IndexBar::kNone;
  std::string why;  // "noindex", "canonical:<url>", "robots", "status:404", "refresh:<url>"
};

// `robots_allowed`: per engine agent, in the order of `engines`; true where unknown.
std::vector<Indexability> indexability(const PageFacts& page, const std::vector<Engine>& engines,
                                       const std::vector<bool>& robots_allowed);

}  // namespace vouch::checks
