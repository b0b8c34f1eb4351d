// Applications against a stub of their platform: every reply that the platforms document, the life
// of a token, and what becomes of a message that was taken.
#include "alerts/app_sender.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "alerts/robot_outgoing.h"
#include "tests/alerts/facts.h"
#include "tests/fakes/app_platform.h"
#include "tests/fakes/http_run.h"

namespace vouch::alerts {
namespace {

using fakes::AppPlatform;
using fakes::PlatformAnswer;
using fakes::run_task;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::at;
using ::testing::ElementsAre;
using testing::FixedClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr RobotKind kW = RobotKind::kWecomApp;
constexpr RobotKind kD = RobotKind::kDingtalkApp;
constexpr SendOutcome kSent = SendOutcome::kSent;
constexpr SendOutcome kRetry = SendOutcome::kRetry;
constexpr SendOutcome kUnknown = SendOutcome::kUnknown;
constexpr SendOutcome kDead = SendOutcome::kDead;
constexpr SendOutcome kBroken = SendOutcome::kChannelBroken;

std::string err(std::int64_t code, std::string_view said = "x") {
  return fmt::format(R"({{"errcode":{},"errmsg":"{}"}})", code, said);
}
std::string sub(std::string_view code) {
  return fmt::format(R"({{"errcode":88,"errmsg":"ding talk error","sub_code":"{}"}})", code);
}

struct World {
  explicit World(RobotKind kind) : platform(kind, clock) {
    AppAccount account = app_account("app", kind, {}, AppPlatform::kId, AppPlatform::kSecret,
                                     AppPlatform::kAgent, false)
                             .value();
    tokens = std::make_shared<AppTokens>(platform, clock, account);
    endpoint = {"app", account, Language::kChinese, {{"lilei", "LiLei"}, {"han", "HanMei"}}};
    restart();
  }
  void restart() {
    sender = std::make_unique<AppSender>(platform, clock, endpoint, tokens,
                                         std::vector<Millis>{Millis(0), Millis(0)});
  }
  static Message row(const std::string& login = "lilei", const std::string& id = "msg_0001") {
    Message made;
    made.id = id;
    made.recipient = UserId{4};
    made.address = robot_row_address("app", login);
    made.body = to_json(RobotText{"甲", {}, ""});
    made.attempt = 1;
    return made;
  }
  SendResult send(const Message& message) { return run_task(sender->send(message)); }
  // As the dispatcher does after an end that is not known.
  static Message again(Message message, const SendResult& result) {
    message.attempt += 1;
    message.state = result.outcome == kUnknown ? MessageState::kUnknown : MessageState::kPending;
    message.possible_duplicate = result.outcome == kUnknown;
    if (!result.provider_ref.empty()) message.provider_ref = result.provider_ref;
    return message;
  }

