#include "planning/time_to_event.h"

#include <algorithm>

namespace vouch::planning {

WaitingCurve waiting_curve(std::span<const Waited> all) {
  std::vector<Waited> sorted(all.begin(), all.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Waited& left, const Waited& right) { return left.days < right.days; });
  WaitingCurve curve;
  double waiting = 1;
  for (std::size_t i = 0; i < sorted.size();) {
    const double days = sorted[i].days;
    const std::size_t at_risk = sorted.size() - i;
    std::size_t happened = 0;
    for (; i < sorted.size() && sorted[i].days == days; ++i) happened += sorted[i].happened ? 1 : 0;
    if (happened == 0) continue;
    waiting *= 1 - static_cast<double>(happened) / static_cast<double>(at_risk);
    curve.steps.push_back({days, waiting, at_risk});
    curve.happened += happened;
  }
  curve.censored = all.size() - curve.happened;
  return curve;
}

std::optional<double> WaitingCurve::quantile(double share) const {
  constexpr double kRounding = 1e-12;
  for (const WaitingStep& step : steps) {
    if (step.waiting <= 1 - share + kRounding) return step.days;
  }
  return std::nullopt;
}

double WaitingCurve::waiting_at(double days) const {
  double waiting = 1;
  for (const WaitingStep& step : steps) {
    if (step.days > days) break;
    waiting = step.waiting;
  }
  return waiting;
}

}  // namespace vouch::planning
