#include "crawler/page/robots_directives.h"

#include <gtest/gtest.h>

namespace vouch::crawler {
namespace {

Time day(const char* text) {
  return *parse_rfc3339(text);
}

RobotsRules rules(const std::string& head, std::vector<HeaderField> headers = {},
                  Time now = Time(Millis(0))) {
  const auto document = Document::parse("<head>" + head + "</head>");
  return robots_rules(robots_source(&*document, headers), now);
}

TEST(RobotsDirectives, each_engine_hears_its_own_names) {
  struct Row {
    const char* name;
    std::vector<std::string> engines;
  };
  for (const Row& row : std::vector<Row>{{"robots", {"baidu", "bing", "google", "so360", "sogou"}},
                                         {"googlebot", {"google"}},
                                         {"bingbot", {"bing"}},
                                         {"msnbot", {"bing"}},
                                         {"Baiduspider", {"baidu"}},
                                         {"360spider", {"so360"}},
                                         {"sogou web spider", {"sogou"}},
                                         {"keywords", {}}}) {
    const RobotsRules found = rules("<meta name='" + std::string(row.name) + "' content=noindex>");
    std::vector<std::string> engines;
    for (const auto& [engine, noindex] : found.noindex) {
      if (noindex) engines.push_back(engine);
    }
    EXPECT_EQ(engines, row.engines) << row.name;
  }
}

TEST(RobotsDirectives, the_sum_of_the_negative_rules_counts) {
  const RobotsRules found =
      rules("<meta name=robots content=nofollow>",
            {{"X-Robots-Tag", "googlebot: noindex, noarchive"}, {"X-Robots-Tag", "index, follow"}});
  EXPECT_TRUE(found.noindex.at("google"));
  EXPECT_FALSE(found.noindex.at("baidu"));
  EXPECT_TRUE(found.nofollow.at("google"));
  EXPECT_TRUE(found.nofollow.at("baidu"));
}

TEST(RobotsDirectives, an_agent_in_a_header_holds_to_the_end_of_its_value) {
  const auto rows = parse_robots_header("noarchive, bingbot: noindex, nofollow");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].agent, "");
  EXPECT_EQ(rows[1].agent, "bingbot");
  EXPECT_EQ(rows[2].agent, "bingbot");
}

TEST(RobotsDirectives, values_stand_behind_their_names) {
  const auto rows = parse_robots_header("max-snippet:20, unavailable_after: 25 Jun 2010 15:00 PST");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].name, "max-snippet");
  EXPECT_EQ(rows[0].value, "20");
  EXPECT_EQ(rows[1].value, "25 Jun 2010 15:00 PST");
}

TEST(RobotsDirectives, a_date_in_the_past_is_noindex_for_google_alone) {
  const std::string head = "<meta name=robots content='unavailable_after: 2026-01-01'>";
  EXPECT_TRUE(rules(head, {}, day("2026-11-24T00:00:00Z")).noindex.at("google"));
  EXPECT_FALSE(rules(head, {}, day("2026-11-24T00:00:00Z")).noindex.at("bing"));
  EXPECT_FALSE(rules(head, {}, day("2025-11-24T00:00:00Z")).noindex.at("google"));
  EXPECT_FALSE(rules(head).noindex.at("google"));
}

TEST(RobotsDirectives, dates_are_read_in_all_their_forms) {
  struct Row {
    const char* text;
    const char* time;
  };
  for (const Row& row : {Row{"25 Jun 2010 15:00:00 PST", "2010-06-25T23:00:00Z"},
                         {"Friday, 25-Jun-10 15:00:00 GMT", "2010-06-25T15:00:00Z"},
                         {"25 Jun 2010 15:00 +0800", "2010-06-25T07:00:00Z"},
                         {"Fri, 25 Jun 2010 15:00:00 -0800", "2010-06-25T23:00:00Z"},
                         {"2010-06-25", "2010-06-25T00:00:00Z"},
                         {"2010-06-25T15:00:00Z", "2010-06-25T15:00:00Z"},
                         {"Saturday, 01-Jul-00 07:00:00 PST", "2000-07-01T15:00:00Z"}}) {
    EXPECT_EQ(parse_robots_date(row.text), day(row.time)) << row.text;
  }
  for (const char* text : {"", "soon", "32 Jun 2010", "25 2010", "Jun 2010"}) {
    EXPECT_FALSE(parse_robots_date(text)) << text;
  }
}

TEST(RobotsDirectives, places_are_shown) {
  const auto document = Document::parse(
      "<head><meta name=Robots content=' NoIndex , x '></head><body><p>y</p><meta name=robots "
      "content=nofollow></body>");
  EXPECT_EQ(robots_source(&*document, {}).meta,
            (std::vector<std::string>{"robots: noindex , x", "robots: nofollow [body]"}));
}

}  // namespace
}  // namespace vouch::crawler
