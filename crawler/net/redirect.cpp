#include "crawler/net/redirect.h"

#include <string>

#include <fmt/format.h>

#include "core/text.h"

namespace vouch::crawler {
namespace {

// Servers put raw bytes of any charset there; they go back as they came.
std::string escape_foreign_bytes(std::string_view location) {
  std::string out;
  for (const char c : location) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

}  // namespace

std::optional<Url> redirect_target(int status, const std::vector<HeaderField>& headers,
                                   const Url& current) {
  if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
    return std::nullopt;
  }
  const std::string_view location = header_value(headers, "location");
  if (location.empty()) return std::nullopt;
  const auto target = is_valid_utf8(location)
                          ? Url::parse(location, &current)
                          : Url::parse(escape_foreign_bytes(location), &current);
  if (!target) return std::nullopt;
  return *target;
}

}  // namespace vouch::crawler
