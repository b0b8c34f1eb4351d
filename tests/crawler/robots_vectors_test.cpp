// The public robots.txt vectors (../shared/data/vectors), where they are present.
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "core/text.h"
#include "crawler/net/robots.h"
#include "crawler/net/robots_cache.h"

namespace vouch::crawler {
namespace {

namespace json = boost::json;

std::optional<json::object> load(const char* name) {
  const auto path = std::filesystem::path(VOUCH_DATA_DIR) / "vectors" / name;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str()).as_object();
}

std::string text_of(const json::object& row, const char* key) {
  return std::string(row.at(key).as_string());
}

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return bytes;
}

std::string robots_of(const json::object& row) {
  return row.contains("robots_hex") ? from_hex(text_of(row, "robots_hex")) : text_of(row, "robots");
}

std::string leading_token(std::string_view agent) {
  std::size_t end = 0;
  while (end < agent.size() && is_product_token(agent.substr(end, 1))) ++end;
  return std::string(agent.substr(0, end));
}

class RobotsVectors : public testing::Test {
 protected:
  void SetUp() override {
    google_ = load("robots_google.json");
    other_ = load("robots_other.json");
    if (!google_ || !other_) GTEST_SKIP() << "skipped: no conformance data";
  }
  std::optional<json::object> google_;
  std::optional<json::object> other_;
};

TEST_F(RobotsVectors, every_verdict_of_google) {
  int checked = 0;
  for (const char* list : {"allowed_cases", "allowed_cases_long"}) {
    for (const auto& value : google_->at(list).as_array()) {
      const auto& row = value.as_object();
      const auto rules = RobotsRules::parse(robots_of(row));
      const auto decision =
          rules.decide_path(text_of(row, "user_agent"), robots_path(text_of(row, "url")));
      EXPECT_EQ(decision.allowed, row.at("allowed").as_bool())
          << text_of(row, "test") << "\n"
          << robots_of(row).substr(0, 300) << "\n"
          << text_of(row, "user_agent") << " " << text_of(row, "url").substr(0, 200);
      ++checked;
    }
  }
  EXPECT_EQ(checked, 145);
}

TEST_F(RobotsVectors, every_parser_case_of_google) {
  for (const auto& value : google_->at("parser_cases").as_array()) {
    const auto& row = value.as_object();
    const auto rules = RobotsRules::parse(robots_of(row));
    const std::string name = text_of(row, "test") + " " + text_of(row, "robots_hex");
    if (row.contains("valid_directives")) {
      EXPECT_EQ(rules.directives(), row.at("valid_directives").as_int64()) << name;
    }
    if (row.contains("unknown_directives")) {
      EXPECT_EQ(rules.unknown_directives(), row.at("unknown_directives").as_int64()) << name;
    }
    if (row.contains("last_line_seen")) {
      EXPECT_EQ(rules.decide_path("bar", "/x").line, row.at("last_line_seen").as_int64()) << name;
    }
    if (row.contains("sitemap")) {
      ASSERT_EQ(rules.sitemaps().size(), 1u) << name;
      EXPECT_EQ(rules.sitemaps()[0], text_of(row, "sitemap")) << name;
    }
  }
}

TEST_F(RobotsVectors, every_agent_path_and_escape_case_of_google) {
  for (const auto& value : google_->at("valid_user_agent_cases").as_array()) {
    const auto& row = value.as_object();
    EXPECT_EQ(is_product_token(text_of(row, "user_agent")), row.at("valid").as_bool());
  }
  for (const auto& value : google_->at("path_extraction_cases").as_array()) {
    const auto& row = value.as_object();
    EXPECT_EQ(robots_path(text_of(row, "url")), text_of(row, "expected_path"))
        << text_of(row, "url");
  }
  for (const auto& value : google_->at("pattern_escape_cases").as_array()) {
    const auto& row = value.as_object();
    EXPECT_EQ(robots_escape(text_of(row, "pattern")), text_of(row, "expected"));
  }
}

TEST_F(RobotsVectors, every_other_case_where_google_agrees) {
  int checked = 0;
  for (const auto& value : other_->at("allowed_cases").as_array()) {
    const auto& row = value.as_object();
    const auto agrees = row.find("agrees_with_google_lib");
    if (agrees == row.end() || !agrees->value().is_bool() || !agrees->value().as_bool()) continue;
    const auto rules = RobotsRules::parse(robots_of(row));
    const auto decision = rules.decide_path(leading_token(text_of(row, "user_agent")),
                                            robots_path(text_of(row, "url")));
    EXPECT_EQ(decision.allowed, row.at("allowed").as_bool())
        << text_of(row, "suite") << " " << text_of(row, "test") << "\n"
        << robots_of(row).substr(0, 400) << "\n"
        << text_of(row, "user_agent") << " " << text_of(row, "url");
    ++checked;
  }
  EXPECT_EQ(checked, 874);
}

TEST_F(RobotsVectors, crawl_delays_as_the_suites_expect) {
  // Left out: a delay before any name (protego says none, rep-cpp takes it), an agent given as a
  // browser's name, and a value with markup after the number.
  int checked = 0;
  for (const auto& value : other_->at("crawl_delay_cases").as_array()) {
    const auto& row = value.as_object();
    const std::string test = text_of(row, "test");
    if (test == "NoLeadingUserAgent" || test == "testHtmlMarkupInRobotsTxt" ||
        test == "testHeritrixCases") {
      continue;
    }
    const auto delay =
        RobotsRules::parse(robots_of(row)).crawl_delay(leading_token(text_of(row, "user_agent")));
    const auto& expected = row.at("crawl_delay_s");
    ASSERT_EQ(delay.has_value(), !expected.is_null())
        << test << " " << text_of(row, "user_agent") << "\n"
        << robots_of(row);
    if (delay) {
      EXPECT_DOUBLE_EQ(static_cast<double>(delay->count()) / 1000, expected.to_number<double>())
          << test;
    }
    ++checked;
  }
  EXPECT_GE(checked, 30);
}

TEST_F(RobotsVectors, statuses_permit_as_the_suites_expect) {
  for (const auto& value : other_->at("http_status_cases").as_array()) {
    const auto& row = value.as_object();
    const auto status = static_cast<int>(row.at("http_status").as_int64());
    // crawler-commons defers a 3xx that was not followed; a chain without end is no file in RFC
    // 9309.
    if (!row.contains("allow_all") || status == 301) continue;
    RobotsAnswer answer;
    answer.status = status;
    const auto copy = absorb(RobotsCopy{}, answer, from_millis(1'000'000));
    const auto got = access(copy, from_millis(1'000'000));
    const bool allow_all =
        got == RobotsAccess::kEverything || (got == RobotsAccess::kRules && copy.body.empty());
    EXPECT_EQ(allow_all, row.at("allow_all").as_bool()) << status;
  }
}

}  // namespace
}  // namespace vouch::crawler
