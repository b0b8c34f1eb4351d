#include "checks/indexability.h"

#include "core/url.h"

namespace vouch::checks {
namespace {

bool flag(const std::map<std::string, bool>& flags, const std::string& engine) {
  const auto found = flags.find(engine);
  return found != flags.end() && found->second;
}

bool canonical_elsewhere(const PageFacts& page) {
  if (page.canonical.empty()) return false;
  const auto canonical = Url::parse(page.canonical);
  const auto own = Url::parse(page.final_url.empty() ? page.url : page.final_url);
  return canonical && own && loose_key(*canonical) != loose_key(*own);
}

Indexability judge(const PageFacts& page, const Engine& engine, bool robots_allowed) {
  if (!robots_allowed) return {engine.key, IndexBar::kBarred, "robots"};
  if (page.status >= 400 && page.status < 500 && page.status != 429) {
    return {engine.key, IndexBar::kBarred, "status:" + std::to_string(page.status)};
  }
  if (flag(page.robots.noindex, engine.key)) {
    return {engine.key, engine.honours_noindex ? IndexBar::kBarred : IndexBar::kWarning, "noindex"};
  }
  if (page.refresh && page.refresh->seconds == 0 && !page.refresh->url.empty()) {
    return {engine.key, IndexBar::kBarred, "refresh:" + page.refresh->url};
  }
  if (canonical_elsewhere(page)) {
    return {engine.key, engine.honours_canonical ? IndexBar::kBarred : IndexBar::kWarning,
            "canonical:" + page.canonical};
  }
  return {engine.key, IndexBar::kNone, {}};
}

}  // namespace

std::vector<Indexability> indexability(const PageFacts& page, const std::vector<Engine>& engines,
                                       const std::vector<bool>& robots_allowed) {
  std::vector<Indexability> out;
  for (std::size_t i = 0; i < engines.size(); ++i) {
    out.push_back(judge(page, engines[i], i >= robots_allowed.size() || robots_allowed[i]));
  }
  return out;
}

}  // namespace vouch::checks
