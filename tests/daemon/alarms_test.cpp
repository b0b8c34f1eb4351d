#include "daemon/alarms.h"

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";

TEST(Alarms, who_is_woken_by_a_stop_is_told_that_his_moment_has_not_come) {
  World world;
  std::vector<bool> came;
  auto sleep = [&]() -> Task<> {
    const Activity::Guard guard = world.parts().activity.begin();
    const Time moment = world.now() + std::chrono::seconds(3);
    came.push_back(co_await world.context().alarms.sleep_until(moment));
  };
  boost::asio::co_spawn(world.parts().loop, sleep(), boost::asio::detached);
  world.turn_until([&] { return world.context().alarms.next().has_value(); });
  world.pass(std::chrono::seconds(3));
  world.context().alarms.fire(world.now());
  world.turn_until([&] { return came.size() == 1; });
  boost::asio::co_spawn(world.parts().loop, sleep(), boost::asio::detached);
  world.turn_until([&] { return world.context().alarms.next().has_value(); });
  world.context().alarms.fire_all();
  world.turn_until([&] { return came.size() == 2; });
  boost::asio::co_spawn(world.parts().loop, sleep(), boost::asio::detached);
  world.turn_until([&] { return came.size() == 3; });
  EXPECT_EQ(came, (std::vector{true, false, false}));
}

// A visit keeps its site for five minutes if it never settles; it mostly settles at once.
TEST(Alarms, who_waits_for_a_site_wakes_when_the_visit_before_has_settled) {
  World world;
  SiteKeeper& sites = world.parts().sites;
  world.pass(std::chrono::minutes(1));
  ASSERT_TRUE(sites.reserve("forum.example").granted);
  std::vector<int> came;
  int begun = 0;
  auto wait = [&](int who) -> Task<> {
    const Activity::Guard guard = world.parts().activity.begin();
    ++begun;
    const bool granted =
        co_await sites.wait_for("forum.example", world.now() + std::chrono::hours(1));
    if (granted) came.push_back(who);
  };
  for (const int who : {1, 2}) {
    boost::asio::co_spawn(world.parts().loop, wait(who), boost::asio::detached);
    world.turn_until([&] { return begun == who && world.parts().activity.idle(); });
  }
  EXPECT_GT(world.context().alarms.next(), world.now() + std::chrono::minutes(4));
  crawler::Visit visit;
  visit.site_key = "forum.example";
  visit.outcome.status = 200;
  visit.ended_at = world.now();
  sites.settle({visit});
  const Time opens = sites.opens_at("forum.example");
  EXPECT_LT(opens, world.now() + std::chrono::minutes(1));
  EXPECT_EQ(world.context().alarms.next(), opens);
  world.set(opens);
  world.context().alarms.fire(world.now());
  world.turn_until([&] { return !came.empty() && world.parts().activity.idle(); });
  EXPECT_EQ(came, std::vector{1});
  world.context().alarms.fire_all();
  world.turn_until([&] { return !world.context().alarms.next().has_value(); });
}

// robots.txt was asked for; the page's turn would come three seconds later.
TEST(Alarms, a_stop_between_robots_and_page_asks_for_no_page_and_records_nothing) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.web.on_fetch = [&](const Url& url) {
    if (url.path() == "/robots.txt") world.context().alarms.fire_all();
  };
  world.look(claim);
  EXPECT_EQ(world.web.pages.count(kPost), 0U);
  EXPECT_TRUE(world.observations(claim).empty());
  EXPECT_TRUE(world.pending(claim, "page"));
}

}  // namespace
}  // namespace vouch::daemon::test
