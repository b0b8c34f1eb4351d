// When a page that is not indexed yet is worth another query, where the quota is short: the
// square-root-of-hazard rule (crawling-standards §2.5). The hazard is the chance a day that a page
// of this age, not indexed so far, becomes indexed; pages that never will are in it. Pure; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace vouch::checks {

inline constexpr std::size_t kAgeBins = 9;
// Days at which the bins begin; the last one has no end.
inline constexpr std::array<double, kAgeBins> kBinStart = {0, 1, 3, 7, 14, 30, 60, 90, 180};

struct IndexHazard {
  std::array<double, kAgeBins> per_day{};

  [[nodiscard]] double at(double age_days) const;
  // Chance that a page is indexed between two ages, not being so at the first.
  [[nodiscard]] double chance(double from_days, double to_days) const;
};

// More than 16 million pages of IndexCheckr (February 2025): 61.94 % are never indexed; of the
// others 14 % are within 7 days, 65 % within 30, 85 % within 90, 93.2 % within 180.
IndexHazard shipped_hazard();

// One page: not indexed when first looked at; then seen between two looks, or not at all so far.
struct IndexHistory {
  double first_days = 0;  // age at the first look: a page reported late was never young for us
  double last_absent_days = 0;       // age at the last look that did not find it
  std::optional<double> found_days;  // age at the first look that did
};

// The hazard of these pages; where little was seen it stays near `prior`, which weighs as much as
// `prior_days` days of looking in every bin. Interval-censored maximum likelihood by EM.
IndexHazard learn(const IndexHazard& prior, double prior_days, std::span<const IndexHistory> pages);

struct WaitingPage {
  double weight = 1;  // what a day of delay costs
  double hazard = 0;  // a day
};

// Looks a day for each unit of sqrt(weight x hazard), so that all pages together take `quota`
// queries a day. 0 where nobody waits or there is no quota.
double looks_scale(std::span<const WaitingPage> pages, double quota);
// Days until the next look, between a day (a query sooner could not count) and 60.
double days_to_next_look(double scale, const WaitingPage& page);

}  // namespace vouch::checks