  FixedClock clock{at("2026-11-23", 20)};
  AppPlatform platform;
  std::shared_ptr<AppTokens> tokens;
  AppEndpoint endpoint;
  std::unique_ptr<AppSender> sender;
};

enum class Of { kMessage, kChannel };
struct Row {
  std::string name;
  RobotKind kind;
  std::string where;  // the interface that answers so
  PlatformAnswer answer;
  SendOutcome outcome;
  Of of = Of::kMessage;
  Millis wait{};
  std::string detail{};
  int attempt = 1;
};
class AppReplies : public ::testing::TestWithParam<Row> {};
TEST_P(AppReplies, mean) {
  const Row& row = GetParam();
  World world(row.kind);
  world.platform.instead[row.where] = {row.answer, row.answer, row.answer};
  Message message = World::row();
  message.attempt = row.attempt;
  const SendResult result = world.send(message);
  EXPECT_EQ(result.outcome, row.outcome) << result.code << " " << result.detail;
  EXPECT_EQ(result.of_channel, row.of == Of::kChannel) << result.code;
  EXPECT_GE(result.retry_after.value_or(Millis(0)), row.wait);
  EXPECT_THAT(result.detail, HasSubstr(row.detail));
  EXPECT_FALSE(result.code.empty());
  for (const std::string& said : {result.code, result.detail, result.provider_ref}) {
    EXPECT_THAT(said, Not(HasSubstr("TOKEN-")));
    EXPECT_THAT(said, Not(HasSubstr(AppPlatform::kSecret)));
  }
}

const PlatformAnswer kTimeout{0, "", Reason::kTimeout};
const PlatformAnswer kNoName{0, "", Reason::kDns};
const PlatformAnswer kHtml{200, "<html>login</html>"};

std::vector<Row> common(RobotKind kind) {
  const std::string good = R"({"errcode":0,"errmsg":"ok","task_id":7,"msgid":"m"})";
  return {
      Row{"token_html", kind, "token", kHtml, kRetry, Of::kChannel},
      Row{"token_500", kind, "token", {500, err(0, "ok")}, kRetry, Of::kChannel},
      Row{"token_without_a_token", kind, "token", {200, err(0, "ok")}, kRetry, Of::kChannel},
      Row{"token_timeout_sent_nothing", kind, "token", kTimeout, kRetry, Of::kChannel},
      Row{"token_no_name", kind, "token", kNoName, kRetry, Of::kChannel},
      Row{"token_busy", kind, "token", {200, err(-1)}, kRetry, Of::kChannel},
      Row{"token_unknown_code", kind, "token", {200, err(123456)}, kRetry, Of::kChannel},
      Row{"token_ip", kind, "token", {200, err(60020)}, kBroken, Of::kChannel, {}, "address"},
      Row{"token_secret",
          kind,
          "token",
          {200, err(40001, "bad S3cret+/=")},
          kBroken,
          Of::kChannel,
          {},
          "secret is not"},
      Row{"html_instead_of_json", kind, "send", kHtml, kUnknown},
      Row{"empty", kind, "send", {200, ""}, kUnknown},
      Row{"a_500_with_a_good_body", kind, "send", {500, good}, kUnknown},
      Row{"a_500", kind, "send", {500, "oops"}, kRetry, Of::kChannel},
      Row{"a_429", kind, "send", {429, "slow down"}, kRetry, Of::kChannel, minutes(1)},
      Row{"a_timeout", kind, "send", kTimeout, kUnknown, Of::kChannel},
      Row{"a_reset", kind, "send", {0, "", Reason::kReset}, kUnknown, Of::kChannel},
      Row{"no_name", kind, "send", kNoName, kRetry, Of::kChannel},
      Row{"busy", kind, "send", {200, err(-1)}, kRetry, Of::kChannel},
      Row{"busy_for_the_third_time", kind, "send", {200, err(-1)}, kDead, Of::kChannel, {}, "", 3},
      Row{"a_code_nobody_knows_is_not_sent", kind, "send", {200, err(987654)}, kRetry},
      Row{"a_refused_token_twice",
          kind,
          "send",
          {200, err(40014, "bad TOKEN-2")},
          kRetry,
          Of::kChannel,
          minutes(1),
          "token"},
      Row{"an_expired_token_twice",
          kind,
          "send",
          {200, err(42001)},
          kRetry,
          Of::kChannel,
          minutes(1)},
      Row{"agent", kind, "send", {200, err(40056)}, kBroken, Of::kMessage, {}, "agent_id"},
      Row{"ip", kind, "send", {200, err(60020)}, kBroken, Of::kMessage, {}, "address"},
      Row{"kind_of_message", kind, "send", {200, err(40008)}, kDead},
      Row{"parameter", kind, "send", {200, err(40035)}, kDead},
      Row{"id_of_the_person", kind, "send", {200, err(40003)}, kDead},
  };
}
std::string name_of(const ::testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

INSTANTIATE_TEST_SUITE_P(WecomCommon, AppReplies, ::testing::ValuesIn(common(kW)), name_of);
INSTANTIATE_TEST_SUITE_P(DingtalkCommon, AppReplies, ::testing::ValuesIn(common(kD)), name_of);

INSTANTIATE_TEST_SUITE_P(
    Wecom, AppReplies,
    ::testing::Values(
        Row{"token_40091", kW, "token", {200, err(40091)}, kBroken, Of::kChannel},
        Row{"token_41004", kW, "token", {200, err(41004)}, kBroken, Of::kChannel},
        Row{"token_41002", kW, "token", {200, err(41002)}, kBroken, Of::kChannel},
        Row{"token_corp_40013", kW, "token", {200, err(40013)}, kBroken, Of::kChannel, {}, "corp"},
        Row{"token_corp_2000002", kW, "token", {200, err(2000002)}, kBroken, Of::kChannel},
        Row{"token_dissolved", kW, "token", {200, err(301007)}, kBroken, Of::kChannel},
        Row{"token_45009", kW, "token", {200, err(45009)}, kRetry, Of::kChannel, minutes(1)},
        Row{"token_45033", kW, "token", {200, err(45033)}, kRetry, Of::kChannel, minutes(1)},
        Row{"warning", kW, "send", {200, err(0, "ok. Warning: wrong json format. ")}, kDead},
        Row{"missing_token_twice", kW, "send", {200, err(41001)}, kRetry, Of::kChannel},
        Row{"agent_of_another_secret", kW, "send", {200, err(301002)}, kBroken},
        Row{"may_not_send", kW, "send", {200, err(48002)}, kBroken},
        Row{"dissolved", kW, "send", {200, err(301007)}, kBroken},
        Row{"nobody_of_them", kW, "send", {200, err(81013)}, kDead, Of::kMessage, {}, "visible"},
        Row{"id_40031", kW, "send", {200, err(40031)}, kDead},
        Row{"id_60111", kW, "send", {200, err(60111)}, kDead},
        Row{"not_this_person",
            kW,
            "send",
            {200, R"({"errcode":0,"errmsg":"ok","invaliduser":"han|lilei","msgid":"m"})"},
            kDead,
            Of::kMessage,
            {},
            "visible"},
        Row{"no_licence",
            kW,
            "send",
            {200, R"({"errcode":0,"errmsg":"ok","unlicenseduser":"lilei","msgid":"m"})"},
            kDead,
            Of::kMessage,
            {},
            "licence"},
        Row{"another_person_alone",
            kW,
            "send",
            {200, R"({"errcode":0,"errmsg":"ok","invaliduser":"lilei2","msgid":"m"})"},
            kSent},
        Row{"too_long", kW, "send", {200, err(45002)}, kDead},
        Row{"characters", kW, "send", {200, err(40033)}, kDead},
        Row{"parameter_40058", kW, "send", {200, err(40058)}, kDead},
        Row{"parameter_40063", kW, "send", {200, err(40063)}, kDead},
        Row{"too_fast", kW, "send", {200, err(45009)}, kRetry, Of::kChannel, minutes(1)},
        Row{"at_once", kW, "send", {200, err(45033)}, kRetry, Of::kChannel, minutes(1)},
        Row{"a_sub_code_is_nothing_here", kW, "send", {200, sub("40014")}, kRetry}),
    name_of);

std::string sent_to(std::string_view list, std::string_view more = {}) {
  return fmt::format(R"({{"errcode":0,"send_result":{{"{}":["LiLei"]{}}}}})", list, more);
}
std::string forbidden(std::string_view code) {
  return sent_to("forbidden_user_id_list",
                 fmt::format(R"(,"forbidden_list":[{{"code":{},"userid":"LiLei"}}])", code));
}

INSTANTIATE_TEST_SUITE_P(
    Dingtalk, AppReplies,
    ::testing::Values(
        Row{"token_40089", kD, "token", {200, err(40089)}, kBroken, Of::kChannel, {}, "app_key"},
        Row{"token_sub_40089", kD, "token", {200, sub("40089")}, kBroken, Of::kChannel},
        Row{"token_90002", kD, "token", {200, err(90002)}, kRetry, Of::kChannel, minutes(1)},
        Row{"token_90018", kD, "token", {200, sub("90018")}, kRetry, Of::kChannel, minutes(1)},
        Row{"token_90019", kD, "token", {200, err(90019)}, kRetry, Of::kChannel, minutes(1)},
        Row{"sub_token_twice", kD, "send", {200, sub("40014")}, kRetry, Of::kChannel, minutes(1)},
        Row{"secret_or_token_twice", kD, "send", {200, err(40001)}, kRetry, Of::kChannel},
        Row{"agent_70003", kD, "send", {200, err(70003)}, kBroken},
        Row{"may_not_send", kD, "send", {200, sub("60011")}, kBroken},
        Row{"sub_ip", kD, "send", {200, sub("60020")}, kBroken},
        Row{"id_33012", kD, "send", {200, err(33012)}, kDead},
        Row{"incomplete", kD, "send", {200, err(34014)}, kDead},
        Row{"too_long", kD, "send", {200, err(34016)}, kDead},
        Row{"too_fast_90002", kD, "send", {200, err(90002)}, kRetry, Of::kChannel, minutes(1)},
        Row{"too_fast_90018", kD, "send", {200, sub("90018")}, kRetry, Of::kChannel, minutes(1)},
        Row{"too_fast_90019", kD, "send", {200, err(90019)}, kRetry, Of::kChannel, minutes(1)},
        Row{"too_many_143103", kD, "send", {200, err(143103)}, kRetry, Of::kChannel, minutes(1)},
        Row{"too_many_143104", kD, "send", {200, err(143104)}, kRetry, Of::kChannel, minutes(1)},
        Row{"a_sub_code_nobody_knows", kD, "send", {200, sub("isv.x")}, kRetry},
        Row{"the_punishing_page", kD, "send", {200, R"({"status":1111,"wait":5})"}, kUnknown},
        Row{"taken_without_a_task", kD, "send", {200, err(0, "ok")}, kUnknown},
        Row{"unread", kD, "result", {200, sent_to("unread_user_id_list")}, kSent},
        Row{"read", kD, "result", {200, sent_to("read_user_id_list")}, kSent},
        Row{"invalid",
            kD,
            "result",
            {200, sent_to("invalid_user_id_list")},
            kDead,
            Of::kMessage,
            {},
            "unknown"},
        Row{"failed", kD, "result", {200, sent_to("failed_user_id_list")}, kRetry},
        Row{"invalid_and_unread",
            kD,
            "result",
            {200, sent_to("unread_user_id_list", R"(,"invalid_user_id_list":["LiLei"])")},
            kDead},
        Row{"forbidden_without_a_code",
            kD,
            "result",
            {200, sent_to("forbidden_user_id_list")},
            kRetry},
        Row{"forbidden_by_a_code_nobody_knows", kD, "result", {200, forbidden("\"5\"")}, kRetry},
        Row{"forbidden_words", kD, "result", {200, forbidden("\"143106\"")}, kDead},
        Row{"forbidden_words_number", kD, "result", {200, forbidden("143206")}, kDead},
        Row{"forbidden_day",
            kD,
            "result",
            {200, forbidden("\"143105\"")},
            kRetry,
            Of::kMessage,
            hours(4)},
        Row{"forbidden_day_143205",
            kD,
            "result",
            {200, forbidden("\"143205\"")},
            kRetry,
            Of::kMessage,
            hours(4)},
        Row{"forbidden_minute_143103",
            kD,
            "result",
            {200, forbidden("\"143103\"")},
            kRetry,
            Of::kMessage,
            minutes(1)},
        Row{"forbidden_minute_143104",
            kD,
            "result",
            {200, forbidden("\"143104\"")},
            kRetry,
            Of::kMessage,
            minutes(1)},
        Row{"forbidden_minute_143203",
            kD,
            "result",
            {200, forbidden("\"143203\"")},
            kRetry,
            Of::kMessage,
            minutes(1)},
        Row{"forbidden_minute_143204",
            kD,
            "result",
            {200, forbidden("\"143204\"")},
            kRetry,
            Of::kMessage,
            minutes(1)},
        Row{"forbidden_nobody", kD, "result", {200, forbidden("\"1430000\"")}, kDead},
        Row{"forbidden_content", kD, "result", {200, forbidden("\"1430002\"")}, kDead},
        Row{"forbidden_protection", kD, "result", {200, forbidden("\"1430003\"")}, kRetry},
        Row{"forbidden_chief", kD, "result", {200, forbidden("\"1430004\"")}, kDead},
        Row{"somebody_else_is_shown",
            kD,
            "result",
            {200, R"({"errcode":0,"send_result":{"unread_user_id_list":["Other"]}})"},
            kUnknown},
        Row{"no_end_yet", kD, "result", {200, R"({"errcode":0,"send_result":{}})"}, kUnknown},
        Row{"result_html", kD, "result", kHtml, kUnknown},
        Row{"result_500", kD, "result", {500, "oops"}, kUnknown, Of::kChannel},
        Row{"result_timeout", kD, "result", kTimeout, kUnknown, Of::kChannel},
        Row{"result_refused", kD, "result", {200, err(400002)}, kUnknown}),
    name_of);

class BothApps : public ::testing::TestWithParam<RobotKind> {};
INSTANTIATE_TEST_SUITE_P(Rows, BothApps, ::testing::Values(kW, kD),
                         [](const auto& row) { return std::string(to_string(row.param)); });

TEST_P(BothApps, a_letter_reaches_its_person_with_one_token_for_many) {
  World world(GetParam());
  EXPECT_EQ(world.send(World::row("lilei", "msg_1")).outcome, kSent);
  const SendResult second = world.send(World::row("han", "msg_2"));
  EXPECT_EQ(second.outcome, kSent);
  EXPECT_FALSE(second.provider_ref.empty());
  ASSERT_THAT(world.platform.shown, SizeIs(2));
  EXPECT_EQ(world.platform.shown[0].first, "LiLei");
  EXPECT_EQ(world.platform.shown[1].first, "HanMei");
  EXPECT_THAT(world.platform.shown[1].second, HasSubstr("msg_2"));
  EXPECT_EQ(world.platform.tokens_given(), 1);
  for (const auto& request : world.platform.requests) {
    EXPECT_EQ(request.secrecy, crawler::Secrecy::kSecretUrl);
    EXPECT_EQ(request.address_class, crawler::AddressClass::kGuarded);
  }
}

TEST_P(BothApps, several_who_need_a_token_at_once_ask_once) {
  World world(GetParam());
  AppSender other(world.platform, world.clock, world.endpoint, world.tokens,
                  {Millis(0), Millis(0)});
  auto& loop = fakes::ready_loop();
  std::vector<SendOutcome> ends;
  const auto note = [&](std::exception_ptr, SendResult result) { ends.push_back(result.outcome); };
  boost::asio::co_spawn(loop, world.sender->send(World::row("lilei", "msg_1")), note);
  boost::asio::co_spawn(loop, other.send(World::row("lilei", "msg_2")), note);
  boost::asio::co_spawn(loop, other.send(World::row("han", "msg_3")), note);
  loop.run();
  EXPECT_THAT(ends, ElementsAre(kSent, kSent, kSent));
  EXPECT_EQ(world.platform.tokens_given(), 1);
}

TEST_P(BothApps, a_refusal_is_shared_by_those_who_waited_and_kept_for_nobody) {
  World world(GetParam());
  world.platform.instead["token"] = {{200, err(60020)}};
  auto& loop = fakes::ready_loop();
  std::vector<SendOutcome> ends;
  const auto note = [&](std::exception_ptr, SendResult result) { ends.push_back(result.outcome); };
  boost::asio::co_spawn(loop, world.sender->send(World::row("lilei", "msg_1")), note);
  boost::asio::co_spawn(loop, world.sender->send(World::row("han", "msg_2")), note);
  loop.run();
  EXPECT_THAT(ends, ElementsAre(kBroken, kBroken));
  EXPECT_EQ(world.send(World::row()).outcome, kSent);
}

TEST_P(BothApps, a_token_that_the_platform_took_back_is_renewed_and_the_letter_goes_out_once) {
  World world(GetParam());
  EXPECT_EQ(world.send(World::row("lilei", "msg_1")).outcome, kSent);
  world.platform.end_tokens();
  EXPECT_EQ(world.send(World::row("lilei", "msg_2")).outcome, kSent);
  EXPECT_EQ(world.platform.tokens_given(), 2);
  EXPECT_THAT(world.platform.shown, SizeIs(2));
}

TEST_P(BothApps, a_token_is_renewed_before_its_end_and_after_the_clock_was_put_back) {
  World world(GetParam());
  world.send(World::row("lilei", "msg_1"));
  world.clock.time += hours(1);
  world.send(World::row("lilei", "msg_2"));
  EXPECT_EQ(world.platform.tokens_given(), 1);
  world.clock.time += minutes(56);
  world.send(World::row("lilei", "msg_3"));
  EXPECT_EQ(world.platform.tokens_given(), 2) << "less than five minutes were left";
  world.clock.time -= hours(24);
  world.send(World::row("lilei", "msg_4"));
  EXPECT_EQ(world.platform.tokens_given(), 3);
  EXPECT_THAT(world.platform.shown, SizeIs(4));
}

TEST_P(BothApps, a_repeat_after_a_lost_answer_is_shown_once) {
  World world(GetParam());
  world.platform.instead["send"] = {{0, "", Reason::kTimeout, true}};  // taken, not answered
  const Message first = World::row();
  const SendResult lost = world.send(first);
  ASSERT_EQ(lost.outcome, kUnknown);
  EXPECT_EQ(world.send(World::again(first, lost)).outcome, kSent);
  EXPECT_THAT(world.platform.shown, SizeIs(1));
}

TEST_P(BothApps, each_row_goes_by_itself) {
  World world(GetParam());
  const std::vector<Message> rows = {World::row("lilei", "msg_1"), World::row("lilei", "msg_2")};
  EXPECT_EQ(world.sender->next_batch(rows).rows, 1U);
}

TEST_P(BothApps, what_was_written_for_one_reader_goes_to_no_other) {
  World world(GetParam());
  world.endpoint.users.erase("lilei");
  world.restart();
  EXPECT_EQ(world.send(World::row()).outcome, kDead);
  Message nobody = World::row();
  nobody.address = "app";
  EXPECT_EQ(world.send(nobody).outcome, kDead);
  nobody.address = "other/han";
  EXPECT_EQ(world.send(nobody).outcome, kDead);
  EXPECT_THAT(world.platform.requests, IsEmpty());
}

TEST_P(BothApps, a_body_that_is_no_letter_never_leaves) {
  World world(GetParam());
  Message message = World::row();
  message.body = R"({"text":"letter"})";
  EXPECT_EQ(world.send(message).outcome, kDead);
  EXPECT_THAT(world.platform.requests, IsEmpty());
}

TEST_P(BothApps, an_unknown_person_is_the_messages_trouble) {
  World world(GetParam());
  world.platform.people.erase("LiLei");
  const SendResult result = world.send(World::row());
  EXPECT_EQ(result.outcome, kDead);
  EXPECT_FALSE(result.of_channel);
  EXPECT_EQ(world.send(World::row("han")).outcome, kSent);
}

TEST_P(BothApps, a_wrong_secret_or_agent_breaks_the_channel) {
  World world(GetParam());
  AppAccount wrong = world.endpoint.account;
  wrong.secret = "Wr0ng";
  auto tokens = std::make_shared<AppTokens>(world.platform, world.clock, wrong);
  world.endpoint.account = wrong;
  AppSender bad(world.platform, world.clock, world.endpoint, tokens, {});
  const SendResult result = run_task(bad.send(World::row()));
  EXPECT_EQ(result.outcome, kBroken);
  EXPECT_THAT(result.detail, Not(HasSubstr("Wr0ng")));
  EXPECT_EQ(run_task(bad.check())->outcome, kBroken);
  world.endpoint.account.secret = AppPlatform::kSecret;
  world.endpoint.account.agent = 5;
  world.restart();
  EXPECT_EQ(world.send(World::row()).outcome, kBroken);
}

TEST_P(BothApps, a_check_asks_for_a_token_and_sends_nothing) {
  World world(GetParam());
  EXPECT_EQ(run_task(world.sender->check())->outcome, kSent);
  EXPECT_THAT(world.platform.asked, ElementsAre("token"));
  EXPECT_THAT(world.platform.shown, IsEmpty());
}

TEST_P(BothApps, the_rate_stays_below_what_one_person_is_shown) {
  World world(GetParam());
  const Rate rate = *world.sender->rate();
  std::optional<Time> full_at;
  int sent = 0;
  const Time start = world.clock.time;
  while (world.clock.time < start + hours(1)) {
    const Turn turn = take_turn(rate, full_at, world.clock.time);
    full_at = turn.full_at;
    if (!turn.granted) {
      world.clock.time = turn.at;
      continue;
    }
    EXPECT_EQ(world.send(World::row("lilei", fmt::format("msg_{}", ++sent))).outcome, kSent);
  }
  EXPECT_GT(sent, 800);
  EXPECT_LE(sent, 1000);
  EXPECT_THAT(world.platform.shown, SizeIs(sent));
}

TEST(DingtalkTask, is_asked_until_it_has_an_end) {
  World world(kD);
  world.platform.result_list = "";
  world.platform.late_list = "unread_user_id_list";
  EXPECT_EQ(world.send(World::row()).outcome, kSent);
  EXPECT_THAT(world.platform.asked, ElementsAre("token", "send", "result", "result"));
}

TEST(DingtalkTask, without_an_end_is_unknown_and_asked_again_before_anything_is_sent) {
  World world(kD);
  world.platform.result_list = "";
  const Message first = World::row();
  const SendResult open = world.send(first);
  ASSERT_EQ(open.outcome, kUnknown);
  world.platform.late_list = "unread_user_id_list";
  world.platform.asked.clear();
  EXPECT_EQ(world.send(World::again(first, open)).outcome, kSent);
  EXPECT_THAT(world.platform.asked, ElementsAre("result", "result"));
  EXPECT_THAT(world.platform.shown, SizeIs(1));
}

TEST(DingtalkTask, that_failed_is_sent_anew) {
  World world(kD);
  world.platform.result_list = "failed_user_id_list";
  const Message first = World::row();
  const SendResult failed = world.send(first);
  ASSERT_EQ(failed.outcome, kRetry);
  world.platform.result_list = "unread_user_id_list";
  EXPECT_EQ(world.send(World::again(first, failed)).outcome, kSent);
  EXPECT_THAT(world.platform.shown, SizeIs(1));
}

TEST(DingtalkTask, of_yesterday_is_forgotten_by_the_platform_and_the_letter_sent_anew) {
  World world(kD);
  world.platform.result_list = "";
  const Message first = World::row();
  const SendResult open = world.send(first);
  world.clock.time += hours(23);
  world.platform.asked.clear();
  world.send(World::again(first, open));
  EXPECT_THAT(world.platform.asked, ElementsAre("token", "send", "result"));
}

TEST(DingtalkTask, a_token_that_ended_in_between_is_renewed) {
  World world(kD);
  world.platform.instead["result"] = {{200, sub("40014")}};
  EXPECT_EQ(world.send(World::row()).outcome, kSent);
  EXPECT_EQ(world.platform.tokens_given(), 2);
  EXPECT_THAT(world.platform.shown, SizeIs(1));
}

}  // namespace
}  // namespace vouch::alerts
