#include "daemon/weekly_writes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/checker_facts.h"
#include "store/weeklies.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kThere = "http://blog.example/a";
constexpr const char* kGone = "http://forum.example/t/1";

void weekly_on(config::Settings& settings) {
  settings.alerts.weekly_digest = true;
}

// Li Lei has one page that is there and one that is not, from Tuesday on.
struct WeekWorld : World {
  WeekWorld() : World(at("2026-11-24", 14, 30), weekly_on) {
    web.page("http://forum.example/", "论坛", "首页");
    web.page(kThere, "不锈钢阀门选型", "在");
    there = report("lilei", kThere, "blog_post");
    gone = report("lilei", kGone);
  }
  std::vector<Message> weeklies_to(const std::string& login) {
    std::vector<Message> out;
    for (const Message& message : mails_to(login)) {
      if (message.group_key.starts_with("weekly|")) out.push_back(message);
    }
    return out;
  }
  planning::Weekly stored(std::string_view monday) {
    return read<planning::Weekly>(
        [date = day(monday)](store::Connection& db) -> Result<planning::Weekly> {
          return planning::weekly_from_json(must(store::weeklies::find(db, date)).value());
        });
  }
  ClaimId there;
  ClaimId gone;
};

TEST(WeeklyWrites, the_leader_reads_it_on_sunday_and_the_person_when_the_quiet_time_is_over) {
  WeekWorld world;
  world.run_until(at("2026-11-29", 18, 5));
  ASSERT_EQ(world.weeklies_to("wang").size(), 1U);
  EXPECT_TRUE(world.weeklies_to("lilei").empty());
  world.run_until(at("2026-11-30", 8, 5));
  ASSERT_EQ(world.weeklies_to("lilei").size(), 1U);
  EXPECT_EQ(world.weeklies_to("wang").size(), 1U);

  const std::string led = world.text_of(world.weeklies_to("wang")[0]);
  EXPECT_THAT(world.weeklies_to("wang")[0].subject, HasSubstr("推广周报 2026-11-23 至 11-29"));
  EXPECT_THAT(led, HasSubstr("李雷：未检测到 1 项"));
  EXPECT_THAT(led, HasSubstr("提交 2 项，按时 2，有结论 2，已核实 1（50%）"));
  EXPECT_THAT(led, HasSubstr("/weeks/2026-11-23"));
  const std::string own = world.text_of(world.weeklies_to("lilei")[0]);
  EXPECT_THAT(world.weeklies_to("lilei")[0].subject, HasSubstr("您的推广周报"));
  EXPECT_THAT(own, HasSubstr("您：未检测到 1 项"));
  EXPECT_THAT(own, Not(HasSubstr("/s/")));
}

TEST(WeeklyWrites, one_that_is_late_disturbs_nobody_at_night) {
  WeekWorld world;
  world.run_until(at("2026-11-29", 12));
  world.set(at("2026-11-30", 3));  // the machine was off
  world.run_until(at("2026-11-30", 7, 59));
  EXPECT_TRUE(world.weeklies_to("wang").empty());
  world.run_until(at("2026-11-30", 8, 5));
  EXPECT_EQ(world.weeklies_to("wang").size(), 1U);
}

// An installation that is older than its digests begins to count when they begin.
TEST(WeeklyWrites, the_first_digest_does_not_count_the_whole_past) {
  WeekWorld world;
  world.run_until(at("2026-11-26", 12));
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    must(context.db.run("DELETE FROM setting WHERE key = 'weekly:observation'"));
    return 0;
  });
  must(world.parts().notices.load());
  const auto checks = world.read<std::vector<alerts::DailyChecks>>(
      [](store::Connection& db) { return checks_since(db, Digest::kWeekly); });
  EXPECT_TRUE(checks.empty());
}

TEST(WeeklyWrites, what_is_still_with_the_employee_is_a_count_without_his_name) {
  WeekWorld world;
  world.run_until(at("2026-11-24", 18, 0));
  ASSERT_EQ(world.verdict(world.gone).work, WorkVerdict::kFailed);
  const planning::Weekly week = world.write<planning::Weekly>([&](store::WriteContext& context) {
    const People people = must(load_people(context.db));
    return gather_weekly(context, world.rules(), people, context.now, at("2026-11-22", 18));
  });
  std::set<TeamId> all;
  for (const planning::WeekTeam& team : week.teams) all.insert(team.team);
  const planning::Weekly led = planning::for_leader(week, all);
  const auto team = std::find_if(led.teams.begin(), led.teams.end(),
                                 [](const auto& one) { return one.sum.claims != 0; });
  ASSERT_NE(team, led.teams.end());
  EXPECT_EQ(team->sum.with_employee, 1);
  EXPECT_EQ(team->sum.decided, 1);
  EXPECT_EQ(team->open.sum(), 0);
  for (const planning::WeekPerson& person : team->people) {
    EXPECT_EQ(person.tally.with_employee, 0);
    EXPECT_EQ(person.open.failed, 0);
  }
}

