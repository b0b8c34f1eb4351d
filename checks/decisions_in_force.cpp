#include "checks/decisions_in_force.h"

#include <algorithm>
#include <tuple>

namespace vouch::checks {
namespace {

constexpr Time kForEver = Time::max();

}  // namespace

bool may_count(const Decision& decision, UserId beneficiary) {
  switch (decision.kind) {
    case DecisionKind::kWithdraw:
    case DecisionKind::kReplace:
    case DecisionKind::kAnswer:
      return true;
    case DecisionKind::kWaive:
    case DecisionKind::kConfirm:
    case DecisionKind::kOverrule:
    case DecisionKind::kAcceptManual:
    case DecisionKind::kRejectManual:
      return !beneficiary || decision.actor != beneficiary;
  }
  return false;
}

Time end_of(const Decision& decision, const std::vector<Decision>& all, Time as_of) {
  Time end = decision.until.value_or(kForEver);
  for (const Decision& other : all) {
    if (decision.id && other.corrects == decision.id && other.at <= as_of)
      end = std::min(end, other.at);
  }
  return end;
}

std::vector<const Decision*> decisions_in_force(const std::vector<Decision>& decisions,
                                                UserId beneficiary, Time as_of) {
  std::vector<const Decision*> kept;
  for (const Decision& decision : decisions) {
    if (decision.at <= as_of && may_count(decision, beneficiary) &&
        end_of(decision, decisions, as_of) > as_of)
      kept.push_back(&decision);
  }
  std::sort(kept.begin(), kept.end(), [](const Decision* left, const Decision* right) {
    return std::tie(left->at, left->id) < std::tie(right->at, right->id);
  });
  return kept;
}

bool about_work(const std::optional<Stage>& scope) {
  return !scope || scope->is_work();
}

}  // namespace vouch::checks
