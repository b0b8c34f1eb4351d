#include "crawler/page/prescan.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::size_t kPrescanBytes = 1024;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

struct Attribute {
  std::string name;
  std::string value;
};

// HTML 13.2.3.2, "get an attribute". None at the end of the tag, and where the bytes run out: then
// `at` is behind them and what was begun does not count.
std::optional<Attribute> get_attribute(std::string_view bytes, std::size_t& at) {
  while (at < bytes.size() && (is_space(bytes[at]) || bytes[at] == '/')) ++at;
  if (at >= bytes.size() || bytes[at] == '>') return std::nullopt;
  Attribute attribute;
  for (;; ++at) {
    if (at >= bytes.size()) return std::nullopt;
    if (bytes[at] == '=' && !attribute.name.empty()) break;
    if (bytes[at] == '/' || bytes[at] == '>') return attribute;
    if (is_space(bytes[at])) {
      while (at < bytes.size() && is_space(bytes[at])) ++at;
      if (at >= bytes.size()) return std::nullopt;
      if (bytes[at] != '=') return attribute;
      break;
    }
    attribute.name.push_back(lower(bytes[at]));
  }
  ++at;  // "="
  while (at < bytes.size() && is_space(bytes[at])) ++at;
  if (at >= bytes.size()) return std::nullopt;
  if (bytes[at] == '"' || bytes[at] == '\'') {
    const char quote = bytes[at++];
    while (at < bytes.size() && bytes[at] != quote) attribute.value.push_back(lower(bytes[at++]));
    if (at >= bytes.size()) return std::nullopt;
    ++at;
    return attribute;
  }
  while (at < bytes.size() && !is_space(bytes[at]) && bytes[at] != '>') {
    attribute.value.push_back(lower(bytes[at++]));
  }
  return at < bytes.size() ? std::optional(std::move(attribute)) : std::nullopt;
}

// HTML 2.6.3, "extracting a character encoding from a meta element".
std::optional<std::string> encoding_in_content(std::string_view content) {
  std::size_t at = 0;
  while (true) {
    at = content.find("charset", at);
    if (at == std::string_view::npos) return std::nullopt;
    at += 7;
    while (at < content.size() && is_space(content[at])) ++at;
    if (at >= content.size()) return std::nullopt;
    if (content[at] == '=') break;
  }
  ++at;
  while (at < content.size() && is_space(content[at])) ++at;
  if (at >= content.size()) return std::nullopt;
  if (content[at] == '"' || content[at] == '\'') {
    const std::size_t close = content.find(content[at], at + 1);
    if (close == std::string_view::npos) return std::nullopt;
    return encoding_for_label(content.substr(at + 1, close - at - 1));
  }
  std::size_t end = at;
  while (end < content.size() && !is_space(content[end]) && content[end] != ';') ++end;
  return encoding_for_label(content.substr(at, end - at));
}

// The pages' own declarations cannot name an encoding that ASCII bytes would not survive.
std::string as_declared_in_ascii(std::string encoding) {
  if (encoding == "utf-16be" || encoding == "utf-16le") return "utf-8";
  if (encoding == "x-user-defined") return "windows-1252";
  return encoding;
}

// `at` is behind "<meta" and the character after it; leaves it at the end of the attributes.
std::optional<std::string> encoding_in_meta(std::string_view bytes, std::size_t& at) {
  std::vector<std::string> seen;
  bool got_pragma = false;
  std::optional<bool> need_pragma;
  std::optional<std::string> charset;
  while (auto attribute = get_attribute(bytes, at)) {
    if (std::find(seen.begin(), seen.end(), attribute->name) != seen.end()) continue;
    seen.push_back(attribute->name);
    if (attribute->name == "http-equiv") {
      got_pragma = got_pragma || attribute->value == "content-type";
    } else if (attribute->name == "content") {
      auto found = encoding_in_content(attribute->value);
      if (found && !charset) {
        charset = std::move(found);
        need_pragma = true;
      }
    } else if (attribute->name == "charset") {
      charset = encoding_for_label(attribute->value);
      need_pragma = false;
    }
  }
  if (at >= bytes.size()) return std::nullopt;
  if (!need_pragma || (*need_pragma && !got_pragma) || !charset) return std::nullopt;
  return as_declared_in_ascii(*charset);
}

