#include "planning/target.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

std::string percent(const std::optional<Exact>& share) {
  return share ? to_decimal(*share * 100, 1) : "-";
}

TEST(Target, attainment_stands_beside_the_time_that_has_passed) {  // example F
  Progress progress;
  progress.target = 60'000'000;
  progress.actual = 24'000'000;
  progress.elapsed = 10;
  progress.workdays = 21;
  const Attainment at = attainment(progress);
  EXPECT_EQ(percent(at.rate), "40.0");
  EXPECT_EQ(percent(at.time), "47.6");
  EXPECT_EQ(percent(at.ahead), "-7.6");
  EXPECT_EQ(band_of_progress(*at.ahead), Band::kAmber);
  EXPECT_EQ(to_yuan(fen(*at.a_day)), "24000.00");
  EXPECT_EQ(to_yuan(fen(*at.forecast)), "504000.00");
  EXPECT_EQ(percent(*at.forecast / progress.target), "84.0");
  EXPECT_EQ(to_yuan(fen(*at.needed)), "32727.27");
  EXPECT_FALSE(at.lately) << "no days were given";
}

TEST(Target, a_number_whose_divisor_is_nothing_is_none) {
  const Attainment none = attainment({});
  EXPECT_FALSE(none.rate || none.time || none.ahead || none.a_day || none.forecast || none.needed);
  Progress unsaid;
  unsaid.target = 100;
  unsaid.elapsed = 3;
  unsaid.workdays = 5;
  EXPECT_EQ(*attainment(unsaid).time, Exact(3, 5));
  EXPECT_FALSE(attainment(unsaid).rate || attainment(unsaid).ahead) << "nobody has said is not 0";
  Progress over;
  over.target = 100;
  over.actual = 90;
  over.elapsed = over.workdays = 5;
  EXPECT_FALSE(attainment(over).needed) << "no day is left";
  over.actual = 120;
  over.elapsed = 4;
  EXPECT_EQ(*attainment(over).needed, 0) << "reached";
}

TEST(Target, the_newest_days_weigh_most_in_the_second_forecast) {
  Progress progress;
  progress.target = 1000;
  progress.actual = 300;
  progress.elapsed = 3;
  progress.workdays = 5;
  progress.newest = {100, 100, 100};
  EXPECT_EQ(*attainment(progress).lately, 500);
  progress.newest = {0, 110};  // 0 + 2/11 of 110 = 20 a day
  EXPECT_EQ(*attainment(progress).lately, 340);
}

TEST(Target, bands_have_their_edges_on_the_mild_side) {
  EXPECT_EQ(band_of_progress(Exact(-3, 100)), Band::kGreen);
  EXPECT_EQ(band_of_progress(Exact(-3001, 100'000)), Band::kAmber);
  EXPECT_EQ(band_of_progress(Exact(-10, 100)), Band::kAmber);
  EXPECT_EQ(band_of_progress(Exact(-10001, 100'000)), Band::kRed);
  EXPECT_EQ(band_of_progress(Exact(1)), Band::kGreen);
}

TEST(Target, a_shortfall_is_rolled_forward_to_the_months_that_are_left) {  // example E
  const Amounts weights{6, 4, 8, 8, 9, 9, 8, 9, 9, 9, 10, 11};
  Amounts targets;
  for (const std::int64_t weight : weights) targets.push_back(weight * 6'000'000);
  const Amounts actual{30'000'000, 20'000'000, 45'000'000, 46'000'000, 52'000'000,
                       50'000'000, 47'000'000, 50'000'000, 52'000'000, 50'000'000};
  const Amounts rolled = roll_forward(targets, actual, weights).value();
  EXPECT_EQ(to_decimal(Exact(rolled[10], 100), 0), "752381");
  EXPECT_EQ(to_decimal(Exact(rolled[11], 100), 0), "827619");
  EXPECT_EQ(std::accumulate(rolled.begin() + 10, rolled.end(), std::int64_t{0}) +
                std::accumulate(actual.begin(), actual.end(), std::int64_t{0}),
            600'000'000);
  EXPECT_TRUE(is_steep(rolled[11], std::vector<std::int64_t>{50'000'000, 52'000'000, 50'000'000}));
  EXPECT_FALSE(roll_forward(targets, Amounts(12, 0), weights)) << "December was the last";
}

TEST(Target, a_surplus_is_taken_off_and_never_below_nothing) {
  const Amounts weights{1, 1, 1}, targets{100, 100, 100};
  EXPECT_EQ(roll_forward(targets, Amounts{150}, weights).value(), (Amounts{100, 75, 75}));
  EXPECT_FALSE(roll_forward(targets, Amounts{400}, weights));
}

TEST(Target, steep_is_above_130_percent_of_the_best_of_the_last_three) {
  EXPECT_FALSE(is_steep(130, std::vector<std::int64_t>{100}));
  EXPECT_TRUE(is_steep(131, std::vector<std::int64_t>{100}));
  EXPECT_TRUE(is_steep(131, std::vector<std::int64_t>{900, 90, 100, 80}))
      << "the fourth is too old";
  EXPECT_FALSE(is_steep(1'000'000, {})) << "nothing to compare with";
}

}  // namespace
}  // namespace vouch::planning
