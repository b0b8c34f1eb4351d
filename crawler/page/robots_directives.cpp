#include "crawler/page/robots_directives.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::array<std::string_view, 4> kWithValue = {"unavailable_after", "max-snippet",
                                                        "max-image-preview", "max-video-preview"};
constexpr std::array<std::string_view, 20> kWithout = {"all",
                                                       "index",
                                                       "follow",
                                                       "none",
                                                       "noindex",
                                                       "nofollow",
                                                       "noarchive",
                                                       "archive",
                                                       "nocache",
                                                       "nosnippet",
                                                       "noimageindex",
                                                       "notranslate",
                                                       "noodp",
                                                       "noydir",
                                                       "noimageclick",
                                                       "nositelinkssearchbox",
                                                       "indexifembedded",
                                                       "nopagereadaloud",
                                                       "noai",
                                                       "noimageai"};

struct EngineAgents {
  std::string_view engine;
  std::array<std::string_view, 3> agents;
};
constexpr std::array kEngines = {
    EngineAgents{"baidu", {"baiduspider"}},
    EngineAgents{"bing", {"bingbot", "msnbot"}},
    EngineAgents{"google", {"googlebot"}},
    EngineAgents{"so360", {"360spider", "haosouspider"}},
    EngineAgents{"sogou", {"sogou", "sogou spider", "sogou web spider"}},
};
// Whose meta elements are read; another name is no robots rule.
constexpr std::array<std::string_view, 14> kMetaNames = {
    "robots",       "googlebot",    "bingbot",    "msnbot",       "baiduspider",
    "360spider",    "haosouspider", "sogou",      "sogou spider", "sogou web spider",
    "sogou-spider", "yisouspider",  "bytespider", "yandex"};

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& table) {
  return std::find(table.begin(), table.end(), text) != table.end();
}

bool is_directive(std::string_view name) {
  return is_one_of(name, kWithValue) || is_one_of(name, kWithout);
}

// A product token: begins with a letter or "360", holds letters, digits, "-", "_", blanks.
bool is_agent(std::string_view text) {
  if (text.empty() || is_directive(text)) return false;
  const bool begins = (text.front() >= 'a' && text.front() <= 'z') || text.starts_with("360");
  return begins && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                  c == ' ' || c == '*';
         });
}

bool is_weekday(std::string_view text) {
  constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu",
                                                     "fri", "sat", "sun"};
  const std::string lower = ascii_lower(trim(text));
  return std::any_of(kDays.begin(), kDays.end(),
                     [&](std::string_view day) { return lower.starts_with(day); }) &&
         lower.find_first_of("0123456789") == std::string::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find(separator, from), text.size());
    parts.push_back(trim(text.substr(from, end - from)));
    from = end + 1;
  }
  return parts;
}

// Reads a list of directives; in headers a part may begin with "agent:".
std::vector<RobotsDirective> parse_list(std::string_view text, std::string agent,
                                        bool agents_inside) {
  std::vector<RobotsDirective> directives;
  const std::vector<std::string_view> parts = split(text, ',');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string_view part = parts[i];
    std::size_t colon = part.find(':');
    if (agents_inside && colon != std::string_view::npos) {
      const std::string name = ascii_lower(trim(part.substr(0, colon)));
      if (is_agent(name)) {
        agent = name;
        part = trim(part.substr(colon + 1));
        colon = part.find(':');
      }
    }
    RobotsDirective directive{agent, ascii_lower(trim(part.substr(0, colon))), ""};
    if (colon != std::string_view::npos)
      directive.value = std::string(trim(part.substr(colon + 1)));
    // "unavailable_after: Friday, 25 Jun 2010" has a comma of its own.
    if (directive.name == "unavailable_after" && is_weekday(directive.value) &&
        i + 1 < parts.size()) {
      directive.value = std::string(parts[++i]);
    }
    if (!directive.name.empty()) directives.push_back(std::move(directive));
  }
  return directives;
}

struct NamedOffset {
  std::string_view name;
  int minutes;
};
constexpr std::array kZones = {
    NamedOffset{"gmt", 0},    NamedOffset{"utc", 0},    NamedOffset{"z", 0},
    NamedOffset{"ut", 0},     NamedOffset{"est", -300}, NamedOffset{"edt", -240},
    NamedOffset{"cst", -360}, NamedOffset{"cdt", -300}, NamedOffset{"mst", -420},
    NamedOffset{"mdt", -360}, NamedOffset{"pst", -480}, NamedOffset{"pdt", -420}};
constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int> zone_minutes(std::string_view word) {
  for (const NamedOffset& zone : kZones) {
    if (zone.name == word) return zone.minutes;
  }
  if (word.size() != 5 || (word[0] != '+' && word[0] != '-')) return std::nullopt;
  const auto digits = whole_number(word.substr(1));
  if (!digits) return std::nullopt;
  const int minutes = *digits / 100 * 60 + *digits % 100;
  return word[0] == '-' ? -minutes : minutes;
}

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

std::optional<Clock> clock_of(std::string_view word) {
  const auto parts = split(word, ':');
  if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
  const auto hour = whole_number(parts[0]);
  const auto minute = whole_number(parts[1]);
  const auto second = parts.size() == 3 ? whole_number(parts[2]) : std::optional(0);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return Clock{*hour, *minute, *second};
}

}  // namespace

