#include "alerts/robot_outgoing.h"

#include <gmock/gmock.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using ::testing::AllOf;
using testing::at;
using testing::channel;
using testing::day;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::messages_for;
using ::testing::Not;
using testing::person;
using ::testing::SizeIs;

Endpoint robot(std::int64_t id, RobotKind kind, std::string user = {}) {
  Endpoint endpoint;
  endpoint.channel = channel(id, "r" + std::to_string(id), ChannelKind::kWebhook);
  endpoint.robot = config::RobotSettings{};
  endpoint.robot->kind = kind;
  endpoint.robot->user = std::move(user);
  return endpoint;
}

OutgoingContext context(std::vector<Endpoint> endpoints) {
  OutgoingContext made;
  made.render = testing::chinese();
  made.endpoints = std::move(endpoints);
  made.at_once = {"needs_correction", "regressed",       "index_overdue",
                  "not_reported",     "could_not_check", "correction"};
  made.now = at("2026-11-23", 20);
  return made;
}

Notice notice(NoticeKind kind, Audience audience) {
  NoticeFacts facts;
  facts.title = "秘密标题";
  facts.url = "http://forum.localhost/t/7";
  facts.subject = "张三";
  facts.detail = "x";
  facts.at_once = true;
  facts.report_date = day("2026-11-23");
  Notice made;
  made.key = "k|employee";
  made.kind = kind;
  made.audience = audience;
  made.recipient = UserId{5};
  if (kind != NoticeKind::kSystem && kind != NoticeKind::kNotReported) made.claim = ClaimId{12};
  made.created_at = at("2026-11-23", 20);
  made.body = to_json(facts);
  return made;
}

constexpr NoticeKind kPersonal[] = {
    NoticeKind::kNeedsCorrection, NoticeKind::kRegressed,     NoticeKind::kIndexOverdue,
    NoticeKind::kNotReported,     NoticeKind::kCouldNotCheck, NoticeKind::kCorrection,
    NoticeKind::kEvidenceWanted,  NoticeKind::kPlan,          NoticeKind::kPlanMissing,
    NoticeKind::kBlocker,         NoticeKind::kFollowUp};
constexpr Audience kAudiences[] = {Audience::kEmployee, Audience::kSupervisor, Audience::kOperator};
constexpr RobotKind kGroups[] = {RobotKind::kWecom, RobotKind::kDingtalk, RobotKind::kFeishu};

TEST(Gate, no_notice_about_a_persons_work_reaches_a_group_however_it_is_configured) {
  for (const RobotKind kind : kGroups) {
    for (const NoticeKind about : kPersonal) {
      for (const Audience audience : kAudiences) {
        Endpoint group = robot(1, kind, "u5");  // as if the file had named a person
        group.events = {std::string(event_type(about))};
        const auto rows =
            messages_for(notice(about, audience), person(5, "张三"), context({group}));
        EXPECT_THAT(rows, IsEmpty()) << to_string(about) << " " << to_string(audience);
      }
    }
    const Letter letter{"张三 需补正", "张三", ""};
    EXPECT_THAT(digest_messages("daily", day("2026-11-23"), letter, person(5, "张三"),
                                context({robot(1, kind, "u5")})),
                IsEmpty());
  }
}

TEST(Gate, rows_are_refused_where_note_and_robot_do_not_fit) {
  const Time now = at("2026-11-23", 20);
  const GroupNote group = GroupNote::test("r", testing::chinese());
  const PersonalNote personal(UserId{5}, Letter{"标题", "文", ""});
  const User reader = person(5, "张三");
  EXPECT_TRUE(group_row(robot(1, RobotKind::kWecom), "w", group, now));
  EXPECT_FALSE(group_row(robot(1, RobotKind::kServerchan, "u5"), "w", group, now));
  EXPECT_TRUE(personal_row(robot(1, RobotKind::kServerchan, "u5"), "w", personal, reader, now));
  for (const RobotKind kind : kGroups) {
    EXPECT_FALSE(personal_row(robot(1, kind, "u5"), "w", personal, reader, now));
  }
  EXPECT_FALSE(personal_row(robot(1, RobotKind::kServerchan, "u6"), "w", personal, reader, now))
      << "another person's robot";
  EXPECT_FALSE(
      personal_row(robot(1, RobotKind::kServerchan, "u6"), "w", personal, person(6, "李四"), now))
      << "another person's letter";
  User left = reader;
  left.active = false;
  EXPECT_FALSE(personal_row(robot(1, RobotKind::kServerchan, "u5"), "w", personal, left, now));
  Endpoint hook = robot(1, RobotKind::kWecom);
  hook.robot.reset();
  EXPECT_FALSE(group_row(hook, "w", group, now));
}

