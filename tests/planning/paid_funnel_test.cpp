#include "planning/paid_funnel.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

FunnelRates example() {
  FunnelRates rates;
  rates.clicked = {30'000};
  rates.arrived = {900'000};
  rates.inquired = {25'000};
  rates.valid = {600'000};
  rates.closed = {200'000};
  rates.click = {450};
  rates.order = {1'200'000};
  rates.margin = {350'000};
  return rates;
}
std::string yuan(const Exact& amount) {
  return to_yuan(fen(amount));
}

TEST(PaidFunnel, planned_revenue_says_what_it_needs) {  // example B
  const FunnelPlan plan = plan_of_revenue(Exact(36'000'000), example());
  EXPECT_EQ(plan.orders, 30);
  EXPECT_EQ(plan.leads, 150);
  EXPECT_EQ(plan.inquiries, 250);
  EXPECT_EQ(plan.visits, 10'000);
  EXPECT_EQ(to_decimal(plan.clicks, 1), "11111.1");
  EXPECT_EQ(to_decimal(*plan.impressions, 0), "370370");
  EXPECT_EQ(yuan(plan.budget), "50000.00");
  EXPECT_EQ(plan.budget, 5'000'000) << "exactly";
  EXPECT_EQ(yuan(plan.per_inquiry), "200.00");
  EXPECT_EQ(yuan(plan.per_lead), "333.33");
  EXPECT_EQ(yuan(plan.per_order), "1666.67");
  EXPECT_EQ(to_decimal(plan.roas, 2), "7.20");
  EXPECT_EQ(to_decimal(*plan.net_roi * 100, 0), "152");
  EXPECT_EQ(to_decimal(*plan.least_roas, 3), "2.857");
  EXPECT_EQ(yuan(*plan.most_per_order), "4200.00");
}

TEST(PaidFunnel, a_budget_says_what_it_brings) {
  EXPECT_EQ(plan_of_budget(Exact(5'000'000), example()).revenue, 36'000'000) << "exactly";
  const FunnelPlan day = plan_of_budget(Exact(203'252), example());  // a workday of example C
  EXPECT_EQ(to_decimal(day.clicks, 1), "451.7");
  EXPECT_EQ(to_decimal(day.visits, 1), "406.5");
  EXPECT_EQ(to_decimal(day.inquiries, 2), "10.16");
  EXPECT_EQ(to_decimal(day.leads, 2), "6.10");
  EXPECT_EQ(to_decimal(day.orders, 2), "1.22");
  EXPECT_EQ(to_decimal(day.revenue / 100, 0), "14634");
}

RC_GTEST_PROP(PaidFunnelProperty, both_directions_are_exact_inverses, ()) {
  const auto share = [] { return Ppm{*rc::gen::inRange<std::int64_t>(1, kMillion + 1)}; };
  FunnelRates rates = example();
  rates.arrived = share();
  rates.inquired = share();
  rates.valid = share();
  rates.closed = share();
  rates.click = {*rc::gen::inRange<std::int64_t>(1, 100'000)};
  rates.order = {*rc::gen::inRange<std::int64_t>(1, 1'000'000'000)};
  const Exact amount = *rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000);
  RC_ASSERT(check_rates(rates).has_value());
  RC_ASSERT(plan_of_budget(plan_of_revenue(amount, rates).budget, rates).revenue == amount);
  RC_ASSERT(plan_of_revenue(plan_of_budget(amount, rates).revenue, rates).budget == amount);
}

TEST(PaidFunnel, a_lever_is_worth_what_it_changes) {
  EXPECT_EQ(to_decimal((budget_change(Lever::kInquired, Exact(9, 10)) - 1) * 100, 1), "11.1");
  EXPECT_EQ(to_decimal((budget_change(Lever::kClick, Exact(11, 10)) - 1) * 100, 1), "10.0");
  for (const Lever lever : kLevers) {
    FunnelRates rates = example();
    const Exact factor(9, 10);
    switch (lever) {
      case Lever::kClick:
        rates.click = {405};
        break;
      case Lever::kArrived:
        rates.arrived = {810'000};
        break;
      case Lever::kInquired:
        rates.inquired = {22'500};
        break;
      case Lever::kValid:
        rates.valid = {540'000};
        break;
      case Lever::kClosed:
        rates.closed = {180'000};
        break;
      case Lever::kOrder:
        rates.order = {1'080'000};
        break;
    }
    EXPECT_EQ(plan_of_revenue(Exact(36'000'000), rates).budget,
              5'000'000 * budget_change(lever, factor))
        << lever_key(lever);
    // With 45,000 a tenth is missing; the lever alone closes it.
    const Exact closing = closing_factor(lever, Exact(36'000'000), Exact(4'500'000), example());
    EXPECT_EQ(closing, lever == Lever::kClick ? Exact(9, 10) : Exact(10, 9)) << lever_key(lever);
  }
}

TEST(PaidFunnel, what_few_events_say_is_drawn_to_what_was_known) {
  EXPECT_EQ(to_decimal(learned_rate(2, 300, Exact(27, 10'000)) * 100, 3), "0.508");
  EXPECT_EQ(learned_rate(0, 0, Exact(27, 10'000)), Exact(27, 10'000));
}

TEST(PaidFunnel, rates_that_cannot_be_are_named) {
  const struct {
    void (*spoil)(FunnelRates&);
    std::string_view field;
  } rows[] = {{[](FunnelRates& r) { r.arrived = {0}; }, "arrived"},
              {[](FunnelRates& r) { r.inquired = {kMillion + 1}; }, "inquired"},
              {[](FunnelRates& r) { r.valid = {-1}; }, "valid"},
              {[](FunnelRates& r) { r.closed = {0}; }, "closed"},
              {[](FunnelRates& r) { r.click = {0}; }, "click"},
              {[](FunnelRates& r) { r.order = {-5}; }, "order"},
              {[](FunnelRates& r) { r.margin = {-1}; }, "margin"},
              {[](FunnelRates& r) { r.clicked = {kMillion + 1}; }, "clicked"}};
  for (const auto& row : rows) {
    FunnelRates rates = example();
    row.spoil(rates);
    const auto checked = check_rates(rates);
    ASSERT_FALSE(checked) << row.field;
    EXPECT_EQ(checked.error().where, row.field);
  }
  FunnelRates rates = example();
  rates.clicked = rates.margin = {0};
  EXPECT_TRUE(check_rates(rates)) << "not known is no mistake";
  const FunnelPlan plan = plan_of_budget(Exact(100), rates);
  EXPECT_FALSE(plan.impressions || plan.net_roi || plan.least_roas || plan.most_per_order);
}

TEST(PaidFunnel, published_sample_in_both_ways_of_counting) {  // example A
  PaidCounts counts;
  counts.impressions = 10'000;
  counts.clicks = 1'000;
  counts.visits = 900;
  counts.inquiries = 135;
  counts.orders = 10;
  const PaidRates rates = rates_of(counts);
  EXPECT_EQ(*rates.clicked, Exact(10, 100));
  EXPECT_EQ(*rates.arrived, Exact(90, 100));
  EXPECT_EQ(*rates.inquired_of_clicks, Exact(135, 1000));
  EXPECT_EQ(*rates.inquired, Exact(15, 100));
  EXPECT_EQ(*rates.orders_of_clicks, Exact(1, 100));
  EXPECT_FALSE(rates.valid || rates.closed || rates.per_lead) << "leads were not measured";
  EXPECT_FALSE(rates.per_revenue) << "nothing was spent";
  counts.spent = {100'000};
  EXPECT_FALSE(rates_of(counts).per_revenue) << "ten orders, and nobody has said what they brought";
  counts.orders = 0;
  EXPECT_EQ(rates_of(counts).per_revenue, 0) << "no order brings nothing";
}

}  // namespace
}  // namespace vouch::planning
