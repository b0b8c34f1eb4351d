// Where decoders put characters: UTF-8 text with its counts. Inside core only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vouch {

struct DecodeSink {
  std::string text;
  std::size_t characters = 0;
  std::size_t replaced = 0;

  void put(char32_t c) {
    ++characters;
    if (c < 0x80) {
      text.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      text.push_back(static_cast<char>(0xC0U | (c >> 6U)));
      text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    } else if (c < 0x10000) {
      text.push_back(static_cast<char>(0xE0U | (c >> 12U)));
      text.push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
      text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    } else {
      text.push_back(static_cast<char>(0xF0U | (c >> 18U)));
      text.push_back(static_cast<char>(0x80U | ((c >> 12U) & 0x3FU)));
      text.push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
      text.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
    }
  }
  void replace() {
    put(U'\uFFFD');
    ++replaced;
  }
};

// A legacy encoding by its lower-case WHATWG name; false when there is no such decoder.
bool decode_legacy(std::string_view bytes, std::string_view encoding, DecodeSink& sink);
// UTF-8 to a legacy encoding; code points without a place in it as "%26%23NNNN%3B".
bool encode_legacy(std::string_view utf8, std::string_view encoding, std::string& out);

}  // namespace vouch
