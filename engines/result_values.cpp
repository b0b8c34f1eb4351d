#include "engines/result_values.h"

#include <algorithm>
#include <limits>

#include <boost/json.hpp>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::engines {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestJson = 65536;  // of an attribute; longer ones are not read

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string form_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return to_valid_utf8(out);
}

std::optional<std::string> base64url_text(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '-', '+');
  std::replace(plain.begin(), plain.end(), '_', '/');
  std::string bytes;
  if (!base64_decode(plain, bytes) || !is_valid_utf8(bytes)) return std::nullopt;
  return bytes;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Bytes of the separator between two groups of digits at `at`; 0 for none.
std::size_t separator_at(std::string_view text, std::size_t at) {
  constexpr std::string_view kWide[] = {"\u00A0", "\u202F", "\u2009", "\uFF0C"};
  for (const std::string_view wide : kWide) {
    if (text.substr(at).starts_with(wide)) return wide.size();
  }
  const char c = at < text.size() ? text[at] : '\0';
  return c == ',' || c == '.' || c == '\'' || c == ' ' ? 1 : 0;
}

// Behind the point of "0.45" or "0,26": digits that belong to no number of their own.
std::size_t skip_fraction(std::string_view text, std::size_t at) {
  const bool fraction =
      at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1]);
  if (!fraction) return at;
  ++at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool three_digits_at(std::string_view text, std::size_t at) {
  for (std::size_t i = at; i < at + 3; ++i) {
    if (i >= text.size() || !is_digit(text[i])) return false;
  }
  return at + 3 >= text.size() || !is_digit(text[at + 3]);
}

}  // namespace

std::optional<std::string> query_parameter(const Url& url, std::string_view name) {
  if (!url.query()) return std::nullopt;
  std::string_view rest = *url.query();
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (form_decoded(pair.substr(0, equals)) != name) continue;
    return form_decoded(pair.substr(std::min(equals + 1, pair.size())));
  }
  return std::nullopt;
}

std::optional<std::string> json_member(std::string_view text, std::string_view name) {
  if (text.size() > kLongestJson) return std::nullopt;
  json::error_code error;
  json::value root = json::parse(text, error);
  if (error && text.find('"') == std::string_view::npos) {
    std::string quoted(text);
    std::replace(quoted.begin(), quoted.end(), '\'', '"');
    root = json::parse(quoted, error);
  }
  if (error || !root.is_object()) return std::nullopt;
  const json::value* const member = root.get_object().if_contains(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_string()) return std::string(member->get_string());
  if (member->is_int64()) return std::to_string(member->get_int64());
  return std::nullopt;
}

std::optional<std::string> decode_value(const SerpValue& value, std::string_view raw,
                                        const Url& base) {
  std::optional<std::string> out;
  switch (value.decoder) {
    case SerpDecoder::kPlain:
      out = std::string(trim(raw));
      break;
    case SerpDecoder::kJson:
      out = json_member(raw, value.key);
      break;
    case SerpDecoder::kQuery:
    case SerpDecoder::kBase64Url: {
      const Result<Url> url = Url::parse(raw, &base);
      if (url) out = query_parameter(*url, value.key);
      if (value.decoder == SerpDecoder::kQuery || !out) break;
      if (!out->starts_with(value.prefix)) return std::nullopt;
      out = base64url_text(std::string_view(*out).substr(value.prefix.size()));
      break;
    }
  }
  if (out && out->empty()) out.reset();
  return out;
}

std::optional<std::int64_t> largest_number(std::string_view text) {
  std::optional<std::int64_t> largest;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::int64_t number = 0;
    bool fits = true;
    while (at < text.size()) {
      if (is_digit(text[at])) {
        fits = fits && number < std::numeric_limits<std::int64_t>::max() / 10 - 9;
        if (fits) number = number * 10 + (text[at] - '0');
        ++at;
        continue;
      }
      const std::size_t separator = separator_at(text, at);
      if (separator == 0 || !three_digits_at(text, at + separator)) break;
      at += separator;
    }
    if (fits && (!largest || number > *largest)) largest = number;
    at = skip_fraction(text, at);
  }
  return largest;
}

}  // namespace vouch::engines
