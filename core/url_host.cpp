#include "core/url_host.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "core/url.h"
#include "core/url_percent.h"

namespace vouch {
namespace {

// URL Standard 3.2: forbidden host code points.
bool has_forbidden_host_character(std::string_view host) {
  constexpr std::string_view kForbidden("\0\t\n\r #/:<>?@[\\]^|", 17);
  return host.find_first_of(kForbidden) != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// The IPv4 number parser: decimal, 0octal, 0xhex; "0x" is zero. Capped well above 2^32.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view part) {
  if (part.empty()) return std::nullopt;
  unsigned radix = 10;
  if (part.starts_with("0x") || part.starts_with("0X")) {
    radix = 16;
    part.remove_prefix(2);
  } else if (part.size() >= 2 && part[0] == '0') {
    radix = 8;
    part.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : part) {
    if (!is_ascii_hex(c) || hex_value(c) >= radix) return std::nullopt;
    value = std::min<std::uint64_t>(value * radix + hex_value(c), 1ULL << 40);
  }
  return value;
}

// Cursor of the IPv6 parser.
struct Ipv6Reader {
  std::string_view text;
  std::size_t position = 0;
  std::array<std::uint16_t, 8> pieces{};
  std::size_t count = 0;
  std::optional<std::size_t> compress;

  [[nodiscard]] bool ended() const { return position >= text.size(); }
  [[nodiscard]] char now() const { return ended() ? '\0' : text[position]; }

  bool run() {
    if (now() == ':') {
      if (text.substr(0, 2) != "::") return false;
      position = 2;
      compress = count;
    }
    while (!ended()) {
      if (count == 8) return false;
      if (now() == ':') {
        if (compress) return false;
        ++position;
        compress = count;
        continue;
      }
      if (!piece()) return false;
    }
    return finish();
  }

  bool piece() {
    const std::size_t start = position;
    unsigned value = 0;
    while (position - start < 4 && is_ascii_hex(now())) value = value * 16 + hex_value(take());
    if (now() == '.') {
      position = start;
      return position != text.size() && count <= 6 && ipv4();
    }
    if (now() == ':') {
      ++position;
      if (ended()) return false;
    } else if (!ended() || position == start) {
      return false;
    }
    pieces[count++] = static_cast<std::uint16_t>(value);
    return true;
  }

  bool ipv4() {
    for (int seen = 0; seen < 4; ++seen) {
      if (seen > 0 && (ended() || take() != '.')) return false;
      if (!is_ascii_digit(now())) return false;
      unsigned value = hex_value(take());
      while (is_ascii_digit(now())) {
        if (value == 0) return false;
        value = value * 10 + hex_value(take());
        if (value > 255) return false;
      }
      const std::size_t piece_index = count + static_cast<std::size_t>(seen) / 2;
      pieces[piece_index] = static_cast<std::uint16_t>(
          static_cast<unsigned>(pieces[piece_index]) << 8 | static_cast<unsigned>(value));
    }
    count += 2;
    return ended();
  }

  bool finish() {
    if (!compress) return count == 8;
    if (count == 8) return false;
    const auto from = pieces.begin() + static_cast<std::ptrdiff_t>(*compress);
    std::rotate(from, pieces.begin() + static_cast<std::ptrdiff_t>(count), pieces.end());
    return true;
  }

  char take() { return text[position++]; }
};

// The first longest run of zero pieces; {0, 0} where none is longer than one.
struct ZeroRun {
  std::size_t start = 0;
  std::size_t length = 0;
};

ZeroRun longest_zero_run(const std::array<std::uint16_t, 8>& pieces) {
  ZeroRun best;
  for (std::size_t start = 0; start < pieces.size();) {
    std::size_t end = start;
    while (end < pieces.size() && pieces[end] == 0) ++end;
    if (end - start > std::max<std::size_t>(best.length, 1)) best = {start, end - start};
    start = end + 1;
  }
  return best;
}

std::string serialise_ipv4(std::uint32_t address) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!out.empty()) out.push_back('.');
    out += std::to_string((address >> shift) & 0xFF);
  }
  return out;
}

void append_hex(std::string& out, unsigned value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  bool started = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned digit = (value >> shift) & 15;
    started = started || digit != 0 || shift == 0;
    if (started) out.push_back(kHex[digit]);
  }
}

Result<std::string> parse_opaque_host(std::string_view input) {
  if (has_forbidden_host_character(input)) {
    return fail(ErrorCode::kInvalid, "the host holds a character that no host may hold");
  }
  std::string out;
  append_percent_encoded(out, input, PercentSet::kC0Control);
  return out;
}

}  // namespace

bool ends_in_number(std::string_view host) {
  std::vector<std::string_view> parts = split(host, '.');
  if (parts.back().empty()) {
    if (parts.size() == 1) return false;
    parts.pop_back();
  }
  const std::string_view last = parts.back();
  if (!last.empty() && std::all_of(last.begin(), last.end(), is_ascii_digit)) return true;
  return (last.starts_with("0x") || last.starts_with("0X")) &&
         std::all_of(last.begin() + 2, last.end(), is_ascii_hex);
}

std::optional<std::uint32_t> parse_ipv4(std::string_view host) {
  std::vector<std::string_view> parts = split(host, '.');
  if (parts.back().empty() && parts.size() > 1) parts.pop_back();
  if (parts.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<std::uint64_t> number = parse_ipv4_number(parts[i]);
    // The last number fills all bytes that are left.
    const bool last = i + 1 == parts.size();
    const std::size_t bytes = last ? 4 - i : 1;
    if (!number || *number >= 1ULL << (8 * bytes)) return std::nullopt;
    address = address << (8 * bytes) | *number;
  }
  return static_cast<std::uint32_t>(address);
}

std::optional<std::string> normalise_ipv6(std::string_view address) {
  Ipv6Reader reader;
  reader.text = address;
  if (!reader.run()) return std::nullopt;
  const ZeroRun zeros = longest_zero_run(reader.pieces);
  std::string out;
  for (std::size_t i = 0; i < reader.pieces.size(); ++i) {
    if (zeros.length > 0 && i == zeros.start) {
      out += i == 0 ? "::" : ":";
      i += zeros.length - 1;
      continue;
    }
    append_hex(out, reader.pieces[i]);
    if (i != 7) out.push_back(':');
  }
  return out;
}

Result<std::string> parse_host(std::string_view input, bool special) {
  if (input.starts_with('[')) {
    if (!input.ends_with(']')) return fail(ErrorCode::kInvalid, "the IPv6 bracket is not closed");
    const auto address = normalise_ipv6(input.substr(1, input.size() - 2));
    if (!address) return fail(ErrorCode::kInvalid, "the host is no IPv6 address");
    return "[" + *address + "]";
  }
  if (!special) return parse_opaque_host(input);
  auto ascii = domain_to_ascii(to_valid_utf8(percent_decode(input)));
  if (!ascii || !ends_in_number(*ascii)) return ascii;
  const auto address = parse_ipv4(*ascii);
  if (!address) return fail(ErrorCode::kInvalid, "the host is no IPv4 address");
  return serialise_ipv4(*address);
}

}  // namespace vouch
