// The request target in parts: decoded path segments and query pairs (RFC 3986 3.3, 3.4; '+' is a
// space in the query). Pure values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace vouch::web {

struct Target {
  std::vector<std::string> segments;  // "/a/b%20c" -> {"a", "b c"}; "/" -> {}
  std::vector<std::pair<std::string, std::string>> query;

  // First value; none when absent, empty when "name" or "name=".
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
};

// kInvalid: broken percent escapes, control characters, bytes that are no UTF-8, "." or ".."
// segments.
Result<Target> parse_target(std::string_view target);

}  // namespace vouch::web
