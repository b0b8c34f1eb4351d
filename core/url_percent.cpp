#include "core/url_percent.h"

#include <array>
#include <cstdint>

namespace vouch {
namespace {

struct SetRow {
  PercentSet set;
  std::string_view members;  // beside C0 controls, DEL and everything over 0x7E
};

// URL Standard 1.3; each set spelled out whole.
constexpr std::array<SetRow, 6> kSets = {{
    {PercentSet::kC0Control, ""},
    {PercentSet::kFragment, " \"<>`"},
    {PercentSet::kQuery, " \"#<>"},
    {PercentSet::kSpecialQuery, " \"#<>'"},
    {PercentSet::kPath, " \"#<>?^`{}"},
    {PercentSet::kUserinfo, " \"#<>?^`{}/:;=@[\\]|"},
}};

using Members = std::array<bool, 256>;

constexpr std::array<Members, kSets.size()> make_members() {
  std::array<Members, kSets.size()> all{};
  for (const SetRow& row : kSets) {
    Members& members = all[static_cast<std::size_t>(row.set)];
    for (std::size_t byte = 0; byte < members.size(); ++byte) {
      members[byte] = byte < 0x20 || byte > 0x7E;
    }
    for (const char c : row.members) members[static_cast<std::uint8_t>(c)] = true;
  }
  return all;
}

constexpr auto kMembers = make_members();

}  // namespace

void append_percent_encoded(std::string& out, std::string_view text, PercentSet set) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const Members& members = kMembers[static_cast<std::size_t>(set)];
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (!members[byte]) {
      out.push_back(c);
      continue;
    }
    out.push_back('%');
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::optional<char> decoded = escape_at(text, i);
    out.push_back(decoded.value_or(text[i]));
    if (decoded) i += 2;
  }
  return out;
}

std::optional<char> escape_at(std::string_view text, std::size_t position) {
  if (text[position] != '%' || position + 2 >= text.size() || !is_ascii_hex(text[position + 1]) ||
      !is_ascii_hex(text[position + 2])) {
    return std::nullopt;
  }
  return static_cast<char>(hex_value(text[position + 1]) << 4 | hex_value(text[position + 2]));
}

bool is_ascii_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_ascii_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii_hex(char c) {
  return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned hex_value(char c) {
  if (is_ascii_digit(c)) return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

}  // namespace vouch
