#include "planning/tally.h"

#include <gtest/gtest.h>

#include "planning/platform_learning.h"

namespace vouch::planning {
namespace {

constexpr double kNear = 0.0005;

// domain §3.8 example I.
TEST(Tally, fifty_pages_of_which_most_are_not_the_promoters_to_answer_for) {
  IndexTally index;
  index.add(IndexVerdict::kNotApplicable, 8);
  index.add(IndexVerdict::kWatching, 9);
  index.add(IndexVerdict::kCouldNotCheck, 5);
  index.add(IndexVerdict::kIndexed, 19);
  index.add(IndexVerdict::kNotIndexed, 7);
  // Two are waived: whoever counts leaves them out.
  EXPECT_EQ(index.eligible(), 40);
  EXPECT_EQ(index.due(), 31);
  EXPECT_EQ(index.decided(), 26);
  EXPECT_NEAR(index.rate().value(), 0.731, kNear) << "the naive share of 50 would be 38 %";
  EXPECT_NEAR(index.coverage().value(), 0.839, kNear);
  EXPECT_NEAR(wilson(index.indexed, index.decided()).low, 0.539, kNear);
  EXPECT_NEAR(wilson(index.indexed, index.decided()).high, 0.863, kNear);
}

TEST(Tally, without_a_plan_on_time_is_a_share_of_what_was_handed_in) {
  Tally tally;
  tally.add(WorkVerdict::kVerified, false, 46);
  tally.add_late(5);
  EXPECT_NEAR(tally.on_time_rate().value(), 0.891, kNear);
  EXPECT_FALSE(tally.plan) << "no plan is none, not 0";
}

TEST(Tally, a_sum_has_the_plan_of_those_who_have_one) {
  Tally planned;
  planned.plan.emplace().add("forum_post", {10, 9, 8, 0, 0}, 10);
  Tally sum;
  sum += Tally{};
  EXPECT_FALSE(sum.plan);
  sum += planned;
  sum += Tally{};
  sum += planned;
  ASSERT_TRUE(sum.plan);
  EXPECT_EQ(sum.plan->pieces.planned, 20);
  EXPECT_EQ(sum.plan->minutes.done, 180);
}

struct WorkRow {
  const char* name;
  WorkVerdict work;
  bool is_public;
  Tally sum;
};

TEST(Tally, each_verdict_counts_where_it_belongs) {
  const auto one = [](const auto& set) {
    Tally tally;
    tally.claims = 1;
    tally.on_time = 1;
    set(tally);
    return tally;
  };
  Tally withdrawn;
  withdrawn.withdrawn = 1;
  Tally waived;
  waived.waived = 1;
  const WorkRow rows[] = {
      {"seen", WorkVerdict::kVerified, false, one([](Tally& t) { t.verified = 1; })},
      {"accepted_by_hand", WorkVerdict::kAccepted, false, one([](Tally& t) { t.verified = 1; })},
      {"a_negative_still_with_its_owner_is_pending", WorkVerdict::kFailed, false,
       one([](Tally& t) { t.pending = t.with_employee = 1; })},
      {"offline_still_with_its_owner_is_pending", WorkVerdict::kRegressed, false,
       one([](Tally& t) { t.pending = t.with_employee = 1; })},
      {"a_public_negative", WorkVerdict::kFailed, true, one([](Tally& t) { t.failed = 1; })},
      {"publicly_offline", WorkVerdict::kRegressed, true, one([](Tally& t) { t.regressed = 1; })},
      {"confirmed", WorkVerdict::kConfirmed, false, one([](Tally& t) { t.failed = 1; })},
      {"disputed", WorkVerdict::kDisputed, false, one([](Tally& t) { t.disputed = 1; })},
      {"could_not_check", WorkVerdict::kManual, false, one([](Tally& t) { t.manual = 1; })},
      {"pending", WorkVerdict::kPending, false, one([](Tally& t) { t.pending = 1; })},
      {"withdrawn_is_no_work", WorkVerdict::kVoid, false, withdrawn},
      {"exempted_is_no_work", WorkVerdict::kWaived, false, waived},
  };
  for (const WorkRow& row : rows) {
    Tally tally;
    tally.add(row.work, row.is_public, 1);
    EXPECT_EQ(tally, row.sum) << row.name;
  }
}

TEST(Tally, what_nobody_could_tell_lowers_no_rate) {
  Tally tally;
  tally.add(WorkVerdict::kVerified, false, 8);
  tally.add(WorkVerdict::kFailed, true, 2);
  EXPECT_NEAR(tally.verified_rate().value(), 0.8, kNear);
  tally.add(WorkVerdict::kManual, false, 90);
  tally.add(WorkVerdict::kPending, false, 90);
  tally.add(WorkVerdict::kFailed, false, 90);
  tally.add(WorkVerdict::kDisputed, false, 90);
  EXPECT_NEAR(tally.verified_rate().value(), 0.8, kNear);
  EXPECT_NEAR(tally.coverage().value(), 0.1, kNear) << "and stands beside it";
}

TEST(Tally, a_share_of_nothing_is_none) {
  const Tally tally;
  EXPECT_FALSE(tally.reported_rate());
  EXPECT_FALSE(tally.on_time_rate());
  EXPECT_FALSE(tally.verified_rate());
  EXPECT_FALSE(tally.coverage());
  EXPECT_FALSE(tally.index.rate());
  EXPECT_FALSE(tally.survival.rate());
}

}  // namespace
}  // namespace vouch::planning
