#include "web/target.h"

#include "core/text.h"

namespace vouch::web {
namespace {

constexpr std::size_t kMaxParts = 64;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { kKept, kSpace };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::kSpace) {
      c = ' ';
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return std::nullopt;
    out.push_back(c);
  }
  if (!is_valid_utf8(out)) return std::nullopt;
  return out;
}

template <class Take>
bool each_part(std::string_view text, char separator, Take take) {
  std::size_t parts = 0;
  while (!text.empty()) {
    const auto end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    if (!part.empty() && (++parts > kMaxParts || !take(part))) return false;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

std::optional<std::string> Target::get(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

Result<Target> parse_target(std::string_view text) {
  Target target;
  const auto question = text.find('?');
  const bool path_ok = each_part(text.substr(0, question), '/', [&](std::string_view part) {
    auto decoded = decode(part, Plus::kKept);
    if (!decoded || *decoded == "." || *decoded == "..") return false;
    target.segments.push_back(std::move(*decoded));
    return true;
  });
  if (!path_ok) return fail(ErrorCode::kInvalid, "the path of the request is malformed");
  if (question == std::string_view::npos) return target;
  const bool query_ok = each_part(text.substr(question + 1), '&', [&](std::string_view part) {
    const auto equals = part.find('=');
    auto name = decode(part.substr(0, equals), Plus::kSpace);
    std::optional<std::string> value = std::string();
    if (equals != std::string_view::npos) value = decode(part.substr(equals + 1), Plus::kSpace);
    if (!name || !value) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
  if (!query_ok) return fail(ErrorCode::kInvalid, "the query of the request is malformed");
  return target;
}

}  // namespace vouch::web
