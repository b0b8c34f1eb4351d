#include "planning/apportion.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

using Parts = std::vector<std::int64_t>;
using Set = std::vector<std::optional<std::int64_t>>;

std::int64_t sum(const Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
}

TEST(Apportion, gives_a_years_money_to_its_months_and_quarters) {
  const Parts months = apportion(600'000'000, Parts{6, 4, 8, 8, 9, 9, 8, 9, 9, 9, 10, 11});
  EXPECT_EQ(months,
            (Parts{36'000'000, 24'000'000, 48'000'000, 48'000'000, 54'000'000, 54'000'000,
                   48'000'000, 54'000'000, 54'000'000, 54'000'000, 60'000'000, 66'000'000}));
  const Parts quarters{months[0] + months[1] + months[2], months[3] + months[4] + months[5],
                       months[6] + months[7] + months[8], months[9] + months[10] + months[11]};
  EXPECT_EQ(quarters, (Parts{108'000'000, 156'000'000, 156'000'000, 180'000'000}));
}

TEST(Apportion, gives_a_months_money_to_people_by_capacity_and_workdays) {
  EXPECT_EQ(apportion(60'000'000, Parts{100 * 21, 100 * 21, 80 * 21, 100 * 14, 50 * 21}),
            (Parts{15'126'051, 15'126'050, 12'100'840, 10'084'034, 7'563'025}));
}

TEST(Apportion, keeps_what_is_set_and_says_why_it_cannot) {
  EXPECT_EQ(apportion_around(100, Parts{1, 1, 1}, Set{{}, 40, {}}).value(), (Parts{30, 40, 30}));
  EXPECT_EQ(apportion_around(40, Parts{1, 1, 1}, Set{{}, 40, {}}).value(), (Parts{0, 40, 0}));
  EXPECT_FALSE(apportion_around(39, Parts{1, 1, 1}, Set{{}, 40, {}}));
  EXPECT_FALSE(apportion_around(41, Parts{1, 0}, Set{40, {}}));
}

RC_GTEST_PROP(ApportionProperty, adds_up_whatever_the_sizes_and_no_part_is_one_off_its_share, ()) {
  const auto total = *rc::gen::inRange<std::int64_t>(-9'000'000'000'000, 9'000'000'000'000);
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<Parts>(rc::gen::inRange<std::int64_t>(0, 1'000'000)));
  const Parts parts = apportion(total, weights);
  const std::int64_t whole = sum(weights);
  RC_ASSERT(sum(parts) == (whole == 0 ? 0 : total));
  for (std::size_t i = 0; i < parts.size() && whole > 0; ++i) {
    const double share =
        static_cast<double>(total) * static_cast<double>(weights[i]) / static_cast<double>(whole);
    RC_ASSERT(std::abs(static_cast<double>(parts[i]) - share) < 1.01);
    if (weights[i] == 0) RC_ASSERT(parts[i] == 0);
  }
}

RC_GTEST_PROP(ApportionProperty, what_is_set_stays_and_all_adds_up, ()) {
  const auto weights =
      *rc::gen::nonEmpty(rc::gen::container<Parts>(rc::gen::inRange<std::int64_t>(1, 1000)));
  Set set(weights.size());
  std::int64_t locked = 0;
  for (std::size_t i = 1; i < set.size(); ++i) {
    if (!*rc::gen::arbitrary<bool>()) continue;
    set[i] = *rc::gen::inRange<std::int64_t>(0, 100'000);
    locked += *set[i];
  }
  const std::int64_t total = locked + *rc::gen::inRange<std::int64_t>(0, 10'000'000);
  const auto parts = apportion_around(total, weights, set);
  RC_ASSERT(parts.has_value());
  RC_ASSERT(sum(*parts) == total);
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (set[i]) RC_ASSERT((*parts)[i] == *set[i]);
  }
}

}  // namespace
}  // namespace vouch::planning
