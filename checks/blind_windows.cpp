#include "checks/blind_windows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace vouch::checks {
namespace {

struct Missed {
  ClaimId claim;
  std::string site;
  Time at;
};
using ByProvider = std::map<std::pair<std::string, std::string>, std::vector<Missed>>;

bool same_page(const IndexSeen& left, const IndexSeen& right) {
  return left.claim == right.claim && left.engine == right.engine;
}

// The looks that missed a page which was there before and after.
void take_missed(std::span<const IndexSeen> page, ByProvider& out) {
  bool shown = false;
  std::vector<const IndexSeen*> missing;
  for (const IndexSeen& look : page) {
    if (!look.found) {
      if (shown) missing.push_back(&look);
      continue;
    }
    const bool back = !missing.empty() && look.at <= missing.front()->at + kCameBackWithin;
    if (back) {
      for (const IndexSeen* miss : missing) {
        out[{miss->provider, miss->engine}].push_back({miss->claim, miss->site, miss->at});
      }
    }
    missing.clear();
    shown = true;
  }
}

bool proves(std::span<const Missed> missed) {
  std::set<ClaimId> pages;
  std::set<std::string> sites;
  for (const Missed& one : missed) {
    pages.insert(one.claim);
    sites.insert(one.site);
  }
  return pages.size() >= kPagesThatCameBack && sites.size() >= kSitesThatCameBack;
}

}  // namespace

void withdraw(std::vector<Observation>& observations, std::span<const BlindWindow> windows,
              Time as_of) {
  for (Observation& seen : observations) {
    if (!seen.negative_proved || seen.route != Route::kMachine) continue;
    seen.negative_proved =
        std::none_of(windows.begin(), windows.end(), [&](const BlindWindow& window) {
          return window.known_at <= as_of && window.provider == seen.provider &&
                 seen.stage == Stage{StageKind::kIndex, window.engine} &&
                 window.from <= seen.observed_at && seen.observed_at <= window.to;
        });
  }
}

std::vector<BlindWindow> blind_windows(std::span<const IndexSeen> seen) {
  ByProvider by_provider;
  for (std::size_t from = 0; from < seen.size();) {
    std::size_t end = from + 1;
    while (end < seen.size() && same_page(seen[from], seen[end])) ++end;
    take_missed(seen.subspan(from, end - from), by_provider);
    from = end;
  }
  std::vector<BlindWindow> out;
  for (auto& [who, missed] : by_provider) {
    std::sort(missed.begin(), missed.end(), [](const Missed& left, const Missed& right) {
      return std::tie(left.at, left.claim) < std::tie(right.at, right.claim);
    });
    for (std::size_t from = 0; from < missed.size();) {
      std::size_t end = from;
      while (end < missed.size() && missed[end].at <= missed[from].at + kSameBlindness) ++end;
      const std::span<const Missed> together(missed.data() + from, end - from);
      if (!proves(together)) {
        ++from;
        continue;
      }
      out.push_back({who.first, who.second, together.front().at, together.back().at, {}});
      from = end;
    }
  }
  return out;
}

}  // namespace vouch::checks
