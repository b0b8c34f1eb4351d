#include "core/decode.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/decode_sink.h"
#include "core/text.h"

namespace vouch {

namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

// Encoding Standard 8.1.1: each maximal part that can begin no character becomes one U+FFFD.
void decode_utf8(std::string_view bytes, DecodeSink& sink) {
  if (is_valid_utf8(bytes)) {
    sink.text.append(bytes);
    sink.characters +=
        static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), [](char c) {
          return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U;
        }));
    return;
  }
  std::size_t i = 0;
  while (i < bytes.size()) {
    std::size_t run = i;
    while (run < bytes.size() && byte_at(bytes, run) < 0x80) ++run;
    if (run > i) {
      sink.text.append(bytes.substr(i, run - i));
      sink.characters += run - i;
      i = run;
      continue;
    }
    const std::uint8_t lead = byte_at(bytes, i++);
    int needed = 0;
    std::uint8_t lower = 0x80;
    std::uint8_t upper = 0xBF;
    char32_t code_point = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
      needed = 1;
      code_point = lead & 0x1FU;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      if (lead == 0xE0) lower = 0xA0;
      if (lead == 0xED) upper = 0x9F;
      needed = 2;
      code_point = lead & 0xFU;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      if (lead == 0xF0) lower = 0x90;
      if (lead == 0xF4) upper = 0x8F;
      needed = 3;
      code_point = lead & 0x7U;
    } else {
      sink.replace();
      continue;
    }
    while (needed > 0 && i < bytes.size()) {
      const std::uint8_t next = byte_at(bytes, i);
      if (next < lower || next > upper) break;
      lower = 0x80;
      upper = 0xBF;
      code_point = (code_point << 6U) | (next & 0x3FU);
      --needed;
      ++i;
    }
    if (needed > 0) {
      sink.replace();
    } else {
      sink.put(code_point);
    }
  }
}

// Encoding Standard 14.2.1, shared UTF-16 decoder.
void decode_utf16(std::string_view bytes, bool big_endian, DecodeSink& sink) {
  const auto unit_at = [&](std::size_t i) {
    const std::uint32_t first = byte_at(bytes, i);
    const std::uint32_t second = byte_at(bytes, i + 1);
    return big_endian ? (first << 8U) | second : (second << 8U) | first;
  };
  std::size_t i = 0;
  while (i + 1 < bytes.size()) {
    const std::uint32_t unit = unit_at(i);
    i += 2;
    if (unit < 0xD800 || unit > 0xDFFF) {
      sink.put(unit);
      continue;
    }
    if (unit >= 0xDC00) {
      sink.replace();
      continue;
    }
    if (i + 1 >= bytes.size()) {  // a lead surrogate and perhaps half a unit: one error
      sink.replace();
      return;
    }
    const std::uint32_t trail = unit_at(i);
    if (trail < 0xDC00 || trail > 0xDFFF) {
      sink.replace();
      continue;
    }
    i += 2;
    sink.put(0x10000 + ((unit - 0xD800) << 10U) + (trail - 0xDC00));
  }
  if (i < bytes.size()) sink.replace();
}

struct ByteOrderMark {
  std::string_view bytes;
  std::string_view encoding;
};
constexpr std::array kByteOrderMarks = {
    ByteOrderMark{"\xEF\xBB\xBF", "utf-8"},
    ByteOrderMark{"\xFE\xFF", "utf-16be"},
    ByteOrderMark{"\xFF\xFE", "utf-16le"},
};

}  // namespace

std::optional<std::string> bom_encoding(std::string_view bytes, std::size_t& bom_length) {
  bom_length = 0;
  for (const ByteOrderMark& mark : kByteOrderMarks) {
    if (bytes.substr(0, mark.bytes.size()) != mark.bytes) continue;
    bom_length = mark.bytes.size();
    return std::string(mark.encoding);
  }
  return std::nullopt;
}

Decoded decode_as(std::string_view bytes, std::string_view encoding) {
  Decoded decoded;
  DecodeSink sink;
  sink.text.reserve(bytes.size() + bytes.size() / 2);
  std::size_t bom_length = 0;
  if (const auto bom = bom_encoding(bytes, bom_length); bom && *bom == encoding) {
    bytes.remove_prefix(bom_length);
  }
  decoded.charset = std::string(encoding);
  if (encoding == "utf-16le" || encoding == "utf-16be") {
    decode_utf16(bytes, encoding == "utf-16be", sink);
  } else if (encoding == "replacement") {
    if (!bytes.empty()) sink.replace();
  } else if (encoding == "utf-8" || !decode_legacy(bytes, encoding, sink)) {
    decoded.charset = "utf-8";
    decode_utf8(bytes, sink);
  }
  decoded.text = std::move(sink.text);
  if (sink.characters > 0) {
    decoded.replaced_ratio =
        static_cast<double>(sink.replaced) / static_cast<double>(sink.characters);
  }
  return decoded;
}

Decoded decode_guess(std::string_view bytes) {
  std::size_t bom_length = 0;
  if (const auto bom = bom_encoding(bytes, bom_length)) {
    Decoded decoded = decode_as(bytes, *bom);
    decoded.source = "bom";
    return decoded;
  }
  Decoded decoded = decode_as(bytes, detect_encoding(bytes));
  decoded.source = "detector";
  return decoded;
}

std::string encode_for_query(std::string_view utf8, std::string_view encoding) {
  std::string out;
  // "Get an output encoding": what cannot be written is UTF-8 instead.
  if (encoding == "utf-8" || !encode_legacy(utf8, encoding, out)) return std::string(utf8);
  return out;
}

}  // namespace vouch
