// A budget over its channels (domain §3.4): what each brings, what all bring, and a suggestion that
// fills the cheapest orders first. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/exact.h"

namespace vouch::planning {

struct ChannelShare {
  std::string channel;
  Fen budget;
  Fen click;                                // CPC, above 0
  Ppm orders_of_clicks;                     // end to end, above 0
  std::optional<std::int64_t> most_clicks;  // cap of the period
};

struct ChannelResult {
  std::string channel;
  Fen budget;
  Exact clicks;
  Exact orders;
  Exact per_order;  // CPA, fen
  bool over_cap = false;
};

struct ChannelsResult {
  std::vector<ChannelResult> channels;
  Exact orders;
  std::optional<Exact> per_order;  // of all
};
// Orders beyond a channel's cap are not counted.
ChannelsResult result_of(std::span<const ChannelShare> channels);

// Money for so many orders at the mixed price; none where nothing is brought.
std::optional<Exact> budget_for(const ChannelsResult& result, const Exact& orders);

struct Suggestion {
  std::vector<Fen> budgets;  // of the channels in their order
  Fen unplaced;              // no channel may take it
};
// By rising price of an order up to each cap; ties in their order.
Suggestion suggest(Fen budget, std::span<const ChannelShare> channels);

}  // namespace vouch::planning
