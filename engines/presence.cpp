#include "engines/presence.h"

#include <algorithm>
#include <optional>

namespace vouch::engines {
namespace {

bool is_whole_host(const Url& url) {
  return url.path() == "/" && !url.query();
}

std::string_view bare_host(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

bool is_on_host(const Url& url, std::string_view host) {
  const std::string_view own = bare_host(host);
  const std::string_view shown = bare_host(url.host());
  return shown == own || (shown.ends_with(own) && shown.size() > own.size() &&
                          shown[shown.size() - own.size() - 1] == '.');
}

Match match_host(std::span<const SearchRow> rows, const Url& wanted) {
  for (const SearchRow& row : rows) {
    const Result<Url> shown = Url::parse(row.url);
    if (shown && shown->is_http() && is_on_host(*shown, wanted.host())) return Match{&row, "host"};
  }
  return {};
}

// Unknown places come last.
int place(const SearchRow& row) {
  return row.position > 0 ? row.position : 1'000'000;
}

// The host that people are shown: "https://www.a.cn/x", "www.a.cn/x...", "a.cn › x". None where the
// text names no host, as the name of a site does.
std::optional<std::string> shown_host(std::string_view shown) {
  const std::size_t scheme = shown.find("://");
  if (scheme != std::string_view::npos) shown.remove_prefix(scheme + 3);
  const std::size_t end = shown.find_first_of("/ \t");
  const std::string_view host = shown.substr(0, end);
  const bool plain = !host.empty() && host.find('.') != std::string_view::npos &&
                     host.find("..") == host.npos &&
                     std::all_of(host.begin(), host.end(), [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '.' || c == '-';
                     });
  if (!plain) return std::nullopt;
  const Result<Url> url = Url::parse("http://" + std::string(host) + "/");
  if (!url) return std::nullopt;
  return url->host();
}

}  // namespace

Match match_page(std::span<const SearchRow> rows, const Url& wanted, const LooseKeyRules& rules) {
  const std::string strict = strict_key(wanted);
  const std::string loose = loose_key(wanted, rules);
  Match best;
  for (const SearchRow& row : rows) {
    const Result<Url> shown = Url::parse(row.url);
    if (!shown || !shown->is_http()) continue;
    if (strict_key(*shown) == strict) return Match{&row, "strict_key"};
    if (best.row == nullptr && loose_key(*shown, rules) == loose) best = Match{&row, "loose_key"};
  }
  return best;
}

Match best_of(std::span<const SearchRow> rows, const std::vector<std::string>& urls) {
  Match best;
  for (const std::string& text : urls) {
    const Result<Url> url = Url::parse(text);
    if (!url) continue;
    const Match match =
        is_whole_host(*url) ? match_host(rows, *url) : match_page(rows, *url, LooseKeyRules());
    if (match.row == nullptr) continue;
    if (best.row == nullptr || place(*match.row) < place(*best.row)) best = match;
  }
  return best;
}

bool may_hide(std::span<const SearchRow> rows, const Url& wanted) {
  return std::any_of(rows.begin(), rows.end(), [&](const SearchRow& row) {
    if (row.target_known) return false;
    const std::optional<std::string> host = shown_host(row.shown_url);
    if (!host) return true;
    const Result<Url> shown = Url::parse("http://" + *host + "/");
    return !shown || is_on_host(*shown, wanted.host()) || is_on_host(wanted, *host);
  });
}

bool same_page(std::string_view left, const Url& right, const LooseKeyRules& rules) {
  const Result<Url> url = Url::parse(left);
  return url && (strict_key(*url) == strict_key(right) ||
                 loose_key(*url, rules) == loose_key(right, rules));
}

}  // namespace vouch::engines
