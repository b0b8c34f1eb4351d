// Paid promotion: what is assumed of a channel, a month's budget on its days, and what was really
// spent and came of it (domain §3.1 to §3.4, B01 to B11). Money in fen, shares in millionths. Plain
// data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/exact.h"
#include "core/ids.h"
#include "core/time.h"

namespace vouch {

using PaidChannelId = Id<struct PaidChannelTag>;
using PaidBudgetId = Id<struct PaidBudgetTag>;
using PaidSpendId = Id<struct PaidSpendTag>;

struct PaidChannel {  // one version, in force from its day on
  PaidChannelId id;
  std::string channel;  // key
  std::string name;
  Date effective_from;
  Ppm clicked, arrived, inquired, valid, closed;
  Fen click;  // CPC
  Fen order;  // AOV
  Ppm margin;
  std::optional<std::int64_t> most_clicks_a_day;
  bool active = true;
  Time at;
  UserId by;
  std::string reason;
};

enum class BudgetMethod { kBudget, kRevenue, kReplan };

struct PaidBudget {  // one version
  PaidBudgetId id;
  Date month;  // its first day
  Fen amount;
  std::optional<Fen> revenue;  // that was planned, where it led to the amount
  std::optional<std::int64_t> wanted_orders;
  BudgetMethod method = BudgetMethod::kBudget;
  int workday = 100, weekend = 40, holiday = 20, makeup = 100;  // hundredths
  Time at;
  UserId by;
  std::string reason;
};

struct PaidBudgetDay {
  std::string channel;
  Date day;
  Fen amount;
};

struct PaidSpend {  // one version of a channel's day
  PaidSpendId id;
  Date day;
  std::string channel;
  Fen spent;
  std::optional<std::int64_t> impressions, clicks, visits, inquiries, leads, orders;
  Fen revenue;
  std::string source;  // "manual", "import"
  Time at;
  UserId by;
};

}  // namespace vouch
