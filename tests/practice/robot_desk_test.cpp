#include "practice/robot_desk.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "core/hash.h"
#include "practice/script.h"

namespace vouch::practice {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;

const Time kNow = from_millis(1'772'415'000'000);

class Desk : public ::testing::Test {
 protected:
  Desk() : world_(make_world("people", 1, 8001).value()), desk_(world_) { world_.faults.clear(); }

  const RobotPlace& robot(std::string_view name) {
    for (const RobotPlace& one : world_.robots) {
      if (one.name == name) return one;
    }
    ADD_FAILURE() << name;
    return world_.robots.front();
  }
  static std::string sign(std::string_view key, const std::string& message) {
    const Sha256Bytes mac = hmac_sha256(key, message);
    std::string out;
    for (const char c : base64_encode(std::string(mac.begin(), mac.end()))) {
      out += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string(1, c);
    }
    return out;
  }
  HttpRequest request(std::string target, std::string body, std::string method = "POST") {
    HttpRequest made;
    made.method = std::move(method);
    made.target = std::move(target);
    made.body = std::move(body);
    return made;
  }
  std::string token() {
    const auto given =
        desk_.answer(now_, request(fmt::format("/cgi-bin/gettoken?corpid={}&corpsecret={}",
                                               kRobotCompany, kRobotSecret),
                                   "", "GET"));
    const auto body = boost::json::parse(given.answer.body).as_object();
    return body.contains("access_token") ? std::string(body.at("access_token").as_string())
                                         : std::string();
  }
  RobotHeard wecom(const std::string& text) {
    return desk_.answer(now_, request(robot_path(robot("group-wecom")),
                                      R"({"msgtype":"text","text":{"content":")" + text + "\"}}"));
  }
  RobotHeard app(const std::string& given, const std::string& text, const std::string& to = "Li") {
    const std::string body =
        fmt::format(R"({{"touser":"{}","msgtype":"text","agentid":{},"text":{{"content":"{}"}}}})",
                    to, kRobotAgent, text);
    return desk_.answer(now_, request("/cgi-bin/message/send?access_token=" + given, body));
  }
  RobotHeard dingtalk(Time stamp, std::string_view secret) {
    const std::string millis = std::to_string(to_millis(stamp));
    return desk_.answer(
        now_, request(fmt::format("{}&timestamp={}&sign={}", robot_path(robot("group-dingtalk")),
                                  millis, sign(secret, fmt::format("{}\n{}", millis, secret))),
                      R"({"msgtype":"markdown","markdown":{"title":"t","text":"x"}})"));
  }

  World world_;
  RobotDesk desk_;
  Time now_ = kNow;
};

TEST_F(Desk, takes_what_is_signed_and_of_size_and_refuses_the_rest) {
  const RobotHeard heard = wecom("甲");
  EXPECT_TRUE(heard.taken);
  EXPECT_TRUE(heard.shown);
  EXPECT_EQ(heard.robot, "group-wecom");
  EXPECT_EQ(heard.text, "甲");
  EXPECT_FALSE(wecom(std::string(2049, 'x')).taken);
  EXPECT_TRUE(dingtalk(now_, kRobotSecret).taken);
  EXPECT_THAT(dingtalk(now_, "another").problem, HasSubstr("signature"));
  EXPECT_THAT(dingtalk(now_ - hours(2), kRobotSecret).problem, HasSubstr("timestamp"));
  EXPECT_EQ(desk_.answer(now_, request("/cgi-bin/webhook/send?key=other", "{}")).robot, "");
}

TEST_F(Desk, counts_the_messages_of_a_minute) {
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(wecom("x").taken);
  EXPECT_THAT(wecom("x").problem, HasSubstr("too many"));
  now_ += minutes(2);
  EXPECT_TRUE(wecom("x").taken);
}

TEST_F(Desk, an_application_needs_a_token_agent_and_person_and_shows_a_repeat_once) {
  EXPECT_EQ(app("none", "x").robot, "");
  const std::string first = token();
  ASSERT_FALSE(first.empty());
  EXPECT_TRUE(app(first, "x").shown);
  const RobotHeard again = app(first, "x");
  EXPECT_TRUE(again.taken);
  EXPECT_FALSE(again.shown);
  EXPECT_EQ(again.to, "Li");
  EXPECT_TRUE(app(first, "x", "Wang").shown);
  EXPECT_THAT(app(first, "x", "Nobody").problem, HasSubstr("invalid"));
  now_ += hours(2);
  EXPECT_THAT(app(first, "y").answer.body, HasSubstr("42001"));
  now_ += hours(2);
  EXPECT_TRUE(app(token(), "x").shown) << "four hours are over";
}

TEST_F(Desk, each_trouble_meets_the_named_robot_alone) {
  struct Row {
    Trouble trouble;
    int status;
    const char* body;
    Mangle mangle;
    bool taken;
  };
  for (const Row& row : {Row{Trouble::kRobotRefuses, 200, "\"errcode\":-1", Mangle::kNone, false},
                         Row{Trouble::kRobotTooFast, 200, "45009", Mangle::kNone, false},
                         Row{Trouble::kRobot500, 500, "", Mangle::kNone, false},
                         Row{Trouble::kRobotSilent, 200, "", Mangle::kSilent, false},
                         Row{Trouble::kRobotHtml, 200, "<html>", Mangle::kNone, false},
                         Row{Trouble::kRobotDropped, 200, "ok", Mangle::kReset, true}}) {
    world_.faults = {{row.trouble, "", "", now_, now_ + minutes(1), "group-wecom"}};
    const RobotHeard heard = wecom("x");
    EXPECT_EQ(heard.answer.status, row.status);
    EXPECT_THAT(heard.answer.body, HasSubstr(row.body));
    EXPECT_EQ(heard.answer.mangle, row.mangle);
    EXPECT_EQ(heard.taken, row.taken);
    EXPECT_EQ(heard.trouble, to_string(row.trouble));
    EXPECT_EQ(dingtalk(now_, kRobotSecret).trouble, "");
    now_ += minutes(2);
  }
}

TEST_F(Desk, tokens_end_soon_while_they_are_in_trouble) {
  world_.faults = {{Trouble::kRobotToken, "", "", now_, now_ + hours(1), "app"}};
  const std::string given = token();
  EXPECT_TRUE(app(given, "x").taken);
  now_ += seconds(61);
  EXPECT_THAT(app(given, "y").answer.body, HasSubstr("42001"));
  EXPECT_TRUE(app(token(), "y").taken);
}

TEST(RobotTroubles, each_robot_of_the_company_meets_each_in_a_month_and_the_month_of_five_none) {
  const World world = make_world("people", 1, 8001, 30).value();
  ASSERT_EQ(world.robots.size(), 5u);
  for (const RobotPlace& robot : world.robots) {
    for (int trouble = static_cast<int>(Trouble::kRobotRefuses);
         trouble <= static_cast<int>(Trouble::kRobotHtml); ++trouble) {
      int met = 0;
      for (const Fault& fault : world.faults) {
        met += static_cast<int>(fault.trouble) == trouble && fault.engine == robot.name;
      }
      EXPECT_GT(met, 1) << robot.name << " " << to_string(static_cast<Trouble>(trouble));
    }
  }
  const World five = make_world("month", 1, 8001, 30).value();
  EXPECT_TRUE(five.robots.empty());
  EXPECT_FALSE(five.has(Trouble::kRobotDropped));
}

}  // namespace
}  // namespace vouch::practice
