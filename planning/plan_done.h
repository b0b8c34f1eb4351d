// Plan against what was handed in (domain §3.8: 完成率, 按时率). A day asks for something when its
// last moment for reporting has passed and its person worked on it; what is too much of one type of
// work fills no other. Pure; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/time.h"
#include "planning/share.h"

namespace vouch::planning {

struct PlanCount {
  std::int64_t planned = 0;    // asked for by days that are over
  std::int64_t done = 0;       // of these handed in within the week
  std::int64_t on_time = 0;    // of these handed in before the last moment of their day
  std::int64_t over = 0;       // beyond what the week asks for; in no share
  std::int64_t unplanned = 0;  // of types that the person has no line of; in no share

  PlanCount& operator+=(const PlanCount& other);
  [[nodiscard]] std::optional<double> completion() const { return share(done, planned); }
  [[nodiscard]] std::optional<double> on_time_rate() const { return share(on_time, planned); }
  [[nodiscard]] std::optional<double> on_time_of_done() const { return share(on_time, done); }
  bool operator==(const PlanCount&) const = default;
};

// Of people who have a plan; whoever has none has no PlanTally.
struct PlanTally {
  PlanCount pieces;
  PlanCount minutes;  // by standard minutes; types without published ones are left out
  std::map<std::string, PlanCount> by_work;

  PlanTally& operator+=(const PlanTally& other);
  void add(const std::string& work_type, const PlanCount& count, int standard_minutes);
  bool operator==(const PlanTally&) const = default;
};
// Sums go over those who have one.
void add(std::optional<PlanTally>& sum, const std::optional<PlanTally>& other);

enum class AskedState {
  kOver,   // its last moment for reporting has passed
  kAhead,  // it has not
  kFree    // leave, or a day off: asks for nothing
};

struct AskedFor {  // by a published line
  Date day;
  std::string work_type;
  std::int64_t quantity = 0;
  AskedState state = AskedState::kAhead;
};

struct HandedIn {  // for a work day, within its week
  Date day;
  std::string work_type;
  std::int64_t pieces = 0;
  std::int64_t late = 0;  // of these
};

// Of one person and one week, by day: what was asked for stands on its own day, what is over or
// unplanned on the day of the work. A piece goes to the earliest day for which it is in time; what
// is left over then fills earlier days, the earliest first.
std::map<Date, PlanTally> plan_done(std::span<const AskedFor> asked,
                                    std::span<const HandedIn> handed_in,
                                    const std::function<int(std::string_view)>& minutes_of);

}  // namespace vouch::planning
