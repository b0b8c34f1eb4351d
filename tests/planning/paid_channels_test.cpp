#include "planning/paid_channels.h"

#include <numeric>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

std::vector<ChannelShare> example() {  // D
  return {{"baidu", {3'000'000}, {500}, {2'700}, {}},
          {"so360", {1'000'000}, {300}, {2'000}, {}},
          {"sogou", {500'000}, {250}, {1'500}, {}},
          {"feed", {500'000}, {120}, {500}, {}}};
}

TEST(PaidChannels, each_brings_its_own_and_all_are_added_exactly) {
  const ChannelsResult result = result_of(example());
  const char* per_order[] = {"1851.85", "1500.00", "1666.67", "2400.00"};
  const char* orders[] = {"16.200", "6.667", "3.000", "2.083"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(to_yuan(fen(result.channels[i].per_order)), per_order[i]);
    EXPECT_EQ(to_decimal(result.channels[i].orders, 3), orders[i]);
  }
  EXPECT_EQ(result.channels[0].clicks, 6'000);
  EXPECT_EQ(to_decimal(result.orders, 2), "27.95");
  EXPECT_EQ(to_yuan(fen(*result.per_order)), "1788.91");
  EXPECT_EQ(to_decimal(30 - result.orders, 2), "2.05");
  EXPECT_EQ(to_yuan(fen(*budget_for(result, 30))), "53667.26");
}

TEST(PaidChannels, clicks_beyond_a_cap_bring_nothing) {
  std::vector<ChannelShare> channels = example();
  channels[0].most_clicks = 3'000;
  const ChannelsResult result = result_of(channels);
  EXPECT_TRUE(result.channels[0].over_cap);
  EXPECT_EQ(to_decimal(result.channels[0].orders, 1), "8.1");
}

TEST(PaidChannels, the_cheapest_order_is_filled_first_up_to_its_cap) {
  std::vector<ChannelShare> channels = example();
  channels[1].most_clicks = 2'000;  // 6,000.00 at 3.00
  channels[2].most_clicks = 4'000;  // 10,000.00 at 2.50
  const Suggestion all = suggest({5'000'000}, channels);
  EXPECT_EQ(all.budgets, (std::vector<Fen>{{3'400'000}, {600'000}, {1'000'000}, {0}}));
  EXPECT_EQ(all.unplaced, Fen{});
  for (ChannelShare& channel : channels) channel.most_clicks = 10;
  EXPECT_EQ(suggest({5'000'000}, channels).unplaced, Fen{5'000'000 - 10 * (500 + 300 + 250 + 120)});
}

TEST(PaidChannels, no_money_brings_no_price) {
  EXPECT_FALSE(result_of({}).per_order);
  EXPECT_FALSE(budget_for(result_of({}), 3));
}

RC_GTEST_PROP(PaidChannelsProperty, a_suggestion_adds_up_and_is_never_dearer_than_an_even_split,
              ()) {
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, 6);
  std::vector<ChannelShare> channels(count);
  for (ChannelShare& channel : channels) {
    channel.click = {*rc::gen::inRange<std::int64_t>(1, 2'000)};
    channel.orders_of_clicks = {*rc::gen::inRange<std::int64_t>(1, 20'000)};
  }
  const Fen budget{static_cast<std::int64_t>(count) *
                   *rc::gen::inRange<std::int64_t>(1, 1'000'000)};
  const Suggestion found = suggest(budget, channels);
  RC_ASSERT(std::accumulate(found.budgets.begin(), found.budgets.end(), found.unplaced) == budget);
  std::vector<ChannelShare> even = channels, best = channels;
  for (std::size_t i = 0; i < count; ++i) {
    even[i].budget = {budget.value / static_cast<std::int64_t>(count)};
    best[i].budget = found.budgets[i];
  }
  RC_ASSERT(result_of(best).orders >= result_of(even).orders);
}

}  // namespace
}  // namespace vouch::planning
