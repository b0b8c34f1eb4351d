#include "crawler/net/address_guard.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace vouch::crawler {
namespace {

constexpr const char* kNotAllowed = "address not allowed";

// IANA special-purpose registries, multicast and reserved space, translation prefixes that embed an
// IPv4 address, and the public address of Azure's wire server.
constexpr const char* kDenied[] = {
    "0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10",   "127.0.0.0/8",     "169.254.0.0/16",
    "172.16.0.0/12",  "192.0.0.0/24",   "192.0.2.0/24",    "192.31.196.0/24", "192.52.193.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",   "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",     "168.63.129.16",   "::/96",
    "64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",        "100:0:0:1::/64",  "2001::/23",
    "2001:db8::/32",  "2002::/16",      "3fff::/20",       "5f00::/16",       "fc00::/7",
    "fe80::/10",      "fec0::/10",      "ff00::/8",
};

const std::vector<Network>& denied_networks() {
  static const std::vector<Network> networks = [] {
    std::vector<Network> parsed;
    for (const char* text : kDenied) parsed.push_back(Network::parse(text).value());
    return parsed;
  }();
  return networks;
}

template <class Number>
bool read_number(std::string_view text, Number& value) {
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return !text.empty() && result.ec == std::errc{} && result.ptr == end;
}

// The address in a URL's host, where it is one.
std::optional<IpAddress> literal_address(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return IpAddress::parse(host);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string copy(text);
  std::array<std::uint8_t, 4> octets{};
  if (inet_pton(AF_INET, copy.c_str(), octets.data()) == 1) return v4(octets);
  IpAddress address;
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

IpAddress IpAddress::v4(std::array<std::uint8_t, 4> octets) {
  IpAddress address;
  address.bytes[10] = address.bytes[11] = 0xff;
  std::copy(octets.begin(), octets.end(), address.bytes.begin() + 12);
  return address;
}

bool IpAddress::is_v4() const {
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) &&
         bytes[10] == 0xff && bytes[11] == 0xff;
}

std::string IpAddress::text() const {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes.data() + 12, buffer, sizeof buffer);
  } else {
    inet_ntop(AF_INET6, bytes.data(), buffer, sizeof buffer);
  }
  return buffer;
}

Result<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) {
    return fail(ErrorCode::kInvalid,
                fmt::format("not a network as in 10.0.0.0/8 or fd00::/8: {}", text));
  }
  Network network{*address, 128};
  if (slash == std::string_view::npos) return network;
  const int offset = address->is_v4() ? 96 : 0;
  int prefix = 0;
  if (!read_number(text.substr(slash + 1), prefix) || prefix < 0 || prefix + offset > 128) {
    return fail(ErrorCode::kInvalid, fmt::format("prefix length out of range: {}", text));
  }
  network.prefix = prefix + offset;
  return network;
}

bool Network::contains(const IpAddress& candidate) const {
  const auto whole = static_cast<std::size_t>(prefix / 8);
  if (std::memcmp(address.bytes.data(), candidate.bytes.data(), whole) != 0) return false;
  const int rest = prefix % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (address.bytes[whole] & mask) == (candidate.bytes[whole] & mask);
}

Result<AllowedRange> AllowedRange::parse(std::string_view text) {
  const auto bad = [&](const char* what) {
    return fail(ErrorCode::kInvalid,
                fmt::format("{}: {} (write CIDR:PORT or CIDR:PORT-PORT, IPv6 as [fd00::]/8:443)",
                            what, text));
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad("no port");
  std::string network(text.substr(0, colon));
  if (network.find(':') != std::string::npos) {
    const auto close = network.find(']');
    if (network.front() != '[' || close == std::string::npos) return bad("IPv6 without brackets");
    network.erase(close, 1);
    network.erase(0, 1);
  }
  const auto parsed = Network::parse(network);
  if (!parsed) return tl::unexpected(parsed.error());
  AllowedRange range{*parsed, 0, 0};
  const std::string_view ports = text.substr(colon + 1);
  const auto dash = ports.find('-');
  if (!read_number(ports.substr(0, dash), range.first_port)) return bad("not a port");
  range.last_port = range.first_port;
  if (dash != std::string_view::npos && !read_number(ports.substr(dash + 1), range.last_port)) {
    return bad("not a port");
  }
  if (range.first_port == 0 || range.last_port < range.first_port) return bad("empty port range");
  return range;
}

bool is_special_purpose(const IpAddress& address) {
  return std::any_of(denied_networks().begin(), denied_networks().end(),
                     [&](const Network& network) { return network.contains(address); });
}

AddressGuard::AddressGuard(std::vector<AllowedRange> allowed, std::vector<Endpoint> own_listeners)
    : allowed_(std::move(allowed)), own_(std::move(own_listeners)) {}

bool AddressGuard::is_allowed_range(const IpAddress& address, std::uint16_t port) const {
  return std::any_of(allowed_.begin(), allowed_.end(), [&](const AllowedRange& range) {
    return port >= range.first_port && port <= range.last_port && range.network.contains(address);
  });
}

bool AddressGuard::is_own(const IpAddress& address, std::uint16_t port) const {
  return std::any_of(own_.begin(), own_.end(), [&](const Endpoint& own) {
    const bool any = own.address == IpAddress{} || own.address == IpAddress::v4({0, 0, 0, 0});
    return port == own.port && (any ? is_special_purpose(address) : own.address == address);
  });
}

bool AddressGuard::may_connect(AddressClass address_class, const IpAddress& address,
                               std::uint16_t port) const {
  if (address_class == AddressClass::kConfigured) return true;
  if (is_own(address, port)) return false;
  if (is_allowed_range(address, port)) return true;
  return (port == 80 || port == 443) && !is_special_purpose(address);
}

std::optional<std::string> AddressGuard::objection(AddressClass address_class,
                                                   const Url& url) const {
  if (!url.is_http() || url.host().empty()) return "only http and https addresses are fetched";
  if (url.has_credentials()) return "an address with a user name or password is not fetched";
  if (address_class == AddressClass::kConfigured) return std::nullopt;
  const std::uint16_t port = url.effective_port();
  if (const auto literal = literal_address(url.host())) {
    if (!may_connect(address_class, *literal, port)) return kNotAllowed;
    return std::nullopt;
  }
  const bool known_port = port == 80 || port == 443 ||
                          std::any_of(allowed_.begin(), allowed_.end(), [&](const auto& range) {
                            return port >= range.first_port && port <= range.last_port;
                          });
  if (!known_port) return kNotAllowed;
  return std::nullopt;
}

std::optional<std::string> AddressGuard::objection_behind_proxy(AddressClass address_class,
                                                                const Url& url) const {
  if (auto objected = objection(address_class, url)) return objected;
  if (address_class == AddressClass::kConfigured || literal_address(url.host())) return {};
  std::string_view host = url.host();
  if (host.ends_with('.')) host.remove_suffix(1);
  const auto loopback = IpAddress::v4({127, 0, 0, 1});
  if (host == "localhost" || host.ends_with(".localhost")) {
    if (!may_connect(address_class, loopback, url.effective_port())) return kNotAllowed;
    return std::nullopt;
  }
  if (host.find('.') == std::string_view::npos) return kNotAllowed;
  return std::nullopt;
}

}  // namespace vouch::crawler