TEST(GroupNote, is_never_made_of_a_notice_about_work) {
  for (const NoticeKind about : kPersonal) {
    EXPECT_FALSE(GroupNote::of_system(notice(about, Audience::kOperator), NoticeFacts(),
                                      testing::chinese()));
  }
}

TEST(GroupNote, of_a_dead_message_names_the_channel_and_not_the_person) {
  ChannelTrouble trouble;
  trouble.channel.name = "mail";
  trouble.address = "li@qingquan.example";
  trouble.detail = "rcpt 550: no such user li@qingquan.example";
  const auto notices = trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), at("2026-11-23", 8));
  const auto rows =
      messages_for(notices[0], person(1, "管理员"), context({robot(1, RobotKind::kFeishu)}));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_THAT(rows[0].body, AllOf(HasSubstr("没有送达"), HasSubstr("mail"), Not(HasSubstr("li@"))));
}

TEST(GroupNote, of_the_system_is_one_row_for_all_operators_and_never_by_the_broken_robot) {
  ChannelTrouble trouble;
  trouble.channel = channel(1, "r1", ChannelKind::kWebhook);
  trouble.switched_off = true;
  trouble.detail = "errcode 93000";
  const auto notices =
      trouble_notices(trouble, {UserId{1}, UserId{2}}, Zone::shanghai(), at("2026-11-23", 8));
  const auto with = context({robot(1, RobotKind::kWecom), robot(2, RobotKind::kFeishu)});
  const auto first = messages_for(notices[0], person(1, "甲"), with);
  const auto second = messages_for(notices[1], person(2, "乙"), with);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].channel, ChannelId{2});
  EXPECT_EQ(first[0].dedup_key, second[0].dedup_key);
  EXPECT_THAT(first[0].body, AllOf(HasSubstr("停用"), HasSubstr("r1"), HasSubstr("93000")));
  EXPECT_EQ(first[0].group_key, "");
}

TEST(GroupNote, a_robot_that_carries_no_system_conditions_is_left_in_peace) {
  Endpoint quiet = robot(1, RobotKind::kWecom);
  quiet.robot->system = false;
  const auto notices = system_notices(SystemEvent::kCheckerHealth, "page", "x", Time{}, {UserId{1}},
                                      at("2026-11-23", 20));
  EXPECT_THAT(messages_for(notices[0], person(1, "甲"), context({quiet})), IsEmpty());
}

DailyFacts facts_of_day() {
  DailyFacts facts;
  facts.date = day("2026-11-25");
  facts.now = at("2026-11-25", 9);
  const Time past = at("2026-11-24", 20);
  const Time later = at("2026-11-26", 20);
  facts.claims = {{ClaimId{1}, "张三", WorkVerdict::kFailed, past},
                  {ClaimId{2}, "李四", WorkVerdict::kRegressed, past},
                  {ClaimId{3}, "李四", WorkVerdict::kDisputed, {}},
                  {ClaimId{4}, "张三", WorkVerdict::kManual, {}},
                  {ClaimId{5}, "张三", WorkVerdict::kFailed, later},
                  {ClaimId{6}, "张三", WorkVerdict::kVerified, past}};
  facts.missing = {{"王五", day("2026-11-24"), past}};
  facts.index_overdue = 7;
  facts.index_lost = 2;
  return facts;
}

TEST(GroupDay, is_counts_without_names_and_without_what_is_not_public) {
  const auto rows = group_day_rows(robot(1, RobotKind::kWecom), facts_of_day(), context({}));
  ASSERT_THAT(rows, SizeIs(1));
  const RobotText text = robot_text_from_json(rows[0].body).value();
  EXPECT_EQ(text.title, "推广工作 2026-11-25");
  const std::vector<RobotLine> lines = {
      {"等待主管处理：4 项", ""}, {"逾期未收录：7 项", ""}, {"掉收录：2 项", ""}};
  EXPECT_EQ(text.lines, lines);
  EXPECT_EQ(text.link, "https://vouch.example.com/");
  for (const char* name : {"张三", "李四", "王五"}) EXPECT_THAT(rows[0].body, Not(HasSubstr(name)));
}

TEST(GroupDay, an_empty_day_is_one_line_and_a_day_is_told_once) {
  DailyFacts empty;
  empty.date = day("2026-11-25");
  const Endpoint group = robot(1, RobotKind::kWecom);
  const auto rows = group_day_rows(group, empty, context({}));
  EXPECT_THAT(rows[0].body, HasSubstr("没有等待处理"));
  EXPECT_EQ(rows[0].id, group_day_rows(group, facts_of_day(), context({}))[0].id);
  Endpoint quiet = group;
  quiet.robot->daily = false;
  EXPECT_THAT(group_day_rows(quiet, empty, context({})), IsEmpty());
  EXPECT_THAT(group_day_rows(robot(1, RobotKind::kServerchan, "u5"), empty, context({})),
              IsEmpty());
}

