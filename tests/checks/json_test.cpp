// What is stored and shown of a judgement stays JSON whatever the page and the disk hold.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "checks/page_judgement.h"
#include "core/text.h"
#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

namespace json = boost::json;

TEST(VerdictJson, damaged_text_is_an_error_and_not_a_crash) {
  const std::string whole = to_json(given().page_ok(1).verdict(2));
  for (std::size_t cut = 0; cut < whole.size(); cut += 7) {
    EXPECT_FALSE(verdict_from_json(whole.substr(0, cut)).has_value()) << cut;
  }
  for (const char* text : {"null", "[]", "{}", "{\"claim\":\"x\"}"}) {
    const auto read = verdict_from_json(text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  }
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"VERIFIED", "SURE"},
                                 {"\"live\"", "\"rank\""},
                                 {"\"ok\"", "\"fine\""},
                                 {"2026-11-02T", "2026-13-02T"}}) {
    std::string text = whole;
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    EXPECT_FALSE(verdict_from_json(text).has_value()) << to;
  }
}

TEST(DetailJson, names_what_was_found_for_people) {
  PageJudgement seen;
  KeywordFinding keyword;
  keyword.keyword = "净水器";
  keyword.place = Place::kHeading;
  keyword.sentence = "净水器怎么选？";
  keyword.count = 3;
  seen.keywords = {keyword};
  seen.link = LinkFinding{LinkKind::kNofollow, "http://vouch-demo.com/", "官网", "nofollow", ""};
  seen.title_agrees = false;
  seen.mentioned = true;
  PageFacts facts;
  facts.title = "标题";
  facts.robots.noindex["baidu"] = true;
  facts.published = {"2026-11-24", "time"};
  const json::object detail = json::parse(detail_json(seen, &facts)).as_object();
  EXPECT_EQ(detail.at("keywords").at(0).at("place"), "heading");
  EXPECT_EQ(detail.at("keywords").at(0).at("count"), 3);
  EXPECT_EQ(detail.at("link").at("kind"), "nofollow");
  EXPECT_EQ(detail.at("link").at("rel"), "nofollow");
  EXPECT_EQ(detail.at("title_agrees"), false);
  EXPECT_EQ(detail.at("mentioned"), true);
  EXPECT_EQ(detail.at("noindex").at("baidu"), true);
  EXPECT_EQ(detail.at("published").at("source"), "time");
  EXPECT_NO_THROW(json::parse(detail_json(PageJudgement{}, nullptr)));
}

TEST(DetailJson, bytes_that_are_no_text_leave_it_valid) {
  const std::string bad = "a\xff\xfe";
  PageJudgement seen;
  seen.evidence_words = bad;
  seen.link = LinkFinding{LinkKind::kHidden, "http://a.com/" + bad, bad, bad, bad};
  PageFacts facts;
  facts.title = facts.canonical = facts.charset = bad;
  facts.published = {bad, "text"};
  const std::string text = detail_json(seen, &facts);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_NO_THROW(json::parse(text));
}

}  // namespace
}  // namespace vouch::checks::test
