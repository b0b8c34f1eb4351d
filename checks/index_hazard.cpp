#include "checks/index_hazard.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vouch::checks {
namespace {

constexpr double kSoonest = 1;
constexpr double kLatest = 60;
constexpr int kRounds = 60;
constexpr double kSettled = 1e-6;  // relative change of every bin

// IndexCheckr: share of all pages that are indexed at an age in days.
constexpr double kEver = 0.3806;
struct Quantile {
  double days;
  double share;  // of those that are ever indexed
};
constexpr std::array<Quantile, 5> kQuantiles = {
    {{0, 0}, {7, 0.14}, {30, 0.65}, {90, 0.85}, {180, 0.932}}};
constexpr double kBeyond = 0.0001;  // a day, after 180 days: next to nothing was published

double bin_end(std::size_t bin) {
  return bin + 1 < kAgeBins ? kBinStart[bin + 1] : std::numeric_limits<double>::infinity();
}

std::size_t bin_of(double age) {
  const auto after = std::upper_bound(kBinStart.begin(), kBinStart.end(), std::max(age, 0.0));
  return static_cast<std::size_t>(after - kBinStart.begin()) - 1;
}

// Cumulative hazard between two ages.
double cumulative(const IndexHazard& hazard, double from, double to) {
  double sum = 0;
  for (std::size_t bin = bin_of(from); bin < kAgeBins && kBinStart[bin] < to; ++bin) {
    const double begin = std::max(from, kBinStart[bin]);
    const double end = std::min(to, bin_end(bin));
    if (end > begin) sum += hazard.per_day[bin] * (end - begin);
  }
  return sum;
}

double indexed_share(double days) {
  for (std::size_t i = 1; i < kQuantiles.size(); ++i) {
    const Quantile& left = kQuantiles[i - 1];
    const Quantile& right = kQuantiles[i];
    if (days > right.days) continue;
    const double along = (days - left.days) / (right.days - left.days);
    return kEver * (left.share + along * (right.share - left.share));
  }
  return kEver * kQuantiles.back().share;
}

struct Tally {
  std::array<double, kAgeBins> events{};
  std::array<double, kAgeBins> days{};
};

// Not indexed from `from` to `to`: so many days of looking in each bin.
void add_absent(Tally& tally, double from, double to) {
  for (std::size_t bin = bin_of(from); bin < kAgeBins && kBinStart[bin] < to; ++bin) {
    const double begin = std::max(from, kBinStart[bin]);
    tally.days[bin] += std::max(0.0, std::min(to, bin_end(bin)) - begin);
  }
}

// Indexed somewhere in (from, to]: spread over the bins as the present hazard has it.
void add_event(Tally& tally, const IndexHazard& hazard, double from, double to) {
  const double all = 1 - std::exp(-cumulative(hazard, from, to));
  if (all <= 0) return;
  const double unseen = 1 - all;  // still absent at `to`
  for (std::size_t bin = bin_of(from); bin < kAgeBins && kBinStart[bin] < to; ++bin) {
    const double begin = std::max(from, kBinStart[bin]);
    const double end = std::min(to, bin_end(bin));
    if (end <= begin) continue;
    const double rate = hazard.per_day[bin];
    const double absent = std::exp(-cumulative(hazard, from, begin));
    const double passed = absent * (1 - std::exp(-rate * (end - begin)));
    tally.events[bin] += passed / all;
    // Expected days absent within the bin, given that it was indexed by `to`.
    const double days = rate > 0 ? passed / rate : absent * (end - begin);
    tally.days[bin] += (days - unseen * (end - begin)) / all;
  }
}

}  // namespace

double IndexHazard::at(double age_days) const {
  return per_day[bin_of(age_days)];
}

double IndexHazard::chance(double from_days, double to_days) const {
  return 1 - std::exp(-cumulative(*this, from_days, to_days));
}

IndexHazard shipped_hazard() {
  IndexHazard hazard;
  for (std::size_t bin = 0; bin + 1 < kAgeBins; ++bin) {
    const double absent_before = 1 - indexed_share(kBinStart[bin]);
    const double absent_after = 1 - indexed_share(kBinStart[bin + 1]);
    hazard.per_day[bin] =
        std::log(absent_before / absent_after) / (kBinStart[bin + 1] - kBinStart[bin]);
  }
  hazard.per_day.back() = kBeyond;
  return hazard;
}

IndexHazard learn(const IndexHazard& prior, double prior_days,
                  std::span<const IndexHistory> pages) {
  IndexHazard hazard = prior;
  for (int round = 0; round < kRounds; ++round) {
    Tally tally;
    for (const IndexHistory& page : pages) {
      add_absent(tally, page.first_days, page.last_absent_days);
      if (page.found_days) add_event(tally, hazard, page.last_absent_days, *page.found_days);
    }
    double change = 0;
    for (std::size_t bin = 0; bin < kAgeBins; ++bin) {
      const double events = prior.per_day[bin] * prior_days + tally.events[bin];
      const double next = events / (prior_days + tally.days[bin]);
      change = std::max(change, std::abs(next - hazard.per_day[bin]) / (next + kSettled));
      hazard.per_day[bin] = next;
    }
    if (change < kSettled) break;
  }
  return hazard;
}

double looks_scale(std::span<const WaitingPage> pages, double quota) {
  double sum = 0;
  for (const WaitingPage& page : pages) sum += std::sqrt(page.weight * page.hazard);
  return sum > 0 ? std::max(quota, 0.0) / sum : 0;
}

double days_to_next_look(double scale, const WaitingPage& page) {
  const double looks_a_day = scale * std::sqrt(page.weight * page.hazard);
  if (looks_a_day <= 0) return kLatest;
  return std::clamp(1 / looks_a_day, kSoonest, kLatest);
}

}  // namespace vouch::checks
