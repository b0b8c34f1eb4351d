// Random histories for the property tests of checks/: looks on a half-hour grid, so that spacings,
// deadlines and windows are hit exactly, with gaps, decisions and disputes.
#pragma once

#include <algorithm>
#include <random>

#include "tests/checks/history_builder.h"

namespace vouch::checks::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  int below(int limit) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(limit)); }
  bool chance(int one_in) { return below(one_in) == 0; }
  template <class T>
  T of(std::initializer_list<T> values) {
    return *(values.begin() + below(static_cast<int>(values.size())));
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

inline Reason any_reason(Random& random) {
  using enum Reason;
  return random.of({kOk,
                    kOk,
                    kOkRedirected,
                    kHttp404,
                    kHttp404,
                    kHttp410,
                    kSoft404,
                    kBacklinkMissing,
                    kSerpNoMatch,
                    kCaptcha,
                    kLoginWall,
                    kTimeout,
                    kHttp403,
                    kHttp429,
                    kHttp5xx,
                    kRobotsDisallowed,
                    kCanaryFailed,
                    kQuotaExhausted,
                    kUnknownLayout,
                    kNotSampled});
}

inline HistoryBuilder random_looks(Random& random, int most = 16) {
  HistoryBuilder history;
  double at = 0;
  const int looks = random.below(most + 1);
  // Some histories stay near the deadline, some run beyond the survival window.
  const int stride = random.of({3, 8, 40, 160});
  for (int i = 0; i < looks; ++i) {
    at += 0.5 * random.below(stride);
    const Stage stage = random.of({kLive, kLive, kContent, kBaidu});
    history.see(stage, at, any_reason(random), !random.chance(5));
  }
  return history;
}

inline void add_people(Random& random, HistoryBuilder& history) {
  using enum DecisionKind;
  for (int i = random.below(4); i > 0; --i) {
    const auto kind = random.of(
        {kWaive, kConfirm, kOverrule, kAcceptManual, kRejectManual, kWithdraw, kReplace, kAnswer});
    history.decided(0.5 * random.below(400), kind, random.of<std::int64_t>({3, 9, 10}));
    Decision& decision = history.history.decisions.back();
    if (random.chance(3)) decision.until = decision.at + std::chrono::hours(random.below(200));
    if (random.chance(3)) decision.stage = random.of({kLive, kContent, kBaidu});
    if (random.chance(4)) decision.corrects = DecisionId{1 + random.below(3)};
  }
  for (int i = random.below(3); i > 0; --i) {
    const double from = 0.5 * random.below(400);
    const auto state =
        random.of({DisputeState::kOpen, DisputeState::kAccepted, DisputeState::kRejected});
    history.disputed(from, from + 72, state, from + random.below(72));
    if (random.chance(3)) {
      history.history.disputes.back().stage = random.of({kLive, kContent, kBaidu});
    }
  }
}

inline std::vector<Gap> random_gaps(Random& random) {
  std::vector<Gap> gaps;
  for (int i = random.below(4); i > 0; --i) {
    const double from = 0.5 * random.below(500);
    gaps.push_back({after(from), after(from + 0.5 * random.below(80))});
  }
  return gaps;
}

inline double any_moment(Random& random) {
  return 0.5 * random.below(random.of({100, 400, 2000}));
}

inline bool accuses(const Verdict& verdict) {
  return verdict.work == WorkVerdict::kFailed || verdict.work == WorkVerdict::kRegressed;
}

inline bool is_down(StageState state) {
  return state == StageState::kFail || state == StageState::kRegressed;
}

inline Verdict judge(const HistoryBuilder& history, const std::vector<Gap>& gaps, double hours,
                     const ClaimPlan& asked = plan()) {
  const Calendar calendar(Zone::shanghai(), "test");
  return decide(claim(), asked, calendar, gaps, history.history, after(hours));
}

}  // namespace vouch::checks::test
