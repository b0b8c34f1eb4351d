// Whether a group of notices is told now: Alertmanager's decision (alerts-security-operations §1.3)
// as a function of what the group holds, what its reader was told last, and the operator's times.
// Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/time.h"

namespace vouch::alerts {

// What a group (reader and rule) holds. A key holds the version: another episode is another key.
struct GroupState {
  std::map<std::string, Time> firing;  // by key: when it began to wait, or was told
  std::set<std::string> resolved;      // was firing and is over
};

// The notification log's entry of the group: what its last letter said.
struct ToldEntry {
  Time at;
  std::set<std::string> firing;
  std::set<std::string> resolved;
};

struct NotifyTiming {
  Millis group_wait{};                    // from the first of a new group to its letter
  Millis group_interval{};                // between two letters of a group
  std::optional<Millis> repeat_interval;  // rounded up to whole group intervals; none: told once
  bool send_resolved = false;
};

enum class NotifyReason { kNothing, kFirst, kNew, kResolved, kRepeat };

struct NotifyDecision {
  NotifyReason reason = NotifyReason::kNothing;  // a letter goes out now, and why
  std::optional<Time> again_at;  // no letter now: decide again then; none: when something changes
  bool forget = false;           // all that was told is over and that is not told: empty the entry
};

// What resolved before it was told has no place in `firing`, and is never told. An entry from the
// future was written by a clock since put back: it counts as written now.
NotifyDecision decide_notification(const GroupState& group, const std::optional<ToldEntry>& told,
                                   const NotifyTiming& timing, Time now);

}  // namespace vouch::alerts
