#include "checks/decide.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/checks/history_builder.h"

namespace vouch::checks::test {
namespace {

struct Row {
  const char* sentence;
  HistoryBuilder history;
  double at_hours;
  WorkVerdict verdict;
  Reason reason;
  FailedPhase phase = FailedPhase::kNone;
};

// Live deadline: 24 h. Two proved negatives, 2 h apart, the last one at or after the deadline.
const std::vector<Row>& rows() {
  using enum WorkVerdict;
  using enum Reason;
  static const std::vector<Row> table = {
      {"nothing_seen_yet_is_pending", given(), 1, kPending, kTimer},
      {"live_and_content_found_is_verified", given().page_ok(0.2), 1, kVerified, kOk},
      {"live_alone_is_pending", given().live(0.2, kOk), 1, kPending, kTimer},
      {"a_miss_before_the_deadline_is_normal", given().live(0.2, kHttp404), 1, kPending, kHttp404},
      {"one_negative_after_the_deadline_is_not_a_failure", given().live(25, kHttp404), 26, kPending,
       kHttp404},
      {"two_spaced_negatives_past_the_deadline_fail",
       given().live(25, kHttp404).live(27.1, kHttp404), 28, kFailed, kHttp404,
       FailedPhase::kWithEmployee},
      {"two_negatives_in_one_slot_count_once", given().live(25, kHttp404).live(26, kHttp404), 28,
       kPending, kHttp404},
      {"two_negatives_before_the_deadline_do_not_fail",
       given().live(1, kHttp404).live(20, kHttp404), 21, kPending, kHttp404},
      {"an_early_negative_counts_when_the_last_is_past_the_deadline",
       given().live(20, kHttp404).live(25, kHttp404), 26, kFailed, kHttp404,
       FailedPhase::kWithEmployee},
      {"captcha_between_negatives_neither_helps_nor_hurts",
       given().live(25, kHttp404).live(26, kCaptcha).live(27.5, kHttp404), 28, kFailed, kHttp404,
       FailedPhase::kWithEmployee},
      {"found_between_negatives_starts_the_count_again",
       given().live(20, kHttp404).page_ok(23).live(25, kHttp404), 26, kPending, kHttp404},
      {"captcha_page_is_not_a_negative",
       given().live(25, kCaptcha).live(28, kCaptcha).live(31, kCaptcha), 32, kPending, kCaptcha},
      {"captcha_only_becomes_work_for_a_person_48_h_after_the_deadline",
       given().live(25, kCaptcha).live(60, kLoginWall), 73, kManual, kLoginWall},
      {"never_looked_at_becomes_work_for_a_person", given(), 73, kManual, kTimer},
      {"a_conclusive_look_ends_could_not_check", given().live(25, kCaptcha).page_ok(90), 91,
       kVerified, kOk},
      {"negatives_without_canary_never_fail",
       given().live(25, kHttp404, false).live(28, kHttp404, false).live(31, kHttp404, false), 32,
       kPending, kHttp404},
      {"a_missing_link_fails_as_content",
       given()
           .live(25, kOk)
           .content(25, kBacklinkMissing)
           .live(28, kOk)
           .content(28, kBacklinkMissing),
       29, kFailed, kBacklinkMissing, FailedPhase::kWithEmployee},
      {"the_supervisor_sees_it_after_one_working_day",
       given().live(25, kHttp404).live(28, kHttp404), 28 + 24, kFailed, kHttp404,
       FailedPhase::kWithSupervisor},
      {"gone_after_verified_is_regressed",
       given().page_ok(0.2).live(72, kHttp404).live(75, kHttp404), 76, kRegressed, kHttp404,
       FailedPhase::kWithEmployee},
      {"one_miss_after_verified_reopens_it_only", given().page_ok(0.2).live(72, kHttp404), 73,
       kPending, kHttp404},
      {"after_the_survival_window_nothing_changes",
       given().page_ok(0.2).live(800, kHttp404).live(804, kHttp404), 900, kVerified, kOk},
      {"mended_after_a_failure_is_verified_and_corrected",
       given().live(25, kHttp404).live(28, kHttp404).page_ok(50), 51, kVerified, kOk,
       FailedPhase::kCorrected},
      {"an_open_dispute_freezes_the_failure",
       given().live(25, kHttp404).live(28, kHttp404).disputed(30, 100), 60, kDisputed, kTimer},
      {"a_dispute_nobody_answered_stands_for_the_employee",
       given().live(25, kHttp404).live(28, kHttp404).disputed(30, 100), 101, kAccepted, kTimer},
      {"an_accepted_dispute_is_accepted",
       given().live(25, kHttp404).live(28, kHttp404).disputed(30, 100, DisputeState::kAccepted, 40),
       41, kAccepted, kTimer},
      {"a_rejected_dispute_leaves_the_failure",
       given().live(25, kHttp404).live(28, kHttp404).disputed(30, 100, DisputeState::kRejected, 40),
       53, kFailed, kHttp404, FailedPhase::kWithSupervisor},
      {"a_waiver_outranks_a_failure",
       given().live(25, kHttp404).live(28, kHttp404).decided(30, DecisionKind::kWaive), 60, kWaived,
       kTimer},
      {"withdrawn_is_void", given().page_ok(0.2).decided(3, DecisionKind::kWithdraw), 4, kVoid,
       kTimer},
      {"confirmed_stands",
       given().live(25, kHttp404).live(28, kHttp404).decided(60, DecisionKind::kConfirm), 61,
       kConfirmed, kTimer},
      {"found_after_confirmed_is_corrected",
       given()
           .live(25, kHttp404)
           .live(28, kHttp404)
           .decided(60, DecisionKind::kConfirm)
           .page_ok(80),
       81, kVerified, kOk, FailedPhase::kCorrected},
      {"one_person_alone_cannot_reject",
       given().live(25, kCaptcha).decided(80, DecisionKind::kRejectManual, 9), 81, kManual,
       kCaptcha},
      {"two_persons_can_reject",
       given()
           .live(25, kCaptcha)
           .decided(80, DecisionKind::kRejectManual, 9)
           .decided(81, DecisionKind::kRejectManual, 10),
       82, kConfirmed, kTimer},
      {"accepted_by_hand_is_accepted",
       given().live(25, kCaptcha).decided(80, DecisionKind::kAcceptManual), 81, kAccepted, kTimer},
      {"not_indexed_never_fails_the_work",
       given()
           .page_ok(0.2)
           .see(kBaidu, 170, kSerpNoMatch)
           .see(kBaidu, 195, kSerpNoMatch)
           .see(kBaidu, 220, kSerpNoMatch),
       221, kVerified, kOk},
  };
  return table;
}

class DecideTable : public testing::TestWithParam<Row> {};

TEST_P(DecideTable, gives_the_verdict_of_the_sentence) {
  const Row& row = GetParam();
  const Verdict verdict = row.history.verdict(row.at_hours);
  EXPECT_EQ(to_string(verdict.work), to_string(row.verdict));
  EXPECT_EQ(to_string(verdict.reason), to_string(row.reason));
  EXPECT_EQ(to_string(verdict.phase), to_string(row.phase));
}

INSTANTIATE_TEST_SUITE_P(domain, DecideTable, testing::ValuesIn(rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

TEST(Decide, grace_is_extended_by_the_time_the_daemon_was_down) {
  const HistoryBuilder history = given().live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  const std::vector<Gap> down{{after(30), after(40)}};
  EXPECT_EQ(history.verdict(53).phase, FailedPhase::kWithSupervisor);
  EXPECT_EQ(history.verdict(53, down).phase, FailedPhase::kWithEmployee);
  EXPECT_EQ(history.verdict(62.5, down).phase, FailedPhase::kWithSupervisor);
}

TEST(Decide, could_not_check_is_extended_by_the_time_the_daemon_was_down) {
  EXPECT_EQ(given().verdict(73).work, WorkVerdict::kManual);
  EXPECT_EQ(given().verdict(73, {{after(30), after(50)}}).work, WorkVerdict::kPending);
}

TEST(Decide, grace_over_a_weekend_ends_on_monday) {
  // Friday 2026-11-06 15:00 in Shanghai is 102 h after the submission.
  const HistoryBuilder history = given().live(99, Reason::kHttp404).live(102, Reason::kHttp404);
  EXPECT_EQ(history.verdict(102 + 60).phase, FailedPhase::kWithEmployee);
  EXPECT_EQ(history.verdict(102 + 72).phase, FailedPhase::kWithSupervisor);
}

TEST(Decide, index_results_are_told_apart) {
  const auto index_at = [](const HistoryBuilder& history, double hours) {
    return history.verdict(hours).engines.at(0).verdict;
  };
  const HistoryBuilder missing =
      given().see(kBaidu, 170, Reason::kSerpNoMatch).see(kBaidu, 195, Reason::kSerpNoMatch);
  EXPECT_EQ(index_at(given(), 1), IndexVerdict::kWatching);
  EXPECT_EQ(index_at(given().see(kBaidu, 30, Reason::kOk), 31), IndexVerdict::kIndexed);
  EXPECT_EQ(index_at(missing, 196), IndexVerdict::kWatching);
  EXPECT_EQ(index_at(HistoryBuilder(missing).see(kBaidu, 220, Reason::kSerpNoMatch), 221),
            IndexVerdict::kNotIndexed);
  EXPECT_EQ(index_at(given().see(kBaidu, 30, Reason::kCaptcha), 300), IndexVerdict::kCouldNotCheck);
}

TEST(Decide, on_time_once_is_on_time_for_ever) {
  const Verdict verdict =
      given().page_ok(0.2).live(72, Reason::kHttp404).live(75, Reason::kHttp404).verdict(76);
  EXPECT_TRUE(verdict.stages.at(0).on_time);
  EXPECT_FALSE(verdict.stages.at(0).late);
}

TEST(Decide, json_round_trip_keeps_every_field) {
  const Verdict verdict =
      given().page_ok(0.2).live(72, Reason::kHttp404).live(75, Reason::kHttp404).verdict(76);
  const auto read = verdict_from_json(to_json(verdict));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(to_json(*read), to_json(verdict));
}

rc::Gen<HistoryBuilder> any_history() {
  return rc::gen::exec([] {
    static const std::vector<Reason> kReasons = {
        Reason::kOk,      Reason::kHttp404, Reason::kBacklinkMissing,
        Reason::kCaptcha, Reason::kTimeout, Reason::kSoft404};
    HistoryBuilder history;
    const int looks = *rc::gen::inRange(0, 14);
    double at = 0;
    for (int i = 0; i < looks; ++i) {
      at += static_cast<double>(*rc::gen::inRange(1, 400)) / 10.0;
      const Stage stage = *rc::gen::element(kLive, kContent, kBaidu);
      history.see(stage, at, *rc::gen::elementOf(kReasons),
                  *rc::gen::weightedElement<bool>({{4, true}, {1, false}}));
    }
    return history;
  });
}

RC_GTEST_PROP(Decide, replay_in_any_arrival_order_gives_the_same_verdict, ()) {
  const HistoryBuilder history = *any_history();
  HistoryBuilder shuffled = history;
  std::mt19937 order(*rc::gen::arbitrary<unsigned>());
  std::shuffle(shuffled.history.observations.begin(), shuffled.history.observations.end(), order);
  RC_ASSERT(to_json(history.verdict(600)) == to_json(shuffled.verdict(600)));
}

bool accuses(const Verdict& verdict) {
  return verdict.work == WorkVerdict::kFailed || verdict.work == WorkVerdict::kRegressed;
}

// Invariant 1: taking every inconclusive look away never takes an accusation away, and adding one
// never makes one.
RC_GTEST_PROP(Decide, inconclusive_looks_never_make_an_accusation, ()) {
  const HistoryBuilder with = *any_history();
  HistoryBuilder without = with;
  std::erase_if(without.history.observations,
                [](const Observation& seen) { return seen.outcome == Outcome::kInconclusive; });
  for (const double at : {10.0, 30.0, 60.0, 120.0, 600.0}) {
    RC_ASSERT(accuses(with.verdict(at)) == accuses(without.verdict(at)));
  }
}

// Invariant 2 and 3: an accusation names N proved, spaced negatives at its end, past the deadline.
RC_GTEST_PROP(Decide, every_accusation_has_its_proof, ()) {
  const HistoryBuilder history = *any_history();
  const Verdict verdict = history.verdict(600);
  const ClaimPlan whole = plan();
  for (const StageResult& stage : verdict.stages) {
    if (stage.state != StageState::kFail && stage.state != StageState::kRegressed) continue;
    std::vector<Time> negatives;
    for (const Observation& seen : history.history.observations) {
      if (seen.stage != stage.stage) continue;
      if (seen.outcome == Outcome::kFound) negatives.clear();
      if (seen.outcome == Outcome::kNotFound && seen.negative_proved)
        negatives.push_back(seen.observed_at);
    }
    const StagePlan& asked = *whole.find(stage.stage);
    RC_ASSERT(static_cast<int>(negatives.size()) >= asked.confirmations);
    RC_ASSERT(negatives.back() - negatives.front() >= asked.spacing * (asked.confirmations - 1));
    RC_ASSERT(stage.first_pass_at || negatives.back() >= *asked.deadline);
  }
}

// Invariant 4.
RC_GTEST_PROP(Decide, first_found_before_the_deadline_stays_on_time, ()) {
  const HistoryBuilder history = *any_history();
  const bool early = history.verdict(24).stages.at(0).first_pass_at.has_value();
  RC_ASSERT(!early || history.verdict(600).stages.at(0).on_time);
}

RC_GTEST_PROP(Decide, the_supervisor_never_sees_it_before_grace, ()) {
  const HistoryBuilder history = *any_history();
  for (int hour = 0; hour < 500; hour += 7) {
    const double at = hour;
    const Verdict verdict = history.verdict(at);
    if (verdict.phase != FailedPhase::kWithSupervisor) continue;
    const auto down = std::find_if(
        verdict.stages.begin(), verdict.stages.end(),
        [&](const StageResult& stage) { return verdict.stage && stage.stage == *verdict.stage; });
    RC_ASSERT(down != verdict.stages.end());
    RC_ASSERT(after(at) - down->episode_at >= std::chrono::hours(24));
  }
}

// The verdict may only change by time alone at next_change_at: between the two it stands still.
RC_GTEST_PROP(Decide, next_change_at_names_every_change_by_time, ()) {
  const HistoryBuilder history = *any_history();
  const double last = 600;
  const Verdict now = history.verdict(last);
  const Time end = now.next_change_at.value_or(after(5000)) - Millis(1);
  const Calendar calendar(Zone::shanghai());
  const Verdict then = decide(claim(), plan(), calendar, {}, history.history, end);
  RC_ASSERT(then.work == now.work);
  RC_ASSERT(then.phase == now.phase);
}

}  // namespace
}  // namespace vouch::checks::test
