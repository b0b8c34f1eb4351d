#include "planning/work_split.h"

#include <algorithm>
#include <numeric>

namespace vouch::planning {

std::vector<int> split(int quantity, std::span<const std::int64_t> weights) {
  std::vector<int> out(weights.size(), 0);
  std::int64_t whole = 0;
  for (const std::int64_t weight : weights) whole += std::max<std::int64_t>(weight, 0);
  if (whole == 0 || quantity <= 0) return out;
  std::vector<std::int64_t> remainders(weights.size(), -1);  // of no weight: nothing is left over
  int given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    const std::int64_t share = quantity * weights[i];
    out[i] = static_cast<int>(share / whole);
    remainders[i] = share % whole;
    given += out[i];
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return remainders[left] > remainders[right];
  });
  for (std::size_t i = 0; given < quantity; ++i, ++given) ++out[order[i]];
  return out;
}

int Capacity::percent() const {
  if (available <= 0) return needed > 0 ? kNoTime : 0;
  return static_cast<int>(
      std::min<std::int64_t>((needed * 100 + available - 1) / available, kNoTime));
}

bool Capacity::is_over() const {
  return percent() > kFullLoad;
}

}  // namespace vouch::planning
