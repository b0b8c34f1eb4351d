#include "planning/platform_learning.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace vouch::planning {
namespace {

constexpr double kZ = 1.959964;  // 95 %

bool is_rare(const PlatformSeen& one) {
  return one.decided >= kLeastDecided &&
         static_cast<double>(one.indexed) < kRareRate * static_cast<double>(one.decided);
}

}  // namespace

Interval wilson(std::int64_t hits, std::int64_t all) {
  if (all <= 0) return {};
  const auto n = static_cast<double>(all);
  const double share = static_cast<double>(hits) / n;
  const double middle = share + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(share * (1 - share) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {std::max(0.0, (middle - half) / scale), std::min(1.0, (middle + half) / scale)};
}

std::string_view to_string(PlatformChange change) {
  return change == PlatformChange::kNotApplicable ? "not_applicable" : "applicable";
}

std::vector<LearnedChange> learned_changes(std::span<const PlatformSeen> seen,
                                           std::span<const PlatformListed> listed,
                                           const ExpectationNow& expectation) {
  std::vector<LearnedChange> out;
  for (const PlatformSeen& one : seen) {
    const bool closed = expectation(one.platform, one.engine) == Expectation::kNotApplicable;
    if (closed || !is_rare(one)) continue;
    out.push_back({one.platform, one.engine, PlatformChange::kNotApplicable, one.decided,
                   one.indexed, wilson(one.indexed, one.decided), one.from, one.to});
  }
  for (const PlatformListed& one : listed) {
    const bool closed = expectation(one.platform, one.engine) == Expectation::kNotApplicable;
    if (!closed || one.claims < kLeastListed) continue;
    out.push_back({one.platform,
                   one.engine,
                   PlatformChange::kApplicable,
                   one.claims,
                   one.claims,
                   {},
                   one.from,
                   one.to});
  }
  std::sort(out.begin(), out.end(), [](const LearnedChange& left, const LearnedChange& right) {
    return std::tie(left.platform, left.engine) < std::tie(right.platform, right.engine);
  });
  return out;
}

}  // namespace vouch::planning
