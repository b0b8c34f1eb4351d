// Weekly digests over the API and on the pages: whose rows each reader sees.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "planning/weekly.h"
#include "store/weeklies.h"
#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

using testing::HasSubstr;
using testing::Not;

planning::WeekPerson person(UserId user, const std::string& name) {
  planning::WeekPerson out;
  out.user = user;
  out.name = name;
  out.post = "editor";
  out.tally.claims = 7;
  out.tally.decided = 7;
  out.tally.verified = 6;
  out.tally.with_employee = 1;
  out.open.failed = 1;
  return out;
}

planning::WeekTeam team(TeamId id, const std::string& name, planning::WeekPerson one) {
  planning::WeekTeam out;
  out.team = id;
  out.name = name;
  out.sum = one.tally;
  out.open = one.open;
  out.people.push_back(std::move(one));
  return out;
}

class WeeksTest : public WorldTest {
 protected:
  static void SetUpTestSuite() {
    WorldTest::SetUpTestSuite();
    const auto& users = world().company.users;
    const auto done = world().store->write_now<int>([&](store::WriteContext& context)
                                                        -> Result<int> {
      planning::Weekly week;
      week.monday = parse_date("2026-11-16").value();
      week.made_at = now();
      const TeamId first = store::people::find_user(context.db, users.at("wang"))->team;
      const TeamId second = store::people::find_user(context.db, users.at("zhao"))->team;
      week.teams = {team(first, "推广一组", person(users.at("lilei"), "李雷")),
                    team(second, "推广二组", person(users.at("zhangsan"), "张三"))};
      week.teams[0].lost = {{ClaimId{1}, users.at("lilei"), kHostileTitle, kHostileUrl, "", true}};
      for (const char* monday : {"2026-11-09", "2026-11-16"}) {
        week.monday = parse_date(monday).value();
        const auto kept = store::weeklies::insert_once(context.db, week.monday, week.made_at,
                                                       planning::weekly_to_json(week));
        if (!kept) return tl::unexpected(kept.error());
      }
      return 0;
    });
    ASSERT_TRUE(done) << done.error().text();
  }
  static Answer api(const std::string& login) {
    return world().get(login, "/api/v1/weeks/2026-11-16");
  }
  static Answer page(const std::string& desk, const std::string& login,
                     const std::string& below = "/weeks/2026-11-16") {
    return world().get("", world().page(desk, login) + below);
  }
};

TEST_F(WeeksTest, a_leader_reads_his_teams_and_an_administrator_all) {
  const Answer wang = api("wang");
  EXPECT_EQ(wang.status, 200);
  EXPECT_THAT(wang.body, HasSubstr("李雷"));
  EXPECT_THAT(wang.body, Not(HasSubstr("张三")));
  EXPECT_THAT(wang.body, Not(HasSubstr("推广二组")));
  const Answer root = api("root");
  EXPECT_THAT(root.body, HasSubstr("李雷"));
  EXPECT_THAT(root.body, HasSubstr("张三"));
}

TEST_F(WeeksTest, a_person_reads_his_own_rows_wherever_he_asks) {
  for (const Answer& answer : {api("lilei"), page("p", "lilei"), page("p", "lilei", "/weeks")}) {
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, Not(HasSubstr("张三")));
    EXPECT_THAT(answer.body, Not(HasSubstr("推广二组")));
  }
  EXPECT_THAT(page("p", "lilei").body, HasSubstr("您：未检测到 1 项"));
  EXPECT_THAT(page("p", "hanmeimei").body, HasSubstr("这一周没有您的数据"));
  EXPECT_THAT(page("p", "hanmeimei").body, Not(HasSubstr("李雷")));
}

TEST_F(WeeksTest, nobody_but_a_leader_has_the_leaders_page) {
  EXPECT_EQ(page("s", "wang").status, 200);
  EXPECT_THAT(page("s", "wang").body, HasSubstr("李雷：未检测到 1 项"));
  EXPECT_EQ(page("s", "lilei").status, 404);
  EXPECT_EQ(world().get("boss", "/api/v1/weeks").status, 403);
}

TEST_F(WeeksTest, what_others_wrote_stays_text) {
  const std::string body = page("s", "wang").body;
  EXPECT_THAT(body, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(body, Not(HasSubstr("javascript:")));
  EXPECT_THAT(body, HasSubstr("&lt;script&gt;"));
}

TEST_F(WeeksTest, the_newest_opens_first_and_a_week_that_is_none_is_not_found) {
  const Answer newest = page("s", "wang", "/weeks");
  EXPECT_THAT(newest.body, HasSubstr("周报 2026-11-16"));
  EXPECT_THAT(newest.body, HasSubstr("/weeks/2026-11-09"));
  for (const char* below : {"/weeks/2026-11-02", "/weeks/yesterday"})
    EXPECT_EQ(page("s", "wang", below).status, 404) << below;
  EXPECT_EQ(world().get("wang", "/api/v1/weeks/2026-11-02").status, 404);
  EXPECT_EQ(world().get("wang", "/api/v1/weeks").body, R"({"items":["2026-11-16","2026-11-09"]})");
}

}  // namespace
}  // namespace vouch::web::test
