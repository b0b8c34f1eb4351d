#include "alerts/webhook.h"

#include <gmock/gmock.h>

#include "core/hash.h"
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

// The vector of the Standard Webhooks repository.
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::int64_t kSeconds = 1614265330;
constexpr const char* kBody = R"({"test": 2432232314})";
constexpr const char* kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const Time kThen = from_millis(kSeconds * 1000);

std::vector<WebhookSecret> secrets(std::string_view text = kSecret) {
  return WebhookSecret::parse_list(text).value();
}

std::vector<HeaderField> headers(std::string signature = kSignature,
                                 std::string timestamp = std::to_string(kSeconds)) {
  return {{"webhook-id", kId},
          {"webhook-timestamp", std::move(timestamp)},
          {"webhook-signature", std::move(signature)}};
}

TEST(StandardWebhooks, signs_the_official_vector) {
  EXPECT_EQ(sign_webhook(secrets(), kId, kSeconds, kBody), kSignature);
}

TEST(StandardWebhooks, verifies_the_official_vector) {
  EXPECT_TRUE(verify_webhook(secrets(), headers(), kBody, kThen));
}

struct VerifyRow {
  const char* name;
  std::vector<HeaderField> headers;
  Millis late;
  bool good;
};
class Verify : public ::testing::TestWithParam<VerifyRow> {};
TEST_P(Verify, answers) {
  const auto& row = GetParam();
  EXPECT_EQ(verify_webhook(secrets(), row.headers, kBody, kThen + row.late).has_value(), row.good);
}
std::vector<HeaderField> without(std::size_t index) {
  auto fields = headers();
  fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
  return fields;
}
const std::string kGood = kSignature;
const std::string kBad = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
INSTANTIATE_TEST_SUITE_P(
    StandardWebhooks, Verify,
    ::testing::Values(
        VerifyRow{"upper_case_names_are_the_same_fields",
                  {{"Webhook-Id", kId},
                   {"WEBHOOK-TIMESTAMP", std::to_string(kSeconds)},
                   {"Webhook-Signature", kSignature}},
                  Millis(0),
                  true},
        VerifyRow{"no_id", without(0), Millis(0), false},
        VerifyRow{"no_timestamp", without(1), Millis(0), false},
        VerifyRow{"no_signature", without(2), Millis(0), false},
        VerifyRow{"timestamp_hello", headers(kGood, "hello"), Millis(0), false},
        VerifyRow{"timestamp_with_a_fraction", headers(kGood, "161426533.0"), Millis(0), false},
        VerifyRow{"timestamp_negative", headers(kGood, "-1614265330"), Millis(0), false},
        VerifyRow{"timestamp_overflow", headers(kGood, "99999999999999999999"), Millis(0), false},
        VerifyRow{"timestamp_huge", headers(kGood, "9223372036854775807"), Millis(0), false},
        VerifyRow{"five_minutes_old", headers(), std::chrono::minutes(5), true},
        VerifyRow{"older_than_five_minutes", headers(), std::chrono::minutes(5) + Millis(1), false},
        VerifyRow{"newer_than_five_minutes", headers(), -std::chrono::minutes(5) - Millis(1),
                  false},
        VerifyRow{"bad_signature", headers(kBad), Millis(0), false},
        VerifyRow{"truncated_signature", headers(kGood.substr(0, kGood.size() - 5)), Millis(0),
                  false},
        VerifyRow{"version_v2_is_ignored", headers("v2," + kGood.substr(3)), Millis(0), false},
        VerifyRow{"no_version", headers(kGood.substr(3)), Millis(0), false},
        VerifyRow{"first_bad_then_good", headers(kBad + " " + kGood), Millis(0), true},
        VerifyRow{"good_among_other_versions", headers("v1a,xxxx " + kGood + " v2,yyyy"), Millis(0),
                  true},
        VerifyRow{"empty_signature_list", headers(" "), Millis(0), false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(StandardWebhooks, another_body_or_id_does_not_fit) {
  EXPECT_FALSE(verify_webhook(secrets(), headers(), R"({"test": 2432232315})", kThen));
  auto fields = headers();
  fields[0].value = "msg_other";
  EXPECT_FALSE(verify_webhook(secrets(), fields, kBody, kThen));
}

TEST(StandardWebhooks, while_a_secret_is_rotated_both_sign_and_either_verifies) {
  const std::string old_secret = "whsec_" + base64_encode(std::string(32, 'a'));
  const auto both = secrets(std::string(kSecret) + "\n" + old_secret + "\n");
  const std::string list = sign_webhook(both, kId, kSeconds, kBody);
  EXPECT_TRUE(list.starts_with(std::string(kSignature) + " v1,"));
  EXPECT_TRUE(verify_webhook(secrets(), headers(list), kBody, kThen));
  EXPECT_TRUE(verify_webhook(secrets(old_secret), headers(list), kBody, kThen));
}

TEST(WebhookSecret, is_24_to_64_bytes_of_base64_padded_or_not) {
  const auto made = [](std::size_t bytes) {
    return "whsec_" + base64_encode(std::string(bytes, 'k'));
  };
  EXPECT_TRUE(WebhookSecret::parse(made(24)));
  EXPECT_TRUE(WebhookSecret::parse(made(64)));
  EXPECT_FALSE(WebhookSecret::parse(made(23)));
  EXPECT_FALSE(WebhookSecret::parse(made(65)));
  std::string unpadded = made(25);
  while (unpadded.ends_with('=')) unpadded.pop_back();
  EXPECT_TRUE(WebhookSecret::parse(unpadded));
}

TEST(WebhookSecret, empty_or_foreign_text_is_refused_and_not_repeated) {
  for (const char* text : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsk_abcd",
                           "whsec_!!!!", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    EXPECT_FALSE(WebhookSecret::parse(text)) << text;
    const auto list = WebhookSecret::parse_list(text);
    ASSERT_FALSE(list) << text;
    EXPECT_THAT(list.error().text(), Not(HasSubstr("MfKQ")));
  }
}

// ---- endpoints

struct EndpointRow {
  const char* name;
  const char* url;
  bool private_allowed;
  bool good;
};
class EndpointUrl : public ::testing::TestWithParam<EndpointRow> {};
TEST_P(EndpointUrl, is_judged) {
  const auto& row = GetParam();
  const auto made = webhook_endpoint("erp", row.url, kSecret, row.private_allowed);
  EXPECT_EQ(made.has_value(), row.good);
  if (!made) {
    EXPECT_THAT(made.error().text(), Not(HasSubstr("secretpath")));
  }
}
INSTANTIATE_TEST_SUITE_P(
    Webhook, EndpointUrl,
    ::testing::Values(
        EndpointRow{"https", "https://example.com/secretpath", false, true},
        EndpointRow{"plain_http_on_this_machine", "http://127.0.0.1:9/secretpath", false, true},
        EndpointRow{"plain_http_elsewhere", "http://example.com/secretpath", false, false},
        EndpointRow{"plain_http_that_the_operator_wants", "http://10.0.0.7/secretpath", true, true},
        EndpointRow{"user_and_password", "https://a:b@example.com/secretpath", false, false},
        EndpointRow{"another_scheme", "ftp://example.com/secretpath", false, false},
        EndpointRow{"no_url", "secretpath", false, false}),
    [](const auto& row) { return std::string(row.param.name); });

// ---- answers

struct AnswerRow {
  const char* name;
  Reply reply;
  SendOutcome outcome;
  const char* code;
};
class Answers : public ::testing::TestWithParam<AnswerRow> {};

Message event() {
  Message message;
  message.id = kId;
  message.address = "erp";
  message.body = kBody;
  return message;
}

constexpr const char* kUrl = "https://hooks.example.com/secretpath";

SendResult send(FakeHttp& http, const FixedClock& clock, Message message = event()) {
  WebhookSender sender(http, clock, webhook_endpoint("erp", kUrl, kSecret, false).value());
  return run_task(sender.send(std::move(message)));
}

TEST_P(Answers, are_classified) {
  FakeHttp http;
  http.on(kUrl, GetParam().reply);
  const SendResult result = send(http, FixedClock(kThen));
  EXPECT_EQ(result.outcome, GetParam().outcome);
  EXPECT_EQ(result.code, GetParam().code);
  EXPECT_THAT(result.detail, Not(HasSubstr("secretpath")));
  EXPECT_EQ(http.requests.size(), 1U);
}
INSTANTIATE_TEST_SUITE_P(
    Webhook, Answers,
    ::testing::Values(
        AnswerRow{"ok", Reply::with_status(200, "{}"), SendOutcome::kSent, "http 200"},
        AnswerRow{"no_content", Reply::with_status(204), SendOutcome::kSent, "http 204"},
        AnswerRow{"moved_is_a_failure_and_not_followed",
                  Reply::redirect(301, "https://hooks.example.com/new"), SendOutcome::kRetry,
                  "http 301"},
        AnswerRow{"not_modified", Reply::with_status(304), SendOutcome::kRetry, "http 304"},
        AnswerRow{"bad_request", Reply::with_status(400), SendOutcome::kRetry, "http 400"},
        AnswerRow{"forbidden", Reply::with_status(403), SendOutcome::kRetry, "http 403"},
        AnswerRow{"gone_switches_off", Reply::with_status(410), SendOutcome::kChannelBroken,
                  "http 410"},
        AnswerRow{"too_many", Reply::with_status(429), SendOutcome::kRetry, "http 429"},
        AnswerRow{"server_error", Reply::with_status(500), SendOutcome::kRetry, "http 500"},
        AnswerRow{"bad_gateway", Reply::with_status(502), SendOutcome::kRetry, "http 502"},
        AnswerRow{"gateway_timeout", Reply::with_status(504), SendOutcome::kRetry, "http 504"},
        AnswerRow{"no_name", Reply::fail(Reason::kDns), SendOutcome::kRetry, "dns"},
        AnswerRow{"no_connection", Reply::fail(Reason::kConnect), SendOutcome::kRetry, "connect"},
        AnswerRow{"no_tls", Reply::fail(Reason::kTls), SendOutcome::kRetry, "tls"},
        AnswerRow{"address_not_allowed", Reply::fail(Reason::kAddressNotAllowed),
                  SendOutcome::kRetry, "address_not_allowed"},
        AnswerRow{"no_answer_in_time_is_unknown", Reply::fail(Reason::kTimeout),
                  SendOutcome::kUnknown, "timeout"},
        AnswerRow{"cut_off_is_unknown", Reply::fail(Reason::kReset), SendOutcome::kUnknown,
                  "reset"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Webhook, the_request_is_what_the_standard_asks_for) {
  FakeHttp http;
  http.on(kUrl, Reply::with_status(200));
  send(http, FixedClock(kThen));
  ASSERT_EQ(http.requests.size(), 1U);
  const crawler::FetchRequest& request = http.requests[0];
  EXPECT_EQ(request.method, crawler::Method::kPost);
  EXPECT_EQ(request.body, kBody);
  EXPECT_EQ(request.secrecy, crawler::Secrecy::kSecretUrl);
  EXPECT_EQ(request.address_class, crawler::AddressClass::kGuarded);
  EXPECT_EQ(header_value(request.headers, "webhook-id"), kId);
  EXPECT_EQ(header_value(request.headers, "webhook-timestamp"), std::to_string(kSeconds));
  EXPECT_EQ(header_value(request.headers, "webhook-signature"), kSignature);
  EXPECT_TRUE(verify_webhook(secrets(), request.headers, request.body, kThen));
}

TEST(Webhook, a_retry_keeps_the_id_and_signs_the_time_of_the_attempt) {
  FakeHttp http;
  http.on(kUrl, Reply::with_status(500)).on(kUrl, Reply::with_status(200));
  FixedClock clock(kThen);
  send(http, clock);
  clock.time += std::chrono::hours(2);
  send(http, clock);
  ASSERT_EQ(http.requests.size(), 2U);
  const auto& first = http.requests[0];
  const auto& second = http.requests[1];
  EXPECT_EQ(header_value(first.headers, "webhook-id"), header_value(second.headers, "webhook-id"));
  EXPECT_NE(header_value(first.headers, "webhook-timestamp"),
            header_value(second.headers, "webhook-timestamp"));
  EXPECT_TRUE(verify_webhook(secrets(), second.headers, second.body, clock.time));
}

TEST(Webhook, a_private_address_needs_the_operators_word) {
  FakeHttp http;
  const FixedClock clock(kThen);
  WebhookSender sender(http, clock,
                       webhook_endpoint("erp", "http://10.0.0.7/x", kSecret, true).value());
  run_task(sender.send(event()));
  EXPECT_EQ(http.requests[0].address_class, crawler::AddressClass::kConfigured);
}

TEST(Webhook, an_event_over_20_kb_is_dead_and_never_sent) {
  FakeHttp http;
  http.on(kUrl, Reply::with_status(200));
  Message large = event();
  large.body = std::string(20'001, 'x');
  EXPECT_EQ(send(http, FixedClock(kThen), large).outcome, SendOutcome::kDead);
  EXPECT_TRUE(http.requests.empty());
}

TEST(Webhook, retry_after_is_handed_on) {
  FakeHttp http;
  http.on(kUrl, Reply::with_status(503).header("Retry-After", "3600"));
  EXPECT_EQ(send(http, FixedClock(kThen)).retry_after, std::chrono::hours(1));
}

}  // namespace
}  // namespace vouch::alerts
