#include "planning/keyword_value.h"

#include <algorithm>
#include <cmath>

namespace vouch::planning {
namespace {

constexpr double kAlmostThere = 1.0;
constexpr double kOnPageOne = 0.6;
constexpr double kNotRanked = 0.4;
constexpr double kWon = 0.1;
constexpr int kWonPlaces = 3;
constexpr int kPageOnePlaces = 10;
constexpr int kNearPlaces = 30;
constexpr double kOfAnAdvert = 0.25;
constexpr double kHigh = 200.0 / 3;
constexpr double kMiddle = 100.0 / 3;

double part(double value) {
  return std::clamp(value, 0.0, 1.0);
}

}  // namespace

double rank_gap(std::optional<int> position) {
  if (!position || *position > kNearPlaces) return kNotRanked;
  if (*position <= kWonPlaces) return kWon;
  return *position <= kPageOnePlaces ? kOnPageOne : kAlmostThere;
}

double page_difficulty(int strong_rows, int rows, int adverts) {
  const double share = rows > 0 ? static_cast<double>(strong_rows) / rows : 0;
  return part(share + kOfAnAdvert * adverts);
}

KeywordValue value_of(const KeywordFacts& facts) {
  KeywordValue out;
  const double most = std::log10(1.0 + static_cast<double>(facts.most_searches));
  if (most > 0) out.volume = part(std::log10(1.0 + static_cast<double>(facts.searches)) / most);
  out.intent = part((facts.intent - 1) / 4.0);
  out.ease = 1 - part(facts.difficulty);
  out.gap = rank_gap(facts.position);
  out.priority = 100 * (kVolumeWeight * out.volume + kIntentWeight * out.intent +
                        kEaseWeight * out.ease + kGapWeight * out.gap);
  return out;
}

int priority_class(double priority) {
  if (priority >= kHigh) return 1;
  return priority >= kMiddle ? 2 : 3;
}

}  // namespace vouch::planning
