// Every row of the reply tables of alerts-security-operations §1.1.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "alerts/robot.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

const Time kNow = Zone::shanghai().at(parse_date("2026-11-23").value(), hours(20));
constexpr const char* kKey = "K3y-secret";

RobotAddress address() {
  RobotAddress made;
  made.key = kKey;
  made.secret = "S1gn";
  return made;
}

Exchange answer(int status, std::string body, std::vector<HeaderField> headers = {}) {
  Exchange exchange;
  Hop hop;
  hop.status = status;
  hop.headers = std::move(headers);
  hop.body = std::make_shared<const std::string>(std::move(body));
  exchange.hops.push_back(std::move(hop));
  return exchange;
}

SendResult read(RobotKind kind, const Exchange& exchange, int attempt = 1) {
  return read_reply(robot_form(kind), address(), exchange, attempt, kNow);
}

enum class Of { kMessage, kChannel };
struct Row {
  std::string name;
  RobotKind kind;
  std::string body;
  SendOutcome outcome;
  int status = 200;
  Of of = Of::kMessage;
  Millis wait{};
  std::string detail{};
};
class Replies : public ::testing::TestWithParam<Row> {};
TEST_P(Replies, mean) {
  const Row& row = GetParam();
  const SendResult result = read(row.kind, answer(row.status, row.body));
  EXPECT_EQ(result.outcome, row.outcome) << result.code << " " << result.detail;
  EXPECT_EQ(result.of_channel, row.of == Of::kChannel);
  EXPECT_GE(result.retry_after.value_or(Millis(0)), row.wait);
  EXPECT_THAT(result.detail, HasSubstr(row.detail));
  EXPECT_FALSE(result.code.empty());
}

constexpr RobotKind kW = RobotKind::kWecom;
constexpr RobotKind kD = RobotKind::kDingtalk;
constexpr RobotKind kF = RobotKind::kFeishu;
constexpr RobotKind kS = RobotKind::kServerchan;
constexpr SendOutcome kSent = SendOutcome::kSent;
constexpr SendOutcome kRetry = SendOutcome::kRetry;
constexpr SendOutcome kUnknown = SendOutcome::kUnknown;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;

std::string err(int code, std::string_view said = "x") {
  return fmt::format(R"({{"errcode":{},"errmsg":"{}"}})", code, said);
}
std::string msg(int code, std::string_view said = "x") {
  return fmt::format(R"({{"code":{},"msg":"{}","data":{{}}}})", code, said);
}

