#include "checks/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/checks/history_builder.h"

namespace vouch::checks::test {
namespace {

const Lane kPage{StageKind::kLive, {}};
const Lane kBaiduLane{StageKind::kIndex, "baidu"};

std::optional<double> next_hours(const HistoryBuilder& history, double now,
                                 const Lane& lane = kPage) {
  const Verdict verdict = history.verdict(now);
  const auto next =
      next_look(claim(), plan(), verdict, lane, lane_history(lane, history.history.observations));
  if (!next) return std::nullopt;
  return static_cast<double>((*next - kSubmitted).count()) / 3'600'000.0;
}

TEST(Schedule, the_first_look_comes_ten_minutes_after_the_report) {
  EXPECT_NEAR(*next_hours(given(), 0), 1.0 / 6, 0.05);
}

// Domain §5.7: +10 min, +2 h, D+1, 3, 7, 14, 30; days at a random one of the 8 hours that end 4 h
// before.
TEST(Schedule, a_page_that_stays_is_seen_on_the_days_of_the_policy) {
  HistoryBuilder history = given();
  std::vector<double> seen;
  double now = 0;
  while (const auto next = next_hours(history, now)) {
    now = *next;
    seen.push_back(now);
    history.page_ok(now);
    ASSERT_LT(seen.size(), 20u);
  }
  const std::vector<double> planned = {1.0 / 6, 2, 24, 72, 168, 336, 720};
  ASSERT_EQ(seen.size(), planned.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool day = planned[i] >= 24;
    EXPECT_GE(seen[i], planned[i] - (day ? 12.001 : 0.001));
    EXPECT_LE(seen[i], planned[i] + (day ? -3.999 : 0.1));
  }
}

TEST(Schedule, a_page_that_goes_on_the_last_day_of_its_survival_is_told_in_time) {
  HistoryBuilder history = given();
  const double survival = static_cast<double>(plan().survival.count()) / 3'600'000.0;
  double now = 0;
  while (const auto next = next_hours(history, now)) {
    now = *next;
    if (now < survival - 24) {
      history.page_ok(now);
    } else {
      history.live(now, Reason::kHttp404);
    }
    if (history.verdict(now).work == WorkVerdict::kRegressed) break;
    ASSERT_LE(now, survival);
  }
  EXPECT_EQ(history.verdict(now).work, WorkVerdict::kRegressed);
}

TEST(Schedule, a_page_that_is_not_there_fails_within_two_spacings_of_the_deadline) {
  HistoryBuilder history = given();
  double now = 0;
  while (history.verdict(now).work != WorkVerdict::kFailed) {
    now = next_hours(history, now).value();
    history.live(now, Reason::kHttp404);
    ASSERT_LT(now, 24 + 48);
  }
  EXPECT_LT(now, 24 + 8.1 + 2.1);
}

TEST(Schedule, a_wall_is_asked_again_ever_more_slowly) {
  HistoryBuilder history = given();
  const std::vector<double> steps = {0.5, 2, 6, 24, 24};
  double now = 30;
  for (const double step : steps) {
    history.live(now, Reason::kCaptcha).content(now, Reason::kCaptcha);
    const double next = next_hours(history, now).value();
    EXPECT_GE(next - now, step * 0.79);
    EXPECT_LE(next - now, step * 1.21);
    now = next;
  }
}

// Deadline at 24 h: a site that came back at any moment of the two days after it is found out.
TEST(Schedule, a_silent_site_is_tried_every_six_hours_until_its_claim_must_be_told) {
  HistoryBuilder history = given();
  const std::vector<double> steps = {0.5, 2, 6, 6, 6, 6, 6, 6, 6, 6, 24};
  double now = 22;
  for (const double step : steps) {
    history.live(now, Reason::kConnect);
    const double next = next_hours(history, now).value();
    EXPECT_GE(next - now, step * 0.79) << now;
    EXPECT_LE(next - now, step == 6 ? 6.001 : step * 1.21) << now;
    now = next;
  }
  EXPECT_GT(now, 24 + 48);
}

TEST(Schedule, before_the_deadline_a_silent_site_keeps_the_long_step_but_is_asked_at_the_deadline) {
  HistoryBuilder history = given();
  for (const double hour : {0.2, 0.7, 2.7, 8.7}) history.live(hour, Reason::kTimeout);
  const double next = next_hours(history, 8.7).value();
  EXPECT_NEAR(next, 24, 0.001);
}

TEST(Schedule, what_was_not_seen_while_survival_is_watched_is_looked_at_again_soon) {
  for (const Reason reason : {Reason::kCaptcha, Reason::kHttp5xx}) {
    HistoryBuilder history = given().page_ok(1);
    history.live(75, reason).content(75, reason);
    EXPECT_LE(*next_hours(history, 76), 75 + 0.61) << to_string(reason);
  }
}

TEST(Schedule, an_unproved_negative_after_a_pass_is_looked_at_again_soon) {
  HistoryBuilder history = given().page_ok(1);
  history.live(75, Reason::kHttp404);
  history.history.observations.back().negative_proved = false;
  EXPECT_LE(*next_hours(history, 76), 75 + 0.61);
}

TEST(Schedule, found_in_the_index_ends_the_queries_until_day_thirty) {
  const HistoryBuilder history = given().see(kBaidu, 30, Reason::kOk);
  EXPECT_GE(*next_hours(history, 31, kBaiduLane), 720);
}

TEST(Schedule, a_missing_index_is_confirmed_after_its_spacing) {
  const HistoryBuilder history =
      given().see(kBaidu, 24, Reason::kSerpNoMatch).see(kBaidu, 169, Reason::kSerpNoMatch);
  EXPECT_NEAR(*next_hours(history, 170, kBaiduLane), 193, 0.01);
}

// Only measured: nothing is overdue, so no look has to settle it. The plan's days are 1, 2, 3, 5
// ...
TEST(Schedule, an_index_without_a_term_keeps_to_the_days_of_the_policy) {
  HistoryBuilder history = given().see(kBaidu, 25, Reason::kSerpNoMatch);
  history.see(kBaidu, 57, Reason::kSerpNoMatch).see(kBaidu, 81, Reason::kSerpNoMatch);
  ClaimPlan measured = plan();
  for (StagePlan& stage : measured.stages) {
    if (stage.stage == kBaidu) stage.deadline.reset();
  }
  const Verdict verdict =
      decide(claim(), measured, Calendar(Zone::shanghai()), {}, history.history, after(82));
  const auto next = next_look(claim(), measured, verdict, kBaiduLane,
                              lane_history(kBaiduLane, history.history.observations));
  ASSERT_TRUE(next);
  EXPECT_GE(*next, after(120));
}

TEST(Schedule, where_the_quota_is_short_a_waiting_page_is_asked_for_by_its_hazard) {
  const HistoryBuilder history = given().see(kBaidu, 25, Reason::kSerpNoMatch);
  ClaimPlan paced = plan();
  IndexPace pace{"baidu", 1, {}};
  pace.hazard.per_day.fill(1.0 / 9);  // one look in three days
  paced.paces.push_back(pace);
  const auto next = next_look(claim(), paced, history.verdict(26), kBaiduLane,
                              lane_history(kBaiduLane, history.history.observations));
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, after(25 + 72));
}

TEST(Schedule, a_look_that_people_answered_is_a_look_and_what_they_add_by_themselves_is_none) {
  HistoryBuilder history = given().see(kBaidu, 30, Reason::kOk);
  history.history.observations.back().route = Route::kPerson;
  history.history.observations.back().look = LookId{7};
  EXPECT_EQ(lane_history(kBaiduLane, history.history.observations).looks_done, 1);
  history.history.observations.back().look = LookId{};
  EXPECT_EQ(lane_history(kBaiduLane, history.history.observations).looks_done, 0);
}

TEST(Schedule, a_failed_page_is_watched_daily_for_its_correction) {
  const HistoryBuilder history = given().live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  EXPECT_LE(*next_hours(history, 29), 28 + 24.01);
}

TEST(Schedule, withdrawn_claims_are_left_alone) {
  EXPECT_FALSE(next_hours(given().page_ok(1).decided(2, DecisionKind::kWithdraw), 3));
}

RC_GTEST_PROP(Schedule, the_next_look_is_later_than_the_last_and_repeatable, ()) {
  HistoryBuilder history;
  double now = 0;
  for (int i = 0; i < 25; ++i) {
    const auto next = next_hours(history, now);
    if (!next) return;
    RC_ASSERT(next == next_hours(history, now));
    RC_ASSERT(i == 0 || *next > now);
    now = *next;
    const Reason reason =
        *rc::gen::element(Reason::kOk, Reason::kHttp404, Reason::kCaptcha, Reason::kTimeout);
    history.live(now, reason);
    if (reason == Reason::kOk)
      history.content(now, *rc::gen::element(Reason::kOk, Reason::kBacklinkMissing));
  }
}

}  // namespace
}  // namespace vouch::checks::test
