#include "core/ip_range.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "core/text.h"

namespace vouch {
namespace {

namespace ip = boost::asio::ip;

std::optional<ip::address> parse(std::string_view text) {
  boost::system::error_code error;
  auto address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

std::string with_prefix(std::string_view range) {
  if (range.find('/') != std::string_view::npos) return std::string(range);
  return fmt::format("{}/{}", range, range.find(':') == std::string_view::npos ? 32 : 128);
}

}  // namespace

bool is_ip_range(std::string_view text) {
  boost::system::error_code v4;
  boost::system::error_code v6;
  const std::string range = with_prefix(text);
  ip::make_network_v4(range, v4);
  ip::make_network_v6(range, v6);
  return !v4 || !v6;
}

bool is_within(std::string_view address, std::string_view range) {
  const auto given = parse(address);
  if (!given) return false;
  boost::system::error_code error;
  if (given->is_v4()) {
    const auto network = ip::make_network_v4(with_prefix(range), error);
    if (error) return false;
    return ip::network_v4(given->to_v4(), network.prefix_length()).network() == network.network();
  }
  const auto network = ip::make_network_v6(with_prefix(range), error);
  if (error) return false;
  return ip::network_v6(given->to_v6(), network.prefix_length()).network() == network.network();
}

std::string client_network(std::string_view address) {
  const auto given = parse(address);
  if (!given || given->is_v4()) return given ? given->to_string() : std::string(address);
  return ip::network_v6(given->to_v6(), 64).canonical().to_string();
}

bool is_private_address(std::string_view address) {
  static constexpr std::array<std::string_view, 9> kInside = {
      "127.0.0.0/8",   "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
      "100.64.0.0/10", "::1/128",    "fc00::/7",      "fe80::/10"};
  return std::any_of(kInside.begin(), kInside.end(),
                     [&](std::string_view range) { return is_within(address, range); });
}

bool is_inside_host(std::string_view host) {
  static constexpr std::array<std::string_view, 7> kInside = {
      ".local", ".lan", ".internal", ".intranet", ".corp", ".home.arpa", ".localhost"};
  std::string name = ascii_lower(host);
  if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
  if (parse(name)) return is_private_address(name);
  if (name.find('.') == std::string::npos) return true;
  return std::any_of(kInside.begin(), kInside.end(),
                     [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace vouch
