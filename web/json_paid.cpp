#include <boost/json.hpp>

#include "web/json_parts.h"
#include "web/paid.h"

namespace vouch::web {
namespace {

namespace json = boost::json;
using parts::array_of;
using parts::text;

constexpr std::string_view kMethods[] = {"budget", "revenue", "replan"};
constexpr std::string_view kBands[] = {"green", "amber", "red"};

json::value money(const std::optional<Exact>& amount) {  // fen
  if (!amount) return nullptr;
  return rounded(*amount);
}
json::value share(const std::optional<Exact>& value) {
  if (!value) return nullptr;
  return value->convert_to<double>();
}
json::value count(const std::optional<std::int64_t>& value) {
  if (!value) return nullptr;
  return *value;
}
// A count that is not whole: two places, as text, so that nobody takes it for one.
std::string pieces(const Exact& value) {
  return to_decimal(value, 2);
}

json::object channel_json(const PaidChannel& channel) {
  return {{"channel", text(channel.channel)},
          {"name", text(channel.name)},
          {"effective_from", to_iso_date(channel.effective_from)},
          {"clicked_ppm", channel.clicked.value},
          {"arrived_ppm", channel.arrived.value},
          {"inquired_ppm", channel.inquired.value},
          {"valid_ppm", channel.valid.value},
          {"closed_ppm", channel.closed.value},
          {"click", channel.click.value},
          {"order", channel.order.value},
          {"margin_ppm", channel.margin.value},
          {"most_clicks_a_day", count(channel.most_clicks_a_day)},
          {"active", channel.active},
          {"at", parts::moment(channel.at)},
          {"reason", text(channel.reason)}};
}

json::object pacing_json(const planning::Pacing& pacing) {
  json::value band = nullptr;
  if (pacing.pace) band = kBands[static_cast<std::size_t>(planning::band_of_pace(*pacing.pace))];
  return {{"pace", share(pacing.pace)},
          {"band", band},
          {"to_date", money(pacing.to_date)},
          {"forecast", money(pacing.forecast)}};
}

json::object counts_json(const planning::PaidCounts& counts) {
  const planning::PaidRates rates = planning::rates_of(counts);
  return {{"impressions", count(counts.impressions)},
          {"clicks", count(counts.clicks)},
          {"visits", count(counts.visits)},
          {"inquiries", count(counts.inquiries)},
          {"leads", count(counts.leads)},
          {"orders", count(counts.orders)},
          {"spent", counts.spent.value},
          {"revenue", counts.revenue.value},
          {"clicked", share(rates.clicked)},
          {"arrived", share(rates.arrived)},
          {"inquired", share(rates.inquired)},
          {"inquired_of_clicks", share(rates.inquired_of_clicks)},
          {"valid", share(rates.valid)},
          {"closed", share(rates.closed)},
          {"orders_of_clicks", share(rates.orders_of_clicks)},
          {"per_click", money(rates.per_click)},
          {"per_inquiry", money(rates.per_inquiry)},
          {"per_lead", money(rates.per_lead)},
          {"per_order", money(rates.per_order)},
          {"roas", share(rates.per_revenue)}};
}

json::object day_json(const PaidBudgetDay& day) {
  return {{"date", to_iso_date(day.day)}, {"amount", day.amount.value}};
}

json::object spend_json(const PaidSpend& row) {
  return {{"date", to_iso_date(row.day)},
          {"spent", row.spent.value},
          {"impressions", count(row.impressions)},
          {"clicks", count(row.clicks)},
          {"visits", count(row.visits)},
          {"inquiries", count(row.inquiries)},
          {"leads", count(row.leads)},
          {"orders", count(row.orders)},
          {"revenue", row.revenue.value},
          {"source", text(row.source)},
          {"at", parts::moment(row.at)}};
}

json::object month_json(const PaidChannelMonth& channel) {
  return {{"channel", text(channel.channel)},
          {"name", text(channel.name)},
          {"amount", channel.amount.value},
          {"days", array_of(channel.days, day_json)},
          {"spent", array_of(channel.spent, spend_json)},
          {"pacing", pacing_json(channel.pacing)},
          {"counts", counts_json(channel.counts)},
          {"planned_per_order", money(channel.planned_per_order)},
          {"dear", channel.dear}};
}

json::value correction_json(const std::optional<planning::ResultCorrection>& correction) {
  if (!correction) return nullptr;
  return json::object{{"per_order", money(correction->per_order)},
                      {"missing", correction->missing},
                      {"needed", money(correction->needed)},
                      {"left", rounded(correction->left)},
                      {"gap", money(correction->gap)},
                      {"most_per_order", money(correction->most_per_order)},
                      {"within_reach", count(correction->within_reach)}};
}

json::object plan_json(const planning::FunnelPlan& plan) {
  json::value impressions = nullptr;
  if (plan.impressions) impressions = text(pieces(*plan.impressions));
  return {{"budget", rounded(plan.budget)},
          {"revenue", rounded(plan.revenue)},
          {"impressions", impressions},
          {"clicks", text(pieces(plan.clicks))},
          {"visits", text(pieces(plan.visits))},
          {"inquiries", text(pieces(plan.inquiries))},
          {"leads", text(pieces(plan.leads))},
          {"orders", text(pieces(plan.orders))},
          {"per_inquiry", rounded(plan.per_inquiry)},
          {"per_lead", rounded(plan.per_lead)},
          {"per_order", rounded(plan.per_order)},
          {"roas", share(plan.roas)},
          {"net_roi", share(plan.net_roi)},
          {"least_roas", share(plan.least_roas)},
          {"most_per_order", money(plan.most_per_order)}};
}

}  // namespace

std::string paid_channels_json(const PaidChannelsView& view) {
  return json::serialize(
      json::object{{"on", to_iso_date(view.on)},
                   {"items", array_of(view.in_force, channel_json)},
                   {"versions", array_of(view.versions, channel_json)},
                   {"learned", array_of(view.learned, [](const PaidChannelsView::Learned& one) {
                      return json::object{{"channel", text(one.channel)},
                                          {"clicks", one.clicks},
                                          {"orders", one.orders},
                                          {"prior", share(one.prior)},
                                          {"rate", share(one.rate)},
                                          {"low", one.low},
                                          {"high", one.high},
                                          {"enough", one.enough}};
                    })}});
}

std::string paid_budget_json(const PaidBudgetView& view) {
  json::array versions;
  for (std::size_t i = 0; i < view.versions.size(); ++i) {
    const PaidBudget& version = view.versions[i];
    versions.push_back(json::object{{"id", version.id.value},
                                    {"amount", version.amount.value},
                                    {"method", kMethods[static_cast<std::size_t>(version.method)]},
                                    {"at", parts::moment(version.at)},
                                    {"by", text(view.version_authors[i])},
                                    {"reason", text(version.reason)}});
  }
  json::value budget = nullptr;
  if (view.budget) {
    json::value revenue = nullptr;
    if (view.budget->revenue) revenue = view.budget->revenue->value;
    budget = json::object{{"amount", view.budget->amount.value},
                          {"revenue", revenue},
                          {"wanted_orders", count(view.budget->wanted_orders)},
                          {"workday", view.budget->workday},
                          {"weekend", view.budget->weekend},
                          {"holiday", view.budget->holiday},
                          {"makeup", view.budget->makeup}};
  }
  return json::serialize(json::object{{"month", to_iso_date(view.month).substr(0, 7)},
                                      {"today", to_iso_date(view.today)},
                                      {"budget", std::move(budget)},
                                      {"versions", std::move(versions)},
                                      {"channels", array_of(view.channels, month_json)},
                                      {"weights", json::value_from(view.weights)},
                                      {"spent", view.spent.value},
                                      {"pacing", pacing_json(view.pacing)},
                                      {"counts", counts_json(view.counts)},
                                      {"correction", correction_json(view.correction)}});
}

// Three futures and what each lever alone is worth (B09): a tenth worse, and by how much it would
// have to be better to bring the revenue with the money that there is.
std::string paid_answer_json(const PaidQuestion& question) {
  const Exact amount = exact(question.amount);
  const planning::FunnelPlan plan = question.from_revenue
                                        ? planning::plan_of_revenue(amount, question.rates)
                                        : planning::plan_of_budget(amount, question.rates);
  json::array levers;
  for (const planning::Lever lever : planning::kLevers) {
    const bool costs = lever == planning::Lever::kClick;
    const Exact worse = costs ? Exact(11, 10) : Exact(9, 10);
    json::value closing = nullptr;
    if (question.limit)
      closing = share(
          planning::closing_factor(lever, plan.revenue, exact(*question.limit), question.rates) -
          1);
    levers.push_back(
        json::object{{"lever", planning::lever_key(lever)},
                     {"factor", share(worse)},
                     {"budget_change", share(planning::budget_change(lever, worse) - 1)},
                     {"closing_change", closing}});
  }
  const auto future = [&](const Exact& factor) {
    return json::object{{"factor", share(factor)},
                        {"budget", rounded(plan.budget / factor)},
                        {"revenue", rounded(plan.revenue * factor)}};
  };
  return json::serialize(
      json::object{{"plan", plan_json(plan)},
                   {"levers", std::move(levers)},
                   {"scenarios", json::object{{"cautious", future(Exact(9, 10))},
                                              {"usual", future(Exact(1))},
                                              {"hopeful", future(Exact(11, 10))}}}});
}

std::string replanned_json(const ReplannedPaid& replanned) {
  return json::serialize(
      json::object{{"channels", array_of(replanned.channels, [](const ReplannedChannel& channel) {
                      return json::object{{"channel", text(channel.channel)},
                                          {"days", array_of(channel.days, day_json)},
                                          {"unplaced", channel.unplaced.value}};
                    })}});
}

}  // namespace vouch::web
