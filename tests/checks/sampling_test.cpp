#include "checks/sampling.h"

#include <gtest/gtest.h>

namespace vouch::checks {
namespace {

TEST(Sampling, all_are_looked_up_while_the_quota_suffices) {
  EXPECT_EQ(sampled_share({80, 10, 8}), 1);
  EXPECT_EQ(sampled_share({80, 20, 8}), 0.5);
  EXPECT_EQ(sampled_share({0, 20, 8}), 0);
  EXPECT_EQ(sampled_share({0, 0, 8}), 1);  // nothing is missed
}

TEST(Sampling, of_a_persons_day_the_share_is_drawn_give_or_take_one) {
  for (const double share : {0.1, 0.3, 0.5, 0.9}) {
    for (std::uint64_t salt = 0; salt < 50; ++salt) {
      int drawn = 0;
      for (int n = 1; n <= 20; ++n) drawn += is_drawn(salt, "7|2026-11-24|baidu", n, share) ? 1 : 0;
      EXPECT_NEAR(drawn, share * 20, 1);
    }
  }
}

// Whoever knows the order of his links must not know which one is looked at.
TEST(Sampling, each_place_in_the_day_is_drawn_as_often_as_any_other) {
  for (const int n : {1, 2, 7}) {
    int drawn = 0;
    constexpr int kDays = 4000;
    for (std::uint64_t salt = 0; salt < kDays; ++salt) {
      drawn += is_drawn(salt, "7|2026-11-24|baidu", n, 0.3) ? 1 : 0;
    }
    EXPECT_NEAR(drawn, 0.3 * kDays, 120) << n;
  }
}

TEST(Sampling, a_full_share_draws_everything_and_none_nothing) {
  for (int n = 1; n <= 5; ++n) {
    EXPECT_TRUE(is_drawn(3, "a", n, 1));
    EXPECT_FALSE(is_drawn(3, "a", n, 0));
  }
}

}  // namespace
}  // namespace vouch::checks
