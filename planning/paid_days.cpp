#include "planning/paid_days.h"

#include <algorithm>
#include <numeric>

#include "planning/apportion.h"

namespace vouch::planning {
namespace {

constexpr std::int64_t kDearOrders = 5;

std::int64_t sum(std::span<const std::int64_t> values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

}  // namespace

int DayWeights::of(DayKind kind) const {
  switch (kind) {
    case DayKind::kWorkday:
      return workday;
    case DayKind::kWeekend:
      return weekend;
    case DayKind::kHoliday:
      return holiday;
    case DayKind::kMakeupWorkday:
      return makeup;
  }
  return 0;
}

std::vector<std::int64_t> weights_of_days(const Calendar& calendar, Date from, Date to,
                                          const DayWeights& weights) {
  std::vector<std::int64_t> out;
  for (Date date = from; date <= to; date += std::chrono::days(1))
    out.push_back(weights.of(calendar.kind(date)));
  return out;
}

std::vector<Fen> daily_budget(Fen budget, std::span<const std::int64_t> weights) {
  std::vector<Fen> out;
  for (const std::int64_t part : apportion(budget.value, weights)) out.push_back({part});
  return out;
}

Replanned replan(Fen budget, Fen spent, std::span<const Fen> planned,
                 std::span<const std::int64_t> weights, std::size_t first) {
  const Fen left = budget - spent;
  const std::vector<std::int64_t> wanted =
      apportion(std::max<std::int64_t>(left.value, 0), weights.subspan(first));
  Replanned out;
  out.unplaced = left;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Exact plan = exact(planned[first + i]);
    const std::int64_t day = std::clamp(wanted[i], ceil_of(plan / 2), floor_of(plan * 13 / 10));
    out.days.push_back({day});
    out.unplaced -= Fen{day};
  }
  return out;
}

Pacing pacing(Fen budget, Fen spent, std::span<const std::int64_t> weights, std::size_t elapsed) {
  Pacing out;
  const std::int64_t whole = sum(weights), passed = sum(weights.first(elapsed));
  if (whole == 0 || passed == 0) return out;
  const Exact share(passed, whole);
  out.to_date = exact(budget) * share;
  out.forecast = exact(spent) / share;
  if (budget.value > 0) out.pace = exact(spent) / *out.to_date;
  return out;
}

PaceBand band_of_pace(const Exact& pace) {
  const Exact off = abs(Exact(pace - 1));
  if (off <= Exact(5, 100)) return PaceBand::kGreen;
  return off <= Exact(15, 100) ? PaceBand::kAmber : PaceBand::kRed;
}

bool is_dear(Fen spent, std::int64_t orders, const Exact& planned_per_order) {
  return orders >= kDearOrders && exact(spent) * 10 > planned_per_order * orders * 13;
}

ResultCorrection correct(Fen budget, Fen spent, std::int64_t wanted_orders, std::int64_t orders) {
  ResultCorrection out;
  out.missing = std::max<std::int64_t>(wanted_orders - orders, 0);
  out.left = exact(budget - spent);
  if (out.missing > 0) out.most_per_order = std::max<Exact>(out.left, 0) / out.missing;
  if (orders == 0) return out;
  out.per_order = Exact(spent.value, orders);
  out.needed = *out.per_order * out.missing;
  out.gap = *out.needed - out.left;
  if (*out.per_order > 0)
    out.within_reach = floor_of(std::max<Exact>(out.left, 0) / *out.per_order);
  return out;
}

}  // namespace vouch::planning
