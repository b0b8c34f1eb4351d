#include "checks/content_match.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"
#include "core/url.h"

namespace vouch::checks {
namespace {

constexpr std::array<std::string_view, 5> kPlaces = {"title", "heading", "body", "hidden",
                                                     "nowhere"};
constexpr std::array<std::string_view, 7> kLinkKinds = {
    "direct", "nofollow", "hidden", "wrong_page", "jump_page", "plain_text", "missing"};
constexpr std::size_t kSentenceBytes = 240;

// The sentence around `at`, cut at Chinese and Latin sentence ends.
std::string sentence_around(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 7> kEnds = {"。", "！", "？", "\n", "!", "?", "；"};
  std::size_t begin = 0;
  std::size_t end = text.size();
  for (const std::string_view stop : kEnds) {
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind(stop, at - 1);
    if (before != std::string_view::npos) begin = std::max(begin, before + stop.size());
    const std::size_t after = text.find(stop, at);
    if (after != std::string_view::npos) end = std::min(end, after + stop.size());
  }
  begin = std::min(begin, at);
  if (at - begin > kSentenceBytes / 2) {
    begin = at - kSentenceBytes / 2;
    while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  }
  return std::string(trim(cut_utf8(text.substr(begin, end - begin), kSentenceBytes)));
}

int rank(Place place) {
  return static_cast<int>(place);
}

Place place_of(const TextBlock& block) {
  if (!block.visible) return Place::kHidden;
  switch (block.kind) {
    case TextBlock::Kind::kTitle:
      return Place::kTitle;
    case TextBlock::Kind::kHeading:
      return Place::kHeading;
    case TextBlock::Kind::kBody:
    case TextBlock::Kind::kQuote:
      return Place::kBody;
  }
  return Place::kBody;
}

void search_text(std::string_view text, std::string_view needle, Place place,
                 KeywordFinding& finding) {
  if (fold(text).find(needle) == std::string::npos) return;
  std::vector<std::uint32_t> offsets;
  const std::string folded = fold_with_offsets(text, offsets);
  std::size_t at = folded.find(needle);
  if (rank(place) < rank(finding.place)) {
    finding.place = place;
    finding.sentence = sentence_around(text, offsets[at]);
  }
  if (place == Place::kHidden) return;
  while (at != std::string::npos) {
    ++finding.count;
    at = folded.find(needle, at + needle.size());
  }
}

std::set<std::string> pieces(const std::string& folded) {
  std::vector<std::string> characters;
  std::size_t position = 0;
  while (position < folded.size()) {
    const std::size_t from = position;
    next_code_point(folded, position);
    characters.push_back(folded.substr(from, position - from));
  }
  std::set<std::string> out;
  for (std::size_t i = 0; i + 1 < characters.size(); ++i)
    out.insert(characters[i] + characters[i + 1]);
  return out;
}

bool similar(const std::string& reported, const std::string& shown) {
  if (shown.empty()) return false;
  if (shown.find(reported) != std::string::npos) return true;
  // A shown title that is a cut of the reported one must keep half of it; platforms mark the cut
  // and put their own name behind it.
  const std::string kept = shown.substr(0, std::min(shown.find("..."), shown.find("…")));
  if (reported.find(kept) != std::string::npos && kept.size() * 2 >= reported.size()) return true;
  const std::set<std::string> left = pieces(reported);
  const std::set<std::string> right = pieces(shown);
  if (left.empty()) return false;
  std::size_t shared = 0;
  for (const std::string& piece : left) shared += right.contains(piece) ? 1 : 0;
  return shared * 10 >= left.size() * 7;
}

struct Target {
  std::optional<Url> page;  // the report names a page, not only a host
  std::vector<OwnSite> sites;
  std::vector<OwnSite> own;  // all of the company's: a link to another of them is a wrong page
  std::vector<std::string> marks;  // lower case; no link that matters is without one of them
};

// A host of the site, or a jump page's parameter, holds the domain or what follows its "www.".
std::string mark_of(const OwnSite& site) {
  std::string domain = ascii_lower(site.domain);
  return domain.starts_with("www.") ? domain.substr(4) : domain;
}

// Most links of a page lead elsewhere; that shows without taking them apart.
bool may_matter(const LinkFact& link, const Target& target) {
  const std::string address = ascii_lower(link.url);
  return std::any_of(target.marks.begin(), target.marks.end(), [&](const std::string& mark) {
    return address.find(mark) != std::string::npos;
  });
}

Target read_target(const LinkExpectation& expected) {
  Target target{std::nullopt, expected.sites, expected.sites, {}};
  if (expected.target.empty()) return target;
  const bool has_scheme = expected.target.find("://") != std::string::npos;
  const auto url = Url::parse(has_scheme ? expected.target : "http://" + expected.target);
  if (!url || url->host().empty()) return target;
  // A host means the site: www.example.com is m.example.com too.
  const std::string& host = url->host();
  target.sites = {OwnSite{{}, host.starts_with("www.") ? host.substr(4) : host, {}}};
  if (url->path() != "/" || url->query()) target.page = *url;
  return target;
}

bool has_rel(const LinkFact& link, std::string_view token) {
  return std::find(link.rel.begin(), link.rel.end(), token) != link.rel.end();
}

// The target inside a jump page's address: ?url=, ?target=, /go/..., percent-encoded or plain.
bool carries_target(const Url& url, const Target& target) {
  const std::string address = ascii_lower(url.path_and_query());
  for (const OwnSite& site : target.sites) {
    const std::string domain = ascii_lower(site.domain);
    for (const std::string_view lead : {"%2f%2f", "//", "%2f%2fwww.", "//www.", "="}) {
      const std::size_t at = address.find(std::string(lead) + domain);
      if (at != std::string::npos) return true;
    }
  }
  return false;
}

std::optional<LinkKind> classify(const LinkFact& link, const Target& target, bool page_nofollow) {
  if (!may_matter(link, target)) return std::nullopt;
  const auto url = Url::parse(link.url);
  if (!url) return std::nullopt;
  if (!is_own_host(url->host(), target.sites)) {
    if (carries_target(*url, target)) return link.visible ? LinkKind::kJumpPage : LinkKind::kHidden;
    if (!is_own_host(url->host(), target.own)) return std::nullopt;
    return link.visible ? LinkKind::kWrongPage : LinkKind::kHidden;
  }
  if (!link.visible) return LinkKind::kHidden;
  if (target.page && loose_key(*url) != loose_key(*target.page)) return LinkKind::kWrongPage;
  const bool nofollow = page_nofollow || has_rel(link, "nofollow") || has_rel(link, "ugc") ||
                        has_rel(link, "sponsored");
  return nofollow ? LinkKind::kNofollow : LinkKind::kDirect;
}

bool is_label_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// `host` as a whole name: neither "my" before it nor ".cn" behind it.
bool names_host(std::string_view text, std::string_view host) {
  if (host.empty()) return false;
  for (std::size_t at = text.find(host); at != std::string_view::npos;
       at = text.find(host, at + 1)) {
    const std::size_t end = at + host.size();
    const bool starts = at == 0 || !is_label_byte(text[at - 1]);
    const bool goes_on = end < text.size() &&
                         (is_label_byte(text[end]) || (text[end] == '.' && end + 1 < text.size() &&
                                                       is_label_byte(text[end + 1])));
    if (starts && !goes_on) return true;
  }
  return false;
}

// Folded word by word: full-width letters are letters, and white space ends a name.
bool words_name_host(std::string_view text, std::string_view host) {
  const std::string spaced = collapse_space(text);
  for (std::size_t from = 0; from <= spaced.size();) {
    const std::size_t to = std::min(spaced.find(' ', from), spaced.size());
    if (names_host(fold(std::string_view(spaced).substr(from, to - from)), host)) return true;
    from = to + 1;
  }
  return false;
}

// Names that any site may bear say nothing about a brand.
bool is_brand(const std::string& folded) {
  static constexpr std::array<std::string_view, 8> kPlain = {
      "官网", "公司官网", "公司网站", "网站", "主站", "官方网站", "商城", "博客"};
  return count_code_points(folded) >= 2 &&
         std::find(kPlain.begin(), kPlain.end(), folded) == kPlain.end();
}

bool mentions_host(const PageFacts& page, const std::vector<OwnSite>& sites) {
  return std::any_of(page.blocks.begin(), page.blocks.end(), [&](const TextBlock& block) {
    if (!block.visible) return false;
    return std::any_of(sites.begin(), sites.end(), [&](const OwnSite& site) {
      return words_name_host(block.text, ascii_lower(site.domain));
    });
  });
}

}  // namespace

bool mentions_site(const PageFacts& page, const std::vector<OwnSite>& sites) {
  if (mentions_host(page, sites)) return true;
  return std::any_of(sites.begin(), sites.end(), [&](const OwnSite& site) {
    const std::string brand = fold(site.name);
    return is_brand(brand) && find_keyword(page, brand).count > 0;
  });
}

std::string_view to_string(Place place) {
  return kPlaces[static_cast<std::size_t>(place)];
}
std::string_view to_string(LinkKind kind) {
  return kLinkKinds[static_cast<std::size_t>(kind)];
}

bool is_own_host(std::string_view host, const std::vector<OwnSite>& sites) {
  const std::string lower = ascii_lower(host);
  return std::any_of(sites.begin(), sites.end(), [&](const OwnSite& site) {
    const std::string domain = ascii_lower(site.domain);
    return lower == domain || lower.ends_with("." + domain) || "www." + lower == domain;
  });
}

namespace {

KeywordFinding find_phrase(const PageFacts& page, const std::string& keyword) {
  KeywordFinding finding;
  finding.keyword = keyword;
  const std::string needle = fold(keyword);
  if (needle.empty()) return finding;
  search_text(page.title, needle, Place::kTitle, finding);
  for (const TextBlock& block : page.blocks) {
    if (block.kind == TextBlock::Kind::kTitle) continue;  // same text as page.title
    search_text(block.text, needle, place_of(block), finding);
  }
  return finding;
}

// "深圳 净水器": Chinese words with a space between, as people type them into a search box. Empty
// when it is one word, or a Latin phrase.
std::vector<std::string> words_of(const std::string& keyword) {
  const std::string spaced = collapse_space(keyword);
  std::vector<std::string> words;
  for (std::size_t from = 0; from <= spaced.size();) {
    const std::size_t to = std::min(spaced.find(' ', from), spaced.size());
    words.push_back(spaced.substr(from, to - from));
    from = to + 1;
  }
  const bool chinese = std::all_of(words.begin(), words.end(),
                                   [](const std::string& word) { return count_han(word) >= 2; });
  return chinese && words.size() > 1 ? words : std::vector<std::string>{};
}

}  // namespace

KeywordFinding find_keyword(const PageFacts& page, const std::string& keyword) {
  KeywordFinding whole = find_phrase(page, keyword);
  if (whole.count > 0) return whole;
  // As a phrase it is not there; then each of its words must be, and the weakest place counts.
  std::optional<KeywordFinding> weakest;
  for (const std::string& word : words_of(keyword)) {
    KeywordFinding one = find_phrase(page, word);
    if (!weakest || rank(one.place) > rank(weakest->place)) weakest = std::move(one);
  }
  if (!weakest || rank(weakest->place) >= rank(whole.place)) return whole;
  weakest->keyword = keyword;
  return *weakest;
}

LinkFinding find_link(const PageFacts& page, const LinkExpectation& expected) {
  Target target = read_target(expected);
  for (const OwnSite& site : target.sites) target.marks.push_back(mark_of(site));
  for (const OwnSite& site : target.own) target.marks.push_back(mark_of(site));
  LinkFinding best;
  for (const LinkFact& link : page.links) {
    const auto kind = classify(link, target, expected.page_nofollow);
    if (!kind || static_cast<int>(*kind) >= static_cast<int>(best.kind)) continue;
    best.kind = *kind;
    best.url = link.url;
    best.anchor = link.text;
    best.hidden_by = link.hidden_by;
    best.rel.clear();
    for (const std::string& token : link.rel) best.rel += (best.rel.empty() ? "" : " ") + token;
  }
  if (best.kind == LinkKind::kMissing && mentions_host(page, target.sites))
    best.kind = LinkKind::kPlainText;
  return best;
}

bool titles_agree(const std::string& reported, const PageFacts& page) {
  const std::string wanted = fold(reported);
  if (wanted.empty()) return true;
  if (similar(wanted, fold(page.title))) return true;
  return std::any_of(page.blocks.begin(), page.blocks.end(), [&](const TextBlock& block) {
    return block.visible && block.kind == TextBlock::Kind::kHeading &&
           similar(wanted, fold(block.text));
  });
}

}  // namespace vouch::checks
