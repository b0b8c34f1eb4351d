#include "core/target.h"

#include <algorithm>

namespace vouch {
namespace {

template <class Enum, class Words>
std::optional<Enum> place_in(const Words& words, std::string_view text) {
  const auto found = std::ranges::find(words, text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace

std::optional<TargetMetric> parse_target_metric(std::string_view text) {
  return place_in<TargetMetric>(kTargetMetrics, text);
}

std::optional<TargetScope> parse_target_scope(std::string_view text) {
  return place_in<TargetScope>(kTargetScopes, text);
}

}  // namespace vouch
