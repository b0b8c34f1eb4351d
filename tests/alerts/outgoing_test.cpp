#include "alerts/outgoing.h"

#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::channel;
using testing::day;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::messages_for;
using ::testing::Not;
using testing::person;
using ::testing::StartsWith;

OutgoingContext context() {
  OutgoingContext made;
  made.render = testing::chinese();
  made.endpoints = {{channel(1, "mail", ChannelKind::kMail), {}},
                    {channel(2, "erp", ChannelKind::kWebhook), {}}};
  made.now = at("2026-11-23", 20);
  return made;
}

Notice notice(NoticeKind kind, Audience audience, bool at_once = false) {
  NoticeFacts facts;
  facts.stage = testing::kLive;
  facts.state = StageState::kFail;
  facts.episode = 1;
  facts.reason = Reason::kHttp404;
  facts.url = "http://forum.localhost:8080/t/7";
  facts.title = "秘密标题";
  facts.public_at = at("2026-11-24", 20);
  facts.at_once = at_once;
  facts.subject = "张三";
  Notice made;
  made.key = "c12|live|1|" + std::string(to_string(audience));
  made.kind = kind;
  made.audience = audience;
  made.recipient = UserId{5};
  made.claim = ClaimId{12};
  made.created_at = at("2026-11-23", 20);
  made.body = to_json(facts);
  return made;
}

std::vector<ChannelKind> kinds(const std::vector<Message>& messages) {
  std::vector<ChannelKind> found;
  for (const Message& message : messages) {
    found.push_back(message.channel == ChannelId{1} ? ChannelKind::kMail : ChannelKind::kWebhook);
  }
  return found;
}

struct WayRow {
  const char* name;
  NoticeKind kind;
  Audience audience;
  bool at_once;
  std::vector<ChannelKind> ways;
};
class Ways : public ::testing::TestWithParam<WayRow> {};
TEST_P(Ways, go_out) {
  const WayRow& row = GetParam();
  EXPECT_EQ(kinds(messages_for(notice(row.kind, row.audience, row.at_once), person(5, "张三"),
                               context())),
            row.ways);
}
constexpr ChannelKind kM = ChannelKind::kMail;
constexpr ChannelKind kW = ChannelKind::kWebhook;
INSTANTIATE_TEST_SUITE_P(MessagesFor, Ways,
                         ::testing::Values(WayRow{"an_employee_gets_a_mail_and_machines_an_event",
                                                  NoticeKind::kNeedsCorrection,
                                                  Audience::kEmployee,
                                                  false,
                                                  {kM, kW}},
                                           WayRow{"a_supervisor_reads_it_in_the_daily_message",
                                                  NoticeKind::kNeedsCorrection,
                                                  Audience::kSupervisor,
                                                  false,
                                                  {}},
                                           WayRow{"a_supervisor_gets_a_correction",
                                                  NoticeKind::kCorrection,
                                                  Audience::kSupervisor,
                                                  false,
                                                  {kM}},
                                           WayRow{"an_overdue_index_is_an_event_and_a_count",
                                                  NoticeKind::kIndexOverdue,
                                                  Audience::kSupervisor,
                                                  false,
                                                  {kW}},
                                           WayRow{"an_overdue_priority_one_index_is_a_mail_too",
                                                  NoticeKind::kIndexOverdue,
                                                  Audience::kSupervisor,
                                                  true,
                                                  {kM, kW}},
                                           WayRow{"an_employee_is_reminded_to_report",
                                                  NoticeKind::kNotReported,
                                                  Audience::kEmployee,
                                                  false,
                                                  {kM}},
                                           WayRow{"a_missing_report_waits_for_the_daily_message",
                                                  NoticeKind::kNotReported,
                                                  Audience::kSupervisor,
                                                  false,
                                                  {kW}},
                                           WayRow{"an_operator_is_told_at_once",
                                                  NoticeKind::kSystem,
                                                  Audience::kOperator,
                                                  true,
                                                  {kM, kW}}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(MessagesFor, a_rule_that_the_operator_set_to_at_once_mails_the_supervisor) {
  OutgoingContext at_once = context();
  at_once.at_once = {"needs_correction"};
  EXPECT_EQ(messages_for(notice(NoticeKind::kNeedsCorrection, Audience::kSupervisor),
                         person(9, "王主管"), at_once)
                .size(),
            1U);
}

TEST(MessagesFor, no_channel_no_row_the_page_is_the_notice) {
  OutgoingContext bare = context();
  bare.endpoints.clear();
  EXPECT_THAT(messages_for(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                           person(5, "张三"), bare),
              IsEmpty());
}

TEST(MessagesFor, a_switched_off_channel_still_gets_its_rows_unless_another_mail_channel_works) {
  OutgoingContext broken = context();
  broken.endpoints[0].channel.enabled = false;
  const Notice told = notice(NoticeKind::kNeedsCorrection, Audience::kEmployee);
  EXPECT_EQ(messages_for(told, person(5, "张三"), broken)[0].channel, ChannelId{1});
  broken.endpoints.push_back({channel(3, "mail2", ChannelKind::kMail), {}});
  EXPECT_EQ(messages_for(told, person(5, "张三"), broken)[0].channel, ChannelId{3});
}

TEST(MessagesFor, nobody_who_left_or_has_no_address_is_mailed) {
  User left = person(5, "张三");
  left.active = false;
  User silent = person(5, "张三");
  silent.email.clear();
  const Notice told = notice(NoticeKind::kNeedsCorrection, Audience::kEmployee);
  EXPECT_EQ(kinds(messages_for(told, left, context())), std::vector{kW});
  EXPECT_EQ(kinds(messages_for(told, silent, context())), std::vector{kW});
}

TEST(MessagesFor, an_endpoint_gets_only_the_events_it_asked_for) {
  OutgoingContext filtered = context();
  filtered.endpoints[1].events = {"claim.regressed"};
  const User user = person(5, "张三");
  EXPECT_EQ(messages_for(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee), user, filtered)
                .size(),
            1U);
  EXPECT_EQ(
      messages_for(notice(NoticeKind::kRegressed, Audience::kEmployee), user, filtered).size(), 2U);
}

TEST(MessagesFor, an_event_names_neither_the_person_nor_the_page) {
  const auto messages = messages_for(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee),
                                     person(5, "张三"), context());
  const Message& event = messages[1];
  EXPECT_THAT(event.body, Not(HasSubstr("张三")));
  EXPECT_THAT(event.body, Not(HasSubstr("u5")));
  EXPECT_THAT(event.body, Not(HasSubstr("秘密标题")));
  EXPECT_THAT(event.body, Not(HasSubstr("forum.localhost")));
  EXPECT_EQ(event.body,
            R"({"type":"claim.needs_correction","timestamp":"2026-11-23T12:00:00.000Z",)"
            R"("data":{"claim_id":12,"stage":"live","state":"FAIL","episode":1,)"
            R"("reason":"http_404","public_at":"2026-11-24T12:00:00.000Z"}})");
}

