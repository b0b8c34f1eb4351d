// Requests to the interfaces of data sources. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.h"
#include "crawler/net/http_client.h"

namespace vouch::engines {

// Everything but unreserved characters (RFC 3986 2.3); a space is %20. Good in a query and in an
// application/x-www-form-urlencoded body.
std::string percent_encoded(std::string_view text);

using Parameter = std::pair<std::string_view, std::string_view>;
std::string form_text(std::span<const Parameter> parameters);  // "a=b&c=d", encoded

inline constexpr std::size_t kLargestAnswer = 4'000'000;

// JSON wanted, not compressed: evidence is what was judged. kInvalid: `href` is no http(s) URL.
Result<crawler::FetchRequest> api_get(const std::string& href, Millis timeout);
Result<crawler::FetchRequest> api_post(const std::string& href, std::string content_type,
                                       std::string body, Millis timeout);

}  // namespace vouch::engines
