#include "planning/visibility.h"

#include <algorithm>

namespace vouch::planning {
namespace {

double median(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2.0;
}

}  // namespace

double ClickCurve::at(int position) const {
  if (position < 1 || static_cast<std::size_t>(position) > share.size()) return 0;
  return share[static_cast<std::size_t>(position) - 1];
}

Visibility visibility(std::span<const KeywordRank> keywords, const ClickCurve& curve) {
  Visibility out;
  out.keywords = keywords.size();
  double best_possible = 0;
  double places = 0;
  std::size_t on_first_page = 0;
  std::vector<int> ranked;
  for (const KeywordRank& keyword : keywords) {
    if (keyword.state == RankState::kUnmeasured) continue;
    ++out.measured;
    best_possible += keyword.weight * curve.at(1);
    if (keyword.state == RankState::kNotInTop) {
      places += keyword.depth + 1;
      continue;
    }
    out.estimated_visits += keyword.weight * curve.at(keyword.position);
    places += keyword.position;
    if (keyword.position <= kFirstPage) ++on_first_page;
    ranked.push_back(keyword.position);
  }
  if (out.keywords > 0)
    out.coverage = static_cast<double>(out.measured) / static_cast<double>(out.keywords);
  if (out.measured == 0) return out;
  const auto measured = static_cast<double>(out.measured);
  if (best_possible > 0) out.index = out.estimated_visits / best_possible;
  out.first_page_share = static_cast<double>(on_first_page) / measured;
  out.average = places / measured;
  if (!ranked.empty()) out.median_ranked = median(std::move(ranked));
  return out;
}

std::map<std::string, double> share_of_voice(std::span<const DomainRank> ranks,
                                             const ClickCurve& curve) {
  std::map<std::string, double> shares;
  double all = 0;
  for (const DomainRank& rank : ranks) {
    const double clicks = rank.weight * curve.at(rank.position);
    shares[rank.domain] += clicks;
    all += clicks;
  }
  if (all <= 0) return {};
  for (auto& [domain, share] : shares) share /= all;
  return shares;
}

}  // namespace vouch::planning
