#include "web/entrance.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/ip_range.h"
#include "core/text.h"

namespace vouch::web {
namespace {

// Without a port: proxies write "203.0.113.9", "203.0.113.9:4711" and "[2001:db8::1]:4711".
std::string address_in(std::string_view text) {
  std::string host(trim(text));
  if (host.starts_with('[')) {
    host = host.substr(1, host.find(']') - 1);
  } else if (std::count(host.begin(), host.end(), ':') == 1) {
    host = host.substr(0, host.find(':'));
  }
  return host;
}

bool is_trusted(const std::string& address, const std::vector<std::string>& proxies) {
  return std::any_of(proxies.begin(), proxies.end(),
                     [&](const std::string& range) { return is_within(address, range); });
}

}  // namespace

Client client_of(const HttpRequest& request, const std::vector<std::string>& proxies) {
  Client client{request.peer.ip, request.peer.secure};
  if (request.peer.unix_socket) return client;
  if (!is_trusted(request.peer.ip, proxies)) return client;
  const std::string_view scheme = header_value(request.headers, "X-Forwarded-Proto");
  if (!scheme.empty()) client.secure = ascii_iequals(trim(scheme), "https");
  // Nearest last; whoever stands before an untrusted one could have been made up by it.
  std::vector<std::string_view> hops;
  for (std::string_view field : header_values(request.headers, "X-Forwarded-For")) {
    while (true) {
      const auto comma = field.find(',');
      hops.push_back(field.substr(0, comma));
      if (comma == std::string_view::npos) break;
      field.remove_prefix(comma + 1);
    }
  }
  for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
    const std::string address = address_in(*hop);
    if (!is_ip_range(address) || address.find('/') != std::string::npos) break;
    client.address = address;
    if (!is_trusted(address, proxies)) break;
  }
  return client;
}

std::string_view cookie_name(Cookie cookie, bool secure) {
  switch (cookie) {
    case Cookie::kSession:
      return secure ? "__Host-vouch" : "vouch";
    case Cookie::kDevice:
      return secure ? "__Host-vouch-device" : "vouch-device";
  }
  return "vouch";
}

std::string cookie_of(const HttpRequest& request, Cookie cookie, bool secure) {
  static constexpr std::size_t kLongest = 100;
  const std::string_view wanted = cookie_name(cookie, secure);
  for (std::string_view field : header_values(request.headers, "Cookie")) {
    while (!field.empty()) {
      const auto end = field.find(';');
      const std::string_view pair = trim(field.substr(0, end));
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == wanted &&
          pair.size() - equals - 1 <= kLongest)
        return std::string(pair.substr(equals + 1));
      if (end == std::string_view::npos) break;
      field.remove_prefix(end + 1);
    }
  }
  return {};
}

HeaderField set_cookie(Cookie cookie, std::string_view value, std::chrono::seconds life,
                       bool secure) {
  return HeaderField{
      "Set-Cookie",
      fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}",
                  cookie_name(cookie, secure), value, life.count(), secure ? "; Secure" : "")};
}

HeaderField clear_cookie(Cookie cookie, bool secure) {
  return set_cookie(cookie, "", std::chrono::seconds(0), secure);
}

Visitor visitor_of(const HttpRequest& request, const Entrance& entrance) {
  const Client client = client_of(request, entrance.proxies);
  return Visitor{client.address, std::string(header_value(request.headers, "User-Agent")),
                 cookie_of(request, Cookie::kDevice, client.secure)};
}

}  // namespace vouch::web
