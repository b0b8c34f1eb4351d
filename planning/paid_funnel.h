// The funnel of paid promotion (domain §3.1, §3.2): from planned revenue to the money that it needs
// and back, which are exact inverses; what a lever is worth; what is learned from results. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/exact.h"
#include "core/result.h"

namespace vouch::planning {

// 展现 -> 点击 -> 访问 -> 询盘 -> 线索 -> 成交. The rates are above 0 and at most 1.
struct FunnelRates {
  Ppm clicked;   // 点击率: clicks / impressions; 0: not known, then no impressions are told
  Ppm arrived;   // 抵达率: visits / clicks
  Ppm inquired;  // 询盘率: inquiries / visits
  Ppm valid;     // 有效率: leads / inquiries
  Ppm closed;    // 成交率: orders / leads
  Fen click;     // CPC
  Fen order;     // AOV 客单价
  Ppm margin;    // gross margin; 0: not known
};
// kInvalid with the field's name.
Status check_rates(const FunnelRates& rates);

// Unrounded: whoever shows needs rounds up, forecasts down, money to the fen.
struct FunnelPlan {
  Exact budget;   // fen
  Exact revenue;  // fen
  Exact orders, leads, inquiries, visits, clicks;
  std::optional<Exact> impressions;
  Exact per_inquiry, per_lead, per_order;  // CPQ, CPL, CPA, fen
  Exact roas;                              // 投产比: revenue / budget
  std::optional<Exact> net_roi;            // (revenue x margin - budget) / budget
  std::optional<Exact> least_roas;         // 保本: 1 / margin
  std::optional<Exact> most_per_order;     // CPA without loss: AOV x margin
};
FunnelPlan plan_of_revenue(const Exact& revenue, const FunnelRates& rates);
FunnelPlan plan_of_budget(const Exact& budget, const FunnelRates& rates);

enum class Lever { kClick, kArrived, kInquired, kValid, kClosed, kOrder };
inline constexpr Lever kLevers[] = {Lever::kClick, Lever::kArrived, Lever::kInquired,
                                    Lever::kValid, Lever::kClosed,  Lever::kOrder};
std::string_view lever_key(Lever lever);

// The budget for the same revenue when the lever alone is multiplied, as a part of today's: -10 %
// inquiries is a factor of 9/10 and gives 10/9.
Exact budget_change(Lever lever, const Exact& factor);
// By what the lever alone must be multiplied to bring the revenue with this budget.
Exact closing_factor(Lever lever, const Exact& wanted_revenue, const Exact& budget,
                     const FunnelRates& rates);

// (hits + k x prior) / (all + k): what few events say is drawn to what was known before.
Exact learned_rate(std::int64_t hits, std::int64_t all, const Exact& prior, std::int64_t k = 200);
inline constexpr std::int64_t kEnoughEvents = 30;  // fewer: 样本不足

// What really came of money that was spent.
struct PaidCounts {
  std::optional<std::int64_t> impressions, clicks, visits, inquiries, leads, orders;
  Fen spent;
  Fen revenue;
};
struct PaidRates {  // none where a part is not measured or the whole is 0
  std::optional<Exact> clicked, arrived, inquired, inquired_of_clicks, valid, closed,
      orders_of_clicks;
  std::optional<Exact> per_click, per_inquiry, per_lead, per_order, per_revenue;  // the last: ROAS
};
PaidRates rates_of(const PaidCounts& counts);

}  // namespace vouch::planning