TEST(MessagesFor, a_channels_own_trouble_goes_out_by_another_channel) {
  ChannelTrouble trouble;
  trouble.channel = channel(1, "mail", ChannelKind::kMail);
  trouble.switched_off = true;
  trouble.detail = "auth 535";
  const auto notices =
      trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), at("2026-11-23", 20));
  const auto messages = messages_for(notices[0], person(1, "管理员"), context());
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].channel, ChannelId{2});
}

TEST(MessagesFor, two_operators_share_one_event_and_get_a_mail_each) {
  const auto notices = system_notices(SystemEvent::kCheckerHealth, "page", "x", Time{},
                                      {UserId{1}, UserId{2}}, at("2026-11-23", 20));
  const auto first = messages_for(notices[0], person(1, "甲"), context());
  const auto second = messages_for(notices[1], person(2, "乙"), context());
  EXPECT_NE(first[0].dedup_key, second[0].dedup_key);
  EXPECT_EQ(first[1].dedup_key, second[1].dedup_key);
}

TEST(MessagesFor, ids_are_made_from_the_key_so_the_same_notice_is_the_same_message) {
  const Notice told = notice(NoticeKind::kNeedsCorrection, Audience::kEmployee);
  const auto first = messages_for(told, person(5, "张三"), context());
  const auto again = messages_for(told, person(5, "张三"), context());
  EXPECT_EQ(first[0].id, again[0].id);
  EXPECT_NE(first[0].id, first[1].id);
  EXPECT_THAT(first[0].id, StartsWith("msg_"));
  EXPECT_EQ(first[0].id.size(), 30U);
  EXPECT_EQ(first[0].group_key, "claim|12");
}

TEST(DigestMessages, one_a_day_and_recipient_with_a_list_id) {
  const Letter letter{"标题", "文", "<p>文</p>"};
  const auto today =
      digest_messages("daily", day("2026-11-25"), letter, person(9, "王"), context());
  const auto other =
      digest_messages("daily", day("2026-11-26"), letter, person(9, "王"), context());
  ASSERT_EQ(today.size(), 1U);
  EXPECT_NE(today[0].id, other[0].id);
  EXPECT_EQ(today[0].group_key, other[0].group_key);
  EXPECT_EQ(boost::json::parse(today[0].body).at("list_id").as_string(), "daily");
}

TEST(TestMessage, is_a_new_message_each_time) {
  const Channel mail = channel(1, "mail", ChannelKind::kMail);
  const Channel hook = channel(2, "erp", ChannelKind::kWebhook);
  const Time now = at("2026-11-25", 9);
  const auto id = [&](const Channel& to, std::string_view nonce) {
    return test_message(to, "a@example.com", nonce, testing::chinese(), now).id;
  };
  EXPECT_NE(id(mail, "1"), id(mail, "2"));
  EXPECT_THAT(test_message(hook, "erp", "1", testing::chinese(), now).body,
              HasSubstr(R"("type":"channel.test")"));
}

}  // namespace
}  // namespace vouch::alerts
