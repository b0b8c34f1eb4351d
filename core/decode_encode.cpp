#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/decode_sink.h"
#include "core/decode_tables.h"

namespace vouch {

namespace {

using PairOf = std::vector<std::pair<char32_t, std::uint16_t>>;  // sorted by code point

struct EncodeRules {
  bool (*pair_allowed)(unsigned pair) = nullptr;  // what the decoder knows, the encoder avoids
  bool (*last_wins)(char32_t) = nullptr;          // of several pairs; the first one otherwise
};

PairOf invert(const PairIndex& index, const EncodeRules& rules = {}) {
  PairOf pairs;
  for (std::size_t i = 0; i < index.code_points.size(); ++i) {
    const char32_t c = index.code_points[i];
    const auto pair = static_cast<std::uint16_t>(0x8000U + i);
    if (c == 0 || (rules.pair_allowed != nullptr && !rules.pair_allowed(pair))) continue;
    pairs.emplace_back(c, pair);
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  PairOf unique;
  for (const auto& row : pairs) {
    if (unique.empty() || unique.back().first != row.first) {
      unique.push_back(row);
    } else if (rules.last_wins != nullptr && rules.last_wins(row.first)) {
      unique.back() = row;
    }
  }
  return unique;
}

// 0: none
std::uint16_t find_pair(const PairOf& pairs, char32_t c) {
  const auto found =
      std::lower_bound(pairs.begin(), pairs.end(), c,
                       [](const auto& row, char32_t wanted) { return row.first < wanted; });
  return found == pairs.end() || found->first != c ? std::uint16_t{0} : found->second;
}

void put_pair(unsigned pair, std::string& out) {
  out.push_back(static_cast<char>(pair >> 8U));
  out.push_back(static_cast<char>(pair & 0xFFU));
}

// Encoding Standard 10.2.2.
bool encode_gb18030(char32_t c, bool gbk, std::string& out) {
  static const PairOf pairs = [] {
    PairOf built = invert(gb18030_index());
    for (const auto& older : gb18030_older_codes()) built.push_back(older);
    std::sort(built.begin(), built.end());
    return built;
  }();
  if (c == 0xE5E5) return false;
  if (gbk && c == 0x20AC) {
    out.push_back('\x80');
    return true;
  }
  if (const std::uint16_t pair = find_pair(pairs, c); pair != 0) {
    put_pair(pair, out);
    return true;
  }
  if (gbk) return false;
  unsigned pointer = 0;
  if (c >= 0x10000) {
    pointer = 189000 + (c - 0x10000);
  } else {
    const std::vector<char16_t>& ranges = gb18030_ranges();
    const auto found = std::find(ranges.begin(), ranges.end(), static_cast<char16_t>(c));
    if (found == ranges.end()) return false;
    pointer = static_cast<unsigned>(found - ranges.begin());
  }
  out.push_back(static_cast<char>(0x81 + pointer / 12600));
  out.push_back(static_cast<char>(0x30 + pointer / 1260 % 10));
  out.push_back(static_cast<char>(0x81 + pointer / 10 % 126));
  out.push_back(static_cast<char>(0x30 + pointer % 10));
  return true;
}

bool encode_big5(char32_t c, std::string& out) {
  static const PairOf pairs = invert(big5_index(), {[](unsigned pair) { return pair >= 0xA140; },
                                                    [](char32_t code) {
                                                      return code == 0x2550 || code == 0x255E ||
                                                             code == 0x2561 || code == 0x256A ||
                                                             code == 0x5341 || code == 0x5345;
                                                    }});
  const std::uint16_t pair = find_pair(pairs, c);
  if (pair == 0) return false;
  put_pair(pair, out);
  return true;
}

bool encode_shift_jis(char32_t c, std::string& out) {
  static const PairOf pairs = invert(
      shift_jis_index(),
      // NEC's selection of IBM extensions has second codes elsewhere.
      {[](unsigned pair) { return (pair < 0xED40 || pair > 0xEEFC) && pair < 0xF040; }, nullptr});
  static const PairOf extension =
      invert(shift_jis_index(), {[](unsigned pair) { return pair >= 0xFA40; }, nullptr});
  if (c == 0x80) {
    out.push_back('\x80');
    return true;
  }
  if (c == 0xA5 || c == 0x203E) {
    out.push_back(c == 0xA5 ? '\x5C' : '\x7E');
    return true;
  }
  if (c >= 0xFF61 && c <= 0xFF9F) {
    out.push_back(static_cast<char>(c - 0xFF61 + 0xA1));
    return true;
  }
  const char32_t wanted = c == 0x2212 ? U'\uFF0D' : c;
  std::uint16_t pair = find_pair(pairs, wanted);
  if (pair == 0) pair = find_pair(extension, wanted);
  if (pair == 0) return false;
  put_pair(pair, out);
  return true;
}

bool encode_euc_jp(char32_t c, std::string& out) {
  static const PairOf pairs = invert(jis0208_index());
  if (c == 0xA5 || c == 0x203E) {
    out.push_back(c == 0xA5 ? '\x5C' : '\x7E');
    return true;
  }
  if (c >= 0xFF61 && c <= 0xFF9F) {
    put_pair(0x8E00U | (c - 0xFF61 + 0xA1), out);
    return true;
  }
  const std::uint16_t pair = find_pair(pairs, c == 0x2212 ? U'\uFF0D' : c);
  if (pair == 0) return false;
  put_pair(pair, out);
  return true;
}

bool encode_euc_kr(char32_t c, std::string& out) {
  static const PairOf pairs = invert(euc_kr_index());
  const std::uint16_t pair = find_pair(pairs, c);
  if (pair == 0) return false;
  put_pair(pair, out);
  return true;
}

void put_unencodable(char32_t c, std::string& out) {
  out += "%26%23";
  out += std::to_string(static_cast<std::uint32_t>(c));
  out += "%3B";
}

// Encoding Standard 13.2.2: the escapes that select a set are part of the output.
void encode_iso_2022_jp(const std::u32string& text, std::string& out) {
  static const PairOf pairs = invert(jis0208_index());
  enum class Set { kAscii, kRoman, kJis0208 } set = Set::kAscii;
  const auto select = [&](Set wanted) {
    if (set == wanted) return;
    set = wanted;
    out += wanted == Set::kAscii ? "\x1B(B" : wanted == Set::kRoman ? "\x1B(J" : "\x1B$B";
  };
  for (const char32_t c : text) {
    if (c == 0xE || c == 0xF || c == 0x1B) {
      put_unencodable(0xFFFD, out);
    } else if (c < 0x80) {
      if (set == Set::kJis0208 || (set == Set::kRoman && (c == 0x5C || c == 0x7E))) {
        select(Set::kAscii);
      }
      out.push_back(static_cast<char>(c));
    } else if (c == 0xA5 || c == 0x203E) {
      select(Set::kRoman);
      out.push_back(c == 0xA5 ? '\x5C' : '\x7E');
    } else if (const std::uint16_t pair = find_pair(pairs, c == 0x2212 ? U'\uFF0D' : c);
               pair != 0) {
      select(Set::kJis0208);
      put_pair(pair & 0x7F7FU, out);
    } else {
      if (set == Set::kJis0208) select(Set::kAscii);
      put_unencodable(c, out);
    }
  }
  select(Set::kAscii);
}

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  std::size_t i = 0;
  while (i < utf8.size()) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      c = (c << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    points.push_back(c);
    i += length;
  }
  return points;
}

using OneByteOf = std::map<char32_t, char>;

const OneByteOf* single_byte_inverse(std::string_view encoding) {
  static const std::map<std::string, OneByteOf, std::less<>> kInverses = [] {
    std::map<std::string, OneByteOf, std::less<>> built;
    for (const std::string_view name : single_byte_encodings()) {
      const auto index = single_byte_index(name);
      if (!index) continue;
      OneByteOf& inverse = built[std::string(name)];
      for (unsigned i = 0; i < 128; ++i) {
        if ((*index)[i] != 0) inverse.emplace((*index)[i], static_cast<char>(0x80 + i));
      }
    }
    return built;
  }();
  const auto found = kInverses.find(encoding);
  return found == kInverses.end() ? nullptr : &found->second;
}

bool encode_one(char32_t c, std::string_view encoding, const OneByteOf* one_byte,
                std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return true;
  }
  if (one_byte != nullptr) {
    const auto found = one_byte->find(c);
    if (found == one_byte->end()) return false;
    out.push_back(found->second);
    return true;
  }
  if (encoding == "gbk" || encoding == "gb18030") return encode_gb18030(c, encoding == "gbk", out);
  if (encoding == "big5") return encode_big5(c, out);
  if (encoding == "shift_jis") return encode_shift_jis(c, out);
  if (encoding == "euc-jp") return encode_euc_jp(c, out);
  return encode_euc_kr(c, out);
}

}  // namespace

bool encode_legacy(std::string_view utf8, std::string_view encoding, std::string& out) {
  if (encoding == "iso-2022-jp") {
    encode_iso_2022_jp(code_points(utf8), out);
    return true;
  }
  const OneByteOf* one_byte = single_byte_inverse(encoding);
  const bool pairs = encoding == "gbk" || encoding == "gb18030" || encoding == "big5" ||
                     encoding == "shift_jis" || encoding == "euc-jp" || encoding == "euc-kr";
  if (one_byte == nullptr && !pairs) return false;
  for (const char32_t c : code_points(utf8)) {
    if (!encode_one(c, encoding, one_byte, out)) put_unencodable(c, out);
  }
  return true;
}

}  // namespace vouch
