// The week's plan: a draft, its publishing, changes with their reasons, and what follows for
// whoever hands in.
#include <gtest/gtest.h>

#include "daemon/plan_writes.h"
#include "planning/week_plan.h"
#include "store/keywords.h"
#include "store/people.h"
#include "store/work_plans.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

namespace plans = store::work_plans;

const Date kMonday = parse_date("2026-11-23").value();  // the world stands on Tuesday
constexpr const char* kReason = "平台暂停审核";

struct PlanWorld : World {
  static web::PlanRow row(const std::string& login, const std::string& type, int quantity,
                          std::vector<std::string> keywords = {},
                          std::vector<std::string> platforms = {}) {
    web::PlanRow out;
    out.row = 1;
    out.login = login;
    out.work_type = type;
    out.quantity = quantity;
    out.keywords = std::move(keywords);
    out.platforms = std::move(platforms);
    return out;
  }
  Result<web::PlanProblems> put(const std::string& by, std::vector<web::PlanRow> rows,
                                Date monday = kMonday) {
    int number = 0;
    for (web::PlanRow& one : rows) one.row = ++number;
    return run(parts().commands.put_plan(actor(by), {monday, "", std::move(rows)}));
  }
  Result<web::PlanProblems> publish(const std::string& by, Date monday = kMonday) {
    return run(parts().commands.publish_plan(actor(by), {monday, ""}));
  }
  Status change(PlanLineId line, std::optional<int> quantity, std::optional<std::string> login,
                const std::string& reason = kReason) {
    return run(parts().commands.change_plan_line(actor("wang"),
                                                 {line, quantity, std::move(login), reason}));
  }
  std::vector<PlanLine> lines(Date monday = kMonday) {
    return read<std::vector<PlanLine>>([&](store::Connection& db) {
      const auto team = store::people::find_user(db, user("lilei"));
      return plans::lines(db, team->team, monday);
    });
  }
  std::vector<int> days(PlanLineId line) {
    std::vector<int> out(planning::kWeekDays, 0);
    const auto found =
        read<std::vector<PlanDay>>([&](store::Connection& db) { return plans::days_of(db, line); });
    for (const PlanDay& day : found)
      out[static_cast<std::size_t>((day.day - kMonday).count())] = day.quantity;
    return out;
  }
};

