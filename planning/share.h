// Part of a whole. Pure.
#pragma once

#include <cstdint>
#include <optional>

namespace vouch::planning {

// None where there is no whole.
inline std::optional<double> share(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace vouch::planning