std::vector<RobotsDirective> parse_robots_meta(std::string_view name, std::string_view content) {
  const std::string agent = ascii_lower(trim(name));
  if (!is_one_of(agent, kMetaNames)) return {};
  return parse_list(content, agent == "robots" ? "" : agent, false);
}

std::vector<RobotsDirective> parse_robots_header(std::string_view value) {
  return parse_list(value, "", true);
}

RobotsSource robots_source(const Document* document, const std::vector<HeaderField>& headers) {
  RobotsSource source;
  for (const std::string_view value : header_values(headers, "x-robots-tag")) {
    source.header.emplace_back(value);
    for (RobotsDirective& row : parse_robots_header(value)) {
      source.directives.push_back(std::move(row));
    }
  }
  if (document == nullptr) return source;
  for (const Node node : document->listed()) {
    if (node.tag() != "meta") continue;
    const auto name = node.attribute("name");
    if (!name) continue;
    const std::string_view content = node.attribute("content").value_or("");
    std::vector<RobotsDirective> rows = parse_robots_meta(*name, content);
    if (rows.empty()) continue;
    std::string shown = ascii_lower(trim(*name)) + ": " + ascii_lower(collapse_space(content));
    // Crawlers that run scripts do not see the first; the second is against the standard.
    bool in_noscript = false;
    bool in_body = false;
    bool in_template = false;
    for (Node up = node.parent(); up; up = up.parent()) {
      in_noscript = in_noscript || up.tag() == "noscript";
      in_body = in_body || up.tag() == "body";
      in_template = in_template || up.tag() == "template";
    }
    if (in_template) continue;
    if (in_noscript) shown += " [noscript]";
    if (in_body) shown += " [body]";
    source.meta.push_back(std::move(shown));
    for (RobotsDirective& row : rows) source.directives.push_back(std::move(row));
  }
  return source;
}

RobotsVerdict robots_for(const std::vector<RobotsDirective>& directives,
                         const std::vector<std::string_view>& agents, Time now) {
  RobotsVerdict verdict;
  for (const RobotsDirective& row : directives) {
    const bool everybody = row.agent.empty() || row.agent == "robots" || row.agent == "*";
    const bool meant =
        everybody || std::find(agents.begin(), agents.end(), row.agent) != agents.end();
    if (!meant) continue;
    if (row.name == "noindex" || row.name == "none") verdict.noindex = true;
    if (row.name == "nofollow" || row.name == "none") verdict.nofollow = true;
    if (row.name != "unavailable_after") continue;
    const auto date = parse_robots_date(row.value);
    if (date && (!verdict.unavailable_after || *date < *verdict.unavailable_after)) {
      verdict.unavailable_after = date;
    }
  }
  // Only Google documents the rule.
  const bool google = std::find(agents.begin(), agents.end(), "googlebot") != agents.end();
  if (google && verdict.unavailable_after && to_millis(now) != 0 &&
      *verdict.unavailable_after < now) {
    verdict.noindex = true;
  }
  return verdict;
}

RobotsRules robots_rules(const RobotsSource& source, Time now) {
  RobotsRules rules;
  rules.meta = source.meta;
  rules.header = source.header;
  for (const EngineAgents& row : kEngines) {
    std::vector<std::string_view> agents;
    for (const std::string_view agent : row.agents) {
      if (!agent.empty()) agents.push_back(agent);
    }
    const RobotsVerdict verdict = robots_for(source.directives, agents, now);
    rules.noindex.emplace(row.engine, verdict.noindex);
    rules.nofollow.emplace(row.engine, verdict.nofollow);
  }
  return rules;
}

std::optional<Time> parse_robots_date(std::string_view text) {
  text = trim(text);
  if (const auto time = parse_rfc3339(text)) return *time;
  if (const auto date = parse_date(text)) {
    return Time(std::chrono::duration_cast<Millis>(date->time_since_epoch()));
  }
  std::string lower = ascii_lower(text);
  std::replace(lower.begin(), lower.end(), '-', ' ');
  // The sign of a numeric zone was a hyphen, too.
  constexpr std::size_t kZone = 5;  // "-0800"
  if (text.size() > kZone + 1 && text[text.size() - kZone] == '-' &&
      text[text.size() - kZone - 1] == ' ') {
    lower[text.size() - kZone] = '-';
  }
  std::replace(lower.begin(), lower.end(), ',', ' ');
  std::optional<int> day;
  std::optional<int> month;
  std::optional<int> year;
  Clock clock;
  int offset = 0;
  for (const std::string_view word : split(lower, ' ')) {
    if (word.empty()) continue;
    if (const auto found = clock_of(word)) {
      clock = *found;
    } else if (const auto zone = zone_minutes(word)) {
      offset = *zone;
    } else if (const auto number = whole_number(word)) {
      (day ? year : day) = number;
    } else {
      for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (word.starts_with(kMonths[i])) month = static_cast<int>(i) + 1;
      }
    }
  }
  if (!day || !month || !year) return std::nullopt;
  if (*year < 69) *year += 2000;
  if (*year < 100) *year += 1900;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(clock.hour) +
         std::chrono::minutes(clock.minute - offset) + std::chrono::seconds(clock.second);
}

}  // namespace vouch::crawler
