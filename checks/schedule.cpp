#include "checks/schedule.h"

#include <algorithm>

#include "checks/stage_machine.h"
#include "core/hash.h"

namespace vouch::checks {
namespace {

constexpr Time kNever{};
constexpr Millis kHour = std::chrono::hours(1);
constexpr Millis kDay = std::chrono::hours(24);
constexpr Millis kLongestSilence = 6 * kHour;
constexpr Millis kRandomHours = 8 * kHour;
constexpr Millis kRoomToConfirm = 4 * kHour;
constexpr Millis kWatchFailedDaily = 14 * kDay;   // a correction is noticed within a day
constexpr Millis kWatchFailedWeekly = 60 * kDay;  // then within a week, then on request only

// Uniform in [0, 1), the same for the same look.
double dice(const Claim& claim, const Lane& lane, int look_no) {
  const std::uint64_t seed = hash64(to_string(lane), static_cast<std::uint64_t>(claim.id.value));
  return static_cast<double>(mix64(seed + static_cast<std::uint64_t>(look_no)) >> 11) * 0x1.0p-53;
}

Millis scaled(Millis span, double factor) {
  return Millis(static_cast<std::int64_t>(static_cast<double>(span.count()) * factor));
}

struct LaneView {
  std::vector<const StageResult*> stages;
  std::vector<const StagePlan*> plans;

  [[nodiscard]] bool any(StageState state) const {
    return std::any_of(stages.begin(), stages.end(),
                       [&](const StageResult* stage) { return stage->state == state; });
  }
};

bool in_lane(const Lane& lane, const Stage& stage) {
  return lane.kind == StageKind::kIndex ? stage == Stage{StageKind::kIndex, lane.engine}
                                        : stage.is_work();
}

LaneView view(const ClaimPlan& plan, const Verdict& verdict, const Lane& lane) {
  LaneView out;
  for (const StageResult& result : verdict.stages) {
    const StagePlan* stage = plan.find(result.stage);
    if (stage != nullptr && stage->applicable && in_lane(lane, result.stage)) {
      out.stages.push_back(&result);
      out.plans.push_back(stage);
    }
  }
  return out;
}

// Looks of later days fall on a random hour, so that a link that is up only at the known hours is
// found out (crawling-standards §2.5, §3 trick 8). Page looks come before their day is full: the
// last one and the look that confirms it must fall into the survival window that ends with it.
Time planned_moment(const Claim& claim, const Lane& lane, Millis offset, int index) {
  const double roll = dice(claim, lane, 1000 + index);
  const Time planned = claim.submitted_at + offset;
  if (offset < kDay) return planned + scaled(std::chrono::minutes(2), roll);
  if (lane.kind == StageKind::kIndex) return planned + scaled(kRandomHours, roll);
  return planned - kRoomToConfirm - scaled(kRandomHours, roll);
}

std::optional<Time> next_planned(const Claim& claim, const Lane& lane,
                                 const std::vector<Millis>& offsets, Time after) {
  std::optional<Time> best;
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    const Time moment = planned_moment(claim, lane, offsets[i], static_cast<int>(i));
    if (moment > after && (!best || moment < *best)) best = moment;
  }
  return best;
}

// Where the quota is short, a page that waits for the index is asked for by its hazard.
std::optional<Time> paced(const Claim& claim, const ClaimPlan& plan, const Lane& lane,
                          const LaneView& stages, Time last_look) {
  const IndexPace* const pace =
      lane.kind == StageKind::kIndex ? plan.pace_of(lane.engine) : nullptr;
  if (pace == nullptr || !stages.any(StageState::kWaiting)) return std::nullopt;
  constexpr double kDayMillis = 86'400'000;
  const double age = static_cast<double>((last_look - claim.submitted_at).count()) / kDayMillis;
  const double days = days_to_next_look(pace->scale, {1, pace->hazard.at(std::max(age, 0.0))});
  return last_look + scaled(kDay, days);
}

void take_earlier(std::optional<Time>& best, std::optional<Time> moment) {
  if (moment && (!best || *moment < *best)) best = moment;
}

// The look that can settle a negative: at the deadline, and one spacing after the last counted one.
std::optional<Time> confirmation(const StagePlan& plan, const StageResult& result, Time last_look) {
  const bool open = result.state == StageState::kWaiting || result.state == StageState::kSuspect ||
                    result.state == StageState::kPass;
  if (!open || (result.state == StageState::kPass && result.negatives == 0)) return std::nullopt;
  std::optional<Time> moment;
  if (!result.first_pass_at && plan.deadline && *plan.deadline > last_look) moment = *plan.deadline;
  if (result.last_counted_at != kNever) {
    Time spaced = result.last_counted_at + plan.spacing;
    // A later look that did not touch this stage (the page was gone) does not bring it forward.
    if (spaced <= last_look) spaced = last_look + plan.spacing;
    // Where no term was set there is no negative to settle: the plan goes on.
    const bool settles = result.first_pass_at || (plan.deadline && spaced >= *plan.deadline);
    if (settles) moment = spaced;
  }
  return moment;
}

// What is not true is told by its deadline and 48 h: until then a page whose site is silent is
// tried every six hours at least, once the deadline has come. A wall that answers keeps its day of
// rest.
std::optional<Time> must_try_by(const LaneView& lane, const LaneHistory& done) {
  if (!done.silent) return std::nullopt;
  std::optional<Time> best;
  for (std::size_t i = 0; i < lane.stages.size(); ++i) {
    const StageResult& stage = *lane.stages[i];
    const auto deadline = lane.plans[i]->deadline;
    const bool settled = stage.first_pass_at || stage.state == StageState::kFail;
    if (settled || !deadline || done.last_look_at >= *deadline + kUncheckableAfter) continue;
    take_earlier(best, std::max(*deadline, done.last_look_at + kLongestSilence));
  }
  return best;
}

// What passed and was not seen since may be gone: while survival is watched that is a question.
bool watched(const LaneView& lane, Millis survival, Time last_look) {
  return std::any_of(lane.stages.begin(), lane.stages.end(), [&](const StageResult* stage) {
    return stage->state == StageState::kPass && stage->first_pass_at &&
           last_look < *stage->first_pass_at + survival;
  });
}

Time watch_for_correction(const LaneView& lane, Time last_look) {
  Time episode = kNever;
  for (const StageResult* stage : lane.stages) episode = std::max(episode, stage->episode_at);
  return last_look + (last_look < episode + kWatchFailedDaily ? kDay : 7 * kDay);
}

}  // namespace

