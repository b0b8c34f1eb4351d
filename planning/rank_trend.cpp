#include "planning/rank_trend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <map>
#include <vector>

namespace vouch::planning {
namespace {

constexpr std::size_t kDays = 3;
constexpr std::size_t kLooks = 2;
constexpr double kLeastMove = 5;
constexpr double kLeastShare = 0.5;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

double place(const RankLook& look) {
  return look.state == RankState::kRanked ? look.position : look.depth + 1;
}

struct Usual {
  double place = 0;
  bool at_least = false;  // lists that were read less deep stand behind it: it may lie further down
};

// The last three measured days of `looks`, each by the median of its looks.
std::optional<Usual> usual(std::span<const RankLook> looks) {
  std::map<Date, std::vector<double>> days;
  double shallow = std::numeric_limits<double>::infinity();
  for (auto look = looks.rbegin(); look != looks.rend(); ++look) {
    if (days.size() == kDays && !days.contains(look->day)) break;
    days[look->day].push_back(place(*look));
    if (look->state == RankState::kNotInTop) shallow = std::min(shallow, place(*look));
  }
  if (days.size() < kDays) return std::nullopt;
  std::vector<double> medians;
  medians.reserve(days.size());
  for (auto& [day, places] : days) medians.push_back(median(std::move(places)));
  Usual out;
  out.place = median(std::move(medians));
  out.at_least = shallow <= out.place;
  return out;
}

// Places further down (positive) or up; none where what was read does not say.
std::optional<double> moved(const RankLook& look, const Usual& before) {
  const double by = place(look) - before.place;
  if (by < 0 && look.state == RankState::kNotInTop) return std::nullopt;
  if (by > 0 && before.at_least) return std::nullopt;
  return by;
}

}  // namespace

std::optional<RankMove> rank_move(std::span<const RankLook> looks) {
  std::vector<RankLook> measured;
  std::copy_if(looks.begin(), looks.end(), std::back_inserter(measured),
               [](const RankLook& look) { return look.state != RankState::kUnmeasured; });
  if (measured.size() < kLooks + kDays) return std::nullopt;
  const std::span<const RankLook> all(measured);
  const auto before = usual(all.first(all.size() - kLooks));
  if (!before) return std::nullopt;
  const double least = std::max(kLeastMove, before->place * kLeastShare);
  const RankLook& older = all[all.size() - 2];
  const RankLook& newest = all.back();
  const auto one = moved(older, *before);
  const auto other = moved(newest, *before);
  if (!one || !other || (*one > 0) != (*other > 0)) return std::nullopt;
  if (std::abs(*one) < least || std::abs(*other) < least) return std::nullopt;
  RankMove move;
  move.from = before->place;
  move.to = std::abs(*one) < std::abs(*other) ? place(older) : place(newest);
  const RankLook& last_usual = all[all.size() - kLooks - 1];
  move.lost = newest.state == RankState::kNotInTop && last_usual.state == RankState::kRanked;
  move.found = newest.state == RankState::kRanked && last_usual.state == RankState::kNotInTop;
  return move;
}

}  // namespace vouch::planning
