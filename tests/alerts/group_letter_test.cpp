#include "alerts/group_letter.h"

#include <gmock/gmock.h>

#include "alerts/outgoing.h"
#include "core/text.h"
#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::channel;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::person;
using ::testing::SizeIs;

GroupedNotice negative(int claim, NoticeKind kind = NoticeKind::kNeedsCorrection,
                       Audience audience = Audience::kEmployee) {
  GroupedNotice made;
  made.facts.stage = testing::kLive;
  made.facts.state = StageState::kFail;
  made.facts.episode = 1;
  made.facts.reason = Reason::kHttp404;
  made.facts.url = "http://forum.localhost:8080/t/" + std::to_string(claim);
  made.facts.title = "标题" + std::to_string(claim);
  made.facts.work_date = testing::day("2026-11-23");
  made.facts.observed_at = at("2026-11-23", 16);
  made.facts.deadline = at("2026-11-23", 15);
  made.facts.confirmations = 2;
  made.facts.spacing = std::chrono::hours(2);
  made.facts.public_at = at("2026-11-24", 16);
  made.notice.key = notice_key(ClaimId{claim}, testing::kLive, 1, audience);
  made.notice.kind = kind;
  made.notice.audience = audience;
  made.notice.recipient = UserId{5};
  made.notice.claim = ClaimId{claim};
  made.notice.body = to_json(made.facts);
  return made;
}

GroupLetter group_of(int number, NoticeKind kind = NoticeKind::kNeedsCorrection,
                     Audience audience = Audience::kEmployee) {
  GroupLetter group;
  for (int claim = 1; claim <= number; ++claim)
    group.items.push_back(negative(claim, kind, audience));
  return group;
}

GroupedNotice trouble(const std::string& subject, SystemEvent event = SystemEvent::kCheckerHealth) {
  GroupedNotice made;
  made.notice = system_notices(event, subject, "验证码", at("2026-11-23", 3), {UserId{1}},
                               at("2026-11-23", 4))[0];
  made.facts = notice_facts_from_json(made.notice.body).value();
  return made;
}

OutgoingContext context() {
  OutgoingContext made;
  made.render = testing::chinese();
  made.endpoints = {{channel(1, "mail", ChannelKind::kMail), {}}};
  made.now = at("2026-11-23", 18);
  return made;
}

TEST(GroupLetter, one_alone_is_the_letter_about_one) {
  const GroupLetter group = group_of(1);
  const Letter alone = render_notice(group.items[0].notice, group.items[0].facts, person(5, "张三"),
                                     testing::chinese());
  EXPECT_EQ(render_group(group, person(5, "张三"), testing::chinese()).text, alone.text);
}

TEST(GroupLetter, several_are_listed_with_link_reason_evidence_and_how_to_answer) {
  const Letter letter = render_group(group_of(3), person(5, "张三"), testing::chinese());
  EXPECT_EQ(letter.subject, "需补正：3 项工作");
  for (const char* part :
       {"张三，您好", "标题1", "https://vouch.example.com/p/token5/claims/1", "标题3",
        "https://vouch.example.com/p/token5/claims/3", "http://forum.localhost:8080/t/2",
        "2026-11-23 16:00", "404", "2026-11-24 16:00", "已补正 / 说明 / 申诉 / 知道了",
        "连续 2 次有效检测", "验证码、超时、拒绝访问等检测不成的情况不计入"}) {
    EXPECT_THAT(letter.text, HasSubstr(part));
    EXPECT_THAT(letter.html, HasSubstr(part));
  }
}

TEST(GroupLetter, a_rule_that_many_share_is_said_once) {
  const Letter letter = render_group(group_of(9), person(5, "张三"), testing::chinese());
  const std::size_t first = letter.text.find("连续 2 次有效检测");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(letter.text.find("连续 2 次有效检测", first + 1), std::string::npos);
}

