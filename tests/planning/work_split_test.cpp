#include "planning/work_split.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

using Days = std::vector<int>;

std::vector<int> on(int quantity, std::vector<std::int64_t> weights) {
  return split(quantity, weights);
}

TEST(WorkSplit, gives_what_is_left_over_to_the_largest_remainder_and_then_to_the_earlier_day) {
  EXPECT_EQ(on(5, {1, 1, 1, 1, 1}), (Days{1, 1, 1, 1, 1}));
  EXPECT_EQ(on(7, {1, 1, 1, 1, 1}), (Days{2, 2, 1, 1, 1}));
  EXPECT_EQ(on(3, {1, 1, 1, 1, 1}), (Days{1, 1, 1, 0, 0}));
  EXPECT_EQ(on(6, {1, 0, 1, 1, 0}), (Days{2, 0, 2, 2, 0})) << "nothing on days of leave";
  EXPECT_EQ(on(3, {480, 480, 240}), (Days{1, 1, 1}));
  EXPECT_EQ(on(5, {480, 240, 480}), (Days{2, 1, 2}));
  EXPECT_EQ(on(4, {0, 0}), (Days{0, 0})) << "nobody is there";
  EXPECT_EQ(on(0, {1, 1}), (Days{0, 0}));
}

RC_GTEST_PROP(WorkSplitProperty, adds_up_and_no_day_is_a_whole_piece_off_its_share, ()) {
  const int quantity = *rc::gen::inRange(0, 5000);
  const auto weights =
      *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 600));
  const std::vector<int> days = split(quantity, weights);
  const std::int64_t whole = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  RC_ASSERT(days.size() == weights.size());
  RC_ASSERT(std::accumulate(days.begin(), days.end(), 0) == (whole == 0 ? 0 : quantity));
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (weights[i] == 0) RC_ASSERT(days[i] == 0);
    if (whole > 0) RC_ASSERT(std::abs(days[i] * whole - quantity * weights[i]) < whole);
  }
}

TEST(WorkSplit, warns_above_a_hundred_and_ten_per_cent_of_the_hours) {
  EXPECT_EQ((Capacity{2400, 2400}.percent()), 100);
  EXPECT_FALSE((Capacity{2640, 2400}.is_over())) << "110 % exactly";
  EXPECT_TRUE((Capacity{2641, 2400}.is_over()));
  EXPECT_EQ((Capacity{2641, 2400}.percent()), 111) << "rounded up";
  EXPECT_EQ((Capacity{0, 0}.percent()), 0);
  EXPECT_TRUE((Capacity{10, 0}.is_over())) << "work for somebody who is away";
}

}  // namespace
}  // namespace vouch::planning
