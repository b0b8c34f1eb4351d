// The figures of work (domain §3.8): what was handed in, on time, seen, indexed and still there.
// "Could not check" and what is still pending stand in no denominator, and a share of nothing is
// none. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "core/verdict.h"
#include "planning/plan_done.h"
#include "planning/share.h"

namespace vouch::planning {

// 收录率: pages at engines. Where an engine cannot index a platform, or is not connected, the page
// is not counted at all.
struct IndexTally {
  std::int64_t indexed = 0;
  std::int64_t watching = 0;     // not due yet
  std::int64_t not_indexed = 0;  // when its term was over
  std::int64_t unknown = 0;      // nobody could tell
  std::int64_t not_sampled = 0;  // nobody asked
  std::int64_t lost = 0;         // dropped from the index again

  IndexTally& operator+=(const IndexTally& other);
  void add(IndexVerdict verdict, std::int64_t pages);
  [[nodiscard]] std::int64_t eligible() const;
  [[nodiscard]] std::int64_t due() const;      // eligible, and their term is over
  [[nodiscard]] std::int64_t decided() const;  // due, and somebody could tell
  [[nodiscard]] std::optional<double> rate() const { return share(indexed, decided()); }
  [[nodiscard]] std::optional<double> coverage() const { return share(decided(), due()); }
  bool operator==(const IndexTally&) const = default;
};

// 存活率: seen once, and the time for which it is watched has ended.
struct SurvivalTally {
  std::int64_t ended = 0;
  std::int64_t survived = 0;

  SurvivalTally& operator+=(const SurvivalTally& other);
  [[nodiscard]] std::optional<double> rate() const { return share(survived, ended); }
  bool operator==(const SurvivalTally&) const = default;
};

// Of the work of some days. Exempted and withdrawn claims are counted apart and nowhere else.
struct Tally {
  std::int64_t expected = 0;  // reports whose last moment has passed
  std::int64_t reported = 0;  // of these
  std::int64_t claims = 0;
  std::int64_t on_time = 0;
  std::int64_t late = 0;
  std::int64_t verified = 0;
  std::int64_t failed = 0;     // known to the supervisor
  std::int64_t regressed = 0;  // the same
  std::int64_t pending = 0;
  std::int64_t with_employee = 0;  // of the pending: told to their owner alone so far
  std::int64_t disputed = 0;
  std::int64_t manual = 0;  // could not be checked
  std::int64_t waived = 0;
  std::int64_t withdrawn = 0;
  IndexTally index;
  SurvivalTally survival;
  std::optional<PlanTally> plan;  // none: nobody in it has a plan of these days

  Tally& operator+=(const Tally& other);
  // `is_public`: of a negative, its owner's time has ended. `claims` of which `late` came late.
  void add(WorkVerdict work, bool is_public, std::int64_t count);
  void add_late(std::int64_t count);  // of claims that were added
  [[nodiscard]] std::int64_t decided() const { return verified + failed + regressed; }
  [[nodiscard]] std::optional<double> reported_rate() const { return share(reported, expected); }
  // Of what was handed in; of what was planned see `plan`.
  [[nodiscard]] std::optional<double> on_time_rate() const { return share(on_time, claims); }
  [[nodiscard]] std::optional<double> verified_rate() const { return share(verified, decided()); }
  // Decided of what could have been: what a panel shows first.
  [[nodiscard]] std::optional<double> coverage() const;
  bool operator==(const Tally&) const = default;
};

}  // namespace vouch::planning