std::string to_string(const Lane& lane) {
  return lane.kind == StageKind::kIndex ? "index:" + lane.engine : "page";
}

std::vector<Lane> lanes_of(const ClaimPlan& plan) {
  std::vector<Lane> lanes;
  bool page = false;
  for (const StagePlan& stage : plan.stages) {
    if (!stage.applicable) continue;
    if (stage.stage.kind == StageKind::kIndex) {
      lanes.push_back(Lane{StageKind::kIndex, stage.stage.engine});
    } else if (!page) {
      page = true;
      lanes.insert(lanes.begin(), Lane{StageKind::kLive, {}});
    }
  }
  return lanes;
}

LaneHistory lane_history(const Lane& lane, const std::vector<Observation>& observations) {
  LaneHistory history;
  std::vector<const Observation*> looks;  // one per look: live, or the engine's stage
  for (const Observation& seen : observations) {
    const bool first_stage = lane.kind == StageKind::kIndex ? in_lane(lane, seen.stage)
                                                            : seen.stage.kind == StageKind::kLive;
    const bool scheduled = seen.route == Route::kMachine || seen.look;
    if (first_stage && scheduled) looks.push_back(&seen);
  }
  std::sort(looks.begin(), looks.end(), [](const Observation* left, const Observation* right) {
    return left->look_no < right->look_no;
  });
  for (const Observation* seen : looks) {
    history.looks_done = std::max(history.looks_done, seen->look_no);
    history.last_look_at = std::max(history.last_look_at, seen->observed_at);
    const bool unknown = seen->outcome == Outcome::kInconclusive ||
                         (seen->outcome == Outcome::kNotFound && !seen->negative_proved);
    history.inconclusive_run = unknown ? history.inconclusive_run + 1 : 0;
    history.silent = is_silence(seen->reason);
  }
  return history;
}

std::optional<Time> next_look(const Claim& claim, const ClaimPlan& plan, const Verdict& verdict,
                              const Lane& lane, const LaneHistory& done) {
  if (verdict.work == WorkVerdict::kVoid) return std::nullopt;
  const LaneView stages = view(plan, verdict, lane);
  if (stages.stages.empty()) return std::nullopt;
  const std::vector<Millis>& offsets =
      lane.kind == StageKind::kIndex ? plan.index_looks : plan.page_looks;
  if (done.last_look_at == kNever) return next_planned(claim, lane, offsets, kNever);

  std::optional<Time> best;
  if (lane.kind == StageKind::kIndex && stages.any(StageState::kPass) &&
      done.inconclusive_run == 0 && stages.stages.front()->negatives == 0) {
    // Indexed: look again only at the end of the plan (domain §5.7: D+30).
    if (offsets.empty()) return std::nullopt;
    const Time last =
        planned_moment(claim, lane, offsets.back(), static_cast<int>(offsets.size()) - 1);
    return last > done.last_look_at ? std::optional<Time>(last) : std::nullopt;
  }
  best = paced(claim, plan, lane, stages, done.last_look_at);
  if (!best) best = next_planned(claim, lane, offsets, done.last_look_at);
  for (std::size_t i = 0; i < stages.stages.size(); ++i) {
    const auto settles = confirmation(*stages.plans[i], *stages.stages[i], done.last_look_at);
    // A query inside the spacing could not count: the quota is worth more than an earlier look.
    if (settles && lane.kind == StageKind::kIndex && stages.stages[i]->negatives > 0 &&
        stages.stages[i]->last_conclusive_at >= stages.stages[i]->deadline) {
      best = settles;
    }
    take_earlier(best, settles);
  }
  const bool down = stages.any(StageState::kFail) || stages.any(StageState::kRegressed);
  if (down && done.last_look_at < claim.submitted_at + kWatchFailedWeekly) {
    take_earlier(best, watch_for_correction(stages, done.last_look_at));
  }
  if (done.inconclusive_run > 0) {
    const std::size_t step = std::min<std::size_t>(static_cast<std::size_t>(done.inconclusive_run),
                                                   std::size(kInconclusiveBackoff)) -
                             1;
    const double jitter = 0.8 + 0.4 * dice(claim, lane, done.looks_done);
    Time retry = done.last_look_at + scaled(kInconclusiveBackoff[step], jitter);
    if (const auto latest = must_try_by(stages, done); latest && lane.kind == StageKind::kLive) {
      retry = std::min(retry, *latest);
    }
    // Never hammer a wall: the retry replaces earlier plans; without an open question it is the
    // plan.
    const bool open =
        stages.any(StageState::kWaiting) || stages.any(StageState::kSuspect) ||
        stages.any(StageState::kUncheckable) || down ||
        (lane.kind == StageKind::kLive && watched(stages, plan.survival, done.last_look_at));
    if (open) return retry;
    if (best) best = std::max(*best, retry);
    if (!best) best = retry;
  }
  return best;
}

}  // namespace vouch::checks
