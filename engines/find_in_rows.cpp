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

bool is_whole_host(const Url& url) {
  return url.path() == "/" && !url.query();
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

// What of a row is compared, whatever it came from.
struct Face {
  std::string_view url;  // of the row's own page; empty: not known
  bool hint = false;     // `url` is what the page shows, not where its link leads
  std::string_view shown_url;
  std::string_view title;
  bool ad = false;
  bool module = false;
};

Face face_of(const ResultRow& row) {
  return {row.url,
          row.shown_only,
          row.shown_url,
          row.title,
          row.kind == SerpRowKind::kAd,
          row.kind == SerpRowKind::kModule};
}

Face face_of(const SearchRow& row) {
  Face face;
  if (row.target_known) face.url = row.url;
  face.shown_url = row.shown_url;
  face.title = row.title;
  return face;
}

struct Wanted {
  const WantedPage& page;
  std::vector<Url> urls;
  std::vector<Keys> keys;
};

Wanted keyed(const WantedPage& page) {
  Wanted out{page, {}, {}};
  for (const std::string& text : page.urls) {
    Result<Url> url = Url::parse(text);
    if (!url || !url->is_http()) continue;
    out.keys.push_back(Keys{strict_key(*url), loose_key(*url, page.rules)});
    out.urls.push_back(std::move(*url));
  }
  return out;
}

struct Judged {
  Certainty certainty = Certainty::kNone;
  std::string_view rule;
};

Judged judge(const Face& row, const Wanted& wanted) {
  const Certainty by_key = row.hint ? Certainty::kProbable : Certainty::kExact;
  const Result<Url> target = Url::parse(row.url);
  if (target && target->is_http()) {
    const std::string strict = strict_key(*target);
    const std::string loose = loose_key(*target, wanted.page.rules);
    for (const Keys& key : wanted.keys) {
      if (key.strict == strict) return {by_key, "strict_key"};
    }
    for (const Keys& key : wanted.keys) {
      if (key.loose == loose) return {by_key, "loose_key"};
    }
    if (!row.hint) return {};
  }
  const auto shown = [&](const Url& url) { return shown_url_fits(row.shown_url, url); };
  if (std::any_of(wanted.urls.begin(), wanted.urls.end(), shown)) {
    return {Certainty::kProbable, "shown_url"};
  }
  if (!wanted.page.title.empty() && title_fits(row.title, wanted.page.title)) {
    return {Certainty::kProbable, "title"};
  }
  return {};
}

// Better finds first: exact strict, exact loose, in a module, by what is shown.
int rank(const Judged& found, const Face& row) {
  const int module = row.module ? 2 : 0;
  if (found.certainty == Certainty::kNone) return 9;
  if (found.certainty == Certainty::kProbable) return 5 + module;
  return module + (found.rule == "strict_key" ? 0 : 1);
}

template <class Row>
FoundRow find(std::span<const Row> rows, const WantedPage& page) {
  const Wanted wanted = keyed(page);
  FoundRow best;
  int best_rank = 9;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Face face = face_of(rows[i]);
    if (face.ad) continue;
    const Judged found = judge(face, wanted);
    const int its = rank(found, face);
    if (its >= best_rank) continue;
    best_rank = its;
    best = FoundRow{i, found.certainty, found.rule};
  }
  return best;
}

FoundRow find_host(std::span<const SearchRow> rows, const Url& wanted) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Result<Url> target = Url::parse(face_of(rows[i]).url);
    if (target && target->is_http() && is_on_domain(target->host(), wanted.host())) {
      return FoundRow{i, Certainty::kExact, "host"};
    }
  }
  return {};
}

// Unknown places come last.
int place(const SearchRow& row) {
  return row.position > 0 ? row.position : 1'000'000;
}

// The host that people are shown: "https://www.a.cn/x", "www.a.cn/x...", "a.cn › x". None where the
// text begins with something else: a name with a dot in it would rule out the page wrongly.
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
  return find(rows, wanted);
}

FoundRow find_in_rows(std::span<const SearchRow> rows, const WantedPage& wanted) {
  return find(rows, wanted);
}

FoundRow best_place(std::span<const SearchRow> rows, const std::vector<std::string>& urls) {
  FoundRow best;
  for (const std::string& text : urls) {
    const Result<Url> url = Url::parse(text);
    if (!url) continue;
    const FoundRow found =
        is_whole_host(*url) ? find_host(rows, *url) : find(rows, WantedPage{{text}, {}, {}});
    if (found.certainty != Certainty::kExact) continue;
    if (!best.row || place(rows[*found.row]) < place(rows[*best.row])) best = found;
  }
  return best;
}

bool may_hide(std::span<const SearchRow> rows, const Url& wanted) {
  return std::any_of(rows.begin(), rows.end(), [&](const SearchRow& row) {
    if (row.target_known) return false;
    const std::optional<std::string> host = shown_host(row.shown_url);
    return !host || is_on_domain(*host, wanted.host()) || is_on_domain(wanted.host(), *host);
  });
}

bool same_page(std::string_view left, const Url& right, const LooseKeyRules& rules) {
  const Result<Url> url = Url::parse(left);
  return url && (strict_key(*url) == strict_key(right) ||
                 loose_key(*url, rules) == loose_key(right, rules));
}

bool is_on_domain(std::string_view host, std::string_view domain) {
  host = bare_host(host);
  domain = bare_host(domain);
  if (domain.empty() || !host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

}  // namespace vouch::engines
