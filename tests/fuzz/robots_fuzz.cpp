// robots.txt: line 1 an agent, line 2 a URL, the rest the file. Any bytes are rules, one answer
// comes of them, and it names a line of the file.
#include <algorithm>
#include <string>

#include "crawler/net/robots.h"
#include "tests/fuzz/fuzz.h"

using vouch::crawler::RobotsRules;
using vouch::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const std::string agent(vouch::fuzz::take_part(rest));
  const std::string address(vouch::fuzz::take_part(rest));
  const RobotsRules rules = RobotsRules::parse(rest);
  const auto lines =
      1 + std::count_if(rest.begin(), rest.end(), [](char c) { return c == '\n' || c == '\r'; });
  const auto decision = rules.decide_path(agent, vouch::crawler::robots_path(address));
  require(decision.line >= 0 && decision.line <= lines, "the rule's line is in the file");
  require(decision.allowed || !decision.rule.empty(), "a refusal names its rule");
  require(decision.rule.empty() == (decision.line == 0), "a rule has a line");
  if (decision.crawl_delay) require(decision.crawl_delay->count() >= 0, "a delay is not negative");
  const std::string escaped = vouch::crawler::robots_escape(rest.substr(0, 4096));
  require(vouch::crawler::robots_escape(escaped) == escaped, "escaping twice changes nothing");
  if (const auto url = vouch::Url::parse(address)) {
    const auto same = rules.decide(agent, *url);
    if (url->path() == "/robots.txt") require(same.allowed, "robots.txt itself is always allowed");
  }
  require(RobotsRules::parse({}).decide_path(agent, "/").allowed, "an empty file allows");
  return 0;
}
