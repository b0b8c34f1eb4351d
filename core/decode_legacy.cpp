#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/decode_sink.h"
#include "core/decode_tables.h"

namespace vouch {

namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}
bool within(unsigned value, unsigned low, unsigned high) {
  return value >= low && value <= high;
}

// A pair that stands for nothing: one U+FFFD, and an ASCII second byte is read again.
void bad_pair(std::uint8_t trail, std::size_t& i, DecodeSink& sink) {
  if (trail < 0x80) --i;
  sink.replace();
}

// Encoding Standard 10.2.1; also GBK's decoder.
void decode_gb18030(std::string_view bytes, DecodeSink& sink) {
  const PairIndex& index = gb18030_index();
  const std::vector<char16_t>& ranges = gb18030_ranges();
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t first = byte_at(bytes, i++);
    if (first < 0x80) {
      sink.put(first);
    } else if (first == 0x80) {
      sink.put(U'\u20AC');
    } else if (first == 0xFF) {
      sink.replace();
    } else if (i == bytes.size()) {
      sink.replace();
    } else if (const std::uint8_t second = byte_at(bytes, i++); within(second, 0x30, 0x39)) {
      if (i == bytes.size()) {
        sink.replace();
        continue;
      }
      const std::uint8_t third = byte_at(bytes, i);
      if (!within(third, 0x81, 0xFE)) {
        --i;  // the second byte is read again
        sink.replace();
        continue;
      }
      if (i + 1 == bytes.size()) {
        ++i;
        sink.replace();
        continue;
      }
      const std::uint8_t fourth = byte_at(bytes, i + 1);
      if (!within(fourth, 0x30, 0x39)) {
        --i;
        sink.replace();
        continue;
      }
      i += 2;
      const unsigned pointer = (first - 0x81U) * 12600 + (second - 0x30U) * 1260 +
                               (third - 0x81U) * 10 + (fourth - 0x30U);
      if (pointer < ranges.size()) {
        sink.put(ranges[pointer]);
      } else if (within(pointer, 189000, 1237575)) {
        sink.put(0x10000 + (pointer - 189000));
      } else {
        sink.replace();
      }
    } else {
      const char32_t c = index.at(first, second);
      if (c != 0) {
        sink.put(c);
      } else {
        bad_pair(second, i, sink);
      }
    }
  }
}

// Big5's four codes that are two characters each (Encoding Standard 12.1.1).
struct BasePlusMark {
  unsigned pair;
  char32_t base;
  char32_t mark;
};
constexpr BasePlusMark kBig5Composed[] = {
    {0x8862, 0xCA, 0x304}, {0x8864, 0xCA, 0x30C}, {0x88A3, 0xEA, 0x304}, {0x88A5, 0xEA, 0x30C}};

void decode_big5(std::string_view bytes, DecodeSink& sink) {
  const PairIndex& index = big5_index();
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t lead = byte_at(bytes, i++);
    if (lead < 0x80) {
      sink.put(lead);
      continue;
    }
    if (!within(lead, 0x81, 0xFE) || i == bytes.size()) {
      sink.replace();
      continue;
    }
    const std::uint8_t trail = byte_at(bytes, i++);
    const unsigned pair = (static_cast<unsigned>(lead) << 8U) | trail;
    bool composed = false;
    for (const BasePlusMark& row : kBig5Composed) {
      if (row.pair != pair) continue;
      sink.put(row.base);
      sink.put(row.mark);
      composed = true;
    }
    if (composed) continue;
    if (const char32_t c = index.at(lead, trail); c != 0) {
      sink.put(c);
    } else {
      bad_pair(trail, i, sink);
    }
  }
}

void decode_euc_jp(std::string_view bytes, DecodeSink& sink) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t lead = byte_at(bytes, i++);
    if (lead < 0x80) {
      sink.put(lead);
      continue;
    }
    if ((lead != 0x8E && lead != 0x8F && !within(lead, 0xA1, 0xFE)) || i == bytes.size()) {
      sink.replace();
      continue;
    }
    std::uint8_t trail = byte_at(bytes, i++);
    if (lead == 0x8E && within(trail, 0xA1, 0xDF)) {
      sink.put(0xFF61 - 0xA1 + trail);
      continue;
    }
    const PairIndex* index = &jis0208_index();
    std::uint8_t row = lead;
    if (lead == 0x8F && within(trail, 0xA1, 0xFE)) {
      if (i == bytes.size()) {
        sink.replace();
        continue;
      }
      index = &jis0212_index();
      row = trail;
      trail = byte_at(bytes, i++);
    }
    const char32_t c =
        within(row, 0xA1, 0xFE) && within(trail, 0xA1, 0xFE) ? index->at(row, trail) : 0;
    if (c != 0) {
      sink.put(c);
    } else {
      bad_pair(trail, i, sink);
    }
  }
}

