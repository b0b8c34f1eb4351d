#include "planning/paid_days.h"

#include <numeric>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

constexpr Fen kBudget{5'000'000};

Date day(int year, int month, int number) {
  return Date(std::chrono::year(year) / month / number);
}
Calendar calendar() {
  return Calendar(Zone::shanghai());
}
std::vector<std::int64_t> november() {
  return weights_of_days(calendar(), day(2026, 11, 1), day(2026, 11, 30), DayWeights{});
}
Fen sum(std::span<const Fen> days) {
  return std::accumulate(days.begin(), days.end(), Fen{});
}
std::string yuan(const Exact& amount) {
  return to_yuan(fen(amount));
}

TEST(PaidDays, november_2026_comes_out_to_the_fen) {  // example C
  const auto weights = november();
  EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}), 2460);
  EXPECT_EQ(std::ranges::count(weights, 100), 21);
  const std::vector<Fen> days = daily_budget(kBudget, weights);
  EXPECT_EQ(sum(days), kBudget);
  std::set<std::string> workdays, weekends;
  for (std::size_t i = 0; i < days.size(); ++i)
    (weights[i] == 100 ? workdays : weekends).insert(to_yuan(days[i]));
  EXPECT_EQ(workdays, (std::set<std::string>{"2032.52"}));
  EXPECT_EQ(weekends, (std::set<std::string>{"813.00", "813.01"}));
}

TEST(PaidDays, half_of_it_spent_after_thirteen_days_is_a_little_fast) {
  const auto weights = november();
  const Fen spent{2'500'000};
  const Pacing at = pacing(kBudget, spent, weights, 13);
  EXPECT_EQ(to_decimal(*at.pace * 100, 1), "109.8");
  EXPECT_EQ(band_of_pace(*at.pace), PaceBand::kAmber) << "by calendar days it would be a false red";
  EXPECT_EQ(yuan(*at.to_date), "22764.23");
  EXPECT_EQ(yuan(*at.forecast), "54910.71");
  const std::vector<Fen> planned = daily_budget(kBudget, weights);
  const Replanned rest = replan(kBudget, spent, planned, weights, 13);
  ASSERT_EQ(rest.days.size(), 17U);
  EXPECT_EQ(rest.unplaced, Fen{});
  EXPECT_EQ(sum(rest.days) + spent, kBudget);
  for (std::size_t i = 0; i < rest.days.size(); ++i) {
    const std::int64_t usual = weights[13 + i] == 100 ? 186'567 : 74'627;
    EXPECT_LE(std::abs(rest.days[i].value - usual), 1) << i;
  }
  EXPECT_EQ(yuan(Exact(2'500'000) * 100 / 1340), "1865.67");
  EXPECT_EQ(yuan(Exact(2'500'000) * 40 / 1340), "746.27");
}

TEST(PaidDays, a_day_stays_between_half_and_130_percent_and_the_rest_is_told) {
  const std::vector<std::int64_t> weights(10, 100);
  const std::vector<Fen> planned = daily_budget({100'000}, weights);
  const Replanned little = replan({100'000}, {10'000}, planned, weights, 8);
  EXPECT_EQ(little.days, (std::vector<Fen>{{13'000}, {13'000}}));
  EXPECT_EQ(little.unplaced, Fen{64'000});
  const Replanned much = replan({100'000}, {96'000}, planned, weights, 8);
  EXPECT_EQ(much.days, (std::vector<Fen>{{5'000}, {5'000}}));
  EXPECT_EQ(much.unplaced, Fen{-6'000});
  const Replanned over = replan({100'000}, {120'000}, planned, weights, 8);
  EXPECT_EQ(over.unplaced, Fen{-30'000}) << "more is gone than there was";
}

RC_GTEST_PROP(PaidDaysProperty, spent_and_planned_and_what_is_told_add_up_to_the_budget, ()) {
  const auto weights = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(
      rc::gen::element<std::int64_t>(0, 20, 40, 100)));
  const Fen budget{*rc::gen::inRange<std::int64_t>(0, 1'000'000'000)};
  const Fen spent{*rc::gen::inRange<std::int64_t>(0, 1'500'000'000)};
  const std::size_t first = *rc::gen::inRange<std::size_t>(0, weights.size());
  const std::vector<Fen> planned = daily_budget(budget, weights);
  const Replanned rest = replan(budget, spent, planned, weights, first);
  RC_ASSERT(sum(rest.days) + spent + rest.unplaced == budget);
  for (std::size_t i = 0; i < rest.days.size(); ++i) {
    const std::int64_t plan = planned[first + i].value;
    RC_ASSERT(rest.days[i].value * 10 <= plan * 13);
    RC_ASSERT(rest.days[i].value * 2 >= plan);
  }
}

TEST(PaidDays, holidays_and_make_up_days_have_weights_of_their_own) {
  Calendar golden = calendar();
  golden.set(day(2026, 10, 1), DayKind::kHoliday);
  golden.set(day(2026, 10, 10), DayKind::kMakeupWorkday);
  const auto weights = weights_of_days(golden, day(2026, 10, 1), day(2026, 10, 10), DayWeights{});
  EXPECT_EQ(weights, (std::vector<std::int64_t>{20, 100, 40, 40, 100, 100, 100, 100, 100, 100}));
}

TEST(PaidDays, bands_of_the_pace) {
  EXPECT_EQ(band_of_pace(Exact(105, 100)), PaceBand::kGreen);
  EXPECT_EQ(band_of_pace(Exact(95, 100)), PaceBand::kGreen);
  EXPECT_EQ(band_of_pace(Exact(94, 100)), PaceBand::kAmber);
  EXPECT_EQ(band_of_pace(Exact(115, 100)), PaceBand::kAmber);
  EXPECT_EQ(band_of_pace(Exact(116, 100)), PaceBand::kRed);
  EXPECT_EQ(band_of_pace(Exact(84, 100)), PaceBand::kRed);
  const auto weights = november();
  EXPECT_FALSE(pacing(kBudget, {1}, weights, 0).pace) << "before the first day there is none";
  EXPECT_FALSE(pacing({0}, {1}, weights, 3).pace);
}

TEST(PaidDays, dear_orders_are_told_from_the_fifth_on) {
  const Exact planned = Exact(166'667);
  EXPECT_FALSE(is_dear({4 * 900'000}, 4, planned));
  EXPECT_TRUE(is_dear({5 * 900'000}, 5, planned));
  EXPECT_FALSE(is_dear({5 * 216'667}, 5, planned)) << "130 % is not above 130 %";
}

TEST(PaidDays, results_say_which_three_ways_are_left) {
  const ResultCorrection at = correct(kBudget, {2'500'000}, 30, 11);
  EXPECT_EQ(yuan(*at.per_order), "2272.73");
  EXPECT_EQ(at.missing, 19);
  EXPECT_EQ(yuan(*at.needed), "43181.82");
  EXPECT_EQ(yuan(at.left), "25000.00");
  EXPECT_EQ(yuan(*at.gap), "18181.82");
  EXPECT_EQ(yuan(*at.most_per_order), "1315.79");
  EXPECT_EQ(*at.within_reach, 11);
  const ResultCorrection none = correct(kBudget, {100}, 30, 0);
  EXPECT_FALSE(none.per_order || none.needed || none.gap) << "no order yet says nothing";
  EXPECT_FALSE(correct(kBudget, {100}, 5, 9).most_per_order) << "nothing is missing";
}

}  // namespace
}  // namespace vouch::planning
