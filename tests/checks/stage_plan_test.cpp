#include "checks/stage_plan.h"

#include <gtest/gtest.h>

#include "checks/schedule.h"
#include "tests/checks/history_builder.h"

namespace vouch::checks::test {
namespace {

using std::chrono::hours;

Platform with_engine(Expectation expectation) {
  Platform out = open_platform();
  out.engines["baidu"] = expectation;
  return out;
}

StagePlan index_of(const Policy& policy, const Platform& platform, bool connected = true) {
  return *plan_claim(claim(), policy, platform, {{"baidu", connected}}).find(kBaidu);
}

TEST(StagePlan, deadlines_count_from_the_submission) {
  const ClaimPlan asked = plan();
  EXPECT_EQ(asked.find(kLive)->deadline, after(24));
  EXPECT_EQ(asked.find(kContent)->deadline, after(24));
  EXPECT_EQ(asked.find(kBaidu)->deadline, after(24 * 7));
  EXPECT_EQ(asked.find(kLive)->confirmations, 2);
  EXPECT_EQ(asked.find(kBaidu)->confirmations, 3);
  EXPECT_EQ(asked.find(kBaidu)->spacing, Millis(hours(24)));
}

TEST(StagePlan, content_is_a_stage_only_where_the_policy_asks_something_of_it) {
  Policy policy = backlink_policy();
  EXPECT_NE(plan_claim(claim(), policy, open_platform(), {}).find(kContent), nullptr);
  policy.content_link = false;
  EXPECT_EQ(plan_claim(claim(), policy, open_platform(), {}).find(kContent), nullptr);
  policy.content_title = true;
  EXPECT_NE(plan_claim(claim(), policy, open_platform(), {}).find(kContent), nullptr);
  policy.content_title = false;
  policy.content_keyword = true;
  EXPECT_NE(plan_claim(claim(), policy, open_platform(), {}).find(kContent), nullptr);
}

struct IndexRow {
  const char* sentence;
  Expectation policy;
  Expectation platform;
  bool connected;
  bool applicable;
  bool expected;
  Reason why_not = Reason::kTimer;
};

class IndexStage : public testing::TestWithParam<IndexRow> {};

TEST_P(IndexStage, follows_policy_platform_and_connection) {
  const IndexRow& row = GetParam();
  Policy policy = backlink_policy();
  policy.index = row.policy;
  const StagePlan stage = index_of(policy, with_engine(row.platform), row.connected);
  EXPECT_EQ(stage.applicable, row.applicable);
  EXPECT_EQ(stage.expected, row.expected);
  EXPECT_EQ(to_string(stage.why_not), to_string(row.why_not));
  EXPECT_FALSE(stage.required);  // law 10
}

using enum Expectation;
INSTANTIATE_TEST_SUITE_P(
    domain, IndexStage,
    testing::Values(IndexRow{"expected_by_both", kExpect, kExpect, true, true, true},
                    IndexRow{"the_platform_lowers_it", kExpect, kMeasure, true, true, false},
                    IndexRow{"the_policy_lowers_it", kMeasure, kExpect, true, true, false},
                    IndexRow{"a_closed_platform_is_not_applicable", kExpect, kNotApplicable, true,
                             false, false, Reason::kPlatformEngineNa},
                    IndexRow{"a_policy_may_ask_nothing", kNotApplicable, kExpect, true, false,
                             false, Reason::kPlatformEngineNa},
                    IndexRow{"without_provider_it_is_not_connected", kExpect, kExpect, false, false,
                             true, Reason::kEngineNotConnected},
                    IndexRow{"closed_outranks_not_connected", kExpect, kNotApplicable, false, false,
                             false, Reason::kPlatformEngineNa}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(StagePlan, a_policy_names_single_engines_and_an_unknown_engine_is_only_measured) {
  Policy policy = backlink_policy();
  policy.index = Expectation::kMeasure;
  policy.engines["baidu"] = Expectation::kExpect;
  EXPECT_TRUE(index_of(policy, with_engine(Expectation::kExpect)).expected);
  Platform silent;
  EXPECT_FALSE(index_of(policy, silent).expected);
  EXPECT_TRUE(index_of(policy, silent).applicable);
}

TEST(StagePlan, an_index_stage_is_required_only_where_a_policy_says_so_and_it_can_be_expected) {
  Policy policy = backlink_policy();
  policy.index = Expectation::kExpect;
  policy.index_required = true;
  EXPECT_TRUE(index_of(policy, with_engine(Expectation::kExpect)).required);
  EXPECT_FALSE(index_of(policy, with_engine(Expectation::kMeasure)).required);
}

TEST(StagePlan, without_an_index_deadline_the_engine_is_measured_for_ever) {
  Policy policy = backlink_policy();
  policy.index_deadline = Millis(0);
  EXPECT_EQ(index_of(policy, open_platform()).deadline, std::nullopt);
}

TEST(StagePlan, a_claim_without_url_has_no_stage_that_applies) {
  Claim plain = claim();
  plain.url.clear();
  const ClaimPlan asked = plan_claim(plain, backlink_policy(), open_platform(), {{"baidu", true}});
  for (const StagePlan& stage : asked.stages) {
    EXPECT_FALSE(stage.applicable);
    EXPECT_EQ(stage.why_not, Reason::kNoUrl);
  }
  EXPECT_TRUE(lanes_of(asked).empty());
}

TEST(StagePlan, an_assisted_platform_is_never_fetched_but_the_engines_are_asked) {
  for (const LiveMode mode : {LiveMode::kAssisted, LiveMode::kOff}) {
    Platform closed = open_platform();
    closed.live_mode = mode;
    const ClaimPlan asked =
        plan_claim(claim(), backlink_policy(), closed, {{"baidu", true}, {"bing", false}});
    EXPECT_TRUE(asked.assisted);
    EXPECT_EQ(asked.find(kLive)->why_not, Reason::kAssistedOnly);
    EXPECT_EQ(asked.find(kContent)->why_not, Reason::kAssistedOnly);
    const std::vector<Lane> lanes = lanes_of(asked);
    ASSERT_EQ(lanes.size(), 1u);
    EXPECT_EQ(to_string(lanes[0]), "index:baidu");
    const Calendar calendar(Zone::shanghai());
    const Verdict verdict = decide(claim(), asked, calendar, {}, {}, kSubmitted);
    // Else the stage would end as could-not-check although nobody ever tried.
    EXPECT_TRUE(next_look(claim(), asked, verdict, lanes[0], {}));
    EXPECT_FALSE(next_look(claim(), asked, verdict, Lane{}, {}));
  }
}

TEST(StagePlan, a_low_rate_platform_is_looked_at) {
  Platform slow = open_platform();
  slow.live_mode = LiveMode::kLowRate;
  EXPECT_FALSE(plan_claim(claim(), backlink_policy(), slow, {}).assisted);
}

TEST(StagePlan, a_baseline_row_gets_one_look_and_then_survival) {
  Claim old = claim();
  old.marks.baseline = true;
  const ClaimPlan asked = plan_claim(old, backlink_policy(), open_platform(), {{"baidu", true}});
  EXPECT_EQ(asked.page_looks,
            (std::vector<Millis>{Millis(0), Millis(hours(168)), Millis(hours(720))}));
  EXPECT_EQ(asked.index_looks, (std::vector<Millis>{Millis(0), Millis(hours(720))}));
}

TEST(StagePlan, stages_stand_in_the_order_live_content_engines) {
  const ClaimPlan asked = plan({{"so360", true}, {"baidu", true}});
  ASSERT_EQ(asked.stages.size(), 4u);
  EXPECT_EQ(to_string(asked.stages[0].stage), "live");
  EXPECT_EQ(to_string(asked.stages[1].stage), "content");
  EXPECT_EQ(to_string(asked.stages[2].stage), "index:so360");
  EXPECT_EQ(to_string(asked.stages[3].stage), "index:baidu");
  EXPECT_EQ(asked.find(Stage{StageKind::kIndex, "bing"}), nullptr);
}

}  // namespace
}  // namespace vouch::checks::test
