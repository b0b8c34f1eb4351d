// Exact numbers for money and shares (domain §3): money is whole fen, everything between is a
// fraction that is rounded once, where it is shown. No floating point. Pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/multiprecision/cpp_int.hpp>

#include "core/result.h"

namespace vouch {

using Exact = boost::multiprecision::cpp_rational;

struct Fen {
  std::int64_t value = 0;

  auto operator<=>(const Fen&) const = default;
  Fen& operator+=(Fen other) { return value += other.value, *this; }
  Fen& operator-=(Fen other) { return value -= other.value, *this; }
  friend Fen operator+(Fen left, Fen right) { return left += right; }
  friend Fen operator-(Fen left, Fen right) { return left -= right; }
};

// Millionths: a share, a rate. 0.27 % is 2,700.
struct Ppm {
  std::int64_t value = 0;
  auto operator<=>(const Ppm&) const = default;
};
inline constexpr std::int64_t kMillion = 1'000'000;

Exact exact(Fen amount);
Exact exact(Ppm share);  // 20 % is 1/5

// The nearest whole number, halves away from zero.
std::int64_t rounded(const Exact& value);
std::int64_t floor_of(const Exact& value);
std::int64_t ceil_of(const Exact& value);
Fen fen(const Exact& amount);  // nearest
Ppm ppm(const Exact& share);   // nearest

// "-1234.50"; 0 to 9 places, halves away from zero, no separators.
std::string to_decimal(const Exact& value, int places);
// Yuan with two places: 203252 fen is "2032.52".
std::string to_yuan(Fen amount);
// "2032.52", "2,032.5", "2032": at most two places, below 10^13 yuan. kInvalid otherwise.
Result<Fen> parse_yuan(std::string_view text);
// "20%", "0.27 %": at most four places of a percent. "0.2" means the same as "20%" nowhere:
// kInvalid.
Result<Ppm> parse_percent(std::string_view text);

}  // namespace vouch
