#include "config/value_checks.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include <fmt/format.h>

#include "core/text.h"
#include "core/url.h"

namespace vouch::config {
namespace {

// Bits of the address family, 0 when `text` is no literal address.
int address_bits(const std::string& text) {
  in6_addr address{};
  if (inet_pton(AF_INET, text.c_str(), &address) == 1) return 32;
  if (inet_pton(AF_INET6, text.c_str(), &address) == 1) return 128;
  return 0;
}

std::optional<int> whole_number(std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool valid = error == std::errc{} && end == text.data() + text.size() && value >= 0 &&
                     value <= most && !text.empty();
  return valid ? std::optional<int>(value) : std::nullopt;
}

std::string without_brackets(std::string_view host) {
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return std::string(bracketed ? host.substr(1, host.size() - 2) : host);
}

}  // namespace

std::string wrong_http_url(std::string_view text) {
  const Result<Url> url = Url::parse(text);
  if (!url || !url->is_http()) {
    return fmt::format("\"{}\" is no http or https URL", text);
  }
  if (url->has_credentials()) return "holds a user name or password; secrets go into files";
  return {};
}

std::string wrong_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view("<>,;\"()").find(c) != std::string_view::npos;
  });
  const bool one_at = at != std::string_view::npos && text.find('@', at + 1) == text.npos;
  if (!plain || !one_at || at == 0 || at + 1 == text.size()) {
    return fmt::format("\"{}\" is no mail address such as vouch@example.com", text);
  }
  return {};
}

std::string wrong_host(std::string_view text) {
  if (address_bits(without_brackets(text)) != 0) return {};
  const bool shaped = text.find_first_of("/:@?# \t") == std::string_view::npos && !text.empty();
  if (!shaped || !domain_to_ascii(text)) {
    return fmt::format("\"{}\" is no host name (no scheme, port or path)", text);
  }
  return {};
}

std::string wrong_proxy(std::string_view text) {
  static constexpr std::string_view kSchemes[] = {"http", "https", "socks5", "socks5h"};
  const Result<Url> url = Url::parse(text);
  const bool known = url && std::find(std::begin(kSchemes), std::end(kSchemes), url->scheme()) !=
                                std::end(kSchemes);
  if (!known || url->host().empty()) {
    return fmt::format("\"{}\" is no proxy URL such as http://10.0.0.2:3128 or socks5h://...",
                       text);
  }
  return {};
}

std::string wrong_name(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!plain || text.empty() || text.size() > 40) {
    return fmt::format("\"{}\" is no name (a-z, 0-9, - and _, at most 40)", text);
  }
  return {};
}

std::string wrong_channel_name(std::string_view text) {
  if (text == "mail" || text == "deadman") {
    return fmt::format("\"{}\" is the name of the channel of [{}]", text, text);
  }
  return wrong_name(text);
}

bool is_loopback_host(std::string_view host) {
  const std::string plain = ascii_lower(without_brackets(host));
  if (plain == "localhost" || plain.ends_with(".localhost") || plain == "::1") return true;
  return address_bits(plain) == 32 && plain.starts_with("127.");
}

bool is_http_scheme(std::string_view text, std::string_view scheme) {
  const Result<Url> url = Url::parse(text);
  return url && url->scheme() == scheme;
}

std::optional<HostPort> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view host = text.substr(0, colon);
  const std::optional<int> port = whole_number(text.substr(colon + 1), 65535);
  const bool bare_v6 = host.front() != '[' && host.find(':') != std::string_view::npos;
  if (!port || bare_v6) return std::nullopt;
  HostPort out{without_brackets(host), static_cast<std::uint16_t>(*port)};
  if (address_bits(out.host) == 0 && out.host != "localhost") return std::nullopt;
  return out;
}

std::optional<AllowedRange> parse_allowed(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view network = text.substr(0, colon);
  const std::string_view ports = text.substr(colon + 1);

  const std::size_t slash = network.rfind('/');
  const std::string address = without_brackets(network.substr(0, slash));
  const int bits = address_bits(address);
  if (bits == 0 || (bits == 128 && network.front() != '[')) return std::nullopt;
  std::optional<int> prefix = bits;
  if (slash != std::string_view::npos) prefix = whole_number(network.substr(slash + 1), bits);

  const std::size_t dash = ports.find('-');
  const std::optional<int> first = whole_number(ports.substr(0, dash), 65535);
  const std::optional<int> last =
      dash == std::string_view::npos ? first : whole_number(ports.substr(dash + 1), 65535);
  if (!prefix || !first || !last || *first < 1 || *last < *first) return std::nullopt;

  AllowedRange range;
  range.text = std::string(text);
  range.cidr = fmt::format("{}/{}", address, *prefix);
  range.port_from = static_cast<std::uint16_t>(*first);
  range.port_to = static_cast<std::uint16_t>(*last);
  return range;
}

}  // namespace vouch::config
