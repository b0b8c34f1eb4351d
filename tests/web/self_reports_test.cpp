// Reports that write themselves, what blocks people, and duties: what each reader is told.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "store/acknowledgements.h"
#include "store/blockers.h"
#include "store/report_words.h"
#include "tests/web/planned_company.h"

namespace vouch::web::test {
namespace {

namespace json = boost::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SelfReportsTest : public PlannedTest {
 protected:
  static void SetUpTestSuite() {
    PlannedTest::SetUpTestSuite();
    const auto& users = world().company.users;
    const auto done =
        world().store->write_now<int>([&](store::WriteContext& context) -> Result<int> {
          ReportWords words;
          words.user = users.at("lilei");
          words.day = kMonday;
          words.at = now();
          for (const char* text : {"第一版", "第二版"}) {
            words.reflection = text;
            EXPECT_TRUE(store::report_words::insert(context.db, words));
          }
          Blocker blocker;
          blocker.user = users.at("lilei");
          blocker.text = "等设计给图";
          blocker.at = now() - std::chrono::hours(24 * 4);
          EXPECT_TRUE(store::blockers::insert(context.db, blocker));
          blocker.user = users.at("hanmeimei");
          blocker.to = users.at("lilei");
          blocker.text = "请李雷换链接";
          EXPECT_TRUE(store::blockers::insert(context.db, blocker));
          EXPECT_TRUE(store::acknowledgements::insert(context.db, users.at("hanmeimei"),
                                                      "duty:promoter", 1, now()));
          return 0;
        });
    ASSERT_TRUE(done);
  }
  static std::vector<std::string> texts(const json::object& list) {
    std::vector<std::string> out;
    for (const json::value& one : list.at("items").as_array())
      out.emplace_back(one.at("text").as_string());
    return out;
  }
};

TEST_F(SelfReportsTest, a_day_shows_planned_and_unplanned_work_and_nobody_typed_anything) {
  const json::object day = read("lilei", "/api/v1/day-reports/2026-11-23");
  EXPECT_TRUE(day.at("has_plan").as_bool());
  EXPECT_TRUE(day.at("over").as_bool());
  ASSERT_THAT(day.at("planned").as_array(), SizeIs(2));
  const json::value& posts = day.at("planned").at(0);
  EXPECT_EQ(posts.at("work_type").as_string(), "forum_post");
  EXPECT_EQ(number(posts, "planned"), 5);
  EXPECT_EQ(number(posts, "done"), 5);
  EXPECT_EQ(number(posts, "left"), 0);
  EXPECT_EQ(posts.at("notes").at(0).as_string(), "先发论坛");
  EXPECT_EQ(number(day.at("planned").at(1), "left"), 2) << "trainings";
  EXPECT_THAT(day.at("unplanned").as_array(), IsEmpty());
  EXPECT_THAT(day.at("claims").as_array(), SizeIs(6));
  EXPECT_EQ(day.at("tomorrow").at("date").as_string(), "2026-11-24");
  EXPECT_EQ(number(day.at("tomorrow").at("planned").at(0), "quantity"), 5);
}

TEST_F(SelfReportsTest, today_is_not_over_and_what_is_left_says_so) {
  const json::object day = read("lilei", "/api/v1/day-reports/2026-11-24");
  EXPECT_FALSE(day.at("over").as_bool());
  EXPECT_EQ(number(day.at("planned").at(0), "done"), 1) << "Monday's sixth post";
  EXPECT_EQ(number(day.at("planned").at(0), "left"), 4);
}

TEST_F(SelfReportsTest, what_turned_is_told_to_its_owner_first) {
  const json::object own = read("lilei", "/api/v1/day-reports/2026-11-24");
  EXPECT_THAT(own.at("verified").as_array(), SizeIs(1));
  EXPECT_THAT(own.at("came_back").as_array(), SizeIs(3)) << "public, private, and for a person";
  const json::object led = read("wang", "/api/v1/day-reports/2026-11-24?user=lilei");
  EXPECT_THAT(led.at("came_back").as_array(), SizeIs(2)) << "without what is still with him";
}

TEST_F(SelfReportsTest, the_newest_words_hold_and_earlier_ones_stand_behind_them) {
  const json::object day = read("wang", "/api/v1/day-reports/2026-11-23?user=lilei");
  EXPECT_EQ(day.at("words").at("reflection").as_string(), "第二版");
  EXPECT_EQ(number(day.at("words"), "revision"), 2);
  ASSERT_THAT(day.at("words_before").as_array(), SizeIs(1));
  EXPECT_TRUE(read("lilei", "/api/v1/day-reports/2026-11-24").at("words").is_null());
}

TEST_F(SelfReportsTest, on_leave_nothing_is_asked_for) {
  const json::object day = read("hanmeimei", "/api/v1/day-reports/2026-11-24");
  EXPECT_EQ(day.at("kind").as_string(), "leave");
  EXPECT_THAT(day.at("planned").as_array(), IsEmpty());
  EXPECT_FALSE(day.at("expected").as_bool());
}

TEST_F(SelfReportsTest, without_a_plan_everything_is_beyond_one) {
  const json::object day = read("zhangsan", "/api/v1/day-reports/2026-11-23");
  EXPECT_FALSE(day.at("has_plan").as_bool());
  EXPECT_THAT(day.at("planned").as_array(), IsEmpty());
  EXPECT_EQ(number(day.at("unplanned").at(0), "done"), 2);
}

TEST_F(SelfReportsTest, a_week_is_sums_words_and_the_next_plan) {
  const json::object week = read("lilei", "/api/v1/week-reports/2026-11-23");
  EXPECT_FALSE(week.at("over").as_bool());
  EXPECT_EQ(number(week.at("planned").at(0), "planned"), 10);
  EXPECT_EQ(number(week.at("planned").at(0), "done"), 6);
  EXPECT_EQ(number(week.at("tally"), "claims"), 6);
  EXPECT_EQ(number(week.at("tally").at("plan"), "planned"), 7) << "of days that are over";
  ASSERT_THAT(week.at("days").as_array(), SizeIs(7));
  EXPECT_EQ(number(week.at("days").at(0), "planned"), 7);
  EXPECT_EQ(number(week.at("days").at(0), "done"), 6);
  EXPECT_EQ(week.at("days").at(0).at("words").at("reflection").as_string(), "第二版");
  EXPECT_EQ(week.at("days").at(5).at("kind").as_string(), "off");
  EXPECT_EQ(week.at("next").at("monday").as_string(), "2026-11-30");
  EXPECT_THAT(week.at("next").at("planned").as_array(), IsEmpty());
  EXPECT_EQ(
      number(read("kefu", "/api/v1/week-reports/2026-11-23").at("forms").at(0).at("fields").at(0),
             "sum"),
      50);
  EXPECT_EQ(number(read("wang", "/api/v1/week-reports/2026-11-23?user=lilei").at("tally"),
                   "with_employee"),
            0);
}

TEST_F(SelfReportsTest, a_person_sees_his_own_and_leaders_their_teams) {
  EXPECT_EQ(world().get("wang", "/api/v1/day-reports/2026-11-23?user=lilei").status, 200);
  EXPECT_EQ(world().get("root", "/api/v1/day-reports/2026-11-23?user=lilei").status, 200);
  for (const char* login : {"hanmeimei", "zhao", "waibao"}) {
    EXPECT_EQ(world().get(login, "/api/v1/day-reports/2026-11-23?user=lilei").status, 404) << login;
    EXPECT_EQ(world().get(login, "/api/v1/week-reports/2026-11-23?user=nobody").status, 404);
  }
  EXPECT_EQ(world().get("lilei", "/api/v1/week-reports/2026-11-24").status, 400) << "no Monday";
  EXPECT_EQ(world().get("lilei", "/api/v1/day-reports/yesterday").status, 400);
}

TEST_F(SelfReportsTest, words_are_handed_to_the_daemon_as_they_were_said) {
  const Answer done = world().ask("lilei", "PUT", "/api/v1/week-reports/2026-11-23",
                                  R"({"reflection":"顺利","tomorrow":"继续"})");
  EXPECT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(world().commands.words_put.span, ReportSpan::kWeek);
  EXPECT_EQ(world().commands.words_put.reflection, "顺利");
  EXPECT_EQ(world().commands.words_put.unfinished_reason, "");
  EXPECT_EQ(world().ask("lilei", "PUT", "/api/v1/day-reports/2026-11-23", R"({"mood":"x"})").status,
            400);
}

TEST_F(SelfReportsTest, blockers_are_seen_by_author_addressee_and_leader) {
  EXPECT_THAT(texts(read("lilei", "/api/v1/blockers")),
              ::testing::ElementsAre("请李雷换链接", "等设计给图"));
  EXPECT_THAT(texts(read("hanmeimei", "/api/v1/blockers")), ::testing::ElementsAre("请李雷换链接"));
  EXPECT_THAT(texts(read("wang", "/api/v1/blockers")), SizeIs(2));
  EXPECT_THAT(texts(read("zhao", "/api/v1/blockers")), IsEmpty());
  EXPECT_THAT(texts(read("lilei", "/api/v1/blockers?state=closed")), IsEmpty());
  EXPECT_EQ(world().get("lilei", "/api/v1/blockers?state=x").status, 400);
}

TEST_F(SelfReportsTest, a_blocker_says_how_old_it_is_and_who_may_close_it) {
  const json::object list = read("wang", "/api/v1/blockers");
  const json::value& to_leader = list.at("items").at(1);
  EXPECT_EQ(number(to_leader, "age_days"), 2) << "Friday to Tuesday";
  EXPECT_EQ(to_leader.at("to_name").as_string(), "王主管");
  EXPECT_TRUE(to_leader.at("may_close").as_bool());
  EXPECT_FALSE(list.at("items").at(0).at("may_close").as_bool()) << "he is not asked";
  const json::object page = read("wang", "/api/v1/blockers?limit=1");
  EXPECT_THAT(page.at("items").as_array(), SizeIs(1));
  const auto next = std::to_string(page.at("next").as_int64());
  EXPECT_THAT(texts(read("wang", "/api/v1/blockers?limit=5&after=" + next)),
              ::testing::ElementsAre("等设计给图"));
}

TEST_F(SelfReportsTest, the_home_of_whoever_is_asked_counts_what_waits_for_him) {
  EXPECT_EQ(read("wang", "/api/v1/desk").at("blockers").as_int64(), 1);
  EXPECT_EQ(read("zhao", "/api/v1/desk").at("blockers").as_int64(), 0);
  EXPECT_EQ(read("lilei", "/api/v1/day").at("blockers").as_int64(), 1);
  EXPECT_EQ(read("hanmeimei", "/api/v1/day").at("blockers").as_int64(), 0);
  EXPECT_THAT(read("lilei", "/api/v1/day-reports/2026-11-24").at("blockers").as_array(), SizeIs(1));
}

TEST_F(SelfReportsTest, a_card_of_ones_post_is_read_and_acknowledged) {
  const json::object own = read("lilei", "/api/v1/duties/mine");
  EXPECT_EQ(own.at("post").as_string(), "promoter");
  EXPECT_EQ(number(own, "version"), 2);
  EXPECT_EQ(own.at("text_zh").as_string(), "# 岗位职责\n- 发帖\n");
  EXPECT_TRUE(own.at("acknowledged_at").is_null());
  EXPECT_EQ(
      world().ask("lilei", "POST", "/api/v1/duties/mine/acknowledge", R"({"version":2})").status,
      200);
  EXPECT_EQ(world().commands.text, "2");
  EXPECT_EQ(world().ask("lilei", "POST", "/api/v1/duties/mine/acknowledge", "{}").status, 400);
  EXPECT_EQ(world().get("kefu", "/api/v1/duties/mine").status, 404) << "no card of his post";
}

TEST_F(SelfReportsTest, leaders_see_who_has_acknowledged_which_version) {
  const json::object duties = read("wang", "/api/v1/duties");
  ASSERT_THAT(duties.at("cards").as_array(), SizeIs(1));
  for (const json::value& person : duties.at("people").as_array()) {
    const bool read_before = person.at("login").as_string() == "hanmeimei";
    EXPECT_EQ(person.at("version").is_null(), !read_before);
    EXPECT_FALSE(person.at("current").as_bool()) << "the first version is not in force any more";
  }
  EXPECT_THAT(duties.at("people").as_array(), SizeIs(3));
}

}  // namespace
}  // namespace vouch::web::test