TEST(WeeklyWrites, a_week_is_told_once_and_kept_as_it_was_told) {
  WeekWorld world;
  world.run_until(at("2026-11-29", 18, 5));
  const std::string before = planning::weekly_to_json(world.stored("2026-11-23"));
  world.web.page(kGone, "不锈钢阀门选型", "补发了");
  world.run_until(at("2026-12-03", 12));
  EXPECT_EQ(world.verdict(world.gone).work, WorkVerdict::kVerified);
  EXPECT_EQ(planning::weekly_to_json(world.stored("2026-11-23")), before);
  const int again = world.write<int>([&](store::WriteContext& context) {
    return write_weekly(context, world.rules(), at("2026-11-29", 18), at("2026-11-22", 18));
  });
  EXPECT_EQ(again, 0);
  EXPECT_EQ(world.weeklies_to("wang").size(), 1U);
  const auto deleted = world.try_write<int>([](store::WriteContext& context) -> Result<int> {
    const auto done = context.db.run("UPDATE weekly SET body = '{}'");
    if (!done) return tl::unexpected(done.error());
    return 0;
  });
  EXPECT_FALSE(deleted);
  world.parts().troubles.clear();
}

// Friday's report may come until Monday morning: this digest neither counts nor praises it.
TEST(WeeklyWrites, friday_is_counted_in_the_digest_after_its_cut_off) {
  World world(at("2026-11-24", 14, 30), weekly_on);
  for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"}) {
    world.run_until(at(day, 15));
    const std::string url = std::string("http://blog.example/") + day;
    world.web.page(url, "不锈钢阀门选型", "在");
    world.report("lilei", url, "blog_post");
  }
  world.run_until(at("2026-12-06", 18, 5));
  const auto of_lilei = [&](std::string_view monday) {
    const planning::Weekly week = world.read<planning::Weekly>(
        [date = day(monday)](store::Connection& db) -> Result<planning::Weekly> {
          return planning::weekly_from_json(must(store::weeklies::find(db, date)).value());
        });
    for (const planning::WeekTeam& team : week.teams) {
      for (const planning::WeekPerson& person : team.people) {
        if (person.user == world.user("lilei")) return person;
      }
    }
    return planning::WeekPerson();
  };
  const planning::WeekPerson first = of_lilei("2026-11-23");
  EXPECT_EQ(first.tally.expected, 3);
  EXPECT_EQ(first.tally.verified, 3);
  EXPECT_TRUE(first.has_everything());
  EXPECT_FALSE(first.full);
  const planning::WeekPerson second = of_lilei("2026-11-30");
  EXPECT_EQ(second.tally.expected, 5);  // that Friday, and Monday to Thursday
  EXPECT_EQ(second.open.not_reported, 5);
}

// As with reports: the plan of Friday counts in the digest after its cut-off.
TEST(WeeklyWrites, a_plan_is_told_of_days_whose_cut_off_fell_since_the_digest_before) {
  World world(at("2026-11-23", 8, 30), weekly_on);
  web::PlanRow row;
  row.row = 1;
  row.login = "lilei";
  row.work_type = "forum_post";
  row.quantity = 10;
  must(world.run(
      world.parts().commands.put_plan(world.actor("wang"), {day("2026-11-23"), "", {row}})));
  must(
      world.run(world.parts().commands.publish_plan(world.actor("wang"), {day("2026-11-23"), ""})));
  for (const char* date : {"2026-11-23", "2026-11-24", "2026-11-27"}) {
    world.run_until(at(date, 15));
    const std::string url = std::string("http://forum.example/t/") + date;
    world.web.page(url, "不锈钢阀门选型", "在");
    world.report("lilei", url);
  }
  world.run_until(at("2026-12-06", 18, 5));
  const auto sum_of = [&](std::string_view monday) {
    const planning::Weekly week = world.read<planning::Weekly>(
        [date = day(monday)](store::Connection& db) -> Result<planning::Weekly> {
          return planning::weekly_from_json(must(store::weeklies::find(db, date)).value());
        });
    for (const planning::WeekTeam& team : week.teams) {
      if (team.name == "推广一组") return team.sum;
    }
    return planning::WeekTally();
  };
  const planning::WeekTally first = sum_of("2026-11-23");
  EXPECT_EQ(first.planned, 8) << "Monday to Thursday";
  EXPECT_EQ(first.plan_done, 2);
  EXPECT_EQ(first.plan_on_time, 2);
  const planning::WeekTally second = sum_of("2026-11-30");
  EXPECT_EQ(second.planned, 2) << "Friday";
  EXPECT_EQ(second.plan_done, 1) << "its piece was kept for it";
}

// The figures of a week begin where those of the week before ended.
TEST(WeeklyWrites, the_next_week_counts_anew) {
  WeekWorld world;
  world.run_until(at("2026-12-06", 18, 5));
  const planning::Weekly second = world.stored("2026-11-30");
  const auto ours = std::find_if(second.teams.begin(), second.teams.end(),
                                 [](const auto& team) { return team.open.failed != 0; });
  ASSERT_NE(ours, second.teams.end());
  EXPECT_EQ(ours->open.failed, 1);
  EXPECT_EQ(ours->sum.claims, 0);
  EXPECT_EQ(ours->weeks[2].claims, 2);
  const planning::Weekly first = world.stored("2026-11-23");
  ASSERT_FALSE(first.company.checks.empty());
  EXPECT_EQ(first.company.checks[0].claims, 2);
  EXPECT_EQ(first.company.told, 1);
  EXPECT_EQ(second.company.told, 0);
}

}  // namespace
}  // namespace vouch::daemon::test
