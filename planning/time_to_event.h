// How long until something happens, where many are still waiting: Kaplan-Meier (domain §3.8
// "收录时长"). The mean of those that succeeded would flatter; who still waits counts until now.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace vouch::planning {

struct Waited {
  double days = 0;  // until it happened, or until it was last seen not to have
  bool happened = false;
};

struct WaitingStep {
  double days = 0;          // from here on
  double waiting = 1;       // share that still waits
  std::size_t at_risk = 0;  // just before
};

struct WaitingCurve {
  std::vector<WaitingStep> steps;  // one a moment at which something happened, in order
  std::size_t happened = 0;
  std::size_t censored = 0;  // still waiting

  // The first moment at which half (or another share) has it; none where it was never reached.
  [[nodiscard]] std::optional<double> quantile(double share) const;
  [[nodiscard]] std::optional<double> median() const { return quantile(0.5); }
  [[nodiscard]] double waiting_at(double days) const;
};

WaitingCurve waiting_curve(std::span<const Waited> all);

}  // namespace vouch::planning
