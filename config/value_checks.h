// Single values of the configuration, judged as text: empty answer when fine, else what is wrong.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/settings.h"

namespace vouch::config {

std::string wrong_http_url(std::string_view text);
std::string wrong_mail_address(std::string_view text);
std::string wrong_host(std::string_view text);  // a name or address, no scheme, port or path
std::string wrong_proxy(std::string_view text);
std::string wrong_name(std::string_view text);  // of providers, webhooks, robots: [a-z0-9_-], 1..40
// And none that Vouch gives itself: "mail", "deadman".
std::string wrong_channel_name(std::string_view text);

bool is_loopback_host(std::string_view host);  // localhost, *.localhost, 127.0.0.0/8, ::1
bool is_http_scheme(std::string_view url, std::string_view scheme);

struct HostPort {
  std::string host;  // without brackets
  std::uint16_t port = 0;
};
std::optional<HostPort> parse_listen(std::string_view text);       // "127.0.0.1:8480", "[::1]:0"
std::optional<AllowedRange> parse_allowed(std::string_view text);  // "CIDR:PORT[-PORT]"

}  // namespace vouch::config
