#include "planning/rank_trend.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

constexpr int kGone = 0;      // not in the top fifty
constexpr int kUnknown = -1;  // not measured

// One look a day.
std::vector<RankLook> days(const std::vector<int>& positions) {
  std::vector<RankLook> looks;
  looks.reserve(positions.size());
  Date day = parse_date("2026-11-02").value();
  for (const int position : positions) {
    RankLook look;
    look.at = Time(day.time_since_epoch());
    look.day = day;
    look.depth = 50;
    look.position = std::max(position, 0);
    look.state = position > 0        ? RankState::kRanked
                 : position == kGone ? RankState::kNotInTop
                                     : RankState::kUnmeasured;
    looks.push_back(look);
    day += std::chrono::days(1);
  }
  return looks;
}

struct Row {
  const char* name;
  std::vector<int> positions;
  std::optional<double> to;  // none: no move
};

class RankTrend : public ::testing::TestWithParam<Row> {};

TEST_P(RankTrend, rule) {
  const auto move = rank_move(days(GetParam().positions));
  ASSERT_EQ(move.has_value(), GetParam().to.has_value());
  if (move) {
    EXPECT_DOUBLE_EQ(move->to, *GetParam().to);
  }
}

const Row kRows[] = {
    {"a_fall_on_two_days_is_a_move", {4, 5, 4, 12, 14}, 12},
    {"a_rise_on_two_days_is_a_move", {14, 15, 14, 6, 5}, 6},
    {"one_day_alone_is_noise", {4, 5, 4, 4, 14}, {}},
    {"there_and_back_is_noise", {4, 5, 4, 14, 4}, {}},
    {"less_than_five_places_is_noise", {2, 2, 2, 6, 6}, {}},
    {"five_places_are_a_move", {2, 2, 2, 7, 7}, 7},
    {"less_than_half_of_a_low_place_is_noise", {30, 30, 30, 44, 44}, {}},
    {"half_of_a_low_place_is_a_move", {30, 30, 30, 45, 45}, 45},
    {"two_looks_on_two_sides_are_noise", {20, 20, 20, 8, 34}, {}},
    {"out_of_the_list_is_one_beyond_what_was_read", {4, 4, 4, kGone, kGone}, 51},
    {"days_without_a_measurement_are_left_out",
     {4, kUnknown, 5, 4, kUnknown, 12, kUnknown, 14},
     12},
    {"two_usual_days_are_too_few", {4, 4, 12, 14}, {}},
    {"nothing_measured_is_no_move", {kUnknown, kUnknown, kUnknown, kUnknown, kUnknown}, {}},
};
INSTANTIATE_TEST_SUITE_P(Rows, RankTrend, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(RankMoves, a_place_that_was_lost_and_one_that_was_found_are_told_apart) {
  const auto lost = rank_move(days({4, 4, 4, kGone, kGone}));
  ASSERT_TRUE(lost);
  EXPECT_TRUE(lost->lost);
  EXPECT_FALSE(lost->found);
  const auto found = rank_move(days({kGone, kGone, kGone, 8, 9}));
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->found);
  EXPECT_DOUBLE_EQ(found->from, 51);
}

TEST(RankMoves, a_list_read_less_deep_than_the_usual_place_is_no_rise_and_no_fall) {
  auto looks = days({30, 30, 30, kGone, kGone});
  looks[3].depth = looks[4].depth = 10;
  EXPECT_FALSE(rank_move(looks)) << "it may still stand at 30";
}

TEST(RankMoves, a_usual_place_known_from_short_lists_only_is_no_ground_for_a_fall) {
  auto looks = days({kGone, kGone, kGone, 30, 31});
  for (int i = 0; i < 3; ++i) looks[static_cast<std::size_t>(i)].depth = 10;
  EXPECT_FALSE(rank_move(looks));
}

TEST(RankMoves, several_looks_of_one_day_count_as_one_day) {
  auto looks = days({4, 40, 40, 40, 40});
  looks[1].day = looks[2].day = looks[0].day;
  EXPECT_FALSE(rank_move(looks)) << "one usual day is too few";
}

}  // namespace
}  // namespace vouch::planning
