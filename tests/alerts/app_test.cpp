#include "alerts/app.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::alerts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr RobotKind kBoth[] = {RobotKind::kWecomApp, RobotKind::kDingtalkApp};

AppAccount account(RobotKind kind, std::string_view base = {}) {
  return app_account("app", kind, base, "corp&1", "S3 cret", 1000002, false).value();
}
RobotText text(std::size_t bytes = 0) {
  RobotText made{"标题", {{"一行", ""}}, "https://vouch.example.com/"};
  for (std::size_t size = 0; size < bytes; size += 100) {
    made.lines.push_back({std::string(97, 'a') + "汉", ""});
  }
  return made;
}
AppCall message(RobotKind kind, const RobotText& what) {
  return app_form(kind).message(account(kind), "T+1", "LiLei", what, "abcd1234",
                                Language::kChinese);
}

TEST(AppCalls, ask_for_a_token_with_the_secret_in_a_query) {
  EXPECT_EQ(kWecomAppForm.ask_token(account(RobotKind::kWecomApp)).url,
            "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=corp%261&corpsecret=S3%20cret");
  EXPECT_EQ(kDingtalkAppForm.ask_token(account(RobotKind::kDingtalkApp)).url,
            "https://oapi.dingtalk.com/gettoken?appkey=corp%261&appsecret=S3%20cret");
  for (const RobotKind kind : kBoth) {
    EXPECT_EQ(app_form(kind).ask_token(account(kind)).body, "") << "GET";
  }
}

TEST(AppCalls, wecom_names_one_person_and_has_duplicates_checked_as_long_as_allowed) {
  const AppCall made = message(RobotKind::kWecomApp, text());
  EXPECT_EQ(made.url, "https://qyapi.weixin.qq.com/cgi-bin/message/send?access_token=T%2B1");
  EXPECT_EQ(made.body, R"({"touser":"LiLei","msgtype":"text","agentid":1000002,"text":{"content":)"
                       R"("标题\n一行\nhttps://vouch.example.com/\n编号 abcd1234"},)"
                       R"("enable_duplicate_check":1,"duplicate_check_interval":14400})");
}

TEST(AppCalls, dingtalk_names_one_person_and_asks_for_a_task) {
  const AppCall made = message(RobotKind::kDingtalkApp, text());
  EXPECT_EQ(made.url,
            "https://oapi.dingtalk.com/topapi/message/corpconversation/asyncsend_v2?access_token="
            "T%2B1");
  EXPECT_EQ(
      made.body,
      R"({"agent_id":1000002,"userid_list":"LiLei","to_all_user":false,"msg":{"msgtype":)"
      R"("text","text":{"content":"标题\n一行\nhttps://vouch.example.com/\n编号 abcd1234"}}})");
  const AppCall asked = kDingtalkAppForm.ask_task(account(RobotKind::kDingtalkApp), "T", "77");
  EXPECT_EQ(asked.url,
            "https://oapi.dingtalk.com/topapi/message/corpconversation/getsendresult?access_token="
            "T");
  EXPECT_EQ(asked.body, R"({"agent_id":1000002,"task_id":77})");
}

TEST(AppCalls, go_to_another_base_where_one_is_given) {
  const AppAccount own = account(RobotKind::kWecomApp, "http://127.0.0.1:81/wx//");
  EXPECT_THAT(kWecomAppForm.ask_token(own).url, HasSubstr("http://127.0.0.1:81/wx/cgi-bin/"));
}

TEST(AppCalls, a_huge_letter_is_cut_at_a_character_and_keeps_link_and_number) {
  for (const RobotKind kind : kBoth) {
    const AppCall made = message(kind, text(100'000));
    EXPECT_TRUE(is_valid_utf8(made.body));
    EXPECT_THAT(made.body, HasSubstr("https://vouch.example.com/\\n编号 abcd1234"));
    EXPECT_THAT(made.body, HasSubstr("太长"));
    const auto body = boost::json::parse(made.body).as_object();
    const auto measured = kind == RobotKind::kWecomApp
                              ? body.at("text").as_object().at("content").as_string().size()
                              : boost::json::serialize(body.at("msg")).size();
    EXPECT_LE(measured, 2048U);
    EXPECT_GT(measured, 1800U) << "cut more than needed";
  }
}

TEST(AppCalls, what_json_escapes_counts_as_long_as_it_is_sent) {
  for (const char* sign : {"\"", "\\", "a"}) {
    for (const int length : {1, 90}) {
      RobotText odd = text();
      for (int i = 0; i < 170; ++i) odd.title += sign;
      for (int i = 0; i < 2000 / length; ++i) {
        std::string line;
        for (int j = 0; j < length; ++j) line += sign;
        odd.lines.push_back({line, ""});
      }
      const auto body = boost::json::parse(message(RobotKind::kDingtalkApp, odd).body);
      EXPECT_LE(boost::json::serialize(body.at("msg")).size(), 2048U) << sign << length;
      EXPECT_THAT(std::string(body.at("msg").at("text").at("content").as_string()),
                  HasSubstr("编号 abcd1234"));
    }
  }
}

TEST(AppCalls, no_character_is_written_as_an_escape) {
  for (const RobotKind kind : kBoth) {
    RobotText odd = text();
    odd.lines.push_back({"a\x01\x1f\x7f汉🙂\xff", ""});
    EXPECT_THAT(message(kind, odd).body, Not(HasSubstr("\\u")));
  }
}

TEST(AppCalls, the_same_row_is_the_same_message_and_another_row_is_not) {
  for (const RobotKind kind : kBoth) {
    const auto made = [&](std::string_view reference) {
      return app_form(kind)
          .message(account(kind), "T", "LiLei", text(), reference, Language::kChinese)
          .body;
    };
    EXPECT_EQ(made("a"), made("a"));
    EXPECT_NE(made("a"), made("b"));
  }
}

TEST(AppAccounts, are_refused_in_words_without_the_secret) {
  const auto refused = [](std::string_view base, std::string_view secret, bool allowed = false) {
    const auto made = app_account("app", RobotKind::kWecomApp, base, "corp", secret, 1, allowed);
    return made ? std::string() : made.error().text();
  };
  EXPECT_THAT(refused("http://qyapi.weixin.qq.com", "S3cret"), HasSubstr("https only"));
  EXPECT_EQ(refused("http://10.0.0.1", "S3cret", true), "");
  EXPECT_THAT(refused("https://a.cn/?x=1", "S3cret"), HasSubstr("base_url"));
  EXPECT_THAT(refused("https://u:p@a.cn/", "S3cret"), HasSubstr("password"));
  EXPECT_THAT(refused("", " \n"), HasSubstr("secret is empty"));
  EXPECT_FALSE(app_account("app", RobotKind::kWecom, "", "c", "s", 1, false));
  for (const char* base : {"http://a.cn", "https://a.cn/?x=1", "nothing"}) {
    EXPECT_THAT(refused(base, "S3cret"), Not(HasSubstr("S3cret")));
  }
}

}  // namespace
}  // namespace vouch::alerts