// HTML 13.2.3.2, "get an XML encoding".
std::optional<std::string> xml_encoding(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return std::nullopt;
  const std::size_t declaration_end = bytes.find('>');
  if (declaration_end == std::string_view::npos) return std::nullopt;
  const std::string_view declaration = bytes.substr(0, declaration_end);
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return std::nullopt;
  at += 8;
  const auto skip_space = [&] {
    while (at < declaration.size() && static_cast<unsigned char>(declaration[at]) <= 0x20) ++at;
  };
  skip_space();
  if (at >= declaration.size() || declaration[at] != '=') return std::nullopt;
  ++at;
  skip_space();
  if (at >= declaration.size()) return std::nullopt;
  const char quote = declaration[at];
  if (quote != '"' && quote != '\'') return std::nullopt;
  const std::size_t close = declaration.find(quote, at + 1);
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view label = declaration.substr(at + 1, close - at - 1);
  const bool has_space = std::any_of(label.begin(), label.end(),
                                     [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
  if (has_space) return std::nullopt;
  auto encoding = encoding_for_label(label);
  if (encoding && (*encoding == "utf-16be" || *encoding == "utf-16le")) return "utf-8";
  return encoding;
}

// One media type of a Content-Type value: its charset parameter, as written.
std::optional<std::string> charset_parameter(std::string_view media_type) {
  std::size_t at = media_type.find(';');
  while (at != std::string_view::npos && at < media_type.size()) {
    ++at;
    while (at < media_type.size() && is_space(media_type[at])) ++at;
    std::string name;
    while (at < media_type.size() && media_type[at] != ';' && media_type[at] != '=') {
      name.push_back(lower(media_type[at++]));
    }
    if (at >= media_type.size()) return std::nullopt;
    if (media_type[at] == ';') continue;
    ++at;
    std::string value;
    if (at < media_type.size() && media_type[at] == '"') {
      for (++at; at < media_type.size() && media_type[at] != '"'; ++at) {
        if (media_type[at] == '\\' && at + 1 < media_type.size()) ++at;
        value.push_back(media_type[at]);
      }
    } else {
      while (at < media_type.size() && media_type[at] != ';') value.push_back(media_type[at++]);
    }
    at = media_type.find(';', std::min(at, media_type.size()));
    if (name == "charset" && !value.empty()) return value;
  }
  return std::nullopt;
}

std::vector<std::string_view> split_at_commas(std::string_view value) {
  std::vector<std::string_view> parts;
  bool quoted = false;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= value.size(); ++i) {
    if (i < value.size() && value[i] == '"') quoted = !quoted;
    if (i < value.size() && (quoted || value[i] != ',')) continue;
    parts.push_back(trim(value.substr(from, i - from)));
    from = i + 1;
  }
  return parts;
}

bool has_non_ascii(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

struct Doubt {
  double bad_ratio = 0;       // U+FFFD and private use per character
  std::size_t multibyte = 0;  // UTF-8 sequences of two bytes and more in the result
};

Doubt doubt_of(const Decoded& decoded) {
  std::size_t characters = 0;
  std::size_t private_use = 0;
  Doubt doubt;
  std::size_t at = 0;
  while (at < decoded.text.size()) {
    const bool ascii = static_cast<unsigned char>(decoded.text[at]) < 0x80;
    ++characters;
    if (ascii) {
      ++at;
      continue;
    }
    const char32_t c = next_code_point(decoded.text, at);
    ++doubt.multibyte;
    if (c >= 0xE000 && c <= 0xF8FF) ++private_use;
  }
  if (characters == 0) return doubt;
  doubt.bad_ratio =
      decoded.replaced_ratio + static_cast<double>(private_use) / static_cast<double>(characters);
  return doubt;
}

constexpr double kWrongDeclaration = 0.001;  // crawling-standards §1.8
constexpr std::size_t kSureUtf8 = 8;         // sequences that no other encoding makes by chance

bool same_decoder(std::string_view left, std::string_view right) {
  const auto family = [](std::string_view name) {
    return name == "gbk" ? std::string_view("gb18030") : name;
  };
  return family(left) == family(right);
}

// The declared decoding, or the detector's where the bytes contradict the declaration.
PageText check_declaration(std::string_view bytes, Decoded declared) {
  PageText page;
  // A good decoding gives way to UTF-8 alone, which proves itself.
  const bool legacy = declared.charset != "utf-8";
  if (legacy && !is_valid_utf8(bytes) && doubt_of(declared).bad_ratio <= kWrongDeclaration) {
    page.decoded = std::move(declared);
    return page;
  }
  const std::string detected = has_non_ascii(bytes) ? detect_encoding(bytes) : declared.charset;
  if (!same_decoder(detected, declared.charset) && detected != "windows-1252" &&
      declared.charset != "replacement") {
    Decoded other = decode_as(bytes, detected);
    const Doubt doubt = doubt_of(declared);
    const Doubt other_doubt = doubt_of(other);
    const bool sure_utf8 =
        detected == "utf-8" && other.replaced_ratio == 0 && other_doubt.multibyte >= kSureUtf8;
    const bool better = doubt.bad_ratio > kWrongDeclaration && other_doubt.bad_ratio == 0;
    if (sure_utf8 || better) {
      page.declared = declared.charset;
      page.decoded = std::move(other);
      page.decoded.source = "detector";
      return page;
    }
  }
  page.decoded = std::move(declared);
  return page;
}

}  // namespace

std::optional<std::string> transport_encoding(std::string_view content_type) {
  // Fetch 2.2.2, "extract a MIME type": of several types the last one counts; the same type
  // repeated without a charset keeps the one before.
  std::optional<std::string> charset;
  std::string essence;
  for (const std::string_view part : split_at_commas(content_type)) {
    if (part.empty()) continue;
    const std::string part_essence = ascii_lower(trim(part.substr(0, part.find(';'))));
    auto part_charset = charset_parameter(part);
    if (part_charset || part_essence != essence) charset = std::move(part_charset);
    essence = part_essence;
  }
  return charset ? encoding_for_label(*charset) : std::nullopt;
}

std::optional<std::string> prescan_encoding(std::string_view bytes) {
  bytes = bytes.substr(0, kPrescanBytes);
  if (bytes.starts_with(std::string_view("<\0?\0x\0", 6))) return "utf-16le";
  if (bytes.starts_with(std::string_view("\0<\0?\0x", 6))) return "utf-16be";
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::string_view rest = bytes.substr(at);
    if (rest.starts_with("<!--")) {
      // "-->" may begin inside "<!--": "<!-->" is a whole comment.
      const std::size_t close = rest.find("-->", 2);
      if (close == std::string_view::npos) break;
      at += close + 3;
      continue;
    }
    if (rest.size() > 5 && rest[0] == '<' && ascii_iequals(rest.substr(1, 4), "meta") &&
        (is_space(rest[5]) || rest[5] == '/')) {
      at += 6;
      if (auto encoding = encoding_in_meta(bytes, at)) return encoding;
      ++at;
      continue;
    }
    const bool tag =
        rest.size() > 1 && rest[0] == '<' &&
        (is_letter(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_letter(rest[2])));
    if (tag) {
      while (at < bytes.size() && !is_space(bytes[at]) && bytes[at] != '>') ++at;
      while (get_attribute(bytes, at)) {
      }
      ++at;
      continue;
    }
    if (rest.size() > 1 && rest[0] == '<' && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
      const std::size_t close = rest.find('>');
      if (close == std::string_view::npos) break;
      at += close + 1;
      continue;
    }
    ++at;
  }
  return xml_encoding(bytes);
}

PageText decode_page(std::string_view bytes, std::string_view content_type) {
  const auto declared_as = [&](const std::string& encoding, const char* source) {
    Decoded decoded = decode_as(bytes, encoding);
    decoded.source = source;
    return decoded;
  };
  std::size_t bom_length = 0;
  if (const auto bom = bom_encoding(bytes, bom_length)) {
    return PageText{declared_as(*bom, "bom"), ""};
  }
  const auto transport = transport_encoding(content_type);
  if (transport) return check_declaration(bytes, declared_as(*transport, "transport"));
  const auto meta = prescan_encoding(bytes);
  if (meta) return check_declaration(bytes, declared_as(*meta, "meta"));
  const std::string detected = detect_encoding(bytes);
  const bool evidence = has_non_ascii(bytes) && detected != "windows-1252";
  return PageText{declared_as(detected, evidence ? "detector" : "default"), ""};
}

}  // namespace vouch::crawler