TEST(PlanWrites, a_draft_is_replaced_as_a_whole_and_published_once) {
  PlanWorld world;
  EXPECT_TRUE(must(world.put("wang", {world.row("lilei", "论坛发帖", 8)})).empty());
  EXPECT_TRUE(must(world.put("wang", {world.row("lilei", "forum_post", 7),
                                      world.row("hanmeimei", "qa_answer", 3)}))
                  .empty());
  ASSERT_EQ(world.lines().size(), 2U);
  EXPECT_EQ(world.days(world.lines()[0].id), (std::vector<int>(7, 0))) << "a draft asks nobody";
  EXPECT_TRUE(must(world.publish("wang")).empty());
  // It is Tuesday: Monday is over.
  EXPECT_EQ(world.days(world.lines()[0].id), (std::vector<int>{0, 2, 2, 2, 1, 0, 0}));
  EXPECT_EQ(world.publish("wang").error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.put("wang", {}).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(world.parts().troubles.empty());
}

TEST(PlanWrites, rows_that_cannot_be_used_are_named_and_nothing_is_written) {
  PlanWorld world;
  ASSERT_TRUE(must(world.put("wang", {world.row("lilei", "forum_post", 1)})).empty());
  const auto problems = must(
      world.put("wang", {world.row("lilei", "forum_post", 5), world.row("zhaoliu", "forum_post", 5),
                         world.row("lilei", "发呆", 0, {"词库外的词"}, {"没有的平台"})}));
  std::set<std::string> fields;
  for (const web::Problem& one : problems) fields.insert(std::to_string(one.row) + one.field);
  EXPECT_EQ(fields, (std::set<std::string>{"2login", "3work_type", "3quantity", "3keywords",
                                           "3platforms"}));
  ASSERT_EQ(world.lines().size(), 1U);
  EXPECT_EQ(world.lines()[0].quantity, 1);
}

TEST(PlanWrites, only_whoever_leads_the_team_plans_for_it_and_only_weeks_to_come) {
  PlanWorld world;
  EXPECT_EQ(world.put("lilei", {}).error().code, ErrorCode::kDenied);
  web::PutPlan foreign{kMonday, "推广二组", {}};
  EXPECT_FALSE(world.run(world.parts().commands.put_plan(world.actor("wang"), foreign)));
  EXPECT_EQ(world.put("wang", {}, kMonday - std::chrono::days(7)).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(world.put("wang", {}, kMonday + std::chrono::days(1)).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(world.publish("wang").error().code, ErrorCode::kInvalid) << "nothing is planned";
}

TEST(PlanWrites, whoever_is_away_all_week_gets_nothing_and_nothing_is_published) {
  PlanWorld world;
  world.leave("lilei", "2026-11-24", "2026-11-27");
  ASSERT_TRUE(must(world.put("wang", {world.row("hanmeimei", "forum_post", 3),
                                      world.row("lilei", "forum_post", 5)}))
                  .empty());
  const auto refused = world.publish("wang");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("第 2 行"), std::string::npos) << refused.error().text();
  EXPECT_EQ(world.count("SELECT count(*) FROM plan_day"), 0) << "half a plan is none";
}

TEST(PlanWrites, a_change_keeps_old_and_new_and_moves_the_days_to_come) {
  PlanWorld world;
  ASSERT_TRUE(must(world.put("wang", {world.row("lilei", "forum_post", 8)})).empty());
  ASSERT_TRUE(must(world.publish("wang")).empty());
  const PlanLineId line = world.lines()[0].id;
  EXPECT_EQ(world.days(line), (std::vector<int>{0, 2, 2, 2, 2, 0, 0}));
  EXPECT_EQ(world.change(line, 5, std::nullopt, "好").error().code, ErrorCode::kInvalid);
  world.pass(std::chrono::hours(48));  // Thursday
  ASSERT_TRUE(world.change(line, 10, std::nullopt));
  EXPECT_EQ(world.days(line), (std::vector<int>{0, 2, 2, 3, 3, 0, 0}));
  ASSERT_TRUE(world.change(line, 1, std::nullopt));
  EXPECT_EQ(world.days(line), (std::vector<int>{0, 2, 2, 0, 0, 0, 0}));
  EXPECT_EQ(world.lines()[0].quantity, 4) << "what was asked for on past days stays asked";
  EXPECT_EQ(world.count("SELECT count(*) FROM plan_change WHERE quantity_before = 8 AND "
                        "quantity_after = 10"),
            1);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'plan.change'"), 2);
}

TEST(PlanWrites, what_is_handed_over_becomes_the_others_and_no_piece_is_lost) {
  PlanWorld world;
  ASSERT_TRUE(must(world.put("wang", {world.row("lilei", "forum_post", 8)})).empty());
  ASSERT_TRUE(must(world.publish("wang")).empty());
  world.pass(std::chrono::hours(24));  // Wednesday
  ASSERT_TRUE(world.change(world.lines()[0].id, std::nullopt, "hanmeimei"));
  const auto lines = world.lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].quantity, 2);
  EXPECT_EQ(lines[1].quantity, 6);
  EXPECT_EQ(lines[1].user, world.user("hanmeimei"));
  EXPECT_EQ(world.days(lines[0].id), (std::vector<int>{0, 2, 0, 0, 0, 0, 0}));
  EXPECT_EQ(world.days(lines[1].id), (std::vector<int>{0, 0, 2, 2, 2, 0, 0}));
  EXPECT_FALSE(world.change(lines[0].id, std::nullopt, "zhaoliu")) << "of another team";
}

TEST(PlanWrites, work_outside_the_plan_is_taken_and_marked) {
  PlanWorld world;
  world.web.page("http://forum.example/", "论坛", "首页");
  const auto marked = [&](const char* url, const char* type) {
    const ClaimId claim = world.report("lilei", url, type);
    return world.count("SELECT unplanned FROM claim WHERE id = " + std::to_string(claim.value)) ==
           1;
  };
  EXPECT_FALSE(marked("http://forum.example/t/1", "qa_answer")) << "nobody has planned anything";
  ASSERT_TRUE(must(world.put("wang", {world.row("lilei", "forum_post", 8)})).empty());
  EXPECT_FALSE(marked("http://forum.example/t/2", "qa_answer")) << "a draft binds nobody";
  ASSERT_TRUE(must(world.publish("wang")).empty());
  EXPECT_TRUE(marked("http://forum.example/t/3", "qa_answer"));
  EXPECT_FALSE(marked("http://forum.example/t/4", "forum_post"));
}

TEST(PlanWrites, hours_of_a_person_are_his_leaders_to_say) {
  PlanWorld world;
  const auto set = [&](const char* by, const char* whose, int minutes) {
    return world.run(world.parts().commands.set_work_hours(world.actor(by), {whose, minutes}));
  };
  EXPECT_TRUE(set("wang", "lilei", 240));
  EXPECT_FALSE(set("wang", "zhaoliu", 240));
  EXPECT_FALSE(set("wang", "lilei", 1441));
  EXPECT_EQ(world.count("SELECT minutes_a_day FROM work_hours"), 240);
}

}  // namespace
}  // namespace vouch::daemon::test
