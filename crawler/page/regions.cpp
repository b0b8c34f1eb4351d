#include "crawler/page/regions.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/text.h"

namespace vouch::crawler {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 6> kFooterWords = {"footer", "foot",     "copyright",
                                                          "beian",  "siteinfo", "colophon"};
constexpr std::array<std::string_view, 11> kNavigationWords = {
    "nav",   "navbar", "navigation", "menu",  "breadcrumb", "breadcrumbs",
    "crumb", "crumbs", "pagination", "pager", "topbar"};
constexpr std::array<std::string_view, 17> kAsideWords = {
    "sidebar",    "aside",   "side",    "related",     "recommend",  "recommended",
    "recommends", "rank",    "ranking", "widget",      "friendlink", "friendlinks",
    "flink",      "hotlist", "advert",  "advertising", "sharebar"};
constexpr std::array<std::string_view, 3> kHeaderWords = {"header", "masthead", "topnav"};
constexpr std::array<std::string_view, 6> kCommentWords = {"comment", "comments",    "cmt",
                                                           "cmts",    "commentlist", "pinglun"};
constexpr std::array<std::string_view, 24> kMessageWords = {
    "error",   "err",     "notfound", "404",     "msg",      "message", "tip",         "tips",
    "notice",  "alert",   "warn",     "warning", "empty",    "nodata",  "result",      "prompt",
    "deleted", "expired", "blocked",  "page404", "error404", "msgbox",  "messagetext", "errorbox"};
// "article-header" heads the article, not the page.
constexpr std::array<std::string_view, 10> kContentWords = {
    "article", "post", "entry", "content", "detail", "thread", "main", "text", "story", "news"};
constexpr std::array<std::string_view, 6> kArticleWords = {"article",     "articlecontent", "entry",
                                                           "postcontent", "richtext",       "rich"};

enum Names : unsigned {  // what the words of a class or id speak of
  kFooterName = 1,
  kNavigationName = 2,
  kAsideName = 4,
  kHeaderName = 8,
  kCommentName = 16,
  kMessageName = 32,
  kContentName = 64,
  kArticleName = 128,
};

unsigned meaning_of(std::string_view word) {
  static const std::unordered_map<std::string_view, unsigned> kMeanings = [] {
    std::unordered_map<std::string_view, unsigned> meanings;
    const auto add = [&](Words words, unsigned name) {
      for (const std::string_view one : words) meanings[one] |= name;
    };
    add(kFooterWords, kFooterName);
    add(kNavigationWords, kNavigationName);
    add(kAsideWords, kAsideName);
    add(kHeaderWords, kHeaderName);
    add(kCommentWords, kCommentName);
    add(kMessageWords, kMessageName);
    add(kContentWords, kContentName);
    add(kArticleWords, kArticleName);
    return meanings;
  }();
  const auto found = kMeanings.find(word);
  return found == kMeanings.end() ? 0 : found->second;
}

// "postContent main_nav": of post, content, main, nav, and of each name without its joints.
unsigned meanings_in(std::string_view names) {
  unsigned meanings = 0;
  std::string word;
  std::string whole;
  bool lower_before = false;
  const auto end_word = [&] {
    if (!word.empty()) meanings |= meaning_of(word);
    word.clear();
  };
  const auto end_name = [&] {
    end_word();
    if (!whole.empty()) meanings |= meaning_of(whole);
    whole.clear();
  };
  for (const char c : names) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool letter = upper || (c >= 'a' && c <= 'z');
    const bool digit = c >= '0' && c <= '9';
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      end_name();
    } else if (!letter && !digit) {
      end_word();
    } else {
      if (upper && lower_before) end_word();
      const char low = upper ? static_cast<char>(c - 'A' + 'a') : c;
      word.push_back(low);
      whole.push_back(low);
    }
    lower_before = letter && !upper;
  }
  end_name();
  return meanings;
}

// Pages use few spellings many times.
unsigned remembered_meanings(std::string_view names) {
  constexpr std::size_t kMostKept = 2000;
  thread_local std::unordered_map<std::string, unsigned> kept;
  thread_local std::string key;  // without a new string for each look
  key.assign(names);
  if (const auto found = kept.find(key); found != kept.end()) return found->second;
  if (kept.size() >= kMostKept) kept.clear();
  const unsigned meanings = meanings_in(names);
  kept.emplace(key, meanings);
  return meanings;
}

unsigned names_of(Node element) {
  constexpr std::size_t kLongest = 400;
  unsigned meanings = 0;
  if (const auto names = element.attribute("class"))
    meanings |= remembered_meanings(names->substr(0, kLongest));
  if (const auto name = element.attribute("id")) meanings |= meanings_in(name->substr(0, kLongest));
  return meanings;
}

std::optional<Region> region_by_tag(Node element, const Place& parent) {
  const std::string_view tag = element.tag();
  const auto given = element.attribute("role");
  const std::string role = given ? ascii_lower(trim(*given)) : std::string();
  if (tag == "main" || tag == "article" || role == "main" || role == "article") {
    return Region::kMain;
  }
  if (tag == "nav" || role == "navigation") return Region::kNavigation;
  if (tag == "aside" || role == "complementary") return Region::kAside;
  if (tag == "footer" || role == "contentinfo") {
    return parent.article ? parent.region : Region::kFooter;
  }
  if (tag == "header" || role == "banner") {
    return parent.article ? parent.region : Region::kHeader;
  }
  return std::nullopt;
}

std::optional<Region> region_by_names(unsigned names) {
  const bool content = (names & kContentName) != 0;
  if ((names & kNavigationName) != 0) return Region::kNavigation;
  if ((names & kAsideName) != 0) return Region::kAside;
  if (!content && (names & kFooterName) != 0) return Region::kFooter;
  if (!content && (names & kHeaderName) != 0) return Region::kHeader;
  return std::nullopt;
}

}  // namespace

Place place_of(Node element, const Place& parent, double share) {
  constexpr double kNearlyAll = 0.6;
  Place place = parent;
  const std::string_view tag = element.tag();
  if (tag == "html" || tag == "body") return place;
  const unsigned names = names_of(element);
  if ((names & kMessageName) != 0) place.message = true;
  const auto by_tag = region_by_tag(element, parent);
  if (by_tag == Region::kMain) {
    place.region = Region::kMain;
    place.article = true;
    return place;
  }
  if ((names & kArticleName) != 0) place.article = true;
  if (share > kNearlyAll) return place;
  if ((names & kCommentName) != 0) {
    place.comment = true;
    place.region = Region::kAside;
    return place;
  }
  if (parent.region != Region::kMain) return place;
  if (by_tag) {
    place.region = *by_tag;
  } else if (const auto by_names = region_by_names(names)) {
    place.region = *by_names;
  }
  return place;
}

}  // namespace vouch::crawler
