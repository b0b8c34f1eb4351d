#include "planning/paid_funnel.h"

#include <fmt/format.h>

namespace vouch::planning {
namespace {

Exact chain(const FunnelRates& rates) {  // orders / clicks
  return exact(rates.arrived) * exact(rates.inquired) * exact(rates.valid) * exact(rates.closed);
}

FunnelPlan plan_of_clicks(const Exact& clicks, const FunnelRates& rates) {
  FunnelPlan out;
  out.clicks = clicks;
  out.visits = clicks * exact(rates.arrived);
  out.inquiries = out.visits * exact(rates.inquired);
  out.leads = out.inquiries * exact(rates.valid);
  out.orders = out.leads * exact(rates.closed);
  out.budget = clicks * exact(rates.click);
  out.revenue = out.orders * exact(rates.order);
  if (rates.clicked.value > 0) out.impressions = clicks / exact(rates.clicked);
  const Exact order = exact(rates.click) / chain(rates);
  out.per_order = order;
  out.per_lead = order * exact(rates.closed);
  out.per_inquiry = out.per_lead * exact(rates.valid);
  out.roas = exact(rates.order) / order;
  if (rates.margin.value <= 0) return out;
  const Exact margin = exact(rates.margin);
  out.net_roi = out.roas * margin - 1;
  out.least_roas = 1 / margin;
  out.most_per_order = exact(rates.order) * margin;
  return out;
}

std::optional<Exact> part(const std::optional<std::int64_t>& of,
                          const std::optional<std::int64_t>& whole) {
  if (!of || !whole || *whole == 0) return std::nullopt;
  return Exact(*of, *whole);
}

}  // namespace

Status check_rates(const FunnelRates& rates) {
  const auto wrong = [](std::string_view field, std::string_view name, std::string_view must) {
    return fail(ErrorCode::kInvalid, fmt::format("{}{}", name, must), std::string(field));
  };
  const struct {
    std::string_view field, name;
    Ppm rate;
    bool may_lack;
  } shares[] = {
      {"clicked", "点击率", rates.clicked, true},    {"arrived", "抵达率", rates.arrived, false},
      {"inquired", "询盘率", rates.inquired, false}, {"valid", "有效率", rates.valid, false},
      {"closed", "成交率", rates.closed, false},     {"margin", "毛利率", rates.margin, true}};
  for (const auto& one : shares) {
    if (one.may_lack && one.rate.value == 0) continue;
    if (one.rate.value <= 0 || one.rate.value > kMillion)
      return wrong(one.field, one.name, "要大于 0、不超过 100%");
  }
  if (rates.click.value <= 0) return wrong("click", "点击单价", "要大于 0");
  if (rates.order.value <= 0) return wrong("order", "客单价", "要大于 0");
  return {};
}

FunnelPlan plan_of_revenue(const Exact& revenue, const FunnelRates& rates) {
  return plan_of_clicks(revenue / exact(rates.order) / chain(rates), rates);
}

FunnelPlan plan_of_budget(const Exact& budget, const FunnelRates& rates) {
  return plan_of_clicks(budget / exact(rates.click), rates);
}

std::string_view lever_key(Lever lever) {
  switch (lever) {
    case Lever::kClick:
      return "click";
    case Lever::kArrived:
      return "arrived";
    case Lever::kInquired:
      return "inquired";
    case Lever::kValid:
      return "valid";
    case Lever::kClosed:
      return "closed";
    case Lever::kOrder:
      return "order";
  }
  return "";
}

Exact budget_change(Lever lever, const Exact& factor) {
  return lever == Lever::kClick ? factor : Exact(1 / factor);
}

Exact closing_factor(Lever lever, const Exact& wanted_revenue, const Exact& budget,
                     const FunnelRates& rates) {
  const Exact factor = wanted_revenue / plan_of_budget(budget, rates).revenue;
  return lever == Lever::kClick ? Exact(1 / factor) : factor;
}

Exact learned_rate(std::int64_t hits, std::int64_t all, const Exact& prior, std::int64_t k) {
  return (Exact(hits) + prior * k) / (all + k);
}

PaidRates rates_of(const PaidCounts& counts) {
  const auto cost = [&](const std::optional<std::int64_t>& of) {
    return part(counts.spent.value, of);
  };
  PaidRates out;
  out.clicked = part(counts.clicks, counts.impressions);
  out.arrived = part(counts.visits, counts.clicks);
  out.inquired = part(counts.inquiries, counts.visits);
  out.inquired_of_clicks = part(counts.inquiries, counts.clicks);
  out.valid = part(counts.leads, counts.inquiries);
  out.closed = part(counts.orders, counts.leads);
  out.orders_of_clicks = part(counts.orders, counts.clicks);
  out.per_click = cost(counts.clicks);
  out.per_inquiry = cost(counts.inquiries);
  out.per_lead = cost(counts.leads);
  out.per_order = cost(counts.orders);
  // Orders without a revenue: nobody has entered it yet.
  if (counts.revenue.value > 0 || counts.orders == 0)
    out.per_revenue = part(counts.revenue.value, counts.spent.value);
  return out;
}

}  // namespace vouch::planning
