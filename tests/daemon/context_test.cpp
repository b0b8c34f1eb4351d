#include "daemon/context.h"

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

class ContextTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const ClaimId claim = world.report("lilei", "http://forum.example/t/1");
    look = queued(*world.pending(claim, "page"));
    context.queue.erase(look.id);
    context.in_flight.insert(look.id);
    waiting = context.queue.size();
  }
  void plan_anew() {
    ClaimChange change;
    change.put = {look};
    context.apply(change);
  }

  World world{at("2026-11-24", 14, 30)};
  Context& context = world.context();
  QueuedLook look;
  std::size_t waiting = 0;
};

TEST_F(ContextTest, a_look_planned_anew_while_it_is_in_flight_waits_until_it_has_landed) {
  plan_anew();
  context.requeue_landed();
  EXPECT_EQ(context.queue.size(), waiting);
  context.in_flight.erase(look.id);
  context.requeue_landed();
  EXPECT_EQ(context.queue.size(), waiting + 1);
}

TEST_F(ContextTest, what_was_planned_after_it_landed_is_newer) {
  plan_anew();
  context.in_flight.erase(look.id);
  look.due_at += std::chrono::hours(400);
  plan_anew();
  context.requeue_landed();
  EXPECT_TRUE(context.planned_in_flight.empty());
}

TEST_F(ContextTest, a_look_that_is_dropped_meanwhile_does_not_come_back) {
  plan_anew();
  ClaimChange change;
  change.erased = {look.id};
  context.apply(change);
  context.in_flight.erase(look.id);
  context.requeue_landed();
  EXPECT_EQ(context.queue.size(), waiting);
}

}  // namespace
}  // namespace vouch::daemon::test
