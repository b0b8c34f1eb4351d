#include "alerts/deadman.h"

#include <gmock/gmock.h>

#include "tests/alerts/facts.h"
#include "tests/fakes/http_fake.h"
#include "tests/fakes/http_run.h"

namespace vouch::alerts {
namespace {

using fakes::FakeHttp;
using fakes::Reply;
using fakes::run_task;
using testing::FixedClock;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kAddress = "https://hc.example.com/ping/5f3c";

TEST(Deadman, an_address_is_refused_in_words_that_do_not_show_it) {
  for (const char* text : {"ftp://hc.example.com/5f3c", "https://u:p@hc.example.com/5f3c",
                           "http://hc.example.com/5f3c", "5f3c"}) {
    const auto refused = deadman_endpoint(text, false);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().where, "[deadman]");
    EXPECT_THAT(refused.error().text(), Not(HasSubstr("5f3c")));
  }
  EXPECT_TRUE(deadman_endpoint(kAddress, false));
  EXPECT_TRUE(deadman_endpoint("http://monitor.lan/5f3c", true));
}

TEST(Deadman, each_moment_is_one_ping) {
  Channel channel;
  channel.id = ChannelId{4};
  channel.name = "deadman";
  const Time now = from_millis(1'800'000'000'000);
  const Message first = deadman_ping(channel, now);
  EXPECT_EQ(first.id, deadman_ping(channel, now).id);
  EXPECT_NE(first.id, deadman_ping(channel, now + Millis(1)).id);
  EXPECT_EQ(first.next_at, now);
  EXPECT_EQ(first.recipient, UserId{});
}

struct AnswerRow {
  const char* name;
  int status;  // 0: connection refused
  SendOutcome outcome;
};
class Answer : public ::testing::TestWithParam<AnswerRow> {};
TEST_P(Answer, of_the_service) {
  FakeHttp http;
  Reply reply;
  reply.status = GetParam().status;
  if (reply.status == 0) reply.failure = Reason::kConnect;
  http.on(kAddress, reply);
  const FixedClock clock(from_millis(0));
  DeadmanSender sender(http, clock, deadman_endpoint(kAddress, false).value());
  const SendResult result = run_task(sender.send(Message{}));
  EXPECT_EQ(result.outcome, GetParam().outcome);
  EXPECT_THAT(result.detail, Not(HasSubstr("5f3c")));
  ASSERT_EQ(http.requests.size(), 1u);
  EXPECT_EQ(http.requests.front().method, crawler::Method::kGet);
  EXPECT_EQ(http.requests.front().secrecy, crawler::Secrecy::kSecretUrl);
  EXPECT_TRUE(http.requests.front().body.empty());
}
INSTANTIATE_TEST_SUITE_P(Deadman, Answer,
                         ::testing::Values(AnswerRow{"ok", 200, SendOutcome::kSent},
                                           AnswerRow{"no_content", 204, SendOutcome::kSent},
                                           AnswerRow{"moved", 302, SendOutcome::kRetry},
                                           AnswerRow{"unknown_check", 404, SendOutcome::kRetry},
                                           AnswerRow{"gone", 410, SendOutcome::kChannelBroken},
                                           AnswerRow{"down", 503, SendOutcome::kRetry},
                                           AnswerRow{"refused", 0, SendOutcome::kRetry}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace vouch::alerts
