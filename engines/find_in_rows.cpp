#include "engines/find_in_rows.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.h"

namespace vouch::engines {
namespace {

constexpr std::size_t kShortestTitle = 4;      // characters of a title that says something
constexpr std::size_t kShortestCutTitle = 10;  // of one that the engine cut

struct Keys {
  std::string strict;
  std::string loose;
};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

std::string_view bare_host(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

std::string_view without_slash(std::string_view path) {
  return path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

struct ShownAddress {
  Url url;
  bool cut = false;
};

// The first word that is an address: "知乎 - www.zhihu.com/t... - 2020-1-4".
std::optional<ShownAddress> address_in(std::string_view shown) {
  std::string text = collapse_space(shown);
  for (const std::string_view arrow : {" › ", "› ", " ›", "›"}) text = replaced(text, arrow, "/");
  text = replaced(text, "…", "...");
  std::string_view rest = text;
  while (!rest.empty()) {
    std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    const std::size_t dots = word.find("...");
    const bool cut = dots != std::string_view::npos;
    if (cut) word = word.substr(0, dots);
    const bool has_scheme = word.starts_with("http://") || word.starts_with("https://");
    const Result<Url> url =
        Url::parse(has_scheme ? std::string(word) : "http://" + std::string(word));
    if (url && url->host().find('.') != std::string::npos) return ShownAddress{*url, cut};
  }
  return std::nullopt;
}

bool title_fits(std::string_view shown, std::string_view wanted) {
  const std::string whole = fold(wanted);
  std::string text = fold(shown);
  bool cut = false;
  for (const std::string_view mark : {"...", "…"}) {
    if (!text.ends_with(mark)) continue;
    text.resize(text.size() - mark.size());
    cut = true;
  }
  const std::size_t characters = count_code_points(text);
  if (cut) return characters >= kShortestCutTitle && whole.starts_with(text);
  return characters >= kShortestTitle && text == whole;
}

// Better finds first: exact strict, exact loose, in a module, by what is shown.
int rank(const FoundRow& found) {
  if (found.row == nullptr) return 9;
  const int module = found.row->kind == SerpRowKind::kOrganic ? 0 : 2;
  if (found.certainty == Certainty::kProbable) return 5 + module;
  return module + (found.rule == "strict_key" ? 0 : 1);
}

FoundRow judge(const ResultRow& row, const WantedPage& wanted, std::span<const Url> urls,
               std::span<const Keys> keys) {
  const Certainty by_key = row.shown_only ? Certainty::kProbable : Certainty::kExact;
  const Result<Url> target = Url::parse(row.url);
  if (target && target->is_http()) {
    const std::string strict = strict_key(*target);
    const std::string loose = loose_key(*target, wanted.rules);
    for (const Keys& key : keys) {
      if (key.strict == strict) return {&row, by_key, "strict_key"};
    }
    for (const Keys& key : keys) {
      if (key.loose == loose) return {&row, by_key, "loose_key"};
    }
    if (!row.shown_only) return {};
  }
  const auto shown = [&](const Url& url) { return shown_url_fits(row.shown_url, url); };
  if (std::any_of(urls.begin(), urls.end(), shown))
    return {&row, Certainty::kProbable, "shown_url"};
  if (!wanted.title.empty() && title_fits(row.title, wanted.title)) {
    return {&row, Certainty::kProbable, "title"};
  }
  return {};
}

constexpr auto kCertainties = std::to_array<std::string_view>({"exact", "probable", "none"});
static_assert(kCertainties.size() == static_cast<std::size_t>(Certainty::kNone) + 1);

}  // namespace

std::string_view to_string(Certainty certainty) {
  return kCertainties[static_cast<std::size_t>(certainty)];
}

bool shown_url_fits(std::string_view shown, const Url& url) {
  const std::optional<ShownAddress> address = address_in(shown);
  if (!address || bare_host(address->url.host()) != bare_host(url.host())) return false;
  const std::string own = url.path_and_query();
  const std::string seen = address->url.path_and_query();
  if (address->cut) return seen.size() > 1 && own.starts_with(seen);
  return without_slash(seen) == without_slash(own);
}

FoundRow find_in_rows(std::span<const ResultRow> rows, const WantedPage& wanted) {
  std::vector<Url> urls;
  std::vector<Keys> keys;
  for (const std::string& text : wanted.urls) {
    Result<Url> url = Url::parse(text);
    if (!url || !url->is_http()) continue;
    keys.push_back(Keys{strict_key(*url), loose_key(*url, wanted.rules)});
    urls.push_back(std::move(*url));
  }
  FoundRow best;
  for (const ResultRow& row : rows) {
    if (row.kind == SerpRowKind::kAd) continue;
    const FoundRow found = judge(row, wanted, urls, keys);
    if (rank(found) < rank(best)) best = found;
  }
  return best;
}

}  // namespace vouch::engines
