#include "alerts/weekly_letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::chinese;
using testing::english;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::person;

planning::Weekly week() {
  planning::Weekly weekly;
  weekly.monday = testing::day("2026-11-23");
  planning::WeekPerson one;
  one.user = UserId{3};
  one.name = "李雷";
  one.open = {2, 1, 0};
  planning::WeekTeam team;
  team.team = TeamId{1};
  team.name = "推广一组";
  team.people = {one};
  team.open = one.open;
  team.lost = {{ClaimId{4}, UserId{3}, "一行\n标题\u202e反", "http://a.example/4", "", true}};
  weekly.teams = {team};
  weekly.company.pages_to_open = 2;
  return weekly;
}

TEST(WeeklyLetter, of_a_leader_leads_to_lists_pages_and_claims_of_his_own) {
  const Letter letter =
      render_weekly(week(), planning::WeekEdition::kLeader, person(9, "王主管"), chinese());
  EXPECT_THAT(letter.subject, HasSubstr("推广周报 2026-11-23 至 11-29"));
  EXPECT_THAT(letter.text, HasSubstr("\nhttps://vouch.example.com/s/token9/weeks/2026-11-23\n"));
  EXPECT_THAT(letter.text, HasSubstr("## 3 过了处理期、等您处理的\n"
                                     "- 未检测到 2 项、掉线 1 项\n"
                                     "- 李雷：未检测到 2 项、掉线 1 项\n"
                                     "  https://vouch.example.com/s/token9?list=failed\n"));
  EXPECT_THAT(letter.text, HasSubstr("- 一行 标题 反\n"
                                     "  https://vouch.example.com/s/token9/claims/4\n"));
  EXPECT_THAT(letter.text, HasSubstr("  https://vouch.example.com/s/token9/captures\n"));
  EXPECT_THAT(letter.html, HasSubstr("<h2 "));
}

TEST(WeeklyLetter, of_a_person_leads_to_his_own_page) {
  const Letter letter =
      render_weekly(week(), planning::WeekEdition::kPerson, person(3, "李雷"), english());
  EXPECT_THAT(letter.subject, HasSubstr("your promotion week 2026-11-23 to 11-29"));
  EXPECT_THAT(letter.text, HasSubstr("/p/token3/claims/4"));
  EXPECT_THAT(letter.text, Not(HasSubstr("/s/")));
}

TEST(WeeklyLetter, of_somebody_without_a_page_has_no_links) {
  User nobody = person(3, "李雷");
  nobody.link_token.clear();
  const Letter letter = render_weekly(week(), planning::WeekEdition::kPerson, nobody, chinese());
  EXPECT_THAT(letter.text, Not(HasSubstr("http")));
}

}  // namespace
}  // namespace vouch::alerts
