// The indexes of the Encoding Standard, derived at first use from ICU's tables plus the measured
// differences. Inside core only; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch {

struct PairIndex {  // two bytes, the first of them >= 0x80
  std::vector<char32_t> code_points;
  [[nodiscard]] char32_t at(unsigned lead, unsigned trail) const;  // 0: none
};

const PairIndex& gb18030_index();
const PairIndex& big5_index();
const PairIndex& jis0208_index();  // both bytes >= 0xA1, as in EUC-JP
const PairIndex& jis0212_index();  // the bytes after 0x8F in EUC-JP
const PairIndex& shift_jis_index();
const PairIndex& euc_kr_index();

// Code points of gb18030's four-byte codes 0 .. 39419 (Basic Multilingual Plane).
const std::vector<char16_t>& gb18030_ranges();
// Private use code points that gb18030 writes as the pair of a newer code point.
std::span<const std::pair<char32_t, std::uint16_t>> gb18030_older_codes();

std::span<const std::string_view> single_byte_encodings();
// Bytes 0x80 .. 0xFF, 0 for none; nothing for names that are no single-byte encoding.
std::optional<std::array<char16_t, 128>> single_byte_index(std::string_view encoding);

}  // namespace vouch