void decode_shift_jis(std::string_view bytes, DecodeSink& sink) {
  const PairIndex& index = shift_jis_index();
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t lead = byte_at(bytes, i++);
    if (lead <= 0x80) {
      sink.put(lead);
    } else if (within(lead, 0xA1, 0xDF)) {
      sink.put(0xFF61 - 0xA1 + lead);
    } else if (!(within(lead, 0x81, 0x9F) || within(lead, 0xE0, 0xFC)) || i == bytes.size()) {
      sink.replace();
    } else {
      const std::uint8_t trail = byte_at(bytes, i++);
      if (const char32_t c = index.at(lead, trail); c != 0) {
        sink.put(c);
      } else {
        bad_pair(trail, i, sink);
      }
    }
  }
}

void decode_euc_kr(std::string_view bytes, DecodeSink& sink) {
  const PairIndex& index = euc_kr_index();
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t lead = byte_at(bytes, i++);
    if (lead < 0x80) {
      sink.put(lead);
    } else if (!within(lead, 0x81, 0xFE) || i == bytes.size()) {
      sink.replace();
    } else {
      const std::uint8_t trail = byte_at(bytes, i++);
      if (const char32_t c = index.at(lead, trail); c != 0) {
        sink.put(c);
      } else {
        bad_pair(trail, i, sink);
      }
    }
  }
}

// Encoding Standard 13.2.1. The states of the standard are the set that an escape selects and one
// flag: an escape right after another one is an error.
void decode_iso_2022_jp(std::string_view bytes, DecodeSink& sink) {
  enum class Set { kAscii, kRoman, kKatakana, kJis0208 };
  struct Escape {
    std::string_view tail;
    Set set;
  };
  static constexpr Escape kEscapes[] = {{"(B", Set::kAscii},
                                        {"(J", Set::kRoman},
                                        {"(I", Set::kKatakana},
                                        {"$@", Set::kJis0208},
                                        {"$B", Set::kJis0208}};
  Set set = Set::kAscii;
  bool after_escape = false;
  std::size_t i = 0;
  const auto take_escape = [&] {  // `i` is just after ESC
    for (const Escape& row : kEscapes) {
      if (bytes.substr(i, 2) != row.tail) continue;
      set = row.set;
      i += 2;
      return true;
    }
    return false;
  };
  while (i < bytes.size()) {
    const std::uint8_t byte = byte_at(bytes, i++);
    if (byte == 0x1B) {
      const bool taken = take_escape();
      if (!taken || after_escape) sink.replace();
      after_escape = taken;
      continue;
    }
    after_escape = false;
    switch (set) {
      case Set::kAscii:
      case Set::kRoman:
        if (byte > 0x7F || byte == 0x0E || byte == 0x0F) {
          sink.replace();
        } else if (set == Set::kRoman && byte == 0x5C) {
          sink.put(U'\u00A5');
        } else if (set == Set::kRoman && byte == 0x7E) {
          sink.put(U'\u203E');
        } else {
          sink.put(byte);
        }
        break;
      case Set::kKatakana:
        if (within(byte, 0x21, 0x5F)) {
          sink.put(0xFF61 - 0x21 + byte);
        } else {
          sink.replace();
        }
        break;
      case Set::kJis0208: {
        if (!within(byte, 0x21, 0x7E) || i == bytes.size()) {
          sink.replace();
          break;
        }
        const std::uint8_t trail = byte_at(bytes, i);
        if (trail == 0x1B) {
          sink.replace();
          break;
        }
        ++i;
        const char32_t c =
            within(trail, 0x21, 0x7E) ? jis0208_index().at(byte | 0x80U, trail | 0x80U) : 0;
        if (c != 0) {
          sink.put(c);
        } else {
          sink.replace();
        }
        break;
      }
    }
  }
}

const std::array<char16_t, 128>* single_byte(std::string_view encoding) {
  static const std::map<std::string, std::array<char16_t, 128>, std::less<>> kIndexes = [] {
    std::map<std::string, std::array<char16_t, 128>, std::less<>> built;
    for (const std::string_view name : single_byte_encodings()) {
      if (const auto index = single_byte_index(name)) built.emplace(std::string(name), *index);
    }
    return built;
  }();
  const auto found = kIndexes.find(encoding);
  return found == kIndexes.end() ? nullptr : &found->second;
}

using Decoder = void (*)(std::string_view, DecodeSink&);
struct DecoderRow {
  std::string_view encoding;
  Decoder decode;
};
constexpr DecoderRow kDecoders[] = {
    {"gbk", decode_gb18030},
    {"gb18030", decode_gb18030},
    {"big5", decode_big5},
    {"euc-jp", decode_euc_jp},
    {"shift_jis", decode_shift_jis},
    {"euc-kr", decode_euc_kr},
    {"iso-2022-jp", decode_iso_2022_jp},
};

}  // namespace

bool decode_legacy(std::string_view bytes, std::string_view encoding, DecodeSink& sink) {
  for (const DecoderRow& row : kDecoders) {
    if (row.encoding != encoding) continue;
    row.decode(bytes, sink);
    return true;
  }
  const std::array<char16_t, 128>* index = single_byte(encoding);
  if (index == nullptr) return false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t byte = byte_at(bytes, i);
    const char32_t c = byte < 0x80 ? byte : (*index)[byte - 0x80U];
    if (byte < 0x80 || c != 0) {
      sink.put(c);
    } else {
      sink.replace();
    }
  }
  return true;
}

}  // namespace vouch
