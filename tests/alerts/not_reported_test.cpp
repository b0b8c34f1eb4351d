#include "alerts/not_reported.h"

#include <gmock/gmock.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::person;

Calendar with_holidays() {
  Calendar calendar = testing::workdays();
  calendar.set(day("2026-10-01"), DayKind::kHoliday);        // a Thursday
  calendar.set(day("2026-10-10"), DayKind::kMakeupWorkday);  // a Saturday
  return calendar;
}

struct ExpectRow {
  const char* name;
  const char* date;
  unsigned weekdays;
  bool active;
  bool on_leave;
  bool expected;
};
class Expected : public ::testing::TestWithParam<ExpectRow> {};

TEST_P(Expected, follows_the_persons_days) {
  const ExpectRow& row = GetParam();
  User user = person(5, "张三");
  user.report_weekdays = row.weekdays;
  user.active = row.active;
  std::vector<Leave> leave;
  if (row.on_leave) leave.push_back({user.id, day(row.date), day(row.date)});
  EXPECT_EQ(expected_to_report(user, leave, with_holidays(), day(row.date)), row.expected);
}
constexpr unsigned kWeek = 0b0011111;
INSTANTIATE_TEST_SUITE_P(
    NotReported, Expected,
    ::testing::Values(
        ExpectRow{"on_an_ordinary_workday", "2026-11-23", kWeek, true, false, true},
        ExpectRow{"not_on_leave", "2026-11-23", kWeek, true, true, false},
        ExpectRow{"not_on_a_weekday_off", "2026-11-23", 0b0011110, true, false, false},
        ExpectRow{"not_on_a_public_holiday", "2026-10-01", 0b1111111, true, false, false},
        ExpectRow{"on_a_makeup_saturday", "2026-10-10", kWeek, true, false, true},
        ExpectRow{"not_on_an_ordinary_saturday", "2026-11-28", kWeek, true, false, false},
        ExpectRow{"on_a_saturday_of_ones_own", "2026-11-28", 0b0100000, true, false, true},
        ExpectRow{"never_when_disabled", "2026-11-23", kWeek, false, false, false},
        ExpectRow{"never_without_weekdays", "2026-11-23", 0, true, false, false}),
    [](const auto& row) { return std::string(row.param.name); });

struct Office {
  std::vector<User> users = {person(5, "张三"), person(6, "李四"), person(9, "主管")};
  std::vector<Team> teams;
  std::vector<Leave> leave;
  Calendar calendar = with_holidays();
  std::set<UserId> reported = {UserId{6}};

  Office() {
    Team team;
    team.id = TeamId{1};
    team.supervisor = UserId{9};
    teams.push_back(team);
    for (User& user : users) user.team = team.id;
    users[2].report_weekdays = 0;
  }
  [[nodiscard]] std::vector<std::string> keys(std::string_view date, Time now) const {
    std::vector<std::string> all;
    const ReportDay report_day{day(date), users, teams, leave, calendar, reported, {}};
    for (const Notice& notice : not_reported_notices(report_day, now)) all.push_back(notice.key);
    return all;
  }
};

TEST(NotReported, nobody_is_reminded_before_half_past_five) {
  EXPECT_THAT(Office().keys("2026-11-23", at("2026-11-23", 17, 29)), IsEmpty());
}

TEST(NotReported, at_the_soft_cut_off_only_the_employee_is_told) {
  EXPECT_THAT(Office().keys("2026-11-23", at("2026-11-23", 17, 30)),
              ElementsAre("r5|2026-11-23|employee"));
}

TEST(NotReported, the_supervisor_is_told_at_ten_on_the_next_workday) {
  const Office office;
  EXPECT_THAT(office.keys("2026-11-27", at("2026-11-30", 9, 59)),  // Friday to Monday
              ElementsAre("r5|2026-11-27|employee"));
  EXPECT_THAT(office.keys("2026-11-27", at("2026-11-30", 10)),
              ElementsAre("r5|2026-11-27|employee", "r5|2026-11-27|supervisor"));
}

TEST(NotReported, nobody_is_asked_about_days_before_he_was_entered) {
  Office office;
  office.users[0].created_at = at("2026-11-24", 8);
  EXPECT_THAT(office.keys("2026-11-23", at("2026-11-24", 10)), IsEmpty());
  EXPECT_THAT(office.keys("2026-11-24", at("2026-11-24", 17, 30)),
              ElementsAre("r5|2026-11-24|employee"));
}

TEST(NotReported, who_has_reported_is_not_mentioned) {
  Office office;
  office.reported.insert(UserId{5});
  EXPECT_THAT(office.keys("2026-11-23", at("2026-11-24", 12)), IsEmpty());
}

TEST(NotReported, the_deputy_gets_the_row_in_his_days) {
  Office office;
  office.teams[0].deputy = UserId{6};
  office.teams[0].deputy_from = day("2026-11-24");
  const ReportDay report_day{day("2026-11-23"),
                             office.users,
                             office.teams,
                             office.leave,
                             office.calendar,
                             office.reported,
                             {}};
  const auto notices = not_reported_notices(report_day, at("2026-11-24", 10));
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[1].recipient, UserId{6});
}

TEST(NotReported, the_agenda_names_both_cut_offs_in_turn) {
  const Calendar calendar = with_holidays();
  EXPECT_EQ(next_cut_off(calendar, at("2026-11-23", 9)), at("2026-11-23", 10));
  EXPECT_EQ(next_cut_off(calendar, at("2026-11-23", 10)), at("2026-11-23", 17, 30));
  EXPECT_EQ(next_cut_off(calendar, at("2026-11-23", 17, 30)), at("2026-11-24", 10));
  EXPECT_EQ(next_cut_off(calendar, at("2026-11-28", 0)), at("2026-11-28", 17, 30));
}

}  // namespace
}  // namespace vouch::alerts
