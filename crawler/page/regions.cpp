#include "crawler/page/regions.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

bool is_one_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "postContent main_nav" -> post, content, main, nav, and each name without its joints.
void add_words(std::string_view names, std::vector<std::string>& words) {
  std::string word;
  std::string whole;
  bool lower_before = false;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  const auto end_name = [&] {
    end_word();
    if (!whole.empty() && (words.empty() || words.back() != whole)) words.push_back(whole);
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
}

std::vector<std::string> words_of(Node element) {
  std::vector<std::string> words;
  for (const std::string_view name : {"class", "id"}) {
    if (const auto value = element.attribute(name)) add_words(value->substr(0, 400), words);
  }
  return words;
}

bool any_in(const std::vector<std::string>& words, Words table) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return is_one_of(word, table); });
}

std::optional<Region> region_by_tag(Node element, const Place& parent) {
  const std::string_view tag = element.tag();
  const std::string role = ascii_lower(trim(element.attribute("role").value_or("")));
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

std::optional<Region> region_by_words(const std::vector<std::string>& words) {
  const bool content = any_in(words, kContentWords);
  if (any_in(words, kNavigationWords)) return Region::kNavigation;
  if (any_in(words, kAsideWords)) return Region::kAside;
  if (!content && any_in(words, kFooterWords)) return Region::kFooter;
  if (!content && any_in(words, kHeaderWords)) return Region::kHeader;
  return std::nullopt;
}

}  // namespace

Place place_of(Node element, const Place& parent, double share) {
  constexpr double kNearlyAll = 0.6;
  Place place = parent;
  const std::string_view tag = element.tag();
  if (tag == "html" || tag == "body") return place;
  const std::vector<std::string> words = words_of(element);
  if (any_in(words, kMessageWords)) place.message = true;
  const auto by_tag = region_by_tag(element, parent);
  if (by_tag == Region::kMain) {
    place.region = Region::kMain;
    place.article = true;
    return place;
  }
  if (any_in(words, kArticleWords)) place.article = true;
  if (share > kNearlyAll) return place;
  if (any_in(words, kCommentWords)) {
    place.comment = true;
    place.region = Region::kAside;
    return place;
  }
  if (parent.region != Region::kMain) return place;
  if (by_tag) {
    place.region = *by_tag;
  } else if (const auto by_words = region_by_words(words)) {
    place.region = *by_words;
  }
  return place;
}

}  // namespace vouch::crawler
