#include "crawler/page/published.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "core/text.h"
#include "crawler/page/dates.h"
#include "crawler/page/page_head.h"
#include "crawler/page/regions.h"
#include "crawler/page/robots_directives.h"

namespace vouch::crawler {

namespace {

namespace json = boost::json;

// What publishers call it, strongest first; property, name or itemprop.
constexpr std::array<std::string_view, 22> kMetaNames = {"article:published_time",
                                                         "og:published_time",
                                                         "bytedance:published_time",
                                                         "weibo:article:create_at",
                                                         "datepublished",
                                                         "article.published",
                                                         "parsely-pub-date",
                                                         "sailthru.date",
                                                         "citation_publication_date",
                                                         "dcterms.issued",
                                                         "dc.date.issued",
                                                         "publishdate",
                                                         "publish-date",
                                                         "publish_date",
                                                         "publish_time",
                                                         "publishtime",
                                                         "pubdate",
                                                         "pubtime",
                                                         "dcterms.created",
                                                         "dc.date",
                                                         "og:release_date",
                                                         "date"};

// Against what dates are judged.
struct Moment {
  Time now;
  bool* met_future = nullptr;
};

Moment moment_of(const PublishedInput& input) {
  return {input.now, input.met_future};
}

// Day texts order like days; a day of slack for zones.
bool is_past(std::string_view value, const Moment& moment) {
  if (to_millis(moment.now) == 0) return true;
  const std::string latest = to_rfc3339(moment.now + std::chrono::hours(24)).substr(0, 10);
  const bool past = value.substr(0, std::min<std::size_t>(value.size(), 10)) <=
                    std::string_view(latest).substr(0, value.size());
  if (!past && moment.met_future != nullptr) *moment.met_future = true;
  return past;
}

std::optional<std::string> date_of(std::string_view text, const Moment& now) {
  constexpr std::size_t kLongest = 80;  // a value, not a text
  text = trim(text);
  if (text.size() > kLongest) return std::nullopt;
  const auto found = find_date(text);
  if (!found || !is_past(found->value, now)) return std::nullopt;
  return found->value;
}

std::optional<PublishedFact> in_meta(const PublishedInput& input) {
  std::size_t best = kMetaNames.size();
  std::optional<PublishedFact> fact;
  for (const Node node : input.document->listed()) {
    const auto itemprop = node.attribute("itemprop");
    const bool meta = node.tag() == "meta";
    if (!meta && !itemprop) continue;
    for (const char* attribute : {"property", "name", "itemprop"}) {
      if (!meta && std::string_view(attribute) != "itemprop") continue;
      const std::string name = ascii_lower(trim(node.attribute(attribute).value_or("")));
      if (!meta && name != "datepublished") continue;
      const auto* row = std::find(kMetaNames.begin(), kMetaNames.end(), name);
      const auto rank = static_cast<std::size_t>(row - kMetaNames.begin());
      if (rank >= best || is_inert(node)) continue;
      const auto content = node.attribute("content");
      const auto date =
          date_of(content ? *content : node.attribute("datetime").value_or(""), moment_of(input));
      if (!date) continue;
      best = rank;
      fact = PublishedFact{*date, std::string(*row)};
    }
  }
  return fact;
}

std::optional<std::string> in_json(const json::value& value, const Moment& now, int depth) {
  constexpr int kDeepest = 6;
  if (depth > kDeepest) return std::nullopt;
  if (const auto* array = value.if_array()) {
    for (const json::value& item : *array) {
      if (auto date = in_json(item, now, depth + 1)) return date;
    }
    return std::nullopt;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  for (const char* name : {"datePublished", "pubDate", "uploadDate", "dateCreated"}) {
    const json::value* field = object->if_contains(name);
    if (field == nullptr || !field->is_string()) continue;
    if (auto date = date_of(std::string_view(field->as_string()), now)) return date;
  }
  // Not into comments, answers and lists: they have dates of their own.
  for (const char* name : {"@graph", "mainEntity", "mainEntityOfPage"}) {
    const json::value* field = object->if_contains(name);
    if (field == nullptr) continue;
    if (auto date = in_json(*field, now, depth + 1)) return date;
  }
  return std::nullopt;
}

std::optional<PublishedFact> in_json_ld(const PublishedInput& input) {
  constexpr std::size_t kLargest = 262'144;
  for (const Node node : input.document->listed()) {
    if (node.tag() != "script") continue;
    const std::string type = ascii_lower(trim(node.attribute("type").value_or("")));
    if (!type.starts_with("application/ld+json")) continue;
    std::string text(node.first_child() ? node.first_child().text() : std::string_view());
    if (text.size() > kLargest) continue;
    // Raw line breaks inside strings are common and harmless.
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    boost::system::error_code error;
    json::parse_options options;
    options.allow_trailing_commas = true;
    options.allow_comments = true;
    const json::value value = json::parse(text, error, {}, options);
    if (error) continue;
    if (const auto date = in_json(value, moment_of(input), 0))
      return PublishedFact{*date, "json-ld"};
  }
  return std::nullopt;
}

Place place_in_page(Node node) {
  std::vector<Node> path;
  for (; node; node = node.parent()) path.push_back(node);
  Place place;
  for (auto step = path.rbegin(); step != path.rend(); ++step) place = place_of(*step, place, 0);
  return place;
}

std::optional<PublishedFact> in_time_element(const PublishedInput& input) {
  constexpr int kMost = 50;
  int seen = 0;
  for (const Node node : input.document->listed()) {
    if (node.tag() != "time" || is_inert(node)) continue;
    if (++seen > kMost) break;
    const Place place = place_in_page(node);
    if (place.comment || place.region == Region::kAside || place.region == Region::kFooter ||
        place.region == Region::kNavigation) {
      continue;
    }
    const std::string names = ascii_lower(node.attribute("class").value_or("")) +
                              ascii_lower(node.attribute("itemprop").value_or(""));
    if (names.find("updated") != std::string::npos || names.find("modified") != std::string::npos) {
      continue;
    }
    const Node child = node.first_child();
    const std::string_view text =
        node.attribute("datetime").value_or(child ? child.text() : std::string_view());
    if (const auto date = date_of(text, moment_of(input))) return PublishedFact{*date, "time"};
  }
  return std::nullopt;
}

template <std::size_t N>
bool ends_with_any(std::string_view text, const std::array<std::string_view, N>& tails) {
  return std::any_of(tails.begin(), tails.end(),
                     [&](std::string_view tail) { return text.ends_with(tail); });
}

// The words right before a date, without the marks between them.
std::string label_before(std::string_view text) {
  std::string folded = fold(text);
  for (const std::string_view mark : {":", "-", "|", "["}) {
    while (folded.ends_with(mark)) folded.resize(folded.size() - mark.size());
  }
  return folded;
}

// A by-line: short, or the date is labelled.
std::optional<std::string> in_block(const WalkBlock& row, const Moment& now) {
  constexpr std::size_t kByline = 60;
  constexpr std::array<std::string_view, 10> kPublished = {
      "发布",   "发表", "发布时间", "发布日期", "发表于",
      "发布于", "时间", "日期",     "posted",   "published"};
  constexpr std::array<std::string_view, 16> kOther = {
      "更新", "修改",     "编辑",     "更新时间", "修改时间", "更新于",  "编辑于",   "截止",
      "截至", "有效期至", "注册时间", "注册于",   "活动时间", "updated", "modified", "edited"};
  const std::string_view text = row.block.text;
  for (std::size_t at = 0; const auto found = find_date(text, at); at = found->end) {
    const std::string label = label_before(text.substr(at, found->begin - at));
    if (ends_with_any(label, kOther)) continue;
    if (row.chars > kByline && !ends_with_any(label, kPublished)) return std::nullopt;
    if (is_past(found->value, now)) return found->value;
  }
  return std::nullopt;
}

std::optional<PublishedFact> in_text(const PublishedInput& input) {
  constexpr std::size_t kBefore = 3;
  constexpr std::size_t kBehind = 8;
  const std::vector<WalkBlock>& blocks = *input.blocks;
  const auto usable = [](const WalkBlock& row) {
    return row.block.visible && !row.comment &&
           (row.block.region == Region::kMain || row.block.region == Region::kHeader);
  };
  const auto heading = std::find_if(blocks.begin(), blocks.end(), [&](const WalkBlock& row) {
    return usable(row) && row.block.kind == TextBlock::Kind::kHeading;
  });
  const std::size_t title =
      heading == blocks.end() ? 0 : static_cast<std::size_t>(heading - blocks.begin());
  const std::size_t end = std::min(blocks.size(), title + kBehind);
  // Behind the title first: before it stand the page's own clocks.
  for (std::size_t i = title; i < end; ++i) {
    if (!usable(blocks[i])) continue;
    if (const auto date = in_block(blocks[i], moment_of(input)))
      return PublishedFact{*date, "text"};
  }
  for (std::size_t i = title - std::min(title, kBefore); i < title; ++i) {
    if (!usable(blocks[i])) continue;
    if (const auto date = in_block(blocks[i], moment_of(input)))
      return PublishedFact{*date, "text"};
  }
  return std::nullopt;
}

// A page made for this answer was "modified" now: that says nothing.
std::optional<PublishedFact> in_headers(const std::vector<HeaderField>& headers,
                                        const Moment& moment) {
  constexpr auto kMadeForUs = std::chrono::seconds(60);
  const auto modified = parse_robots_date(header_value(headers, "last-modified"));
  if (!modified) return std::nullopt;
  const auto answered = parse_robots_date(header_value(headers, "date"));
  if (answered && *modified > *answered - kMadeForUs) return std::nullopt;
  const std::string value = to_rfc3339(*modified).substr(0, 19) + "Z";
  if (!is_past(value, moment)) return std::nullopt;
  return PublishedFact{value, "last-modified"};
}

}  // namespace

PublishedFact find_published(const PublishedInput& input) {
  if (input.document != nullptr) {
    for (const auto& look : {&in_meta, &in_json_ld, &in_time_element}) {
      if (auto fact = look(input)) return *fact;
    }
  }
  if (input.blocks != nullptr) {
    if (auto fact = in_text(input)) return *fact;
  }
  if (input.page != nullptr) {
    const auto date = date_in_path(input.page->path());
    if (date && is_past(*date, moment_of(input))) return PublishedFact{*date, "url"};
  }
  if (input.headers != nullptr) {
    if (auto fact = in_headers(*input.headers, moment_of(input))) return *fact;
  }
  return {};
}

PublishedFact published_by_headers(const std::vector<HeaderField>& headers, Time now) {
  return in_headers(headers, Moment{now}).value_or(PublishedFact{});
}

}  // namespace vouch::crawler
