// Entries that programs may not look at: pictures, the lot, and who is asked when.
#include <gtest/gtest.h>

#include "checks/decide.h"
#include "tests/checks/history_builder.h"

namespace vouch::checks::test {
namespace {

using enum DecisionKind;

ClaimPlan assisted() {
  Platform closed = open_platform();
  closed.live_mode = LiveMode::kAssisted;
  return plan_claim(claim(), backlink_policy(), closed, {});
}

HistoryBuilder with_picture(HistoryBuilder builder, double hour, bool drawn) {
  builder.history.kept.push_back({after(hour), drawn});
  return builder;
}

Verdict judged(const HistoryBuilder& builder, Time at) {
  const Calendar calendar(Zone::shanghai());
  return decide(claim(), assisted(), calendar, {}, builder.history, at);
}
Verdict judged(const HistoryBuilder& builder, double hour) {
  return judged(builder, after(hour));
}

TEST(KeptEvidence, stands_where_it_was_not_drawn_and_waits_for_a_person_where_it_was) {
  const HistoryBuilder stands = with_picture(given(), 5, false);
  EXPECT_EQ(judged(stands, 4.9).reason, Reason::kAssistedOnly);
  EXPECT_EQ(judged(stands, 5).work, WorkVerdict::kAccepted);
  EXPECT_EQ(judged(stands, 5).reason, Reason::kEvidenceKept);
  EXPECT_EQ(judged(stands, 5).since, after(5));
  const HistoryBuilder drawn = with_picture(given(), 5, true);
  EXPECT_EQ(judged(drawn, 5).work, WorkVerdict::kManual);
  EXPECT_EQ(judged(drawn, 5).reason, Reason::kEvidenceDrawn);
  EXPECT_EQ(judged(drawn, 5).phase, FailedPhase::kNone) << "the supervisor's at once";
  // The lot counts once drawn, in whatever order the pictures came.
  EXPECT_EQ(judged(with_picture(drawn, 4, false), 6).reason, Reason::kEvidenceDrawn);
  EXPECT_EQ(judged(with_picture(stands, 6, true), 7).reason, Reason::kEvidenceDrawn);
  EXPECT_EQ(judged(with_picture(stands, 6, true), 5.5).reason, Reason::kEvidenceKept);
}

TEST(KeptEvidence, what_people_decide_outweighs_it) {
  const HistoryBuilder drawn = with_picture(given(), 5, true);
  EXPECT_EQ(judged(HistoryBuilder(drawn).decided(6, kAcceptManual, 9), 7).work,
            WorkVerdict::kAccepted);
  const HistoryBuilder refused = HistoryBuilder(drawn).decided(6, kRejectManual, 9);
  EXPECT_EQ(judged(refused, 7).work, WorkVerdict::kManual) << "one person alone makes no negative";
  EXPECT_EQ(judged(HistoryBuilder(refused).decided(7, kRejectManual, 10), 8).work,
            WorkVerdict::kConfirmed);
  EXPECT_EQ(judged(with_picture(given().decided(3, kWaive), 5, true), 6).work,
            WorkVerdict::kWaived);
}

TEST(KeptEvidence, its_person_is_asked_before_his_leader) {
  const Verdict first = judged(given(), 1);
  EXPECT_EQ(first.work, WorkVerdict::kManual);
  EXPECT_EQ(first.phase, FailedPhase::kWithEmployee);
  ASSERT_TRUE(first.public_at);
  EXPECT_EQ(first.next_change_at, first.public_at);
  EXPECT_GT(*first.public_at, *assisted().evidence_wanted_at);
  const Verdict later = judged(given(), *first.public_at);
  EXPECT_EQ(later.work, WorkVerdict::kManual);
  EXPECT_EQ(later.phase, FailedPhase::kWithSupervisor);
  EXPECT_FALSE(later.next_change_at);
}

TEST(KeptEvidence, nobody_is_asked_for_pictures_of_old_rows) {
  Platform closed = open_platform();
  closed.live_mode = LiveMode::kAssisted;
  Claim old = claim();
  old.marks.baseline = true;
  EXPECT_FALSE(plan_claim(old, backlink_policy(), closed, {}).evidence_wanted_at);
  EXPECT_TRUE(assisted().evidence_wanted_at);
}

TEST(KeptEvidence, counts_where_the_sites_own_rules_keep_programs_out_and_nowhere_else) {
  const HistoryBuilder refused = given().live(25, Reason::kRobotsDisallowed);
  EXPECT_EQ(refused.verdict(73).work, WorkVerdict::kManual);
  EXPECT_EQ(with_picture(refused, 30, false).verdict(73).work, WorkVerdict::kAccepted);
  EXPECT_EQ(with_picture(refused, 30, true).verdict(73).reason, Reason::kEvidenceDrawn);
  // A picture beside a page that a program can look at proves nothing for or against it.
  EXPECT_EQ(with_picture(given().live(25, Reason::kCaptcha), 30, false).verdict(73).work,
            WorkVerdict::kManual);
  EXPECT_EQ(with_picture(given(), 1, false).verdict(2).work, WorkVerdict::kPending);
}

}  // namespace
}  // namespace vouch::checks::test
