#include "alerts/robot.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "core/text.h"

namespace vouch::alerts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr RobotKind kAll[] = {RobotKind::kWecom, RobotKind::kDingtalk, RobotKind::kFeishu,
                              RobotKind::kServerchan};
const Time kNow = from_millis(1'700'000'000'000);

RobotAddress address(RobotKind kind, std::string_view text, std::string_view secret = {}) {
  return robot_form(kind).address(text, secret).value();
}
RobotAddress any_address(RobotKind kind) {
  switch (kind) {
    case RobotKind::kWecom:
      return address(kind, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K-1");
    case RobotKind::kDingtalk:
      return address(kind, "https://oapi.dingtalk.com/robot/send?access_token=T1",
                     "this is secret");
    case RobotKind::kFeishu:
      return address(kind, "https://open.feishu.cn/open-apis/bot/v2/hook/H-1", "this is secret");
    case RobotKind::kServerchan:
      return address(kind, "SCT1abc");
    case RobotKind::kWecomApp:
    case RobotKind::kDingtalkApp:
      break;
  }
  return {};
}
RobotText text(std::size_t bytes = 0) {
  RobotText made{"标题", {{"一行", ""}}, "https://vouch.example.com/"};
  for (std::size_t size = 0; size < bytes; size += 100) {
    made.lines.push_back({std::string(97, 'a') + "汉", ""});
  }
  return made;
}
RobotPost post(RobotKind kind, const RobotText& what, Time now = kNow) {
  return robot_form(kind).post(any_address(kind), what, Language::kChinese, now);
}

TEST(Signatures, dingtalk_vector) {
  EXPECT_EQ(dingtalk_sign("this is secret", 1'700'000'000'000),
            "sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0=");
}

TEST(Signatures, feishu_vectors) {
  EXPECT_EQ(feishu_sign("demo", 1'599'360'473), "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
  EXPECT_EQ(feishu_sign("this is secret", 1'700'000'000),
            "OfGzRzoUICBOoc8wVra1e4A1hPfbZ9zqXozA8CWVUuY=");
}

TEST(Post, wecom) {
  const RobotPost made = post(RobotKind::kWecom, text());
  EXPECT_EQ(made.url, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K-1");
  EXPECT_EQ(made.body,
            R"({"msgtype":"text","text":{"content":"标题\n一行\nhttps://vouch.example.com/"}})");
}

TEST(Post, dingtalk_signs_in_the_url) {
  const RobotPost made = post(RobotKind::kDingtalk, text());
  EXPECT_EQ(made.url,
            "https://oapi.dingtalk.com/robot/send?access_token=T1&timestamp=1700000000000&sign="
            "sSFWELbV2YwjdDQhWZwTcWlX5BWUx5J6TPpsZmuPii0%3D");
  EXPECT_EQ(made.body,
            R"j({"msgtype":"markdown","markdown":{"title":"标题","text":"#### 标题\n\n一行\n\n)j"
            R"j([打开](https://vouch.example.com/)"}})j");
}

TEST(Post, dingtalk_makes_its_url_anew_each_time) {
  const RobotAddress to = any_address(RobotKind::kDingtalk);
  std::string first;
  for (int i = 0; i < 50; ++i) {
    const auto made = kDingtalkForm.post(to, text(), Language::kChinese, kNow + Millis(i));
    if (i == 0) first = made.url;
    EXPECT_LE(made.url.size(), first.size() + 8);
    EXPECT_EQ(made.url.find("timestamp="), made.url.rfind("timestamp="));
  }
}

TEST(Post, a_robot_without_a_secret_is_not_signed) {
  const RobotAddress open =
      address(RobotKind::kDingtalk, "https://oapi.dingtalk.com/robot/send?access_token=T1");
  EXPECT_EQ(kDingtalkForm.post(open, text(), Language::kChinese, kNow).url,
            "https://oapi.dingtalk.com/robot/send?access_token=T1");
  const RobotAddress hook =
      address(RobotKind::kFeishu, "https://open.larksuite.com/open-apis/bot/v2/hook/H-1");
  const RobotPost made = kFeishuForm.post(hook, text(), Language::kChinese, kNow);
  EXPECT_EQ(made.url, "https://open.larksuite.com/open-apis/bot/v2/hook/H-1");
  EXPECT_THAT(made.body, Not(HasSubstr("sign")));
}

TEST(Post, feishu_signs_in_the_body) {
  const RobotPost made = post(RobotKind::kFeishu, text());
  EXPECT_EQ(made.url, "https://open.feishu.cn/open-apis/bot/v2/hook/H-1");
  EXPECT_EQ(made.body,
            R"({"timestamp":"1700000000","sign":"OfGzRzoUICBOoc8wVra1e4A1hPfbZ9zqXozA8CWVUuY=",)"
            R"("msg_type":"text","content":{"text":"标题\n一行\nhttps://vouch.example.com/"}})");
}

TEST(Post, serverchan) {
  const RobotPost made = post(RobotKind::kServerchan, text());
  EXPECT_EQ(made.url, "https://sctapi.ftqq.com/SCT1abc.send");
  const auto body = boost::json::parse(made.body).as_object();
  EXPECT_EQ(body.at("title").as_string(), "标题");
  EXPECT_EQ(body.at("noip").as_int64(), 1);
  EXPECT_THAT(std::string(body.at("desp").as_string()), HasSubstr("一行"));
}

TEST(Post, serverchan_has_32_characters_of_title) {
  RobotText longer = text();
  longer.title = std::string(30, 'a') + "汉字汉字";
  const auto body = boost::json::parse(post(RobotKind::kServerchan, longer).body);
  const std::string title(body.at("title").as_string());
  EXPECT_EQ(count_code_points(title), 32U);
  EXPECT_TRUE(title.ends_with("汉…"));
}

struct SizeRow {
  RobotKind kind;
  std::size_t text_bytes;  // of the field that the platform measures
  std::size_t body_bytes;
};
class Size : public ::testing::TestWithParam<SizeRow> {};
TEST_P(Size, a_huge_message_stays_below_the_platforms_limit) {
  const auto& row = GetParam();
  const RobotPost made = post(row.kind, text(100'000));
  EXPECT_LE(made.body.size(), row.body_bytes);
  EXPECT_GT(made.body.size(), row.text_bytes - 200) << "cut more than needed";
  EXPECT_TRUE(is_valid_utf8(made.body));
  EXPECT_THAT(made.body, HasSubstr("https://vouch.example.com/"));
  EXPECT_THAT(made.body, HasSubstr("太长"));
  if (row.kind == RobotKind::kWecom) {
    const auto body = boost::json::parse(made.body);
    EXPECT_LE(body.at("text").at("content").as_string().size(), 2048U);
  }
}
INSTANTIATE_TEST_SUITE_P(Rows, Size,
                         ::testing::Values(SizeRow{RobotKind::kWecom, 2048, 3000},
                                           SizeRow{RobotKind::kDingtalk, 4000, 20'000},
                                           SizeRow{RobotKind::kFeishu, 15'000, 20'480},
                                           SizeRow{RobotKind::kServerchan, 32'000, 34'000}),
                         [](const auto& row) { return std::string(to_string(row.param.kind)); });

TEST(Post, no_character_is_written_as_an_escape_that_wecom_refuses) {
  for (const RobotKind kind : kAll) {
    RobotText odd = text();
    odd.lines.push_back({"a\x01\x1f\x7f汉🙂\xff", ""});
    EXPECT_THAT(post(kind, odd).body, Not(HasSubstr("\\u")));
  }
}

struct AddressRow {
  const char* name;
  RobotKind kind;
  const char* text;
  const char* secret;
};
class Refused : public ::testing::TestWithParam<AddressRow> {};
TEST_P(Refused, in_words_that_hold_neither_key_nor_secret) {
  const auto& row = GetParam();
  const auto made = robot_form(row.kind).address(row.text, row.secret);
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().text(), Not(HasSubstr("S3cret")));
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Refused,
    ::testing::Values(
        AddressRow{"no_url", RobotKind::kWecom, "S3cret", ""},
        AddressRow{"another_platforms", RobotKind::kWecom,
                   "https://oapi.dingtalk.com/robot/send?access_token=S3cret", ""},
        AddressRow{"wecom_without_key", RobotKind::kWecom,
                   "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?kez=S3cret", ""},
        AddressRow{"wecom_with_a_signing_secret", RobotKind::kWecom,
                   "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", "S3cret"},
        AddressRow{"dingtalk_without_token", RobotKind::kDingtalk,
                   "https://oapi.dingtalk.com/robot/send", "S3cret"},
        AddressRow{"dingtalk_with_a_torn_token", RobotKind::kDingtalk,
                   "https://oapi.dingtalk.com/robot/send?access_token=S3cret%0A", ""},
        AddressRow{"feishu_of_the_old_kind", RobotKind::kFeishu,
                   "https://open.feishu.cn/open-apis/bot/hook/S3cret", ""},
        AddressRow{"feishu_without_id", RobotKind::kFeishu,
                   "https://open.feishu.cn/open-apis/bot/v2/hook/", "S3cret"},
        AddressRow{"serverchan_of_an_unknown_kind", RobotKind::kServerchan, "XYZS3cret", ""},
        AddressRow{"serverchan_without_number", RobotKind::kServerchan, "sctptS3cret", ""},
        AddressRow{"a_password_in_the_address", RobotKind::kWecom,
                   "https://u:S3cret@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", ""}),
    [](const auto& row) { return row.param.name; });

TEST(Address, serverchan_keys_of_both_kinds_and_whole_urls) {
  const auto url = [](std::string_view given) {
    return kServerchanForm
        .post(address(RobotKind::kServerchan, given), text(), Language::kChinese, kNow)
        .url;
  };
  EXPECT_EQ(url("SCT1abc"), "https://sctapi.ftqq.com/SCT1abc.send");
  EXPECT_EQ(url("sctp42tabc"), "https://42.push.ft07.com/send/sctp42tabc.send");
  EXPECT_EQ(url("http://127.0.0.1:1/send/SCT1abc.send"), "http://127.0.0.1:1/send/SCT1abc.send");
}

TEST(Masked, hides_every_key_and_secret) {
  RobotAddress to = any_address(RobotKind::kDingtalk);
  EXPECT_EQ(to.masked("T1 and T1, this is secret!"), "*** and ***, ***!");
}

}  // namespace
}  // namespace vouch::alerts
