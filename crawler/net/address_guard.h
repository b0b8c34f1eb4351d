// Which addresses may be connected to: the deny table of special-purpose networks, the operator's
// allow-list and our own listening address. Asked with every address that libcurl is about to
// connect to and again before every request. Immutable after start-up; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/url.h"

namespace vouch::crawler {

enum class AddressClass {
  kGuarded,     // came from a report or a redirect: public addresses and allowed ones only
  kConfigured,  // the operator named it: search provider, webhook
};

// 16 bytes in network order; IPv4 is held as ::ffff:a.b.c.d, so a mapped address is the same value.
struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<IpAddress> parse(std::string_view text);  // no brackets, no zone
  static IpAddress v4(std::array<std::uint8_t, 4> octets);
  [[nodiscard]] bool is_v4() const;
  [[nodiscard]] std::string text() const;
  bool operator==(const IpAddress&) const = default;
};

struct Network {
  IpAddress address;
  int prefix = 128;  // of the 16 bytes: an IPv4 /8 is 104 here

  static Result<Network> parse(std::string_view text);  // "10.0.0.0/8", "fc00::/7", "127.0.0.1"
  [[nodiscard]] bool contains(const IpAddress& candidate) const;
};

struct AllowedRange {
  Network network;
  std::uint16_t first_port = 0;
  std::uint16_t last_port = 0;

  // "CIDR:PORT[-PORT]": "10.2.0.0/16:80", "127.0.0.1:8000-8100", "[fd00::]/8:443".
  static Result<AllowedRange> parse(std::string_view text);
};

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
};

class AddressGuard {
 public:
  AddressGuard() = default;
  AddressGuard(std::vector<AllowedRange> allowed, std::vector<Endpoint> own_listeners);

  // May this request's peer be connected to? Own listeners are refused to guarded requests,
  // whatever the allow-list says; an unspecified one (0.0.0.0) stands for every special-purpose
  // address.
  [[nodiscard]] bool may_connect(AddressClass address_class, const IpAddress& address,
                                 std::uint16_t port) const;

  // What can be told before any name is resolved: scheme, credentials, port, literal address. The
  // text says what is wrong ("address not allowed"); none: go on.
  [[nodiscard]] std::optional<std::string> objection(AddressClass address_class,
                                                     const Url& url) const;

  // Behind a proxy we never see the peer: names of this machine and single labels are refused too.
  [[nodiscard]] std::optional<std::string> objection_behind_proxy(AddressClass address_class,
                                                                  const Url& url) const;

 private:
  [[nodiscard]] bool is_allowed_range(const IpAddress& address, std::uint16_t port) const;
  [[nodiscard]] bool is_own(const IpAddress& address, std::uint16_t port) const;

  std::vector<AllowedRange> allowed_;
  std::vector<Endpoint> own_;
};

// In the deny table (IANA special-purpose registries, cloud metadata services).
bool is_special_purpose(const IpAddress& address);

}  // namespace vouch::crawler
