#include "core/page_facts.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "core/text.h"

namespace vouch {
namespace {

namespace json = boost::json;

// The names of design §5.
TEST(PageFacts, json_has_every_member_of_the_interface) {
  PageFacts facts;
  facts.url = "http://a.com/1";
  facts.status = 200;
  facts.title = "标题 \"x\"";
  facts.robots.meta = {"robots: noindex"};
  facts.robots.noindex = {{"baidu", true}, {"google", false}};
  facts.links = {{"http://b.com/", "官网", {"nofollow"}, false, "display:none", Region::kFooter}};
  facts.refresh = RefreshFact{0.5, "http://c.com/"};
  facts.signs = {{PageSign::kCaptcha, "安全验证"}};
  facts.published = {"2026-11-24", "time"};
  facts.truncated = true;
  const json::object page = json::parse(to_json(facts)).as_object();
  for (const char* member :
       {"url", "final_url", "status", "charset", "title", "description", "canonical", "robots",
        "links", "main_text", "text_chars", "published", "fingerprint", "truncated"}) {
    EXPECT_TRUE(page.contains(member)) << member;
  }
  EXPECT_EQ(page.at("title"), "标题 \"x\"");
  EXPECT_EQ(page.at("robots").at("noindex").at("baidu"), true);
  EXPECT_EQ(page.at("robots").at("meta").at(0), "robots: noindex");
  const json::object& link = page.at("links").at(0).as_object();
  EXPECT_EQ(link.at("rel").at(0), "nofollow");
  EXPECT_EQ(link.at("visible"), false);
  EXPECT_EQ(link.at("hidden_by"), "display:none");
  EXPECT_EQ(link.at("region"), "footer");
  EXPECT_EQ(page.at("published").at("source"), "time");
  EXPECT_EQ(page.at("signs").at(0).at("sign"), "captcha");
  EXPECT_EQ(page.at("truncated"), true);
}

TEST(PageFacts, a_visible_link_names_no_hiding_rule_and_no_refresh_is_no_member) {
  PageFacts facts;
  facts.links = {{"http://b.com/", "", {}, true, "", Region::kMain}};
  const json::object page = json::parse(to_json(facts)).as_object();
  EXPECT_FALSE(page.at("links").at(0).as_object().contains("hidden_by"));
  EXPECT_FALSE(page.contains("refresh"));
}

TEST(PageFacts, header_bytes_of_any_charset_leave_the_json_valid) {
  PageFacts facts;
  facts.robots.header = {"noindex \xd6\xd0"};
  facts.refused = "\xff";
  const std::string text = to_json(facts);
  EXPECT_TRUE(is_valid_utf8(text));
  EXPECT_NO_THROW(json::parse(text));
}

}  // namespace
}  // namespace vouch
