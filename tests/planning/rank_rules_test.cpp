#include "planning/rank_rules.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

const Date kDay = parse_date("2026-11-24").value();

RankLook ranked(int days_ago) {
  return {Time{}, kDay - std::chrono::days(days_ago), RankState::kRanked, 3, 50};
}

TEST(RankRules, a_look_speaks_for_a_week_and_then_measures_nothing) {
  EXPECT_EQ(state_on(ranked(0), kDay), RankState::kRanked);
  EXPECT_EQ(state_on(ranked(7), kDay), RankState::kRanked);
  EXPECT_EQ(state_on(ranked(8), kDay), RankState::kUnmeasured);
}

TEST(RankRules, one_never_looked_at_is_unmeasured_whatever_its_columns_say) {
  RankLook never;
  never.state = RankState::kNotInTop;
  EXPECT_EQ(state_on(never, kDay), RankState::kUnmeasured);
}

TEST(RankRules, the_first_priority_weighs_most_and_none_weighs_nothing) {
  EXPECT_DOUBLE_EQ(priority_weight(1), 9);
  EXPECT_DOUBLE_EQ(priority_weight(9), 1);
  EXPECT_DOUBLE_EQ(priority_weight(12), 1);
}

TEST(RankRules, a_move_holds_while_the_newest_look_stands_on_its_side) {
  const RankMove rise{11, 5, false, false};
  EXPECT_TRUE(still_holds(rise, ranked(0)));
  RankLook gone = ranked(0);
  gone.state = RankState::kNotInTop;
  gone.depth = 10;
  EXPECT_FALSE(still_holds(rise, gone)) << "eleventh again";
  const RankMove fall{3, 9, false, false};
  EXPECT_TRUE(still_holds(fall, gone));
  EXPECT_FALSE(still_holds(fall, ranked(0)));
  gone.state = RankState::kUnmeasured;
  EXPECT_TRUE(still_holds(rise, gone)) << "nobody knows better";
}

TEST(RankRules, figures_of_less_than_half_of_the_keywords_tell_nothing) {
  Visibility figures;
  EXPECT_FALSE(is_telling(figures));
  figures.coverage = 0.49;
  EXPECT_FALSE(is_telling(figures));
  figures.coverage = 0.5;
  EXPECT_TRUE(is_telling(figures));
  figures.coverage = 0.8;  // example H
  EXPECT_TRUE(is_telling(figures));
}

}  // namespace
}  // namespace vouch::planning
