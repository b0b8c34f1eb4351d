// The name under which Vouch visits sites: never a search engine's. Pure.
#pragma once

#include <string>
#include <string_view>

namespace vouch::crawler {

// Product token that robots.txt files address.
inline constexpr std::string_view kProductToken = "VouchBot";

// "VouchBot/0.1.0 (+https://example.com/bot)"; without a contact "VouchBot/0.1.0". Control bytes
// and parentheses in `contact` are dropped.
std::string user_agent(std::string_view version, std::string_view contact);

}  // namespace vouch::crawler
