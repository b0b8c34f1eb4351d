#include "planning/work_split.h"

#include <algorithm>

#include "planning/apportion.h"

namespace vouch::planning {

std::vector<int> split(int quantity, std::span<const std::int64_t> weights) {
  const std::vector<std::int64_t> parts = apportion(std::max(quantity, 0), weights);
  return {parts.begin(), parts.end()};
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
