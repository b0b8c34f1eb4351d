#include "daemon/number_writes.h"

#include <gtest/gtest.h>

#include "store/work_numbers.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

const Date kToday = parse_date("2026-11-24").value();

struct NumberWorld : World {
  Result<web::PlanProblems> put(std::map<std::string, std::int64_t> numbers, Date day = kToday,
                                const std::string& form = "cs_session_stats") {
    return run(parts().commands.put_numbers(actor("lilei"), {day, form, std::move(numbers), ""}));
  }
};

TEST(NumberWrites, each_version_is_kept_and_the_newest_holds) {
  NumberWorld world;
  EXPECT_TRUE(must(world.put({{"sessions", 40}, {"valid_sessions", 30}})).empty());
  EXPECT_TRUE(must(world.put({{"sessions", 40}, {"valid_sessions", 30}})).empty());
  EXPECT_EQ(world.count("SELECT count(*) FROM work_number"), 1) << "the same again";
  EXPECT_TRUE(must(world.put({{"sessions", 42}, {"valid_sessions", 30}})).empty());
  const auto rows =
      world.read<std::vector<store::work_numbers::DayNumbers>>([&](store::Connection& db) {
        return store::work_numbers::of_user(db, world.user("lilei"), kToday, kToday);
      });
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].revision, 2);
  EXPECT_EQ(rows[0].numbers, R"({"sessions":42,"valid_sessions":30})");
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'numbers.put'"), 2);
}

TEST(NumberWrites, what_does_not_add_up_is_named_and_not_written) {
  NumberWorld world;
  EXPECT_EQ(must(world.put({{"sessions", 4}, {"valid_sessions", 5}})).size(), 1U);
  EXPECT_FALSE(world.put({}));
  EXPECT_FALSE(world.put({{"sessions", 4}}, kToday + std::chrono::days(1)));
  EXPECT_FALSE(world.put({{"sessions", 4}}, kToday - std::chrono::days(63)));
  EXPECT_FALSE(world.put({{"sessions", 4}}, kToday, "forum_post"));
  EXPECT_EQ(world.count("SELECT count(*) FROM work_number"), 0);
  EXPECT_TRUE(world.parts().troubles.empty());
}

}  // namespace
}  // namespace vouch::daemon::test
