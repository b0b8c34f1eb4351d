// Rank numbers of a team: visibility index, share of voice, first-page share, median and average
// (domain §3.6). "Not ranked" and "not measured" are never mixed: what was not measured counts in
// the coverage alone. Pure; any thread.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/rank.h"

namespace vouch::planning {

// Share of searches that click on the organic place, from the first on; 0 beyond the last.
struct ClickCurve {
  std::string name;
  std::vector<double> share;  // 0.398 for 39.8 %

  [[nodiscard]] double at(int position) const;  // 1-based
};

struct KeywordRank {
  double weight = 0;  // search volume, or the weight of its priority
  RankState state = RankState::kUnmeasured;
  int position = 0;  // kRanked: organic, 1-based
  int depth = 0;     // kNotInTop: places that were really read
};

struct Visibility {
  std::size_t keywords = 0;
  std::size_t measured = 0;
  // Each of these is none where nothing was measured (median_ranked: where nothing ranks).
  std::optional<double> coverage;          // measured / keywords
  std::optional<double> index;             // sum(w ctr(p)) / sum(w ctr(1))
  std::optional<double> first_page_share;  // p <= 10
  std::optional<double> median_ranked;
  std::optional<double> average;  // not in the top: depth + 1
  double estimated_visits = 0;    // sum(w ctr(p))
};
Visibility visibility(std::span<const KeywordRank> keywords, const ClickCurve& curve);

struct DomainRank {
  std::string domain;
  double weight = 0;  // of the keyword
  int position = 0;   // the domain's best on one measured page
};
// Share of every domain in the clicks of all domains; empty where nobody has any.
std::map<std::string, double> share_of_voice(std::span<const DomainRank> ranks,
                                             const ClickCurve& curve);

}  // namespace vouch::planning
