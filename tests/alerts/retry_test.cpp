#include "alerts/retry.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::at;

const Time kNow = at("2026-11-25", 9);

TEST(WaitAfter, webhooks_follow_the_published_schedule_and_end_after_ten_attempts) {
  const std::vector<Millis> published = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                         hours(10),  hours(14),  hours(20),   hours(24)};
  for (std::size_t i = 0; i < published.size(); ++i) {
    const auto wait = wait_after(ChannelKind::kWebhook, "msg_a", static_cast<int>(i) + 1);
    ASSERT_TRUE(wait);
    EXPECT_GE(*wait, published[i]);
    EXPECT_LE(*wait, published[i] * 11 / 10);
  }
  EXPECT_FALSE(wait_after(ChannelKind::kWebhook, "msg_a", 10));
}

TEST(WaitAfter, mail_is_tried_for_a_day_and_no_longer) {
  Millis sum{};
  int attempt = 1;
  while (const auto wait = wait_after(ChannelKind::kMail, "msg_a", attempt)) {
    sum += *wait;
    ++attempt;
  }
  EXPECT_GE(sum, hours(24));
  EXPECT_EQ(attempt, 29);
  EXPECT_GE(*wait_after(ChannelKind::kMail, "msg_a", 1), minutes(1));
  EXPECT_LE(*wait_after(ChannelKind::kMail, "msg_a", 1), seconds(66));
}

TEST(WaitAfter, jitter_depends_on_the_row_and_the_attempt_and_repeats) {
  EXPECT_EQ(wait_after(ChannelKind::kWebhook, "a", 3), wait_after(ChannelKind::kWebhook, "a", 3));
  EXPECT_NE(wait_after(ChannelKind::kWebhook, "a", 3), wait_after(ChannelKind::kWebhook, "b", 3));
}

struct StateRow {
  const char* name;
  ChannelKind kind;
  SendOutcome outcome;
  int attempt;
  MessageState state;
};
class NextStates : public ::testing::TestWithParam<StateRow> {};
TEST_P(NextStates, follow_the_outcome) {
  Message message;
  message.id = "msg_a";
  message.attempt = GetParam().attempt;
  SendResult result;
  result.outcome = GetParam().outcome;
  const NextState next = next_state(GetParam().kind, message, result, kNow);
  EXPECT_EQ(next.state, GetParam().state);
  EXPECT_GE(next.next_at, kNow);
}
INSTANTIATE_TEST_SUITE_P(
    Retry, NextStates,
    ::testing::Values(
        StateRow{"sent", ChannelKind::kMail, SendOutcome::kSent, 1, MessageState::kSent},
        StateRow{"dead", ChannelKind::kMail, SendOutcome::kDead, 1, MessageState::kDead},
        StateRow{"retry", ChannelKind::kMail, SendOutcome::kRetry, 1, MessageState::kPending},
        StateRow{"unknown", ChannelKind::kMail, SendOutcome::kUnknown, 1, MessageState::kUnknown},
        StateRow{"mail_gives_up", ChannelKind::kMail, SendOutcome::kRetry, 29, MessageState::kDead},
        StateRow{"webhook_gives_up", ChannelKind::kWebhook, SendOutcome::kUnknown, 10,
                 MessageState::kDead},
        StateRow{"a_broken_channel_never_kills_the_row", ChannelKind::kMail,
                 SendOutcome::kChannelBroken, 99, MessageState::kPending}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Retry, retry_after_lengthens_the_wait_up_to_a_day_and_never_shortens_it) {
  Message message;
  message.id = "msg_a";
  message.attempt = 2;
  SendResult result;
  result.outcome = SendOutcome::kRetry;
  const Time plain = next_state(ChannelKind::kWebhook, message, result, kNow).next_at;
  result.retry_after = seconds(1);
  EXPECT_EQ(next_state(ChannelKind::kWebhook, message, result, kNow).next_at, plain);
  result.retry_after = hours(3);
  EXPECT_EQ(next_state(ChannelKind::kWebhook, message, result, kNow).next_at, kNow + hours(3));
  result.retry_after = hours(1000);
  EXPECT_EQ(next_state(ChannelKind::kWebhook, message, result, kNow).next_at, kNow + hours(24));
}

struct ChannelRow {
  const char* name;
  ChannelKind kind;
  Time failing_since;
  SendOutcome outcome;
  bool changed;
  Time then_failing_since;
  bool switch_off;
};
class ChannelHealth : public ::testing::TestWithParam<ChannelRow> {};
TEST_P(ChannelHealth, follows_the_attempt) {
  Channel channel;
  channel.kind = GetParam().kind;
  channel.failing_since = GetParam().failing_since;
  SendResult result;
  result.outcome = GetParam().outcome;
  result.code = "http 500";
  const ChannelChange change = channel_after(channel, result, kNow);
  EXPECT_EQ(change.changed, GetParam().changed);
  EXPECT_EQ(change.failing_since, GetParam().then_failing_since);
  EXPECT_EQ(change.switch_off, GetParam().switch_off);
}
const Time kLongAgo = kNow - hours(120);
INSTANTIATE_TEST_SUITE_P(
    Retry, ChannelHealth,
    ::testing::Values(ChannelRow{"success_of_a_healthy_one", ChannelKind::kMail, Time{},
                                 SendOutcome::kSent, false, Time{}, false},
                      ChannelRow{"success_heals", ChannelKind::kMail, kLongAgo, SendOutcome::kSent,
                                 true, Time{}, false},
                      ChannelRow{"the_first_failure_is_noted", ChannelKind::kMail, Time{},
                                 SendOutcome::kRetry, true, kNow, false},
                      ChannelRow{"later_ones_keep_the_first_moment", ChannelKind::kMail, kLongAgo,
                                 SendOutcome::kRetry, false, kLongAgo, false},
                      ChannelRow{"a_dead_row_says_nothing_about_the_channel", ChannelKind::kMail,
                                 Time{}, SendOutcome::kDead, false, Time{}, false},
                      ChannelRow{"a_broken_channel_is_switched_off", ChannelKind::kMail, Time{},
                                 SendOutcome::kChannelBroken, true, kNow, true},
                      ChannelRow{"a_webhook_is_switched_off_after_five_days", ChannelKind::kWebhook,
                                 kLongAgo, SendOutcome::kUnknown, true, kLongAgo, true},
                      ChannelRow{"not_a_minute_earlier", ChannelKind::kWebhook,
                                 kLongAgo + minutes(1), SendOutcome::kRetry, false,
                                 kLongAgo + minutes(1), false}),
    [](const auto& row) { return std::string(row.param.name); });

RC_GTEST_PROP(WaitAfter, is_positive_and_bounded_for_any_row, (std::string id)) {
  const int attempt = *rc::gen::inRange(1, 40);
  for (const ChannelKind kind : {ChannelKind::kMail, ChannelKind::kWebhook}) {
    const auto wait = wait_after(kind, id, attempt);
    if (!wait) continue;
    RC_ASSERT(*wait > Millis(0));
    RC_ASSERT(*wait <= hours(27));
  }
}

}  // namespace
}  // namespace vouch::alerts
