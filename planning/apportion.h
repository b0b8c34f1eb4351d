// Splits that add up (domain §3): largest remainder, ties to the earlier place, whole numbers.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"

namespace vouch::planning {

// `total` in proportion to the weights. All zero where no weight is above zero. Of a negative total
// each part is what it is of the positive one, negated.
std::vector<std::int64_t> apportion(std::int64_t total, std::span<const std::int64_t> weights);

// Parts that are set stay; the others share what is left. kInvalid: less than nothing is left, or
// something is and nobody may take it.
Result<std::vector<std::int64_t>> apportion_around(
    std::int64_t total, std::span<const std::int64_t> weights,
    std::span<const std::optional<std::int64_t>> set);

}  // namespace vouch::planning
