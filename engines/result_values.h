// Values as result pages carry them: JSON in attributes, parameters of redirects, base64url,
// numbers in sentences. Any bytes go in; pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/serp_layout.h"
#include "core/url.h"

namespace vouch::engines {

// The value of an attribute by its decoder. URLs are resolved against `base`. None when there is
// nothing of that kind in it; never empty.
std::optional<std::string> decode_value(const SerpValue& value, std::string_view raw,
                                        const Url& base);

// First parameter `name` of a URL's query, form-decoded (URL Standard, urlencoded parsing).
std::optional<std::string> query_parameter(const Url& url, std::string_view name);

// Member `name` of a JSON object as text; attributes quoted with ' instead of " are read as well.
std::optional<std::string> json_member(std::string_view text, std::string_view name);

// The largest number of a sentence, digits grouped by , . ' or a space: "Page 2 of about 27 400
// 000".
std::optional<std::int64_t> largest_number(std::string_view text);

}  // namespace vouch::engines
