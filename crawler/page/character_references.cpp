#include "crawler/page/character_references.h"

#include <cstdint>

namespace vouch::crawler {

namespace {

// Value of a digit of base 10 or 16; 16 for all others.
std::uint32_t digit(char c, std::uint32_t base) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (base == 16 && c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (base == 16 && c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return 16;
}

}  // namespace

void tame_character_references(std::string& html) {
  constexpr std::uint32_t kLast = 0x10FFFF;
  std::size_t at = 0;
  while ((at = html.find("&#", at)) != std::string::npos) {
    at += 2;
    std::uint32_t base = 10;
    if (at < html.size() && (html[at] == 'x' || html[at] == 'X')) {
      base = 16;
      ++at;
    }
    const std::size_t from = at;
    std::uint32_t value = 0;
    for (; at < html.size() && digit(html[at], base) < base; ++at) {
      if (value <= kLast) value = value * base + digit(html[at], base);
    }
    if (value > kLast) html.replace(from, at - from, at - from, '0');
  }
}

}  // namespace vouch::crawler
