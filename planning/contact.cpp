#include "planning/contact.h"

#include <algorithm>

#include "core/text.h"

namespace vouch::planning {
namespace {

constexpr std::string_view kHidden = "****";
constexpr std::size_t kLeastKey = 5;       // signs
constexpr std::size_t kMobileDigits = 11;  // of the mainland, without its country code
constexpr std::size_t kLeastDigits = 7;
constexpr std::string_view kSeparators[] = {"/", ",", ";", "|", "、", "，", "；", "\n", "\t"};
constexpr std::string_view kLabelEnds[] = {"：", ":"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_digit(c)) out += c;
  }
  return out;
}

// Digits and what people write between them.
bool is_number(std::string_view text) {
  const bool fits = std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || std::string_view(" +-()").find(c) != std::string_view::npos;
  });
  return fits && digits_of(text).size() >= kLeastDigits;
}

struct Part {
  std::string before;  // separators, spaces and a label
  std::string text;
};

std::size_t separator_at(std::string_view text) {
  for (const std::string_view one : kSeparators) {
    if (text.starts_with(one)) return one.size();
  }
  return 0;
}

// "微信：abc" is a label and what it names; so is "电话 138...".
void take_label(Part& part) {
  for (const std::string_view end : kLabelEnds) {
    const std::size_t at = part.text.find(end);
    if (at == std::string::npos) continue;
    if (digits_of(part.text.substr(0, at)).size() >= kLeastDigits) continue;  // no label
    part.before += part.text.substr(0, at + end.size());
    part.text.erase(0, at + end.size());
    break;
  }
  const std::size_t blank = part.text.find_first_not_of(' ');
  part.before += part.text.substr(0, std::min(blank, part.text.size()));
  part.text.erase(0, std::min(blank, part.text.size()));
  if (is_number(part.text) || part.text.find(' ') == std::string::npos) return;
  const std::size_t space = part.text.rfind(' ');
  part.before += mask_contact(part.text.substr(0, space)) + " ";
  part.text.erase(0, space + 1);
}

std::vector<std::string> pieces_of(std::string_view contact) {
  std::vector<std::string> out(1);
  while (!contact.empty()) {
    const std::size_t separator = separator_at(contact);
    if (separator == 0) {
      out.back() += contact.front();
      contact.remove_prefix(1);
      continue;
    }
    out.emplace_back(contact.substr(0, separator));
    out.emplace_back();
    contact.remove_prefix(separator);
  }
  return out;
}

std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> out;
  for (const char c : text) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (continues && !out.empty()) {
      out.back() += c;
    } else {
      out.emplace_back(1, c);
    }
  }
  return out;
}

std::string ends(std::string_view text, std::size_t first, std::size_t last) {
  const std::vector<std::string> signs = characters_of(text);
  std::string out;
  for (std::size_t i = 0; i < first && i < signs.size(); ++i) out += signs[i];
  out += kHidden;
  if (signs.size() < first + last) return out;
  for (std::size_t i = signs.size() - last; i < signs.size(); ++i) out += signs[i];
  return out;
}

std::string national(std::string digits) {
  for (const std::string_view code : {"0086", "86"}) {
    const bool mobile = digits.size() == code.size() + kMobileDigits && digits[code.size()] == '1';
    if (mobile && digits.starts_with(code)) return digits.substr(code.size());
  }
  return digits;
}

std::string masked(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t host = text.find('@');
  if (host != std::string::npos && host > 0)
    return characters_of(text).front() + "***" + text.substr(host);
  if (is_number(text)) {
    const std::string digits = national(digits_of(text));
    return digits.size() >= kMobileDigits ? ends(digits, 3, 4) : ends(digits, 2, 2);
  }
  const std::size_t signs = characters_of(text).size();
  if (signs >= 6) return ends(text, 2, 2);
  return ends(text, 1, 0);
}

Part part_of(std::string piece) {
  Part part;
  part.text = std::move(piece);
  take_label(part);
  return part;
}

}  // namespace

std::string mask_contact(std::string_view contact) {
  std::string out;
  for (const std::string& piece : pieces_of(contact)) {
    if (separator_at(piece) == piece.size() && !piece.empty()) {
      out += piece;
      continue;
    }
    const Part part = part_of(piece);
    const std::size_t end = part.text.find_last_not_of(' ');
    const std::string text = part.text.substr(0, end == std::string::npos ? 0 : end + 1);
    out += part.before + masked(text) + part.text.substr(text.size());
  }
  return out;
}

std::vector<std::string> contact_keys(std::string_view contact) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& piece) {
    std::string key = is_number(piece) ? national(digits_of(piece)) : fold(collapse_space(piece));
    if (characters_of(key).size() < kLeastKey) return;
    if (std::find(out.begin(), out.end(), key) == out.end()) out.push_back(std::move(key));
  };
  for (const std::string& piece : pieces_of(contact)) {
    std::string text = piece;
    for (const std::string_view end : kLabelEnds) {
      const std::size_t at = text.find(end);
      if (at == std::string::npos) continue;
      text.erase(0, at + end.size());
      break;
    }
    text = collapse_space(text);
    if (is_number(text) || text.find(' ') == std::string::npos) {
      add(text);
      continue;
    }
    while (!text.empty()) {
      const std::size_t space = text.find(' ');
      add(text.substr(0, space));
      text.erase(0, space == std::string::npos ? text.size() : space + 1);
    }
  }
  return out;
}

}  // namespace vouch::planning
