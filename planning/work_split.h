// A week's quantity on its days, and whether the hours suffice (domain §6.2 M2, P02, P08). Whole
// numbers throughout: what is split adds up to what there was. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace vouch::planning {

// `quantity` in proportion to the weights by largest remainder, ties to the earlier place. All zero
// where no weight is above zero: then nothing can be split.
std::vector<int> split(int quantity, std::span<const std::int64_t> weights);

struct Capacity {
  std::int64_t needed = 0;     // minutes: sum of quantity x standard minutes
  std::int64_t available = 0;  // minutes of the days on which the person works

  // Rounded up, so that 110.1 % is over 110. Nothing available: 0 where nothing is needed, else
  // kNoTime.
  [[nodiscard]] int percent() const;
  [[nodiscard]] bool is_over() const;  // the warning of P08
};
inline constexpr int kNoTime = 999;
inline constexpr int kFullLoad = 110;  // per cent

}  // namespace vouch::planning
