// The host parser of the URL Standard (3.5): domains, IPv4 in every spelling, IPv6. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace vouch {

// The host as it is written in a URL: ASCII domain, dotted IPv4 or "[..]". For schemes that are not
// special (anything but http, https, ws, wss, ftp, file) an opaque host.
Result<std::string> parse_host(std::string_view input, bool special);

// "ends in a number": such a host is an IPv4 address or an error, never a name.
bool ends_in_number(std::string_view host);
std::optional<std::uint32_t> parse_ipv4(std::string_view host);
// The address between the brackets, compressed as RFC 5952 asks; none where it is no address.
std::optional<std::string> normalise_ipv6(std::string_view address);

}  // namespace vouch
