// Robots meta elements and X-Robots-Tag headers per crawler (crawling-standards §1.2): the sum of
// the negative rules that name the crawler or everybody. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange.h"
#include "core/page_facts.h"
#include "core/time.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

struct RobotsDirective {
  std::string agent;  // lower case; "" or "robots": everybody
  std::string name;   // lower case: "noindex", "unavailable_after"
  std::string value;  // behind the colon, where there is one
};

struct RobotsSource {
  std::vector<RobotsDirective> directives;
  std::vector<std::string> meta;  // as shown in page facts
  std::vector<std::string> header;
};

std::vector<RobotsDirective> parse_robots_meta(std::string_view name, std::string_view content);
std::vector<RobotsDirective> parse_robots_header(std::string_view value);
// `document` may be missing: headers count for any kind of body.
RobotsSource robots_source(const Document* document, const std::vector<HeaderField>& headers);

struct RobotsVerdict {
  bool noindex = false;
  bool nofollow = false;
  std::optional<Time> unavailable_after;
};
// `agents`: the tokens one crawler answers to, lower case. `now` zero: dates are not judged.
RobotsVerdict robots_for(const std::vector<RobotsDirective>& directives,
                         const std::vector<std::string_view>& agents, Time now);

// Facts for baidu, so360, sogou, bing and google. What an engine documents to ignore is its own
// matter (core/policy.h, Engine::honours_noindex).
RobotsRules robots_rules(const RobotsSource& source, Time now);

// RFC 822, RFC 850 and ISO 8601 dates as crawlers accept them.
std::optional<Time> parse_robots_date(std::string_view text);

}  // namespace vouch::crawler
