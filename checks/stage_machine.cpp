#include "checks/stage_machine.h"

#include <algorithm>
#include <tuple>

namespace vouch::checks {
namespace {

constexpr Time kNever{};

bool is_conclusive(const Observation& seen) {
  return seen.outcome == Outcome::kFound ||
         (seen.outcome == Outcome::kNotFound && seen.negative_proved);
}

struct Fold {
  const StagePlan& plan;
  Millis survival;
  StageResult result;
  const Observation* last_found = nullptr;

  void found(const Observation& seen) {
    const bool was_down =
        result.state == StageState::kFail || result.state == StageState::kRegressed;
    last_found = &seen;
    result.last_conclusive_at = seen.observed_at;
    if (!result.first_pass_at) {
      result.first_pass_at = seen.observed_at;
      result.on_time = !plan.deadline || seen.observed_at <= *plan.deadline;
      // That it was absent at the deadline is a negative and needs the proof of one: a page first
      // looked at behind the deadline (outage, captcha, our own schedule) is not called late.
      result.late = was_down;
    }
    if (was_down) result.recovered = true;
    if (result.state != StageState::kPass) result.since = seen.observed_at;
    result.state = StageState::kPass;
    result.reason = seen.reason;
    result.decided_by = seen.id;
    result.negatives = 0;
    result.last_counted_at = kNever;
  }

  void not_found(const Observation& seen) {
    if (result.state == StageState::kFail || result.state == StageState::kRegressed) return;
    const bool passed_before = result.first_pass_at.has_value();
    if (passed_before && seen.observed_at > *result.first_pass_at + survival)
      return;  // informational
    result.last_conclusive_at = seen.observed_at;
    const bool due = passed_before || (plan.deadline && seen.observed_at >= *plan.deadline);
    if (result.last_counted_at != kNever &&
        seen.observed_at < result.last_counted_at + plan.spacing) {
      if (due && !passed_before) enter(StageState::kSuspect, seen);
      return;
    }
    result.last_counted_at = seen.observed_at;
    ++result.negatives;
    if (due && result.negatives >= plan.confirmations) {
      enter(passed_before ? StageState::kRegressed : StageState::kFail, seen);
      ++result.episode;
      result.episode_at = seen.observed_at;
    } else if (due) {
      // Before: not yet proved. After PASS the stage is open again, never at once a failure.
      enter(passed_before ? StageState::kWaiting : StageState::kSuspect, seen);
    } else if (plan.deadline && result.negatives >= plan.confirmations - 1 &&
               *plan.deadline - seen.observed_at < std::chrono::hours(48)) {
      enter(StageState::kSuspect, seen);
    } else {
      result.reason = seen.reason;
      result.decided_by = seen.id;
    }
  }

  void enter(StageState state, const Observation& seen) {
    if (result.state != state) result.since = seen.observed_at;
    result.state = state;
    result.reason = seen.reason;
    result.decided_by = seen.id;
  }

  void take(const Observation& seen) {
    if (seen.outcome == Outcome::kNotApplicable) return;
    result.last_observed_at = seen.observed_at;
    result.last_outcome = seen.outcome;
    result.last_reason = seen.reason;
    if (!is_conclusive(seen)) {
      ++result.inconclusive_run;
      return;
    }
    result.inconclusive_run = 0;
    if (seen.outcome == Outcome::kFound) {
      found(seen);
    } else {
      not_found(seen);
    }
  }
};

bool undecided(StageState state) {
  return state == StageState::kWaiting || state == StageState::kSuspect;
}

}  // namespace

StageResult run_stage(const StagePlan& plan, Millis survival,
                      std::vector<const Observation*> observations, const std::vector<Gap>& gaps,
                      Time as_of) {
  Fold fold{plan, survival, {}};
  StageResult& result = fold.result;
  result.stage = plan.stage;
  result.deadline = plan.deadline.value_or(kNever);
  if (!plan.applicable) {
    result.state = StageState::kNotApplicable;
    result.reason = plan.why_not;
    return result;
  }
  std::sort(observations.begin(), observations.end(),
            [](const Observation* left, const Observation* right) {
              return std::tie(left->observed_at, left->id) <
                     std::tie(right->observed_at, right->id);
            });
  for (const Observation* seen : observations) {
    if (seen->observed_at <= as_of) fold.take(*seen);
  }
  if (const auto end = settles_at(survival, result); end && as_of >= *end) {
    // Missed inside the window, never proved: what is not proved by its end was no loss.
    result.state = StageState::kPass;
    result.since = *end;
    result.reason = fold.last_found->reason;
    result.decided_by = fold.last_found->id;
    result.negatives = 0;
    result.last_counted_at = kNever;
    return result;
  }
  const auto moment = uncheckable_at(plan, result, gaps);
  if (moment && as_of >= *moment) {
    result.state = StageState::kUncheckable;
    result.since = *moment;
    result.reason = result.last_observed_at == kNever ? Reason::kTimer : result.last_reason;
  }
  return result;
}

std::optional<Time> uncheckable_at(const StagePlan& plan, const StageResult& result,
                                   const std::vector<Gap>& gaps) {
  if (!plan.applicable || !plan.deadline || !undecided(result.state)) return std::nullopt;
  const Time start = std::max(*plan.deadline, result.last_conclusive_at);
  return extend_by_gaps(start, start + kUncheckableAfter, gaps);
}

std::optional<Time> settles_at(Millis survival, const StageResult& result) {
  const bool open = undecided(result.state) || result.state == StageState::kUncheckable;
  if (!open || !result.first_pass_at) return std::nullopt;
  return *result.first_pass_at + survival + Millis(1);
}

}  // namespace vouch::checks
