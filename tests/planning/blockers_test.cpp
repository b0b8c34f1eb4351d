#include "planning/blockers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr UserId kAuthor{1}, kColleague{2}, kLeader{3}, kDeputy{4}, kOther{5};
const Date kDay = parse_date("2026-11-24").value();

User author() {
  User out;
  out.id = kAuthor;
  out.team = TeamId{7};
  return out;
}

std::vector<Team> teams(bool deputised) {
  Team own{TeamId{7}, "一组", kLeader, kDeputy, kDay, kDay};
  if (!deputised) own.deputy_from = own.deputy_to = kDay - std::chrono::days(9);
  return {own, Team{TeamId{8}, "二组", kOther, {}, {}, {}}};
}

Blocker to(UserId user) {
  Blocker out;
  out.user = kAuthor;
  out.to = user;
  return out;
}

TEST(Blockers, without_a_name_whoever_leads_today_is_told) {
  EXPECT_THAT(told_of(to({}), author(), teams(false), kDay), ElementsAre(kLeader));
  EXPECT_THAT(told_of(to({}), author(), teams(true), kDay), ElementsAre(kDeputy));
  User alone = author();
  alone.team = {};
  EXPECT_THAT(told_of(to({}), alone, teams(false), kDay), IsEmpty());
  User leader = author();
  leader.id = kLeader;
  EXPECT_THAT(told_of(to({}), leader, teams(false), kDay), IsEmpty()) << "nobody tells himself";
}

TEST(Blockers, whoever_is_named_is_told_and_his_acting_deputy) {
  EXPECT_THAT(told_of(to(kColleague), author(), teams(true), kDay), ElementsAre(kColleague));
  EXPECT_THAT(told_of(to(kLeader), author(), teams(true), kDay),
              UnorderedElementsAre(kLeader, kDeputy));
}

TEST(Blockers, the_addressee_and_his_acting_deputy_answer) {
  struct Row {
    const char* name;
    UserId to, actor;
    bool deputised, answers;
  };
  const Row rows[] = {
      {"the_leader", {}, kLeader, false, true},
      {"the_leader_while_a_deputy_acts", {}, kLeader, true, true},
      {"the_acting_deputy", {}, kDeputy, true, true},
      {"a_deputy_whose_days_are_over", {}, kDeputy, false, false},
      {"a_colleague_who_was_not_named", {}, kColleague, false, false},
      {"a_colleague_who_was_named", kColleague, kColleague, false, true},
      {"the_leader_where_a_colleague_was_named", kColleague, kLeader, false, false},
      {"another_teams_leader_who_was_named", kOther, kOther, false, true},
      {"the_author_himself", {}, kAuthor, false, false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(answers_for(to(row.to), author(), teams(row.deputised), kDay, row.actor), row.answers)
        << row.name;
  }
}

TEST(Blockers, a_leader_does_not_answer_for_himself) {
  User leader = author();
  leader.id = kLeader;
  Blocker own = to({});
  own.user = kLeader;
  EXPECT_FALSE(answers_for(own, leader, teams(false), kDay, kLeader));
  EXPECT_TRUE(answers_for(own, leader, teams(true), kDay, kDeputy)) << "his deputy may";
}

TEST(Blockers, its_age_is_counted_in_workdays) {
  Calendar calendar(Zone::shanghai());
  Blocker blocker = to({});
  blocker.at = calendar.zone().at(parse_date("2026-11-26").value(), std::chrono::hours(15));
  EXPECT_EQ(age_in_workdays(blocker, calendar, parse_date("2026-11-26").value()), 0);
  EXPECT_EQ(age_in_workdays(blocker, calendar, parse_date("2026-11-27").value()), 1);
  EXPECT_EQ(age_in_workdays(blocker, calendar, parse_date("2026-11-29").value()), 1) << "Sunday";
  EXPECT_EQ(age_in_workdays(blocker, calendar, parse_date("2026-12-01").value()), 3);
  blocker.closed_at = calendar.zone().at(parse_date("2026-11-30").value(), std::chrono::hours(9));
  EXPECT_EQ(age_in_workdays(blocker, calendar, parse_date("2026-12-31").value()), 2);
}

}  // namespace
}  // namespace vouch::planning
