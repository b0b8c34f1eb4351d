#include <algorithm>
#include <map>

#include "planning/platform_learning.h"
#include "store/paid.h"
#include "store/people.h"
#include "web/paid.h"

namespace vouch::web::gather {
namespace {

using store::Connection;

constexpr std::chrono::days kLearnedFrom{90};

Date end_of(Date month) {
  const std::chrono::year_month_day first(month);
  return Date(first.year() / first.month() / std::chrono::last);
}

// A count that one day lacks is lacking in the sum.
void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& count, bool first) {
  if (first) {
    sum = count;
  } else if (sum && count) {
    *sum += *count;
  } else {
    sum.reset();
  }
}

planning::PaidCounts sum_of(const std::vector<PaidSpend>& rows) {
  planning::PaidCounts out;
  bool first = true;
  for (const PaidSpend& row : rows) {
    add(out.impressions, row.impressions, first);
    add(out.clicks, row.clicks, first);
    add(out.visits, row.visits, first);
    add(out.inquiries, row.inquiries, first);
    add(out.leads, row.leads, first);
    add(out.orders, row.orders, first);
    out.spent += row.spent;
    out.revenue += row.revenue;
    first = false;
  }
  return out;
}

Exact orders_of_clicks(const PaidChannel& channel) {
  return exact(channel.arrived) * exact(channel.inquired) * exact(channel.valid) *
         exact(channel.closed);
}

}  // namespace

Result<PaidChannelsView> paid_channels(Connection& db, Date on, const Viewer& viewer) {
  PaidChannelsView out;
  out.on = on;
  auto in_force = store::paid::channels_on(db, on);
  if (!in_force) return tl::unexpected(in_force.error());
  out.in_force = std::move(*in_force);
  auto versions = store::paid::channel_versions(db);
  if (!versions) return tl::unexpected(versions.error());
  out.versions = std::move(*versions);
  const auto spent = store::paid::spent(db, viewer.today - kLearnedFrom, viewer.today);
  if (!spent) return tl::unexpected(spent.error());
  for (const PaidChannel& channel : out.in_force) {
    PaidChannelsView::Learned one;
    one.channel = channel.channel;
    for (const PaidSpend& row : *spent) {
      const bool counts = row.channel == channel.channel && row.clicks && row.orders;
      if (!counts) continue;
      one.clicks += *row.clicks;
      one.orders += *row.orders;
    }
    if (one.clicks == 0) continue;
    one.prior = orders_of_clicks(channel);
    one.rate = planning::learned_rate(one.orders, one.clicks, one.prior);
    const planning::Interval interval =
        planning::wilson(std::min(one.orders, one.clicks), one.clicks);
    one.low = interval.low;
    one.high = interval.high;
    one.enough = one.orders >= planning::kEnoughEvents;
    out.learned.push_back(std::move(one));
  }
  return out;
}

Result<PaidBudgetView> paid_budget(Connection& db, Date month, const Calendar& calendar,
                                   const Viewer& viewer) {
  PaidBudgetView out;
  out.month = month;
  out.today = viewer.today;
  const Date last = end_of(month);
  auto versions = store::paid::versions(db, month);
  if (!versions) return tl::unexpected(versions.error());
  out.versions = std::move(*versions);
  for (const PaidBudget& version : out.versions) {
    const auto user = version.by ? store::people::find_user(db, version.by) : Result<User>(User{});
    if (!user) return tl::unexpected(user.error());
    out.version_authors.push_back(user->name);
  }
  const auto rows = store::paid::spent(db, month, last);
  if (!rows) return tl::unexpected(rows.error());
  const auto known = store::paid::channels_on(db, last);
  if (!known) return tl::unexpected(known.error());
  std::map<std::string, PaidChannelMonth> channels;
  for (const PaidSpend& row : *rows) channels[row.channel].spent.push_back(row);
  if (!out.versions.empty()) {
    out.budget = out.versions.back();
    const planning::DayWeights weights{out.budget->workday, out.budget->weekend,
                                       out.budget->holiday, out.budget->makeup};
    out.weights = planning::weights_of_days(calendar, month, last, weights);
    const auto days = store::paid::days(db, out.budget->id);
    if (!days) return tl::unexpected(days.error());
    for (const PaidBudgetDay& day : *days) {
      channels[day.channel].days.push_back(day);
      channels[day.channel].amount += day.amount;
    }
  }
  const auto passed = std::clamp<std::int64_t>((viewer.today - month).count(), 0,
                                               static_cast<std::int64_t>(out.weights.size()));
  Exact planned_orders = 0;
  for (auto& [key, channel] : channels) {
    channel.channel = key;
    channel.name = key;
    channel.counts = sum_of(channel.spent);
    channel.spent_sum = channel.counts.spent;
    channel.pacing = planning::pacing(channel.amount, channel.spent_sum, out.weights,
                                      static_cast<std::size_t>(passed));
    for (const PaidChannel& one : *known) {
      if (one.channel != key) continue;
      channel.name = one.name;
      channel.planned_per_order = exact(one.click) / orders_of_clicks(one);
      planned_orders += exact(channel.amount) / *channel.planned_per_order;
      channel.dear = planning::is_dear(channel.spent_sum, channel.counts.orders.value_or(0),
                                       *channel.planned_per_order);
    }
    out.spent += channel.spent_sum;
    out.channels.push_back(std::move(channel));
  }
  out.counts = sum_of(*rows);
  if (!out.budget) return out;
  out.pacing = planning::pacing(out.budget->amount, out.spent, out.weights,
                                static_cast<std::size_t>(passed));
  const std::int64_t wanted = out.budget->wanted_orders.value_or(floor_of(planned_orders));
  if (out.counts.orders)
    out.correction = planning::correct(out.budget->amount, out.spent, wanted, *out.counts.orders);
  return out;
}

}  // namespace vouch::web::gather
