// robots.txt by RFC 9309, with the leniencies of Google's parser: any bytes in, rules out, and the
// decision for one agent and URL. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "core/url.h"

namespace vouch::crawler {

struct RobotsDecision {
  bool allowed = true;
  std::string rule;                   // "Disallow: /private" as written; empty: no rule matched
  int line = 0;                       // 1-based line of that rule; 0: none
  std::optional<Millis> crawl_delay;  // of the agent's group, as written (uncapped)
};

class RobotsRules {
 public:
  static RobotsRules parse(std::string_view bytes);

  // `agent`: product token; one with characters outside [A-Za-z_-] matches no group but "*".
  // /robots.txt itself is always allowed (RFC 9309 2.2.2).
  [[nodiscard]] RobotsDecision decide(std::string_view agent, const Url& url) const;
  // The same over "path?query", which is matched as given, without that exception.
  [[nodiscard]] RobotsDecision decide_path(std::string_view agent, std::string_view path) const;

  // Seconds with an optional fraction, as written. It belongs to the user-agent lines right above
  // it; an agent that is named anywhere never inherits the one of "*".
  [[nodiscard]] std::optional<Millis> crawl_delay(std::string_view agent) const;
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }
  [[nodiscard]] int directives() const { return directives_; }  // user-agent, allow, disallow, ...
  [[nodiscard]] int unknown_directives() const { return unknown_directives_; }

 private:
  friend class RobotsParser;
  struct Agents {
    std::vector<std::string> tokens;
    bool any = false;  // "*"
    [[nodiscard]] bool name(std::string_view agent) const;
  };
  struct Rule {
    std::string pattern;
    std::string text;  // as written
    int line = 0;
    bool allow = false;
  };
  struct Group {
    Agents agents;
    std::vector<Rule> rules;
  };
  struct Delay {
    Agents agents;
    std::optional<Millis> delay;
  };

  std::vector<Group> groups_;
  std::vector<Delay> delays_;
  std::vector<std::string> sitemaps_;
  int directives_ = 0;
  int unknown_directives_ = 0;
};

// Path and query of a URL text that nobody has parsed yet, for command lines: "example.com/a#b" is
// "/a".
std::string robots_path(std::string_view url);
// Rule paths as compared: bytes above 0x7f become %XX, hex digits of existing escapes upper case.
std::string robots_escape(std::string_view pattern);
// Letters, '-' and '_' only, and at least one.
bool is_product_token(std::string_view agent);

}  // namespace vouch::crawler
