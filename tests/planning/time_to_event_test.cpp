#include "planning/time_to_event.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

Waited done(double days) {
  return {days, true};
}
Waited waits(double days) {
  return {days, false};
}

TEST(WaitingCurve, without_anybody_who_still_waits_it_is_the_share_of_those_left) {
  const auto curve = waiting_curve(std::vector{done(1), done(2), done(3), done(4)});
  EXPECT_DOUBLE_EQ(curve.waiting_at(0.5), 1);
  EXPECT_DOUBLE_EQ(curve.waiting_at(1), 0.75);
  EXPECT_DOUBLE_EQ(curve.waiting_at(3.9), 0.25);
  EXPECT_DOUBLE_EQ(*curve.median(), 2);
}

// By hand: 6 at risk at 1 -> 5/6; 4 at risk at 3 (one left at 2) -> 5/6 * 3/4; 2 at 6 -> * 1/2.
TEST(WaitingCurve, who_still_waits_counts_until_he_was_last_seen) {
  const auto curve =
      waiting_curve(std::vector{done(1), waits(2), done(3), waits(5), done(6), waits(9)});
  ASSERT_EQ(curve.steps.size(), 3U);
  EXPECT_DOUBLE_EQ(curve.steps[1].waiting, 5.0 / 6 * 3 / 4);
  EXPECT_EQ(curve.steps[1].at_risk, 4U);
  EXPECT_DOUBLE_EQ(curve.steps[2].waiting, 5.0 / 6 * 3 / 4 / 2);
  EXPECT_EQ(curve.happened, 3U);
  EXPECT_EQ(curve.censored, 3U);
  EXPECT_DOUBLE_EQ(*curve.median(), 6);
}

TEST(WaitingCurve, what_happens_at_the_moment_somebody_is_last_seen_comes_first) {
  const auto curve = waiting_curve(std::vector{waits(2), done(2), waits(3)});
  EXPECT_EQ(curve.steps[0].at_risk, 3U);
  EXPECT_DOUBLE_EQ(curve.steps[0].waiting, 2.0 / 3);
}

TEST(WaitingCurve, a_median_nobody_reached_is_none) {
  const auto curve = waiting_curve(std::vector{done(1), waits(30), waits(30), waits(30)});
  EXPECT_FALSE(curve.median());
  EXPECT_DOUBLE_EQ(*curve.quantile(0.25), 1);
  EXPECT_FALSE(waiting_curve({}).median());
}

}  // namespace
}  // namespace vouch::planning
