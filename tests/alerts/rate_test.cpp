#include "alerts/rate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "alerts/app.h"
#include "alerts/robot.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kNow = from_millis(1'764'000'000'000);
constexpr Rate kRate{3, seconds(10)};

TEST(TakeTurn, a_full_bucket_gives_its_burst_and_then_names_the_moment_of_the_next) {
  std::optional<Time> full_at;
  for (int i = 0; i < kRate.burst; ++i) {
    const Turn turn = take_turn(kRate, full_at, kNow);
    ASSERT_TRUE(turn.granted);
    full_at = turn.full_at;
  }
  const Turn refused = take_turn(kRate, full_at, kNow);
  EXPECT_FALSE(refused.granted);
  EXPECT_EQ(refused.at, kNow + seconds(10));
  EXPECT_FALSE(take_turn(kRate, full_at, refused.at - Millis(1)).granted);
  EXPECT_TRUE(take_turn(kRate, full_at, refused.at).granted);
}

TEST(TakeTurn, a_long_rest_fills_the_bucket_and_no_more) {
  const Turn turn = take_turn(kRate, kNow - hours(24), kNow);
  EXPECT_EQ(turn.full_at, kNow + kRate.every);
}

TEST(TakeTurn, a_clock_that_was_put_back_costs_one_empty_bucket_and_not_a_day) {
  const Turn turn = take_turn(kRate, kNow + hours(24), kNow);
  EXPECT_FALSE(turn.granted);
  EXPECT_EQ(turn.at, kNow + kRate.every);
}

struct PublishedRow {
  const char* name;
  RobotKind kind;
  Millis window;
  int allowed;
};
class Published : public ::testing::TestWithParam<PublishedRow> {};
// The greediest sender that there can be, for two days, asked at every moment that is named.
TEST_P(Published, no_window_holds_more_than_the_platform_allows) {
  const auto& row = GetParam();
  const Rate rate = is_application(row.kind) ? app_form(row.kind).rate : robot_form(row.kind).rate;
  std::vector<Time> sent;
  std::optional<Time> full_at;
  for (Time now = kNow; now < kNow + hours(48);) {
    const Turn turn = take_turn(rate, full_at, now);
    full_at = turn.full_at;
    if (turn.granted) {
      sent.push_back(now);
    } else {
      now = turn.at;
    }
    if (sent.size() > 2000) break;
  }
  int most = 0;
  for (auto first = sent.begin(); first != sent.end(); ++first) {
    const auto last = std::lower_bound(first, sent.end(), *first + row.window);
    most = std::max(most, static_cast<int>(last - first));
  }
  EXPECT_LE(most, row.allowed);
  EXPECT_GE(most, row.allowed / 2) << "slower than needed";
}
INSTANTIATE_TEST_SUITE_P(
    Rows, Published,
    ::testing::Values(PublishedRow{"wecom", RobotKind::kWecom, minutes(1), 19},
                      PublishedRow{"dingtalk", RobotKind::kDingtalk, minutes(1), 19},
                      PublishedRow{"feishu_a_minute", RobotKind::kFeishu, minutes(1), 99},
                      PublishedRow{"feishu_a_second", RobotKind::kFeishu, seconds(1), 4},
                      PublishedRow{"serverchan", RobotKind::kServerchan, hours(24), 5},
                      PublishedRow{"wecom_app_a_minute", RobotKind::kWecomApp, minutes(1), 29},
                      PublishedRow{"wecom_app_an_hour", RobotKind::kWecomApp, hours(1), 999},
                      PublishedRow{"dingtalk_app", RobotKind::kDingtalkApp, minutes(1), 29}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace vouch::alerts
