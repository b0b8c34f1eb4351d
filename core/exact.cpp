#include "core/exact.h"

#include <fmt/format.h>

#include "core/text.h"

namespace vouch {
namespace {

using Whole = boost::multiprecision::cpp_int;

constexpr std::int64_t kMostFen = 1'000'000'000'000'000;

Whole floored(const Exact& value) {
  const Whole below = numerator(value) / denominator(value);  // towards zero
  return numerator(value) < 0 && below * denominator(value) != numerator(value) ? Whole(below - 1)
                                                                                : below;
}

// A decimal with at most `places` of them, times 10^places. Commas are allowed between thousands.
Result<std::int64_t> parse_scaled(std::string_view text, int places) {
  text = trim(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  int after = -1;  // digits after the point
  bool any = false;
  for (const char letter : text) {
    if (letter == ',' && any && after < 0) continue;
    if (letter == '.' && after < 0) {
      after = 0;
      continue;
    }
    if (letter < '0' || letter > '9' || value > kMostFen || after == places)
      return fail(ErrorCode::kInvalid, "not a number of this form");
    value = value * 10 + (letter - '0');
    any = true;
    if (after >= 0) ++after;
  }
  for (int i = std::max(after, 0); i < places; ++i) value *= 10;
  if (!any || value > kMostFen) return fail(ErrorCode::kInvalid, "not a number of this form");
  return negative ? -value : value;
}

}  // namespace

Exact exact(Fen amount) {
  return Exact(amount.value);
}

Exact exact(Ppm share) {
  return Exact(share.value, kMillion);
}

std::int64_t floor_of(const Exact& value) {
  return floored(value).convert_to<std::int64_t>();
}

std::int64_t ceil_of(const Exact& value) {
  return -floor_of(-value);
}

std::int64_t rounded(const Exact& value) {
  const Exact half(1, 2);
  return value < 0 ? ceil_of(value - half) : floor_of(value + half);
}

Fen fen(const Exact& amount) {
  return {rounded(amount)};
}

Ppm ppm(const Exact& share) {
  return {rounded(share * kMillion)};
}

std::string to_decimal(const Exact& value, int places) {
  std::int64_t scale = 1;
  for (int i = 0; i < places; ++i) scale *= 10;
  const std::int64_t scaled = rounded(value * scale);
  const std::int64_t size = scaled < 0 ? -scaled : scaled;
  const std::string_view sign = scaled < 0 ? "-" : "";
  if (places == 0) return fmt::format("{}{}", sign, size);
  return fmt::format("{}{}.{:0{}}", sign, size / scale, size % scale, places);
}

std::string to_yuan(Fen amount) {
  return to_decimal(Exact(amount.value, 100), 2);
}

Result<Fen> parse_yuan(std::string_view text) {
  const auto scaled = parse_scaled(text, 2);
  if (!scaled)
    return fail(ErrorCode::kInvalid, "“" + std::string(text) + "”不是金额，请写成 2032.52");
  return Fen{*scaled};
}

Result<Ppm> parse_percent(std::string_view text) {
  std::string_view number = trim(text);
  const auto bad = [text] {
    return fail(ErrorCode::kInvalid, "“" + std::string(text) + "”不是百分比，请写成 2.5%");
  };
  if (!number.ends_with('%')) return bad();
  number.remove_suffix(1);
  const auto scaled = parse_scaled(number, 4);
  if (!scaled) return bad();
  return Ppm{*scaled};
}

}  // namespace vouch
