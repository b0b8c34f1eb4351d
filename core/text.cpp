#include "core/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace vouch {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

std::uint8_t byte_at(std::string_view text, std::size_t position) {
  return static_cast<std::uint8_t>(text[position]);
}

struct Sequence {
  int more = -1;               // continuation bytes; -1: not a lead byte
  std::uint8_t lowest = 0x80;  // bounds of the first continuation byte
  std::uint8_t highest = 0xBF;
};

// Unicode 3.9, table 3-7: well-formed UTF-8 byte sequences.
constexpr Sequence sequence_of(std::uint8_t lead) {
  if (lead < 0x80) return {0, 0x80, 0xBF};
  if (lead < 0xC2) return {-1, 0x80, 0xBF};
  if (lead < 0xE0) return {1, 0x80, 0xBF};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};
  if (lead == 0xED) return {2, 0x80, 0x9F};
  if (lead < 0xF0) return {2, 0x80, 0xBF};
  if (lead == 0xF0) return {3, 0x90, 0xBF};
  if (lead < 0xF4) return {3, 0x80, 0xBF};
  if (lead == 0xF4) return {3, 0x80, 0x8F};
  return {-1, 0x80, 0xBF};
}

// The White_Space property of Unicode.
bool is_white_space(char32_t c) {
  if (c < 0x80) return (c >= 0x09 && c <= 0x0D) || c == 0x20;
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// What trim() takes off: pasted text often carries these two invisible ones at its ends.
bool is_trimmed(char32_t c) {
  return is_white_space(c) || c == 0x200B || c == 0xFEFF;
}

bool is_han(char32_t c) {
  return c == 0x3005 || c == 0x3007 || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x323AF);
}

// Where the character that covers or ends before `end` begins; at most three bytes back.
std::size_t character_start(std::string_view text, std::size_t end) {
  std::size_t start = end;
  for (int i = 0; i < 3 && start > 0 && (byte_at(text, start) & 0xC0) == 0x80; ++i) --start;
  return (byte_at(text, start) & 0xC0) == 0x80 ? end : start;
}

// From `from` on, the first byte that is not ASCII, or the end.
std::size_t ascii_end(std::string_view text, std::size_t from) {
  while (from + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + from, 8);
    if ((word & 0x8080808080808080ULL) != 0) break;
    from += 8;
  }
  while (from < text.size() && byte_at(text, from) < 0x80) ++from;
  return from;
}

template <class Visit>
void each_code_point(std::string_view text, Visit visit) {
  for (std::size_t position = 0; position < text.size();) visit(next_code_point(text, position));
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const std::uint8_t lead = byte_at(text, position++);
  if (lead < 0x80) return lead;
  const Sequence sequence = sequence_of(lead);
  if (sequence.more < 0) return kReplacement;
  char32_t code_point = lead & (0x3FU >> sequence.more);
  std::uint8_t lowest = sequence.lowest;
  std::uint8_t highest = sequence.highest;
  for (int i = 0; i < sequence.more; ++i) {
    if (position >= text.size()) return kReplacement;
    const std::uint8_t byte = byte_at(text, position);
    // The offending byte is not consumed: it may begin the next character (Unicode 3.9, U+FFFD
    // Substitution of Maximal Subparts).
    if (byte < lowest || byte > highest) return kReplacement;
    code_point = (code_point << 6) | (byte & 0x3FU);
    lowest = 0x80;
    highest = 0xBF;
    ++position;
  }
  return code_point;
}

void append_utf8(std::string& out, char32_t c) {
  std::array<char, 4> bytes{};
  std::size_t size = 0;
  const auto put = [&](char32_t byte) { bytes[size++] = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    if (c >= 0xD800 && c <= 0xDFFF) c = kReplacement;
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else if (c <= 0x10FFFF) {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    append_utf8(out, kReplacement);
  }
  out.append(bytes.data(), size);
}

bool is_valid_utf8(std::string_view text) {
  for (std::size_t position = ascii_end(text, 0); position < text.size();
       position = ascii_end(text, position)) {
    const std::size_t start = position;
    // A genuine U+FFFD is three bytes, EF BF BD; anything else that reads as one is an error.
    if (next_code_point(text, position) == kReplacement &&
        text.substr(start, position - start) != "\xEF\xBF\xBD") {
      return false;
    }
  }
  return true;
}

std::string to_valid_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 16);
  each_code_point(text, [&out](char32_t c) { append_utf8(out, c); });
  return out;
}

std::size_t count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t position = 0; position < text.size(); ++count) {
    if (byte_at(text, position) < 0x80) {
      ++position;
    } else {
      next_code_point(text, position);
    }
  }
  return count;
}

std::string_view cut_utf8(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  return text.substr(0, character_start(text, max_bytes));
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return lines;
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t after = begin;
    if (!is_trimmed(next_code_point(text, after))) break;
    begin = after;
  }
  std::size_t end = text.size();
  while (end > begin) {
    const std::size_t start = character_start(text, end - 1);
    std::size_t after = start;
    if (start < begin || !is_trimmed(next_code_point(text, after)) || after != end) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

std::string collapse_space(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t run = 0;  // begin of what is not copied yet
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t start = position;
    const std::uint8_t lead = byte_at(text, position);
    // No white space is made of more than three bytes or begins with another lead than these.
    if (lead > 0x20 && lead != 0xC2 && (lead < 0xE1 || lead > 0xE3) && lead != 0x7F) {
      ++position;
      continue;
    }
    if (!is_white_space(next_code_point(text, position))) continue;
    out.append(text.substr(run, start - run));
    run = position;
    if (!out.empty() && out.back() != ' ') out.push_back(' ');
  }
  out.append(text.substr(run));
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

bool ascii_iequals(std::string_view left, std::string_view right) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [&](char a, char b) { return a == b || lower(a) == lower(b); });
}

std::size_t count_han(std::string_view text) {
  std::size_t count = 0;
  each_code_point(text, [&count](char32_t c) { count += is_han(c) ? 1 : 0; });
  return count;
}

std::size_t count_letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }));
}

std::string html_escape(std::string_view text) {
  constexpr std::string_view kSpecial = "&<>\"'";
  constexpr std::array<std::string_view, 5> kEscapes = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const std::size_t special = kSpecial.find(c);
    if (special == std::string_view::npos) {
      out.push_back(c);
    } else {
      out += kEscapes[special];
    }
  }
  return out;
}

}  // namespace vouch