INSTANTIATE_TEST_SUITE_P(
    Wecom, Replies,
    ::testing::Values(
        Row{"ok", kW, err(0, "ok"), kSent},
        Row{"ok_with_a_warning_is_not_sent", kW, err(0, "ok. Warning: wrong json format. "), kDead},
        Row{"invalid_webhook_url",
            kW,
            err(93000, "invalid webhook url, from ip: 1.2.3.4"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "1.2.3.4"},
        Row{"too_fast", kW, err(45009, "api freq out of limit"), kRetry, 200, Of::kChannel,
            seconds(60)},
        Row{"busy", kW, err(-1, "system busy"), kRetry, 200, Of::kChannel},
        Row{"bad_kind", kW, err(40008), kDead}, Row{"bad_characters", kW, err(40033), kDead},
        Row{"bad_parameter", kW, err(40035), kDead}, Row{"bad_length", kW, err(40058), kDead},
        Row{"too_long", kW, err(45002), kDead},
        Row{"a_code_nobody_knows_is_not_sent", kW, err(12345), kRetry}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Dingtalk, Replies,
    ::testing::Values(
        Row{"ok", kD, err(0, "ok"), kSent},
        Row{"keyword",
            kD,
            err(310000, "keywords not in content, more: [https://x]"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "keyword"},
        Row{"signature",
            kD,
            err(310000, "sign not match, more: [https://x]"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "signing secret"},
        Row{"timestamp",
            kD,
            err(310000, "invalid timestamp, more: [https://x]"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "clock"},
        Row{"address",
            kD,
            err(310000, "ip 1.2.3.4 not in whitelist"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "address of this machine"},
        Row{"security", kD, err(310000, "?"), kBroken, 200, Of::kMessage, {}, "security"},
        Row{"token_gone_300005", kD, err(300005, "token is not exist"), kBroken},
        Row{"token_gone_300001", kD, err(300001), kBroken},
        Row{"token_gone_400101", kD, err(400101), kBroken},
        Row{"group_dissolved", kD, err(400013), kBroken, 200, Of::kMessage, {}, "dissolved"},
        Row{"robot_stopped", kD, err(400102), kBroken, 200, Of::kMessage, {}, "stopped"},
        Row{"robot_missing", kD, err(400106), kBroken}, Row{"bad_kind", kD, err(400105), kDead},
        Row{"missing", kD, err(40035), kDead}, Row{"content_type", kD, err(43004), kDead},
        Row{"too_fast_130101", kD, err(130101, "send too fast"), kRetry, 200, Of::kChannel,
            minutes(10)},
        Row{"too_fast_410100", kD, err(410100), kRetry, 200, Of::kChannel, minutes(10)},
        Row{"busy", kD, err(-1), kRetry, 200, Of::kChannel},
        Row{"content_430101", kD, err(430101), kDead},
        Row{"content_430102", kD, err(430102), kDead},
        Row{"content_430103", kD, err(430103), kDead},
        Row{"content_430104", kD, err(430104), kDead},
        Row{"a_code_nobody_knows_is_not_sent", kD, err(99), kRetry}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Feishu, Replies,
    ::testing::Values(
        Row{"ok", kF, msg(0, "success"), kSent},
        Row{"the_deprecated_success_alone_is_not_sent", kF,
            R"({"StatusCode":0,"StatusMessage":"success"})", kUnknown},
        Row{"signature",
            kF,
            msg(19021, "sign match fail"),
            kBroken,
            200,
            Of::kMessage,
            {},
            "clock"},
        Row{"address", kF, msg(19022), kBroken}, Row{"keyword", kF, msg(19024), kBroken},
        Row{"parameters", kF, msg(19002), kDead}, Row{"bad_request", kF, msg(9499), kRetry},
        Row{"bad_request_under_400", kF, msg(9499), kRetry, 400},
        Row{"too_fast_11232", kF, msg(11232), kRetry, 200, Of::kChannel, seconds(60)},
        Row{"busy_2200", kF, msg(2200), kRetry, 200, Of::kChannel, seconds(60)},
        Row{"too_fast_99991400", kF, msg(99991400), kRetry, 429, Of::kChannel, seconds(60)},
        Row{"a_code_nobody_knows_is_not_sent", kF, msg(77), kRetry}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Serverchan, Replies,
    ::testing::Values(
        Row{"ok", kS,
            R"({"code":0,"message":"","data":{"pushid":"7","error":"SUCCESS","errno":0}})", kSent},
        Row{"half_a_success_is_unknown", kS,
            R"({"code":0,"message":"","data":{"pushid":"7","errno":1024}})", kUnknown},
        Row{"a_success_without_data_is_unknown", kS, R"({"code":0,"message":""})", kUnknown},
        Row{"quota_40001", kS, R"({"code":40001,"message":"超过当天的发送次数限制[5]"})", kRetry,
            400, Of::kChannel, hours(4)},
        Row{"quota_471", kS, R"({"code":471,"message":"超过当天的发送次数限制[5]"})", kRetry, 400,
            Of::kChannel, hours(4)},
        Row{"a_code_nobody_knows_is_not_sent", kS, R"({"code":20001,"message":"?"})", kRetry}),
    [](const auto& row) { return row.param.name; });

class EveryRobot : public ::testing::TestWithParam<RobotKind> {};
struct StatusRow {
  int status;
  const char* body;
  SendOutcome outcome;
  bool of_channel;
};
TEST_P(EveryRobot, what_is_no_reply_of_the_platform_is_never_sent) {
  const StatusRow rows[] = {
      {200, "", kUnknown, false},
      {200, "ok", kUnknown, false},
      {200, "<html>login</html>", kUnknown, false},
      {200, "[0]", kUnknown, false},
      {200, "{}", kUnknown, false},
      {200, R"({"errcode":"0","code":"0"})", kUnknown, false},
      {200, R"({"errcode":0,"code":0)", kUnknown, false},
      {204, "", kUnknown, false},
      {302, "", kRetry, false},
      {404, "not here", kRetry, false},
      {429, "slow down", kRetry, true},
      {500, "", kRetry, true},
      {502, "<html>", kRetry, true},
      {500, R"({"errcode":0,"errmsg":"ok","code":0,"msg":"ok","data":{"errno":0}})", kUnknown,
       false},
  };
  for (const StatusRow& row : rows) {
    const SendResult result = read(GetParam(), answer(row.status, row.body));
    EXPECT_EQ(result.outcome, row.outcome) << row.status << " " << row.body;
    EXPECT_EQ(result.of_channel, row.of_channel) << row.status << " " << row.body;
  }
}

TEST_P(EveryRobot, a_reply_that_was_cut_off_is_unknown) {
  Exchange huge = answer(200, R"({"errcode":0,"errmsg":"ok","code":0,"data":{"errno":0}})");
  huge.hops[0].truncated = true;
  EXPECT_EQ(read(GetParam(), huge).outcome, kUnknown);
}

TEST_P(EveryRobot, a_broken_connection_is_the_channels_and_perhaps_arrived) {
  for (const auto& [reason, outcome] :
       {std::pair{Reason::kDns, kRetry}, std::pair{Reason::kConnect, kRetry},
        std::pair{Reason::kTls, kRetry}, std::pair{Reason::kTimeout, kUnknown},
        std::pair{Reason::kReset, kUnknown}}) {
    Exchange exchange;
    exchange.hops.emplace_back();
    exchange.failure = reason;
    const SendResult result = read(GetParam(), exchange);
    EXPECT_EQ(result.outcome, outcome);
    EXPECT_TRUE(result.of_channel);
  }
}

TEST_P(EveryRobot, what_the_server_says_is_repeated_without_the_key) {
  const std::string said = fmt::format("bad key {} and S1gn\\n{}", kKey, std::string(5000, 'x'));
  const std::string body = fmt::format(
      R"({{"errcode":12345,"errmsg":"{0}","code":12345,"msg":"{0}","message":"{0}"}})", said);
  const SendResult result = read(GetParam(), answer(200, body));
  EXPECT_THAT(result.detail, HasSubstr("bad key ***"));
  EXPECT_THAT(result.detail, Not(HasSubstr(kKey)));
  EXPECT_THAT(result.detail, Not(HasSubstr("S1gn")));
  EXPECT_LT(result.detail.size(), 400U);
  EXPECT_EQ(result.detail.find('\n'), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(Rows, EveryRobot, ::testing::Values(kW, kD, kF, kS),
                         [](const auto& row) { return std::string(to_string(row.param)); });

TEST(Attempts, wecom_busy_is_tried_three_times_and_feishus_9499_twice) {
  EXPECT_EQ(read(kW, answer(200, err(-1)), 2).outcome, kRetry);
  EXPECT_EQ(read(kW, answer(200, err(-1)), 3).outcome, kDead);
  EXPECT_EQ(read(kF, answer(200, msg(9499)), 2).outcome, kDead);
}

TEST(Waits, are_what_the_headers_ask_where_they_ask) {
  EXPECT_EQ(read(kF, answer(429, msg(99991400), {{"x-ogw-ratelimit-reset", "90"}})).retry_after,
            seconds(90));
  EXPECT_EQ(read(kD, answer(429, "", {{"Retry-After", "120"}})).retry_after, seconds(120));
  EXPECT_EQ(read(kD, answer(429, "", {{"x-ogw-ratelimit-reset", "soon"}})).retry_after,
            seconds(60));
}

TEST(Quota, serverchan_is_closed_until_midnight_of_shanghai_and_says_so) {
  const SendResult result =
      read(kS, answer(400, R"({"code":40001,"message":"超过当天的发送次数限制[5]"})"));
  EXPECT_EQ(result.retry_after, hours(4));
  EXPECT_TRUE(result.closed);
  EXPECT_THAT(result.detail, HasSubstr("超过当天的发送次数限制[5]"));
}

TEST(Reference, is_the_push_id_of_serverchan) {
  EXPECT_EQ(read(kS, answer(200, R"({"code":0,"data":{"pushid":"7","errno":0}})")).provider_ref,
            "7");
}

}  // namespace
}  // namespace vouch::alerts
