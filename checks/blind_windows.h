// When a source of search answers proves to have been blind: what it did not show for a while was
// there before and is there again, on several pages of several sites. Its negatives of that while
// are withdrawn. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/observation.h"
#include "core/time.h"

namespace vouch::checks {

struct BlindWindow {
  std::string provider;  // "searxng:main"
  std::string engine;
  Time from;  // both included
  Time to;
  Time known_at;  // since when its negatives do not count
};

// Negatives of machine looks inside a window that was known at `as_of` prove nothing any more; the
// observations themselves are never changed.
void withdraw(std::vector<Observation>& observations, std::span<const BlindWindow> windows,
              Time as_of);

struct IndexSeen {  // a conclusive look at one page on one engine
  ClaimId claim;
  std::string site;
  std::string engine;
  std::string provider;
  bool found = false;
  Time at;
};

inline constexpr Millis kSameBlindness = std::chrono::hours(48);
inline constexpr Millis kCameBackWithin = std::chrono::hours(96);
inline constexpr std::size_t kPagesThatCameBack = 3;
inline constexpr std::size_t kSitesThatCameBack = 2;

// `seen` by claim, engine, time. A page came back that was shown, then not shown, and shown again
// within kCameBackWithin of the first look that missed it. Windows hold at least
// kPagesThatCameBack such pages of kSitesThatCameBack sites, missed by one provider within
// kSameBlindness: one page that flickers, or one site that was down, proves nothing.
std::vector<BlindWindow> blind_windows(std::span<const IndexSeen> seen);

}  // namespace vouch::checks
