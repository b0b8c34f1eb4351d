#include "alerts/notify.h"

#include <algorithm>

namespace vouch::alerts {
namespace {

struct Candidate {
  NotifyReason reason = NotifyReason::kNothing;
  Time at;
};

void earlier(std::optional<Candidate>& best, NotifyReason reason, Time at) {
  if (!best || at < best->at) best = Candidate{reason, at};
}

// The earliest moment at which something that was not told began to wait.
std::optional<Time> oldest_new(const GroupState& group, const std::set<std::string>& logged) {
  std::optional<Time> oldest;
  for (const auto& [key, since] : group.firing) {
    if (!logged.contains(key) && (!oldest || since < *oldest)) oldest = since;
  }
  return oldest;
}

Millis whole_intervals(Millis repeat, Millis interval) {
  if (interval <= Millis(0)) return repeat;
  return (repeat + interval - Millis(1)) / interval * interval;
}

}  // namespace

NotifyDecision decide_notification(const GroupState& group, const std::optional<ToldEntry>& told,
                                   const NotifyTiming& timing, Time now) {
  static const std::set<std::string> kNone;
  const std::set<std::string>& logged = told ? told->firing : kNone;
  const Time last = told ? std::min(told->at, now) : Time{};

  std::optional<Candidate> best;
  if (const auto oldest = oldest_new(group, logged)) {
    const Time waited = std::min(*oldest, now) + timing.group_wait;
    const bool first = logged.empty();
    earlier(best, first ? NotifyReason::kFirst : NotifyReason::kNew,
            told ? std::max(waited, last + timing.group_interval) : waited);
  }
  if (!told) {
    if (!best) return {};
    return best->at <= now ? NotifyDecision{best->reason, std::nullopt, false}
                           : NotifyDecision{NotifyReason::kNothing, best->at, false};
  }

  const bool all_over = group.firing.empty() && !logged.empty();
  const bool some_over =
      std::any_of(group.resolved.begin(), group.resolved.end(), [&](const std::string& key) {
        return logged.contains(key) && !told->resolved.contains(key);
      });
  if (all_over && !timing.send_resolved) return {NotifyReason::kNothing, std::nullopt, true};
  if (all_over || (timing.send_resolved && some_over)) {
    earlier(best, NotifyReason::kResolved, last + timing.group_interval);
  }
  const bool unchanged_firing =
      std::any_of(group.firing.begin(), group.firing.end(),
                  [&](const auto& entry) { return logged.contains(entry.first); });
  if (timing.repeat_interval && unchanged_firing) {
    earlier(best, NotifyReason::kRepeat,
            last + whole_intervals(*timing.repeat_interval, timing.group_interval));
  }
  if (!best) return {};
  if (best->at <= now) return {best->reason, std::nullopt, false};
  return {NotifyReason::kNothing, best->at, false};
}

}  // namespace vouch::alerts
