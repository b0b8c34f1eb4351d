#include "planning/paid_channels.h"

#include <algorithm>
#include <numeric>

namespace vouch::planning {

ChannelsResult result_of(std::span<const ChannelShare> channels) {
  ChannelsResult out;
  Exact spent = 0;
  for (const ChannelShare& channel : channels) {
    ChannelResult one;
    one.channel = channel.channel;
    one.budget = channel.budget;
    one.clicks = exact(channel.budget) / exact(channel.click);
    if (channel.most_clicks && one.clicks > *channel.most_clicks) {
      one.clicks = *channel.most_clicks;
      one.over_cap = true;
    }
    one.orders = one.clicks * exact(channel.orders_of_clicks);
    one.per_order = exact(channel.click) / exact(channel.orders_of_clicks);
    out.orders += one.orders;
    spent += exact(channel.budget);
    out.channels.push_back(std::move(one));
  }
  if (out.orders > 0) out.per_order = spent / out.orders;
  return out;
}

std::optional<Exact> budget_for(const ChannelsResult& result, const Exact& orders) {
  if (!result.per_order) return std::nullopt;
  return Exact(*result.per_order * orders);
}

Suggestion suggest(Fen budget, std::span<const ChannelShare> channels) {
  std::vector<std::size_t> order(channels.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto price = [&](std::size_t i) {
    return Exact(exact(channels[i].click) / exact(channels[i].orders_of_clicks));
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return price(left) < price(right); });
  Suggestion out;
  out.budgets.resize(channels.size());
  out.unplaced = budget;
  for (const std::size_t i : order) {
    std::int64_t most = out.unplaced.value;
    if (channels[i].most_clicks)
      most = std::min(most, *channels[i].most_clicks * channels[i].click.value);
    out.budgets[i] = {most};
    out.unplaced -= Fen{most};
  }
  return out;
}

}  // namespace vouch::planning
