// What is proposed for the records of platforms.
#include "planning/platform_learning.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::planning {
namespace {

const Date kFrom = parse_date("2026-10-01").value();
const Date kTo = parse_date("2026-11-23").value();

ExpectationNow always(Expectation expectation) {
  return [expectation](const std::string&, const std::string&) { return expectation; };
}

struct Row {
  const char* sentence;
  std::int64_t decided;
  std::int64_t indexed;
  Expectation now;
  bool proposed;
};

TEST(PlatformLearning, proposes_to_expect_nothing_where_almost_nothing_comes) {
  using enum Expectation;
  const std::vector<Row> table = {
      {"none_of_thirty", 30, 0, kExpect, true},
      {"two_of_thirty", 30, 2, kMeasure, true},
      {"three_of_thirty_are_a_tenth", 30, 3, kExpect, false},
      {"twenty_nine_are_too_few", 29, 0, kExpect, false},
      {"it_is_so_already", 200, 0, kNotApplicable, false},
      {"many_come", 200, 150, kExpect, false},
  };
  for (const Row& row : table) {
    SCOPED_TRACE(row.sentence);
    const std::vector<PlatformSeen> seen = {
        {"zhihu", "bing", row.decided, row.indexed, kFrom, kTo}};
    const auto changes = learned_changes(seen, {}, always(row.now));
    ASSERT_EQ(changes.size(), row.proposed ? 1U : 0U);
    if (!row.proposed) continue;
    EXPECT_EQ(changes[0].change, PlatformChange::kNotApplicable);
    EXPECT_EQ(changes[0].seen, row.decided);
    EXPECT_EQ(changes[0].indexed, row.indexed);
    EXPECT_EQ(changes[0].from, kFrom);
    EXPECT_EQ(changes[0].to, kTo);
  }
}

TEST(PlatformLearning, proposes_to_look_again_where_lists_show_pages_of_a_closed_platform) {
  const std::vector<PlatformListed> listed = {{"zhihu", "bing", 3, kFrom, kTo},
                                              {"weibo", "bing", 2, kFrom, kTo}};
  const auto changes = learned_changes({}, listed, always(Expectation::kNotApplicable));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].platform, "zhihu");
  EXPECT_EQ(changes[0].change, PlatformChange::kApplicable);
  EXPECT_TRUE(learned_changes({}, listed, always(Expectation::kMeasure)).empty());
}

// Known values of Wilson's interval, to three digits.
TEST(PlatformLearning, says_how_sure_a_rate_is) {
  EXPECT_NEAR(wilson(0, 30).low, 0, 1e-9);
  EXPECT_NEAR(wilson(0, 30).high, 0.1135, 0.0005);
  EXPECT_NEAR(wilson(2, 40).low, 0.0138, 0.0005);
  EXPECT_NEAR(wilson(2, 40).high, 0.1650, 0.0005);
  EXPECT_NEAR(wilson(10, 10).high, 1, 1e-9);
  EXPECT_EQ(wilson(0, 0).low, 0);
  EXPECT_EQ(wilson(0, 0).high, 1);
}

RC_GTEST_PROP(PlatformLearning, the_rate_lies_in_its_interval, ()) {
  const int all = *rc::gen::inRange(1, 5000);
  const int hits = *rc::gen::inRange(0, all + 1);
  const Interval interval = wilson(hits, all);
  const double rate = static_cast<double>(hits) / all;
  RC_ASSERT(interval.low <= rate + 1e-12);
  RC_ASSERT(rate <= interval.high + 1e-12);
}

}  // namespace
}  // namespace vouch::planning
