#include "core/serp_layout.h"

#include <algorithm>
#include <array>

namespace vouch {
namespace {

constexpr auto kSigns = std::to_array<std::string_view>(
    {"wall", "consent", "script_wall", "stub", "page", "no_results", "no_exact"});
static_assert(kSigns.size() == static_cast<std::size_t>(SerpSignKind::kNoExact) + 1);
constexpr auto kRowKinds = std::to_array<std::string_view>({"organic", "ad", "module"});
static_assert(kRowKinds.size() == static_cast<std::size_t>(SerpRowKind::kModule) + 1);
constexpr auto kDecoders = std::to_array<std::string_view>({"plain", "json", "query", "base64url"});
static_assert(kDecoders.size() == static_cast<std::size_t>(SerpDecoder::kBase64Url) + 1);

template <class Enum, std::size_t count>
std::optional<Enum> parse(const std::array<std::string_view, count>& words, std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

// "a.google.co.jp" against "google.*": the pattern's labels, then one or two more.
bool host_with_any_ending(std::string_view host, std::string_view stem) {
  std::size_t at = 0;
  while (at != std::string_view::npos) {
    const std::string_view rest = host.substr(at);
    if (rest.starts_with(stem)) {
      const std::string_view ending = rest.substr(stem.size());
      const auto dots = std::count(ending.begin(), ending.end(), '.');
      if (!ending.empty() && dots <= 1 && ending.front() != '.') return true;
    }
    const std::size_t dot = host.find('.', at);
    at = dot == std::string_view::npos ? dot : dot + 1;
  }
  return false;
}

bool is_host(std::string_view host, std::string_view pattern) {
  if (pattern.ends_with(".*")) {
    return host_with_any_ending(host, pattern.substr(0, pattern.size() - 1));
  }
  if (!host.ends_with(pattern)) return false;
  return host.size() == pattern.size() || host[host.size() - pattern.size() - 1] == '.';
}

}  // namespace

std::string_view to_string(SerpSignKind kind) {
  return kSigns[static_cast<std::size_t>(kind)];
}
std::optional<SerpSignKind> parse_serp_sign_kind(std::string_view text) {
  return parse<SerpSignKind>(kSigns, text);
}

std::string_view to_string(SerpRowKind kind) {
  return kRowKinds[static_cast<std::size_t>(kind)];
}
std::optional<SerpRowKind> parse_serp_row_kind(std::string_view text) {
  return parse<SerpRowKind>(kRowKinds, text);
}

std::string_view to_string(SerpDecoder decoder) {
  return kDecoders[static_cast<std::size_t>(decoder)];
}
std::optional<SerpDecoder> parse_serp_decoder(std::string_view text) {
  return parse<SerpDecoder>(kDecoders, text);
}

bool at_address(std::string_view host, std::string_view path, std::string_view address,
                const std::vector<std::string>& own_hosts) {
  const std::size_t slash = std::min(address.find('/'), address.size());
  const std::string_view wanted_host = address.substr(0, slash);
  if (!path.starts_with(address.substr(slash))) return false;
  if (!wanted_host.empty()) return is_host(host, wanted_host);
  return std::any_of(own_hosts.begin(), own_hosts.end(),
                     [&](const std::string& own) { return is_host(host, own); });
}

}  // namespace vouch
