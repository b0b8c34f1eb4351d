// The preview over a socket: what it answers, and to whom. That it says what handing in does is
// proved beside the daemon (tests/daemon/preview_test.cpp).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;

json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  json::value value = json::parse(answer.body, error);
  EXPECT_FALSE(error) << answer.status << answer.body;
  if (error || !value.is_object()) return {};
  return value.get_object();
}

class PreviewTest : public WorldTest {
 protected:
  static json::object pasted(const std::string& login, const std::string& text,
                             const std::string& query = {}) {
    const std::string body = json::serialize(json::object{{"text", text}});
    const Answer answer = world().ask(login, "POST", "/api/v1/reports/preview" + query, body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return object_of(answer);
  }
  static std::vector<std::string> codes(const json::value& row) {
    std::vector<std::string> out;
    for (const json::value& warning : row.at("warnings").as_array())
      out.emplace_back(warning.at("code").as_string());
    return out;
  }
};

TEST_F(PreviewTest, a_row_says_where_each_guess_comes_from) {
  const json::object shown =
      pasted("lilei", "标题：空气净化器怎么选\n链接：http://bbs.example/t/77\n今天请假");
  ASSERT_EQ(shown.at("rows").as_array().size(), 1U);
  const json::value& row = shown.at("rows").at(0);
  EXPECT_EQ(row.at("url").as_string(), "http://bbs.example/t/77");
  EXPECT_EQ(row.at("title").as_string(), "空气净化器怎么选");
  EXPECT_EQ(row.at("platform").at("key").as_string(), "forum");
  EXPECT_EQ(row.at("platform").at("from").as_string(), "address");
  EXPECT_EQ(row.at("work_type").at("name").as_string(), "论坛发帖");
  EXPECT_EQ(row.at("work_type").at("from").as_string(), "platform");
  EXPECT_EQ(row.at("keywords").at(0).at("text").as_string(), "空气净化器");
  EXPECT_EQ(row.at("keywords").at(0).at("from").as_string(), "title");
  EXPECT_EQ(row.at("user").at("login").as_string(), "lilei");
  EXPECT_EQ(row.at("date").as_string(), "2026-11-24");
  EXPECT_EQ(row.at("check").as_string(), "auto");
  EXPECT_TRUE(row.at("problem").is_null());
  EXPECT_EQ(shown.at("ignored").at(0).at("text").as_string(), "今天请假");
  EXPECT_EQ(shown.at("ignored").at(0).at("row").as_int64(), 3);
}

TEST_F(PreviewTest, a_page_that_was_handed_in_is_told_with_whose_it_is) {
  const json::value own = pasted("lilei", "http://bbs.example/t/1").at("rows").at(0);
  EXPECT_EQ(own.at("duplicate_of").at("claim_id").as_int64(),
            world().company.claims.at("verified").value);
  EXPECT_TRUE(own.at("duplicate_of").at("own").as_bool());
  EXPECT_THAT(codes(own), ::testing::Contains("duplicate"));
  const json::value others = pasted("zhangsan", "http://bbs.example/t/1").at("rows").at(0);
  EXPECT_FALSE(others.at("duplicate_of").at("own").as_bool());
}

TEST_F(PreviewTest, words_are_in_the_language_asked_for) {
  const json::value row =
      pasted("lilei", "https://www.xiaohongshu.com/explore/1", "?lang=en").at("rows").at(0);
  EXPECT_EQ(row.at("check").as_string(), "assisted");
  EXPECT_TRUE(std::string(row.at("warnings").at(0).at("words").as_string())
                  .starts_with("No machine looks"));
}

TEST_F(PreviewTest, rows_and_files_are_previewed_like_a_paste) {
  const Answer rows = world().ask(
      "lilei", "POST", "/api/v1/reports/preview",
      R"({"rows":[{"url":"http://bbs.example/t/88","date":"2026-11-23"},{"url":"x"}]})");
  ASSERT_EQ(rows.status, 200) << rows.body;
  const json::object shown = object_of(rows);
  EXPECT_EQ(shown.at("rows").at(0).at("date").as_string(), "2026-11-23");
  EXPECT_FALSE(shown.at("rows").at(1).at("problem").is_null());
  EXPECT_TRUE(shown.at("rows").at(1).at("url").is_null());
  const Answer file =
      world().ask("lilei", "POST", "/api/v1/reports/preview",
                  "链接,标题\r\nhttp://bbs.example/t/89,甲\r\n", {"Content-Type: text/csv"});
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_EQ(object_of(file).at("columns").as_array().size(), 2U);
  EXPECT_EQ(object_of(file).at("rows").at(0).at("title").as_string(), "甲");
}

TEST_F(PreviewTest, nobody_previews_in_anothers_name_and_nothing_is_handed_in) {
  const std::string body = R"({"text":"http://bbs.example/t/90"})";
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports/preview?as=hanmeimei", body).status, 403);
  EXPECT_EQ(world().ask("wang", "POST", "/api/v1/reports/preview?as=hanmeimei", body).status, 200);
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports/preview", "{}").status, 400);
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/reports/preview?date=x", body).status, 400);
  EXPECT_TRUE(world().commands.asked.empty());
}

TEST_F(PreviewTest, fifty_links_come_back_at_once) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += fmt::format("http://bbs.example/new/{}\n", i);
  EXPECT_EQ(pasted("lilei", text).at("rows").as_array().size(), 50U);
}

TEST_F(PreviewTest, a_report_takes_the_author_and_the_day_of_a_row) {
  const Answer answer = world().ask(
      "wang", "POST", "/api/v1/reports",
      R"({"rows":[{"url":"http://bbs.example/t/91","user":"lilei","date":"2026-11-23"}]})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(world().commands.report.rows.at(0).login, "lilei");
  EXPECT_EQ(to_iso_date(world().commands.report.rows.at(0).date.value()), "2026-11-23");
}

}  // namespace
}  // namespace vouch::web::test
