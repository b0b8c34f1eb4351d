// Addresses and networks as people write them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace vouch {

bool is_ip_range(std::string_view text);  // "10.0.0.0/8", "192.168.1.7", "fd00::/8"
// `address`: without a port. An IPv4 address in IPv6 clothing counts as what it is.
bool is_within(std::string_view address, std::string_view range);
// Whom to count together: an IPv4 address itself, of IPv6 its /64, which one customer has whole.
std::string client_network(std::string_view address);
// Loopback, link-local and the ranges that companies use inside (RFC 1918, RFC 4193, RFC 6598).
bool is_private_address(std::string_view address);
// Of a URL: reachable from the company's own network alone, as far as its name tells. A name of one
// label or below .local, .lan, .internal, .intranet, .corp, .home.arpa or .localhost is inside.
bool is_inside_host(std::string_view host);

}  // namespace vouch