TEST(Personal, a_persons_own_robot_gets_the_letter_with_its_link) {
  const auto rows = messages_for(
      notice(NoticeKind::kNeedsCorrection, Audience::kEmployee), person(5, "张三"),
      context({robot(1, RobotKind::kServerchan, "u5"), robot(2, RobotKind::kServerchan, "u6")}));
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].channel, ChannelId{1});
  EXPECT_EQ(rows[0].recipient, UserId{5});
  const RobotText text = robot_text_from_json(rows[0].body).value();
  EXPECT_THAT(text.title, HasSubstr("需补正"));
  const RobotLine page{"网址：", "http://forum.localhost/t/7"};
  const RobotLine link{"", "https://vouch.example.com/p/token5/claims/12"};
  EXPECT_THAT(text.lines, ::testing::Contains(page));
  EXPECT_THAT(text.lines, ::testing::Contains(link));
}

TEST(Personal, the_daily_letter_goes_by_mail_and_by_the_supervisors_own_robot) {
  Endpoint mail;
  mail.channel = channel(3, "mail", ChannelKind::kMail);
  const auto rows =
      digest_messages("daily", day("2026-11-25"), Letter{"标题", "文", ""}, person(9, "王"),
                      context({robot(1, RobotKind::kServerchan, "u9"), mail}));
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].channel, ChannelId{3});
  EXPECT_EQ(rows[1].channel, ChannelId{1});
  EXPECT_NE(rows[0].id, rows[1].id);
}

Endpoint application(std::int64_t id, RobotKind kind, std::map<std::string, std::string> users) {
  Endpoint endpoint = robot(id, kind);
  endpoint.robot->users = std::move(users);
  return endpoint;
}

TEST(Application, gives_each_listed_person_the_own_letter_besides_the_mail) {
  Endpoint mail;
  mail.channel = channel(3, "mail", ChannelKind::kMail);
  for (const RobotKind kind : {RobotKind::kWecomApp, RobotKind::kDingtalkApp}) {
    const auto rows =
        messages_for(notice(NoticeKind::kNeedsCorrection, Audience::kEmployee), person(5, "张三"),
                     context({application(1, kind, {{"u5", "ZhangSan"}, {"u6", "LiSi"}}),
                              application(2, kind, {{"u6", "LiSi"}}), mail}));
    ASSERT_THAT(rows, SizeIs(2));
    EXPECT_EQ(rows[0].channel, ChannelId{3});
    EXPECT_EQ(rows[1].channel, ChannelId{1});
    EXPECT_EQ(rows[1].address, "r1/u5");
    EXPECT_EQ(rows[1].recipient, UserId{5});
    EXPECT_TRUE(rows[1].calm);
    EXPECT_THAT(rows[1].body, HasSubstr("需补正"));
  }
}

TEST(Application, is_the_way_of_a_person_without_an_address) {
  User reader = person(5, "张三");
  reader.email.clear();
  const Notice told = notice(NoticeKind::kNeedsCorrection, Audience::kEmployee);
  const auto facts = notice_facts_from_json(told.body).value();
  const auto listed = [](const char* login) {
    return context({application(1, RobotKind::kWecomApp, {{login, "X"}})});
  };
  EXPECT_TRUE(has_letter(told, facts, reader, listed("u5")));
  EXPECT_FALSE(has_letter(told, facts, reader, listed("u6")));
}

TEST(Application, never_carries_what_is_a_groups) {
  const Endpoint app = application(1, RobotKind::kDingtalkApp, {{"u1", "A"}});
  EXPECT_FALSE(group_row(app, "w", GroupNote::test("r", testing::chinese()), at("2026-11-23", 20)));
  EXPECT_THAT(group_day_rows(app, DailyFacts(), context({})), IsEmpty());
}

TEST(Application, gets_a_test_for_one_person) {
  const Channel to = channel(1, "r1", ChannelKind::kWebhook);
  EXPECT_EQ(robot_test_message(to, "1", testing::chinese(), at("2026-11-25", 9), "u5").address,
            "r1/u5");
}

TEST(RobotTest, a_test_is_a_new_message_each_time) {
  const Channel to = channel(1, "r1", ChannelKind::kWebhook);
  const auto made = [&](const char* nonce) {
    return robot_test_message(to, nonce, testing::chinese(), at("2026-11-25", 9));
  };
  EXPECT_NE(made("1").id, made("2").id);
  EXPECT_THAT(made("1").body, HasSubstr("河马阀门"));
}

}  // namespace
}  // namespace vouch::alerts
