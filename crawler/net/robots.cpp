#include "crawler/net/robots.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/text.h"

namespace vouch::crawler {
namespace {

// Google cuts lines at eight times the longest URL that browsers take.
constexpr std::size_t kMaxLineBytes = std::size_t{2083} * 8 - 1;

bool is_token_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

std::string_view leading_token(std::string_view value) {
  const auto end = std::find_if_not(value.begin(), value.end(), is_token_character);
  return value.substr(0, static_cast<std::size_t>(end - value.begin()));
}

std::string_view trim_ascii(std::string_view text) {
  constexpr std::string_view kSpace = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool starts_with_folded(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && ascii_iequals(text.substr(0, prefix.size()), prefix);
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char upper_hex(char c) {
  return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
}

enum class Key { kUserAgent, kAllow, kDisallow, kSitemap, kCrawlDelay, kUnknown };

struct KeyName {
  std::string_view prefix;
  Key key;
};
// Keys match by prefix; misspellings are those that Google's parser forgives.
constexpr std::array<KeyName, 14> kKeys = {{
    {"user-agent", Key::kUserAgent},
    {"useragent", Key::kUserAgent},
    {"user agent", Key::kUserAgent},
    {"allow", Key::kAllow},
    {"disallow", Key::kDisallow},
    {"dissallow", Key::kDisallow},
    {"dissalow", Key::kDisallow},
    {"disalow", Key::kDisallow},
    {"diasllow", Key::kDisallow},
    {"disallaw", Key::kDisallow},
    {"sitemap", Key::kSitemap},
    {"site-map", Key::kSitemap},
    {"crawl-delay", Key::kCrawlDelay},
    {"crawldelay", Key::kCrawlDelay},
}};

Key key_of(std::string_view name) {
  for (const KeyName& known : kKeys) {
    if (starts_with_folded(name, known.prefix)) return known.key;
  }
  return Key::kUnknown;
}

struct Field {
  std::string_view name;
  std::string_view value;
};

// A colon separates; where it is missing, white space between exactly two words does.
std::optional<Field> split_line(std::string_view line) {
  line = trim_ascii(line.substr(0, line.find('#')));
  auto separator = line.find(':');
  if (separator == std::string_view::npos) {
    separator = line.find_first_of(" \t");
    if (separator == std::string_view::npos) return std::nullopt;
    const std::string_view rest = trim_ascii(line.substr(separator));
    if (rest.find_first_of(" \t") != std::string_view::npos) return std::nullopt;
  }
  const Field field{trim_ascii(line.substr(0, separator)), trim_ascii(line.substr(separator + 1))};
  if (field.name.empty()) return std::nullopt;
  return field;
}

std::optional<Millis> parse_delay(std::string_view value) {
  double seconds = 0;
  const char* end = value.data() + value.size();
  const auto result = std::from_chars(value.data(), end, seconds, std::chars_format::fixed);
  if (value.empty() || result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return std::nullopt;
  return Millis(std::llround(seconds * 1000));
}

// RFC 9309 2.2.3: "*" is any bytes, "$" at the end anchors, otherwise the pattern is a prefix.
bool matches(std::string_view pattern, std::string_view path) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  auto star = pattern.find('*');
  const std::string_view prefix = pattern.substr(0, star);
  if (!path.starts_with(prefix)) return false;
  if (star == std::string_view::npos) return !anchored || path.size() == prefix.size();
  path.remove_prefix(prefix.size());
  while (true) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    if (star == std::string_view::npos && anchored) return path.ends_with(piece);
    const auto found = path.find(piece);
    if (found == std::string_view::npos) return false;
    if (star == std::string_view::npos) return true;
    path.remove_prefix(found + piece.size());
  }
}

}  // namespace

bool RobotsRules::Agents::name(std::string_view agent) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& token) {
    return !token.empty() && ascii_iequals(token, agent);
  });
}