TEST(GroupLetter, a_long_list_is_cut_and_every_claim_is_counted) {
  const Letter letter = render_group(group_of(500), person(5, "张三"), testing::chinese());
  EXPECT_EQ(letter.subject, "需补正：500 项工作");
  EXPECT_THAT(letter.text, HasSubstr("另有 460 项，共 500 项"));
  EXPECT_THAT(letter.text, HasSubstr("/claims/40\n"));
  EXPECT_THAT(letter.text, Not(HasSubstr("/claims/41\n")));
  EXPECT_LE(letter.html.size(), kBodyBytes);
  EXPECT_THAT(letter.text, HasSubstr("已补正 / 说明 / 申诉 / 知道了"));
}

struct WordsRow {
  const char* name;
  NoticeKind kind;
  Audience audience;
  const char* chinese;
  const char* english;
};
class Words : public ::testing::TestWithParam<WordsRow> {};
TEST_P(Words, of_the_subject) {
  const WordsRow& row = GetParam();
  GroupLetter group = group_of(2, row.kind, row.audience);
  for (GroupedNotice& one : group.items) one.facts.report_date = testing::day("2026-11-23");
  EXPECT_EQ(render_group(group, person(5, "张三"), testing::chinese()).subject, row.chinese);
  const Letter letter = render_group(group, person(5, "Zhang"), testing::english());
  EXPECT_EQ(letter.subject, row.english);
  EXPECT_THAT(letter.text, HasSubstr("Hello Zhang,"));
}
INSTANTIATE_TEST_SUITE_P(
    GroupLetter, Words,
    ::testing::Values(
        WordsRow{"needs_correction", NoticeKind::kNeedsCorrection, Audience::kEmployee,
                 "需补正：2 项工作", "Needs correction: 2 lines"},
        WordsRow{"regressed", NoticeKind::kRegressed, Audience::kEmployee,
                 "掉线，请看一下：2 项工作", "No longer found, please look: 2 lines"},
        WordsRow{"for_the_supervisor", NoticeKind::kRegressed, Audience::kSupervisor,
                 "团队有 2 项工作需要您看", "2 lines of the team need you"},
        WordsRow{"index", NoticeKind::kIndexOverdue, Audience::kSupervisor,
                 "重点词页面未收录：2 项", "Not indexed yet, priority keywords: 2 lines"},
        WordsRow{"reminders", NoticeKind::kNotReported, Audience::kEmployee,
                 "2 天的工作报告还没有收到", "no report received yet for 2 days"},
        WordsRow{"missing", NoticeKind::kNotReported, Audience::kSupervisor, "2 份工作报告未交",
                 "2 reports are missing"},
        WordsRow{"could_not_check", NoticeKind::kCouldNotCheck, Audience::kSupervisor,
                 "无法检测，等待人工：2 项", "Could not be checked, wait for a person: 2 lines"},
        WordsRow{"corrections", NoticeKind::kCorrection, Audience::kEmployee, "更正通知：2 项工作",
                 "Correction: 2 lines"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(GroupLetter, trouble_that_lasts_and_that_is_over_are_said_as_such) {
  GroupLetter group;
  group.items = {trouble("百度")};
  group.reason = NotifyReason::kRepeat;
  const User admin = person(1, "管理员", Role::kAdmin);
  EXPECT_EQ(render_group(group, admin, testing::chinese()).subject, "检测系统仍有异常：1 件");
  group.over = {trouble("mail", SystemEvent::kChannelBroken)};
  group.reason = NotifyReason::kResolved;
  const Letter over = render_group(group, admin, testing::chinese());
  EXPECT_EQ(over.subject, "检测系统已恢复：1 件");
  EXPECT_THAT(over.text, HasSubstr("通知渠道已停用：mail"));
  EXPECT_LT(over.text.find("mail"), over.text.find("还没有恢复的"));
  EXPECT_LT(over.text.find("还没有恢复的"), over.text.find("百度"));
  group.reason = NotifyReason::kNew;
  EXPECT_THAT(render_group(group, admin, testing::chinese()).text, HasSubstr("已恢复的"));
}

TEST(LetterMessages, the_same_items_are_the_same_letter_whenever_it_is_made) {
  const User reader = person(5, "张三");
  const auto first = letter_messages(group_of(3), std::nullopt, reader, context());
  OutgoingContext later = context();
  later.now = at("2026-11-23", 19);
  const auto again = letter_messages(group_of(3), at("2026-11-23", 9), reader, later);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].id, again[0].id);
  EXPECT_NE(first[0].id, letter_messages(group_of(2), std::nullopt, reader, context())[0].id);
  EXPECT_EQ(first[0].group_key, "needs_correction|u5");
  EXPECT_EQ(letter_messages(group_of(1), std::nullopt, reader, context())[0].group_key, "claim|1");
}

TEST(LetterMessages, each_repetition_is_a_letter_of_its_own) {
  GroupLetter group;
  group.items = {trouble("百度")};
  const User admin = person(1, "管理员");
  const auto first = letter_messages(group, std::nullopt, admin, context());
  group.reason = NotifyReason::kRepeat;
  const auto second = letter_messages(group, at("2026-11-23", 10), admin, context());
  const auto third = letter_messages(group, at("2026-11-23", 14), admin, context());
  EXPECT_NE(first[0].id, second[0].id);
  EXPECT_NE(second[0].id, third[0].id);
}

TEST(LetterMessages, only_an_urgent_rule_may_disturb_and_a_scheduled_hour_is_the_operators) {
  OutgoingContext with = context();
  with.urgent = {"system"};
  GroupLetter system;
  system.items = {trouble("百度")};
  EXPECT_FALSE(letter_messages(system, std::nullopt, person(1, "管理员"), with)[0].calm);
  EXPECT_TRUE(letter_messages(group_of(2), std::nullopt, person(5, "张三"), with)[0].calm);
  const Letter letter{"推广工作", "x", ""};
  const Date day = testing::day("2026-11-23");
  EXPECT_TRUE(digest_messages("daily", day, letter, person(9, "王"), with)[0].calm);
  with.quiet_until = at("2026-11-24", 8);
  EXPECT_FALSE(digest_messages("daily", day, letter, person(9, "王"), with)[0].calm);
}

TEST(LetterMessages, a_channels_own_trouble_is_left_out_of_its_letter_and_the_rest_is_told) {
  GroupLetter group;
  group.items = {trouble("mail", SystemEvent::kChannelBroken), trouble("百度")};
  const auto rows = letter_messages(group, std::nullopt, person(1, "管理员"), context());
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_THAT(rows[0].subject, HasSubstr("百度"));
  EXPECT_THAT(rows[0].body, Not(HasSubstr("通知渠道已停用")));
}

TEST(EventMessages, a_groups_robot_waits_for_the_end_of_the_night_unless_the_rule_is_urgent) {
  OutgoingContext with = context();
  Endpoint robot;
  robot.channel = channel(2, "group", ChannelKind::kWebhook);
  robot.robot = config::RobotSettings{};
  Endpoint hook;
  hook.channel = channel(3, "erp", ChannelKind::kWebhook);
  with.endpoints = {robot, hook};
  with.quiet_until = at("2026-11-24", 8);
  const auto held = event_messages(trouble("百度").notice, with);
  ASSERT_THAT(held, SizeIs(2));
  EXPECT_TRUE(held[0].calm);
  EXPECT_EQ(held[0].next_at, at("2026-11-24", 8));
  EXPECT_FALSE(held[1].calm) << "machines hear at once";
  EXPECT_EQ(held[1].next_at, with.now);
  with.urgent = {"system"};
  const auto urgent = event_messages(trouble("百度").notice, with);
  EXPECT_FALSE(urgent[0].calm);
  EXPECT_EQ(urgent[0].next_at, with.now);
}

}  // namespace
}  // namespace vouch::alerts
