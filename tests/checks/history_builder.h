// Builds claims, plans and histories for the tests of checks/: times are written as offsets in
// hours from the submission, as a reader thinks of them.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "checks/decide.h"
#include "checks/stage_plan.h"

namespace vouch::checks::test {

inline constexpr Time kSubmitted = Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2)) +
                                   std::chrono::hours(1);  // Monday 2026-11-02, 09:00 in Shanghai

inline Time after(double hours) {
  return kSubmitted + Millis(std::llround(hours * 3'600'000.0));
}

inline Claim claim() {
  Claim out;
  out.id = ClaimId{7};
  out.user = UserId{3};
  out.submitted_at = kSubmitted;
  out.url = "http://forum.example.com/t/1.html";
  return out;
}

// 外链: live 24 h, link required, 2 confirmations 2 h apart, 30 days of survival (domain §5.7).
inline Policy backlink_policy() {
  Policy out;
  out.key = "backlink";
  out.live_deadline = std::chrono::hours(24);
  out.live_confirmations = 2;
  out.live_spacing = std::chrono::hours(2);
  out.content_link = true;
  out.index = Expectation::kMeasure;
  out.index_deadline = std::chrono::hours(24 * 7);
  out.index_confirmations = 3;
  out.index_spacing = std::chrono::hours(24);
  out.survival = std::chrono::hours(24 * 30);
  using std::chrono::hours;
  out.page_looks = {
      std::chrono::minutes(10), hours(2), hours(24), hours(72), hours(168), hours(336), hours(720)};
  out.index_looks = {hours(24),  hours(48),  hours(72), hours(120),
                     hours(168), hours(240), hours(720)};
  return out;
}

inline Platform open_platform() {
  Platform out;
  out.key = "forum";
  out.engines["baidu"] = Expectation::kMeasure;
  return out;
}

inline ClaimPlan plan(const std::vector<EngineStatus>& engines = {{"baidu", true}}) {
  return plan_claim(claim(), backlink_policy(), open_platform(), engines);
}

inline const Stage kLive{StageKind::kLive, {}};
inline const Stage kContent{StageKind::kContent, {}};
inline const Stage kBaidu{StageKind::kIndex, "baidu"};

struct HistoryBuilder {
  History history;

  HistoryBuilder& see(const Stage& stage, double hours, Reason reason, bool proved = true) {
    Observation out;
    out.id = ObservationId{static_cast<std::int64_t>(history.observations.size()) + 1};
    out.claim = ClaimId{7};
    out.stage = stage;
    out.look_no = static_cast<int>(history.observations.size()) + 1;
    out.observed_at = after(hours);
    out.reason = reason;
    out.outcome = outcome_of(reason);
    out.negative_proved = proved && out.outcome == Outcome::kNotFound;
    history.observations.push_back(out);
    return *this;
  }
  HistoryBuilder& live(double hours, Reason reason, bool proved = true) {
    return see(kLive, hours, reason, proved);
  }
  HistoryBuilder& content(double hours, Reason reason, bool proved = true) {
    return see(kContent, hours, reason, proved);
  }
  HistoryBuilder& page_ok(double hours) {
    return live(hours, Reason::kOk).content(hours, Reason::kOk);
  }
  HistoryBuilder& decided(double hours, DecisionKind kind, std::int64_t actor = 9) {
    Decision out;
    out.id = DecisionId{static_cast<std::int64_t>(history.decisions.size()) + 1};
    out.claim = ClaimId{7};
    out.kind = kind;
    out.actor = UserId{actor};
    out.at = after(hours);
    history.decisions.push_back(out);
    return *this;
  }
  HistoryBuilder& disputed(double hours, double due_hours, DisputeState state = DisputeState::kOpen,
                           double closed_hours = 0) {
    Dispute out;
    out.id = DisputeId{static_cast<std::int64_t>(history.disputes.size()) + 1};
    out.claim = ClaimId{7};
    out.opened_at = after(hours);
    out.due_at = after(due_hours);
    out.state = state;
    if (state != DisputeState::kOpen) out.closed_at = after(closed_hours);
    history.disputes.push_back(out);
    return *this;
  }
  [[nodiscard]] Verdict verdict(double hours, const std::vector<Gap>& gaps = {}) const {
    const Calendar calendar(Zone::shanghai());
    return decide(claim(), plan(), calendar, gaps, history, after(hours));
  }
};

inline HistoryBuilder given() {
  return {};
}

}  // namespace vouch::checks::test
