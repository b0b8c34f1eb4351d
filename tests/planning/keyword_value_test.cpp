#include "planning/keyword_value.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

constexpr std::int64_t kMost = 5000;
constexpr double kNear = 0.05;  // the examples are printed with one decimal

// The three examples of domain §3.7.
TEST(KeywordValue, comes_out_as_in_the_examples) {
  EXPECT_NEAR(value_of({5000, kMost, 3, 0.9, std::nullopt}).priority, 57.5, kNear);
  EXPECT_NEAR(value_of({600, kMost, 5, 0.5, 15}).priority, 81.3, kNear);
  EXPECT_NEAR(value_of({80, kMost, 5, 0.2, 7}).priority, 71.1, kNear);
}

TEST(KeywordValue, the_gap_is_widest_just_behind_page_one) {
  EXPECT_EQ(rank_gap(1), 0.1);
  EXPECT_EQ(rank_gap(3), 0.1);
  EXPECT_EQ(rank_gap(4), 0.6);
  EXPECT_EQ(rank_gap(10), 0.6);
  EXPECT_EQ(rank_gap(11), 1.0);
  EXPECT_EQ(rank_gap(30), 1.0);
  EXPECT_EQ(rank_gap(31), 0.4);
  EXPECT_EQ(rank_gap(std::nullopt), 0.4);
}

TEST(KeywordValue, stays_between_nothing_and_a_hundred_whatever_the_facts) {
  EXPECT_NEAR(value_of({0, 0, 1, 1, 1}).priority, 2.0, 1e-9);
  EXPECT_NEAR(value_of({9000, kMost, 9, -1, 11}).priority, 100, 1e-9);
  EXPECT_EQ(page_difficulty(9, 10, 0), 0.9);
  EXPECT_EQ(page_difficulty(8, 10, 2), 1.0);
  EXPECT_EQ(page_difficulty(0, 0, 0), 0.0);
}

TEST(KeywordValue, a_third_of_the_scale_is_one_class) {
  EXPECT_EQ(priority_class(81.3), 1);
  EXPECT_EQ(priority_class(57.5), 2);
  EXPECT_EQ(priority_class(33.3), 3);
}

}  // namespace
}  // namespace vouch::planning
