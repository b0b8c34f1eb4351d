// The public vectors for robots meta, base and refresh (../shared/data/vectors), where they are
// present. Exceptions: docs/decisions/012-robots-meta-base-and-refresh.md.
#include <gtest/gtest.h>

#include <cmath>

#include "core/text.h"
#include "core/url.h"
#include "crawler/page/page_reader.h"
#include "crawler/page/robots_directives.h"
#include "tests/core/vectors.h"

namespace vouch::crawler {
namespace {

namespace json = boost::json;

Time test_day() {
  return *parse_rfc3339("2026-11-24T00:00:00Z");
}

std::vector<HeaderField> header_fields(const json::array& lines) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (const auto& line : lines) head += text_of(line) + "\r\n";
  return parse_header_fields(head);
}

RobotsVerdict verdict_for(const RobotsSource& source, const std::string& agent) {
  std::vector<std::string_view> agents;
  if (agent != "*") agents.push_back(agent);
  return robots_for(source.directives, agents, test_day());
}

TEST(RobotsMetaVectors, headers_say_what_the_suites_expect) {
  VOUCH_VECTORS(data, "robots_meta.json");
  int rows = 0;
  for (const auto& value : data.at("header_cases").as_array()) {
    const auto& row = value.as_object();
    SCOPED_TRACE(json::serialize(row));
    const RobotsSource source = robots_source(nullptr, header_fields(row.at("headers").as_array()));
    const RobotsVerdict verdict = verdict_for(source, text_at(row, "user_agent"));
    if (row.contains("noindex")) {
      EXPECT_EQ(verdict.noindex, row.at("noindex").as_bool());
      EXPECT_EQ(verdict.nofollow, row.at("nofollow").as_bool());
    }
    if (row.contains("unavailable_after_utc")) {
      EXPECT_EQ(verdict.unavailable_after, *parse_rfc3339(text_at(row, "unavailable_after_utc")));
      EXPECT_EQ(verdict_for(source, "*").unavailable_after,
                *parse_rfc3339(text_at(row, "generic_unavailable_after_utc")));
    }
    ++rows;
  }
  EXPECT_EQ(rows, 30);
}

TEST(RobotsMetaVectors, pages_say_what_the_suites_expect) {
  VOUCH_VECTORS(data, "robots_meta.json");
  int rows = 0;
  for (const auto& value : data.at("meta_cases").as_array()) {
    const auto& row = value.as_object();
    SCOPED_TRACE(json::serialize(row));
    ++rows;
    if (row.at("noindex").is_null()) continue;  // the suite does not say
    const auto document = Document::parse(text_at(row, "html"));
    ASSERT_TRUE(document);
    const RobotsVerdict verdict =
        verdict_for(robots_source(&*document, {}), text_at(row, "user_agent"));
    EXPECT_EQ(verdict.noindex, row.at("noindex").as_bool());
    EXPECT_EQ(verdict.nofollow, row.at("nofollow").as_bool());
  }
  EXPECT_EQ(rows, 33);
}

std::string text_or_hex(const json::value& value) {
  if (value.is_string()) return text_of(value);
  const std::string hex = text_of(value.as_object().at("hex"));
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

PageFacts read_case(const json::object& row) {
  const auto& arguments = row.at("args").as_array();
  const std::string html = text_or_hex(arguments.at(0));
  PageInput input;
  if (arguments.size() > 1) input.url = text_or_hex(arguments.at(1));
  const std::string charset = arguments.size() > 2 ? text_of(arguments.at(2)) : "utf-8";
  input.headers = {{"Content-Type", "text/html; charset=" + charset}};
  input.body = html;
  return read_page(input);
}

std::string normal(const std::string& url) {
  const auto parsed = Url::parse(url);
  return parsed ? parsed->href() : url;
}

// Where w3lib and the HTML Standard differ: the standard is followed.
bool is_exception(const json::object& row) {
  // Told to look inside <noscript> and <script>; and a tag that never ends is no tag.
  if (row.contains("kw") && row.at("kw").as_object().contains("ignore_tags")) return true;
  return text_or_hex(row.at("args").as_array().at(0)) ==
         "<meta http-equiv=\"refresh\" content=\"5;url=newpage\"";
}

bool refresh_agrees(const PageFacts& facts, const json::object& row) {
  if (row.contains("result_url")) {
    return facts.refresh && facts.refresh->url == normal(text_at(row, "result_url"));
  }
  const auto& expected = row.at("result").as_array();
  if (expected.at(0).is_null()) return !facts.refresh;
  return facts.refresh && facts.refresh->url == normal(text_of(expected.at(1))) &&
         std::abs(facts.refresh->seconds - expected.at(0).to_number<double>()) < 1e-9;
}

TEST(BaseAndRefreshVectors, bases_and_refreshes_are_what_the_suite_expects) {
  VOUCH_VECTORS(data, "base_and_refresh.json");
  int bases = 0;
  int refreshes = 0;
  int exceptions = 0;
  for (const auto& value : data.at("cases").as_array()) {
    const auto& row = value.as_object();
    const PageFacts facts = read_case(row);
    SCOPED_TRACE(json::serialize(row));
    if (text_at(row, "fn") == "get_base_url") {
      ++bases;
      EXPECT_EQ(facts.base, normal(text_at(row, "result")));
      continue;
    }
    ++refreshes;
    if (is_exception(row)) {
      ++exceptions;
      EXPECT_FALSE(facts.refresh);
    } else {
      EXPECT_TRUE(refresh_agrees(facts, row)) << (facts.refresh ? facts.refresh->url : "none");
    }
  }
  EXPECT_EQ(bases, 20);
  EXPECT_EQ(refreshes, 29);
  EXPECT_EQ(exceptions, 3);
}

}  // namespace
}  // namespace vouch::crawler
