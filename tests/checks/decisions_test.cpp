// What people say, and what it may and may not do to a verdict (domain §5.6, design §9).
#include <gtest/gtest.h>

#include "checks/decide.h"
#include "tests/checks/random_history.h"

namespace vouch::checks::test {
namespace {

using enum DecisionKind;

HistoryBuilder failed_at_28() {
  return given().live(25, Reason::kHttp404).live(28, Reason::kHttp404);
}

HistoryBuilder on_stage(HistoryBuilder history, const Stage& stage) {
  history.history.decisions.back().stage = stage;
  return history;
}

HistoryBuilder until(HistoryBuilder history, double hours) {
  history.history.decisions.back().until = after(hours);
  return history;
}

HistoryBuilder taking_back(HistoryBuilder history, std::int64_t earlier) {
  history.history.decisions.back().corrects = DecisionId{earlier};
  return history;
}

constexpr std::int64_t kAuthor = 3;  // of claim()

TEST(Decisions, nobody_judges_his_own_work) {
  EXPECT_EQ(failed_at_28().decided(30, kWaive, kAuthor).verdict(40).work, WorkVerdict::kFailed);
  EXPECT_EQ(failed_at_28().decided(30, kOverrule, kAuthor).verdict(40).work, WorkVerdict::kFailed);
  EXPECT_EQ(failed_at_28().decided(30, kAcceptManual, kAuthor).verdict(40).work,
            WorkVerdict::kFailed);
  EXPECT_EQ(given().decided(80, kRejectManual, kAuthor).decided(81, kRejectManual).verdict(82).work,
            WorkVerdict::kManual);
}

TEST(Decisions, withdrawing_and_answering_are_the_authors_own) {
  EXPECT_EQ(failed_at_28().decided(30, kWithdraw, kAuthor).verdict(40).work, WorkVerdict::kVoid);
  EXPECT_EQ(failed_at_28().decided(30, kReplace, kAuthor).verdict(40).work, WorkVerdict::kVoid);
  EXPECT_EQ(failed_at_28().decided(30, kAnswer, kAuthor).verdict(40).work, WorkVerdict::kFailed);
}

TEST(Decisions, the_order_of_the_domain_is_kept) {
  HistoryBuilder all = failed_at_28();
  all.decided(40, kConfirm);
  EXPECT_EQ(all.verdict(50).work, WorkVerdict::kConfirmed);
  all.disputed(50, 120);
  EXPECT_EQ(all.verdict(51).work, WorkVerdict::kDisputed);
  all.decided(52, kWaive);
  EXPECT_EQ(all.verdict(53).work, WorkVerdict::kWaived);
  all.decided(54, kWithdraw);
  EXPECT_EQ(all.verdict(55).work, WorkVerdict::kVoid);
}

TEST(Decisions, a_waiver_ends_and_can_be_taken_back) {
  EXPECT_EQ(until(failed_at_28().decided(30, kWaive), 60).verdict(59).work, WorkVerdict::kWaived);
  EXPECT_EQ(until(failed_at_28().decided(30, kWaive), 60).verdict(60).work, WorkVerdict::kFailed);
  const HistoryBuilder back =
      taking_back(failed_at_28().decided(30, kWaive).decided(50, kConfirm), 1);
  EXPECT_EQ(back.verdict(49).work, WorkVerdict::kWaived);
  EXPECT_EQ(back.verdict(51).work, WorkVerdict::kConfirmed);
}

TEST(Decisions, what_is_said_about_an_engine_settles_no_work) {
  EXPECT_EQ(on_stage(failed_at_28().decided(30, kWaive), kBaidu).verdict(40).work,
            WorkVerdict::kFailed);
  EXPECT_EQ(on_stage(given().page_ok(1).decided(30, kConfirm), kBaidu).verdict(40).work,
            WorkVerdict::kVerified);
  HistoryBuilder two = on_stage(given().page_ok(1).decided(30, kRejectManual, 9), kBaidu);
  two = on_stage(two.decided(31, kRejectManual, 10), kBaidu);
  EXPECT_EQ(two.verdict(40).work, WorkVerdict::kVerified);
  HistoryBuilder index_dispute = failed_at_28().disputed(30, 60, DisputeState::kAccepted, 40);
  index_dispute.history.disputes.back().stage = kBaidu;
  EXPECT_EQ(index_dispute.verdict(41).work, WorkVerdict::kFailed);
  HistoryBuilder forgotten = failed_at_28().disputed(30, 60);
  forgotten.history.disputes.back().stage = kBaidu;
  EXPECT_EQ(forgotten.verdict(61).work, WorkVerdict::kFailed);
}

TEST(Decisions, one_person_alone_makes_no_negative) {
  // Nothing was proved by the machine: there is nothing to confirm.
  EXPECT_EQ(given().page_ok(1).decided(30, kConfirm).verdict(31).work, WorkVerdict::kVerified);
  EXPECT_EQ(given().live(25, Reason::kCaptcha).decided(80, kConfirm).verdict(81).work,
            WorkVerdict::kManual);
  EXPECT_EQ(given().decided(80, kRejectManual, 9).decided(90, kRejectManual, 9).verdict(91).work,
            WorkVerdict::kManual);
  // An acceptance in between starts the count again.
  const HistoryBuilder between = given()
                                     .decided(80, kRejectManual, 9)
                                     .decided(85, kAcceptManual, 11)
                                     .decided(90, kRejectManual, 10);
  EXPECT_EQ(between.verdict(91).work, WorkVerdict::kAccepted);
  EXPECT_EQ(HistoryBuilder(between).decided(92, kRejectManual, 9).verdict(93).work,
            WorkVerdict::kConfirmed);
}

TEST(Decisions, two_persons_can_reject_what_only_people_can_see) {
  Platform closed = open_platform();
  closed.live_mode = LiveMode::kAssisted;
  const ClaimPlan asked = plan_claim(claim(), backlink_policy(), closed, {});
  EXPECT_EQ(judge(given(), {}, 30, asked).work, WorkVerdict::kManual);
  EXPECT_EQ(judge(given(), {}, 30, asked).reason, Reason::kAssistedOnly);
  const HistoryBuilder once = given().decided(40, kRejectManual, 9);
  EXPECT_EQ(judge(once, {}, 41, asked).work, WorkVerdict::kManual);
  EXPECT_EQ(judge(HistoryBuilder(once).decided(42, kRejectManual, 10), {}, 43, asked).work,
            WorkVerdict::kConfirmed);
  EXPECT_EQ(judge(given().decided(40, kAcceptManual, 9), {}, 43, asked).work,
            WorkVerdict::kAccepted);
}

TEST(Decisions, a_mended_confirmation_is_spent_and_the_next_loss_has_its_own_grace) {
  const HistoryBuilder history = failed_at_28()
                                     .decided(60, kConfirm)
                                     .page_ok(80)
                                     .live(100, Reason::kHttp404)
                                     .live(103, Reason::kHttp404);
  EXPECT_EQ(history.verdict(81).work, WorkVerdict::kVerified);
  EXPECT_EQ(history.verdict(81).phase, FailedPhase::kCorrected);
  EXPECT_EQ(history.verdict(104).work, WorkVerdict::kRegressed);
  EXPECT_EQ(history.verdict(104).phase, FailedPhase::kWithEmployee);
}

TEST(Decisions, a_look_behind_the_window_mends_nothing) {
  const HistoryBuilder history = given()
                                     .page_ok(1)
                                     .live(100, Reason::kHttp404)
                                     .live(103, Reason::kHttp404)
                                     .decided(110, kConfirm)
                                     .live(900, Reason::kHttp404);
  EXPECT_EQ(history.verdict(901).work, WorkVerdict::kConfirmed);
}

TEST(Decisions, grace_starts_when_a_waiver_ends_that_hid_the_episode) {
  // Failed at 28 while waived from 10 to 200: the employee hears of it at 200.
  HistoryBuilder history;
  history.decided(10, kWaive);
  history.history.decisions.back().until = after(200);
  history.live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  EXPECT_EQ(history.verdict(199).work, WorkVerdict::kWaived);
  EXPECT_EQ(history.verdict(201).phase, FailedPhase::kWithEmployee);
  EXPECT_GE(*history.verdict(201).public_at, after(224));
}

TEST(Decisions, grace_starts_when_the_waiver_that_hid_the_episode_is_taken_back) {
  HistoryBuilder history;
  history.decided(10, kWaive).live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  history.decided(100, kAnswer);
  history.history.decisions.back().corrects = DecisionId{1};
  EXPECT_EQ(history.verdict(101).work, WorkVerdict::kFailed);
  EXPECT_EQ(history.verdict(101).phase, FailedPhase::kWithEmployee);
}

TEST(Decisions, grace_starts_when_a_dispute_closes_that_hid_the_episode) {
  HistoryBuilder history;
  history.disputed(20, 100, DisputeState::kRejected, 90);
  history.live(25, Reason::kHttp404).live(28, Reason::kHttp404);
  EXPECT_EQ(history.verdict(89).work, WorkVerdict::kDisputed);
  EXPECT_EQ(history.verdict(91).phase, FailedPhase::kWithEmployee);
  // Told before, disputed and rejected: that was the answer, no second grace.
  const HistoryBuilder told = failed_at_28().disputed(30, 100, DisputeState::kRejected, 90);
  EXPECT_EQ(told.verdict(91).phase, FailedPhase::kWithSupervisor);
}

TEST(Decisions, disputes_in_any_order_give_one_verdict) {
  HistoryBuilder history = failed_at_28().disputed(30, 100).disputed(40, 110).disputed(
      20, 90, DisputeState::kAccepted, 29);
  const std::string first = to_json(history.verdict(50));
  std::reverse(history.history.disputes.begin(), history.history.disputes.end());
  EXPECT_EQ(to_json(history.verdict(50)), first);
}

TEST(Decisions, a_dispute_term_is_extended_by_the_time_the_daemon_was_down) {
  const HistoryBuilder history = failed_at_28().disputed(30, 100);
  const std::vector<Gap> down{{after(90), after(110)}};
  EXPECT_EQ(judge(history, down, 101).work, WorkVerdict::kDisputed);
  EXPECT_EQ(judge(history, down, 120).work, WorkVerdict::kAccepted);
}

}  // namespace
}  // namespace vouch::checks::test