class RobotsParser {
 public:
  RobotsRules run(std::string_view bytes) {
    skip_byte_order_mark(bytes);
    std::size_t start = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (bytes[i] != '\n' && bytes[i] != '\r') continue;
      const bool second_half = bytes[i] == '\n' && i > 0 && bytes[i - 1] == '\r' && i == start;
      if (!second_half) take_line(bytes.substr(start, i - start));
      start = i + 1;
    }
    take_line(bytes.substr(start));
    return std::move(rules_);
  }

 private:
  // Some editors leave a torn mark; its first bytes are skipped too.
  static void skip_byte_order_mark(std::string_view& bytes) {
    for (const char expected : {'\xef', '\xbb', '\xbf'}) {
      if (bytes.empty() || bytes.front() != expected) return;
      bytes.remove_prefix(1);
    }
  }

  void take_line(std::string_view line) {
    ++line_;
    const auto field = split_line(line.substr(0, kMaxLineBytes));
    if (!field) return;
    const Key key = key_of(field->name);
    ++(key == Key::kUnknown || key == Key::kCrawlDelay ? rules_.unknown_directives_
                                                       : rules_.directives_);
    switch (key) {
      case Key::kUserAgent:
        take_agent(field->value);
        break;
      case Key::kAllow:
        take_rule(field->value, true);
        break;
      case Key::kDisallow:
        take_rule(field->value, false);
        break;
      case Key::kSitemap:
        rules_.sitemaps_.emplace_back(field->value);
        break;
      case Key::kCrawlDelay:
        take_delay(field->value);
        break;
      case Key::kUnknown:
        break;
    }
  }

  void take_agent(std::string_view value) {
    if (!in_group_) {
      rules_.groups_.emplace_back();
      in_group_ = true;
    }
    if (!in_delay_) {
      rules_.delays_.emplace_back();
      in_delay_ = true;
    }
    for (RobotsRules::Agents* agents :
         {&rules_.groups_.back().agents, &rules_.delays_.back().agents}) {
      // Google: "* anything" still means everybody.
      if (value == "*" || value.starts_with("* ") || value.starts_with("*\t")) {
        agents->any = true;
      } else {
        agents->tokens.emplace_back(leading_token(value));
      }
    }
  }

  void take_rule(std::string_view value, bool allow) {
    if (rules_.groups_.empty()) return;  // rules before any user-agent line concern nobody
    in_group_ = in_delay_ = false;
    auto& rules = rules_.groups_.back().rules;
    RobotsRules::Rule rule;
    rule.pattern = robots_escape(value);
    rule.text = (allow ? "Allow: " : "Disallow: ") + std::string(value);
    rule.line = line_;
    rule.allow = allow;
    if (rule.pattern.empty()) return;
    // Google: who allows /index.html means the directory as well.
    const auto slash = rule.pattern.rfind('/');
    if (allow && slash != std::string::npos &&
        std::string_view(rule.pattern).substr(slash).starts_with("/index.htm")) {
      RobotsRules::Rule directory = rule;
      directory.pattern = rule.pattern.substr(0, slash + 1) + '$';
      rules.push_back(std::move(directory));
    }
    rules.push_back(std::move(rule));
  }

  void take_delay(std::string_view value) {
    if (rules_.delays_.empty()) return;
    in_delay_ = false;
    if (const auto delay = parse_delay(value)) rules_.delays_.back().delay = delay;
  }

  RobotsRules rules_;
  int line_ = 0;
  bool in_group_ = false;  // the group still takes user-agent lines
  bool in_delay_ = false;
};

RobotsRules RobotsRules::parse(std::string_view bytes) {
  return RobotsParser().run(bytes);
}

RobotsDecision RobotsRules::decide(std::string_view agent, const Url& url) const {
  RobotsDecision decision;
  if (url.path() == "/robots.txt") {
    decision.crawl_delay = crawl_delay(agent);
    return decision;
  }
  return decide_path(agent, robots_escape(url.path_and_query()));
}

RobotsDecision RobotsRules::decide_path(std::string_view agent, std::string_view path) const {
  // RFC 9309 2.2.1: all groups that name the agent are one; only where there is none, those of "*".
  const bool named = std::any_of(groups_.begin(), groups_.end(),
                                 [&](const Group& group) { return group.agents.name(agent); });
  const Rule* best = nullptr;
  for (const Group& group : groups_) {
    if (named ? !group.agents.name(agent) : !group.agents.any) continue;
    for (const Rule& rule : group.rules) {
      // RFC 9309 2.2.2: the longest match wins, allow among equals.
      if (best && (rule.pattern.size() < best->pattern.size() ||
                   (rule.pattern.size() == best->pattern.size() && (best->allow || !rule.allow)))) {
        continue;
      }
      if (matches(rule.pattern, path)) best = &rule;
    }
  }
  RobotsDecision decision;
  decision.crawl_delay = crawl_delay(agent);
  if (best) {
    decision.allowed = best->allow;
    decision.rule = best->text;
    decision.line = best->line;
  }
  return decision;
}

std::optional<Millis> RobotsRules::crawl_delay(std::string_view agent) const {
  const bool named = std::any_of(delays_.begin(), delays_.end(),
                                 [&](const Delay& delay) { return delay.agents.name(agent); });
  for (const Delay& delay : delays_) {
    if (delay.delay && (named ? delay.agents.name(agent) : delay.agents.any)) return delay.delay;
  }
  return std::nullopt;
}

std::string robots_path(std::string_view url) {
  const std::size_t skip = url.starts_with("//") ? 2 : 0;
  std::size_t authority = skip;
  const auto scheme_end = url.find("://", skip);
  if (scheme_end != std::string_view::npos && scheme_end < url.find_first_of("/?;", skip)) {
    authority = scheme_end + 3;
  }
  url = url.substr(0, url.find('#'));
  const auto path = url.find_first_of("/?;", authority);
  if (path == std::string_view::npos) return "/";
  return (url[path] == '/' ? "" : "/") + std::string(url.substr(path));
}

std::string robots_escape(std::string_view pattern) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(pattern.size());
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const auto byte = static_cast<unsigned char>(pattern[i]);
    if (byte >= 0x80) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else if (byte == '%' && i + 2 < pattern.size() && is_hex(pattern[i + 1]) &&
               is_hex(pattern[i + 2])) {
      out += '%';
      out += upper_hex(pattern[i + 1]);
      out += upper_hex(pattern[i + 2]);
      i += 2;
    } else {
      out += pattern[i];
    }
  }
  return out;
}

bool is_product_token(std::string_view agent) {
  return !agent.empty() && std::all_of(agent.begin(), agent.end(), is_token_character);
}

}  // namespace vouch::crawler
