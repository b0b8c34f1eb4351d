#include "daemon/agenda.h"

#include <gtest/gtest.h>

#include "daemon/room.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";

TEST(Agenda, a_chore_that_throws_is_counted_and_the_loop_goes_on) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  int tries = 0;
  world.parts().agenda.add({"bad", world.now(), [&tries]() -> Task<Time> {
                              ++tries;
                              throw std::runtime_error("a bug");
                              co_return Time{};
                            }});
  const ClaimId claim = world.report("lilei", kPost);
  world.run_until(world.now() + std::chrono::minutes(20));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_GE(tries, 20);  // a minute's rest after each
  EXPECT_LE(tries, 21);
  EXPECT_EQ(world.context().counters.task_failures["bad"], static_cast<std::uint64_t>(tries));
  EXPECT_TRUE(world.parts().activity.idle());
}

TEST(Agenda, an_urgent_chore_runs_before_anything_is_judged_by_the_new_time) {
  World world;
  std::vector<std::string> order;
  bool jumped = true;
  Chore chore{"clock", world.now() + std::chrono::hours(100),
              [&]() -> Task<Time> {
                order.emplace_back("gap");
                jumped = false;
                co_return world.now() + std::chrono::hours(100);
              },
              [&] { return jumped; }};
  world.parts().agenda.add(std::move(chore));
  world.web.page(kPost, "不锈钢阀门选型", "在");
  world.report("lilei", kPost);
  world.web.on_fetch = [&](const Url&) { order.emplace_back("look"); };
  world.run_until(world.now() + std::chrono::minutes(20));
  ASSERT_GE(order.size(), 2U);
  EXPECT_EQ(order[0], "gap");
  EXPECT_EQ(std::count(order.begin(), order.end(), "gap"), 1);
}

TEST(Agenda, a_chore_planned_by_a_clock_that_was_ahead_comes_once_when_it_is_put_back) {
  World world;
  const Time today = world.now();
  std::vector<Time> runs;
  world.parts().agenda.add({"daily", today, [&]() -> Task<Time> {
                              runs.push_back(world.now());
                              co_return world.now() + std::chrono::hours(24);
                            }});
  world.run_until(today + std::chrono::minutes(10));
  world.set(today + std::chrono::hours(24 * 365));
  world.run_until(world.now() + std::chrono::minutes(10));
  ASSERT_EQ(runs.size(), 2U);  // not once for each day that was skipped
  world.set(today + std::chrono::minutes(30));
  world.run_until(today + std::chrono::hours(1));
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[2], today + std::chrono::minutes(30));
  world.run_until(today + std::chrono::hours(26));
  EXPECT_EQ(runs.size(), 4U);
}

TEST(Agenda, a_timer_moves_the_verdict_on_when_time_alone_changes_it) {
  World world;
  world.web.change(kPost, fakes::Reply::with_status(403, "no"));
  const ClaimId claim = world.report("lilei", kPost);
  world.run_until(at("2026-11-26", 16, 29));
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kPending);
  world.run_until(at("2026-11-26", 16, 31));  // 48 hours after the deadline
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kManual);
}

TEST(Agenda, a_full_disk_holds_looks_back_and_the_clock_stands_until_there_is_room) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  int fetched = 0;
  world.web.on_fetch = [&](const Url&) { ++fetched; };
  Room room(world.context());
  room.hold();
  room.hold();  // said by many at once
  EXPECT_FALSE(world.parts().activity.idle()) << "no simulated time passes";
  const auto next = world.parts().agenda.next_due();
  EXPECT_TRUE(!next || *next > world.now()) << "nothing to spin on";
  room.let_go();
  EXPECT_TRUE(world.parts().activity.idle());
  world.run_until(world.now() + std::chrono::minutes(20));
  EXPECT_GT(fetched, 0);
  EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
}

TEST(Room, a_sliver_is_not_worth_a_try) {
  EXPECT_FALSE(is_worth_a_try({1000U << 20U, 0, 9U << 20U}));
  EXPECT_TRUE(is_worth_a_try({1000U << 20U, 0, 11U << 20U}));
  EXPECT_TRUE(is_worth_a_try({1000ULL << 30U, 0, 65U << 20U})) << "64 MiB are enough on any disk";
}

TEST(Agenda, a_timer_that_was_dropped_meanwhile_does_nothing) {
  World world;
  const ClaimId claim = world.report("lilei", kPost);
  const store::Look timer = world.pending(claim, "timer").value();
  world.write<std::int64_t>([&](store::WriteContext& context) {
    return store::looks::drop_pending(context.db, claim, "timer");
  });
  const Verdict before = world.verdict(claim);
  world.run_until(timer.due_at + std::chrono::minutes(1));
  EXPECT_EQ(world.looks(claim, "timer").at(0).state, store::LookState::kDropped);
  EXPECT_EQ(before.claim, claim);
}

TEST(Agenda, looks_of_many_sites_go_side_by_side_and_all_come_to_an_end) {
  World world;
  std::vector<ClaimId> claims;
  for (int i = 0; i < 100; ++i) {
    const std::string url = fmt::format("http://site{}.example/a", i);
    world.web.page(url, "不锈钢阀门选型", "在");
    claims.push_back(world.report("lilei", url));
  }
  world.run_until(world.now() + std::chrono::minutes(20));
  for (const ClaimId claim : claims) EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kVerified);
  EXPECT_TRUE(world.context().in_flight.empty());
}

TEST(Agenda, nothing_is_started_after_a_stop_and_sleepers_wake) {
  World world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.run_until(world.now() + std::chrono::minutes(1));
  world.parts().agenda.stop();
  world.turn_until([&] { return !world.parts().agenda.running(); });
  world.set(world.now() + std::chrono::hours(1));
  EXPECT_TRUE(world.observations(claim).empty());
}

}  // namespace
}  // namespace vouch::daemon::test
