#include "engines/result_rows.h"

#include <algorithm>
#include <charconv>

#include "engines/result_values.h"

namespace vouch::engines {
namespace {

using crawler::Node;

constexpr std::size_t kLongestText = 2000;  // bytes of a title, snippet or shown URL
constexpr std::size_t kMostRows = 500;      // no engine shows more on one page
constexpr std::size_t kMostTried = 20;      // elements of one selector in a row

// The element that a value speaks of, from the one its selector found; none where it fails.
Node element_of(const SerpValue& record, Node found) {
  const bool holds = record.containing.empty() ||
                     text_below(found, kLongestText).find(record.containing) != std::string::npos;
  if (!holds) return {};
  while (found && !record.closest.empty() && found.tag() != record.closest) found = found.parent();
  return found;
}

std::string value_of(const SerpValue& record, Node found, const Url& base) {
  const Node element = element_of(record, found);
  if (!element) return {};
  if (record.attribute.empty()) return text_below(element, kLongestText);
  const std::optional<std::string_view> raw = element.attribute(record.attribute);
  if (!raw) return {};
  return decode_value(record, *raw, base).value_or(std::string());
}

bool is_at_any(const Url& url, const std::vector<std::string>& addresses,
               const std::vector<std::string>& own_hosts) {
  return std::any_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
    return at_address(url.host(), url.path(), address, own_hosts);
  });
}

struct Candidate {
  PageMatch match;
  std::size_t rule = 0;
};

std::vector<Candidate> candidates(const ResultLayout& layout, const PageMatches& matches) {
  std::vector<Candidate> out;
  for (std::size_t rule = 0; rule < layout.rows.size(); ++rule) {
    if (!layout.rows[rule].select) continue;
    for (const PageMatch& match : matches.of(*layout.rows[rule].select)) {
      out.push_back(Candidate{match, rule});
    }
  }
  std::sort(out.begin(), out.end(), [](const Candidate& left, const Candidate& right) {
    return std::pair(left.match.order, left.rule) < std::pair(right.match.order, right.rule);
  });
  return out;
}

class RowReader {
 public:
  RowReader(const ResultLayout& layout, const PageMatches& matches, const Url& base)
      : layout_(layout), matches_(matches), base_(base) {}

  [[nodiscard]] bool holds(const ResultLayout::Row& rule, PagePart part) const {
    const PagePart inside{part.begin + 1, part.end};
    if (rule.has && matches_.of(*rule.has, inside).empty()) return false;
    return !rule.lacks || matches_.of(*rule.lacks, inside).empty();
  }

  [[nodiscard]] ResultRow read(SerpRowKind kind, PagePart part, Node node) const {
    const auto value = [&](const std::vector<ResultLayout::Value>& values) {
      return first_value(values, matches_, part, node, base_);
    };
    ResultRow row;
    row.kind = kind;
    row.title = value(layout_.titles);
    row.href = value(layout_.links);
    row.shown_url = value(layout_.shown_urls);
    row.snippet = value(layout_.snippets);
    const std::string slot = value(layout_.slots);
    int number = 0;
    const auto parsed = std::from_chars(slot.data(), slot.data() + slot.size(), number);
    if (parsed.ec == std::errc() && number > 0) row.slot = number;
    find_target(row, part, node);
    return row;
  }

 private:
  void find_target(ResultRow& row, PagePart part, Node node) const {
    row.url_source = "none";
    for (const ResultLayout::Target& target : layout_.targets) {
      Node element = node;
      if (target.select) {
        const auto found = matches_.of(*target.select, part);
        if (found.empty()) continue;
        element = found.front().node;
      }
      const std::string url = target_in(*target.record, element);
      if (url.empty()) continue;
      row.url = url;
      row.url_source = target.record->source;
      row.shown_only = target.record->shown_only;
      return;
    }
  }

  // `at` and `except` speak of the attribute's own URL; what it wraps must be a page's URL as well.
  [[nodiscard]] std::string target_in(const SerpTarget& target, Node found) const {
    const Node element = element_of(target.value, found);
    if (!element) return {};
    const std::optional<std::string_view> raw = element.attribute(target.value.attribute);
    if (!raw) return {};
    const std::optional<std::string> text = decode_value(target.value, *raw, base_);
    if (!text) return {};
    const bool wraps = target.value.decoder == SerpDecoder::kQuery ||
                       target.value.decoder == SerpDecoder::kBase64Url;
    const Result<Url> page = Url::parse(*text, wraps ? nullptr : &base_);
    if (!page || !page->is_http()) return {};
    const Result<Url> outer = wraps ? Url::parse(*raw, &base_) : page;
    const std::vector<std::string>& hosts = layout_.record().hosts;
    if (!outer || (!target.at.empty() && !is_at_any(*outer, target.at, hosts))) return {};
    if (is_at_any(*page, target.except, hosts)) return {};
    const bool absolute = Url::parse(*text).has_value();
    return absolute ? *text : page->href();
  }

  const ResultLayout& layout_;
  const PageMatches& matches_;
  const Url& base_;
};

}  // namespace

std::string first_value(const std::vector<ResultLayout::Value>& values, const PageMatches& matches,
                        PagePart part, Node itself, const Url& base) {
  for (const ResultLayout::Value& value : values) {
    if (!value.select) {
      if (std::string own = value_of(*value.record, itself, base); !own.empty()) return own;
      continue;
    }
    const auto found = matches.of(*value.select, part);
    for (const PageMatch& match : found.first(std::min(found.size(), kMostTried))) {
      if (std::string text = value_of(*value.record, match.node, base); !text.empty()) return text;
    }
  }
  return {};
}

std::vector<ResultRow> read_rows(const ResultLayout& layout, const PageMatches& matches,
                                 const Url& base, int rows_before) {
  std::vector<ResultRow> rows;
  const RowReader reader(layout, matches, base);
  const std::vector<Candidate> all = candidates(layout, matches);
  std::uint32_t taken_until = 0;  // rows within a row are parts of it
  int position = rows_before;
  for (const Candidate& candidate : all) {
    if (rows.size() == kMostRows) break;
    if (candidate.match.order < taken_until) continue;
    const PagePart part = part_of(candidate.match);
    const ResultLayout::Row& rule = layout.rows[candidate.rule];
    if (!reader.holds(rule, part)) continue;
    taken_until = part.end;
    ResultRow row = reader.read(rule.kind, part, candidate.match.node);
    if (row.kind == SerpRowKind::kOrganic) row.position = ++position;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace vouch::engines
