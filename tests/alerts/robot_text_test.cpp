#include "alerts/robot_text.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/text.h"

namespace vouch::alerts {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kLink = "https://vouch.example.com/";

RobotText text() {
  return {"标题", {{"第一行", ""}, {"第二行", "https://vouch.example.com/a"}}, kLink};
}

TEST(RobotText, its_frozen_body_reads_back_as_it_was) {
  EXPECT_EQ(robot_text_from_json(to_json(text())).value(), text());
}

struct BodyRow {
  const char* name;
  const char* json;
};
class NoBody : public ::testing::TestWithParam<BodyRow> {};
TEST_P(NoBody, is_refused) {
  EXPECT_FALSE(robot_text_from_json(GetParam().json));
}
INSTANTIATE_TEST_SUITE_P(
    Rows, NoBody,
    ::testing::Values(BodyRow{"empty", ""}, BodyRow{"a_list", "[]"},
                      BodyRow{"a_mail", R"({"text":"t","html":"h"})"},
                      BodyRow{"a_line_of_text", R"({"title":"t","lines":["x"],"link":""})"},
                      BodyRow{"a_number_for_a_link", R"({"title":"t","lines":[],"link":1})"},
                      BodyRow{"a_torn_one", R"({"title":"t","lines":[)"}),
    [](const auto& row) { return row.param.name; });

TEST(RobotText, plain_is_title_lines_and_link) {
  EXPECT_EQ(plain_layout(text(), 2048, Language::kChinese),
            "标题\n第一行\n第二行 https://vouch.example.com/a\nhttps://vouch.example.com/");
}

TEST(RobotText, markdown_is_lines_and_named_links) {
  EXPECT_EQ(markdown_layout(text(), 2048, Language::kChinese),
            "第一行\n\n第二行 [打开](https://vouch.example.com/a)\n\n"
            "[打开](https://vouch.example.com/)");
}

TEST(RobotText, nothing_in_it_mentions_people_or_breaks_the_layout) {
  const RobotText hostile = {"<@all>", {{"<at user_id=\"all\">x</at>\n# *y* [a](b)", ""}}, ""};
  const std::string plain = plain_layout(hostile, 2048, Language::kChinese);
  EXPECT_THAT(plain, Not(HasSubstr("<")));
  EXPECT_EQ(std::count(plain.begin(), plain.end(), '\n'), 1);
  const std::string markdown = markdown_layout(hostile, 2048, Language::kChinese);
  for (const char* sign : {"<", "#", "*", "[", "]"}) EXPECT_THAT(markdown, Not(HasSubstr(sign)));
  EXPECT_EQ(robot_title(hostile), "＜@all＞");
}

TEST(RobotText, a_link_that_is_none_is_left_out) {
  for (const char* link : {"javascript:alert(1)", "no link", ""}) {
    EXPECT_EQ(plain_layout({"t", {{"a", link}}, link}, 2048, Language::kChinese), "t\na");
  }
  EXPECT_THAT(markdown_layout({"t", {}, "https://a.example/x)y"}, 2048, Language::kChinese),
              HasSubstr("(https://a.example/x%29y)"));
}

TEST(RobotText, what_does_not_fit_is_cut_by_bytes_says_so_and_keeps_the_link) {
  for (std::size_t length = 1; length < 60; ++length) {
    RobotText longer = text();
    longer.lines.assign(length, {std::string(40, 'a') + "汉字不够了🙂", kLink});
    longer.lines[0].text += std::string(length, 'x');  // each cut falls elsewhere in a character
    for (const bool markdown : {false, true}) {
      const std::string laid = markdown
                                   ? markdown_layout(longer, kLeastRobotBytes, Language::kChinese)
                                   : plain_layout(longer, kLeastRobotBytes, Language::kChinese);
      ASSERT_LE(laid.size(), kLeastRobotBytes);
      ASSERT_TRUE(is_valid_utf8(laid)) << laid;
      EXPECT_THAT(laid, EndsWith(markdown ? "[打开](https://vouch.example.com/)" : kLink));
      const bool cut = laid.find("太长") != std::string::npos;
      EXPECT_TRUE(cut ? length > 5 : length < 20);
      EXPECT_FALSE(cut && fits(longer, kLeastRobotBytes, Language::kChinese));
    }
  }
}

TEST(RobotText, one_alone_is_not_merged) {
  const RobotText one = text();
  EXPECT_EQ(merged({&one, 1}, Language::kChinese), one);
}

TEST(RobotText, several_become_one_with_all_that_they_said) {
  const RobotText both[] = {text(), {"另一条", {{"x", ""}}, kLink}};
  const RobotText one = merged(both, Language::kChinese);
  EXPECT_THAT(one.title, HasSubstr("2 条"));
  EXPECT_EQ(one.link, kLink);
  const std::string laid = plain_layout(one, 2048, Language::kChinese);
  for (const char* part : {"1. 标题", "第一行", "第二行", "2. 另一条", "x"}) {
    EXPECT_THAT(laid, HasSubstr(part));
  }
}

TEST(RobotText, links_that_differ_stand_by_their_own_message) {
  const RobotText both[] = {text(), {"另一条", {}, "https://vouch.example.com/b"}};
  const RobotText one = merged(both, Language::kChinese);
  EXPECT_EQ(one.link, "");
  EXPECT_EQ(one.lines.front().url, kLink);
  EXPECT_EQ(one.lines.back().url, "https://vouch.example.com/b");
}

}  // namespace
}  // namespace vouch::alerts
