#include "practice/http_wire.h"

#include <gmock/gmock.h>

namespace vouch::practice {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

HttpRequest request_of(std::string bytes) {
  bool malformed = false;
  auto request = take_request(bytes, malformed);
  EXPECT_TRUE(request);
  EXPECT_FALSE(malformed);
  return request.value_or(HttpRequest{});
}

HttpRequest browser() {
  return request_of(
      "GET /a HTTP/1.1\r\nHost: Forum.localhost:8080\r\nAccept-Encoding: gzip\r\n\r\n");
}

HttpAnswer page() {
  HttpAnswer answer;
  answer.headers = {{"Content-Type", "text/html"}};
  answer.body = std::string(2000, 'x');
  return answer;
}

std::string all_bytes(const std::vector<Step>& steps) {
  std::string bytes;
  for (const Step& step : steps) bytes += step.bytes;
  return bytes;
}

TEST(TakeRequest, reads_the_host_without_its_port_and_in_lower_case) {
  EXPECT_EQ(browser().host, "forum.localhost");
  EXPECT_TRUE(browser().keep_alive);
}

TEST(TakeRequest, waits_for_the_whole_head_and_body) {
  const std::string whole = "POST /h HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbodyGET";
  for (std::size_t size = 0; size + 3 < whole.size(); ++size) {
    std::string part = whole.substr(0, size);
    bool malformed = false;
    EXPECT_FALSE(take_request(part, malformed)) << size;
    EXPECT_FALSE(malformed) << size;
  }
  std::string bytes = whole;
  bool malformed = false;
  const auto request = take_request(bytes, malformed);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->body, "body");
  EXPECT_EQ(bytes, "GET");  // the next request's beginning stays
}

TEST(TakeRequest, reads_a_chunked_body) {
  const HttpRequest request = request_of(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
  EXPECT_EQ(request.body, "abcd");
}

TEST(TakeRequest, refuses_what_is_no_request) {
  std::string bytes = "hello\r\n\r\n";
  bool malformed = false;
  EXPECT_FALSE(take_request(bytes, malformed));
  EXPECT_TRUE(malformed);
}

TEST(TakeRequest, knows_at_the_first_byte_that_tls_is_no_request) {
  std::string bytes = "\x16\x03\x01";
  bool malformed = false;
  EXPECT_FALSE(take_request(bytes, malformed));
  EXPECT_TRUE(malformed);
}

TEST(TakeRequest, decodes_parameters) {
  const HttpRequest request =
      request_of("GET /search?q=%E5%87%80+a&page=2 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(request.parameter("q"), "净 a");
  EXPECT_EQ(request.parameter("page"), "2");
  EXPECT_EQ(request.path(), "/search");
}

TEST(ToSteps, a_plain_answer_is_one_piece_with_its_length) {
  const auto steps = to_steps(page(), browser());
  ASSERT_THAT(steps, SizeIs(1));
  EXPECT_THAT(steps[0].bytes, HasSubstr("Content-Length: 2000\r\n"));
  EXPECT_EQ(steps[0].after, After::kKeep);
}

TEST(ToSteps, a_short_body_promises_more_than_it_holds) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kShortBody;
  const auto steps = to_steps(answer, browser());
  EXPECT_THAT(steps[0].bytes, HasSubstr("Content-Length: 4001\r\n"));
  EXPECT_EQ(steps[0].after, After::kClose);
}

TEST(ToSteps, truncated_gzip_is_half_of_a_whole_one) {
  HttpAnswer answer = page();
  answer.gzip = true;
  const std::string whole = all_bytes(to_steps(answer, browser()));
  answer.mangle = Mangle::kTruncatedGzip;
  const std::string half = all_bytes(to_steps(answer, browser()));
  EXPECT_THAT(half, HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_LT(half.size(), whole.size());
}

TEST(ToSteps, torn_bytes_are_the_same_bytes_in_pieces) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kTorn;
  const auto steps = to_steps(answer, browser());
  EXPECT_GT(steps.size(), 10U);
  const std::string bytes = all_bytes(steps);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(bytes, EndsWith(answer.body));
}

TEST(ToSteps, a_reset_and_garbage_hold_no_answer) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kReset;
  EXPECT_EQ(to_steps(answer, browser())[0].after, After::kReset);
  EXPECT_EQ(all_bytes(to_steps(answer, browser())), "");
  answer.mangle = Mangle::kGarbage;
  EXPECT_EQ(all_bytes(to_steps(answer, browser())).find("HTTP/"), std::string::npos);
}

TEST(ToSteps, a_reset_in_the_head_or_the_body_breaks_there) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kResetInHead;
  auto steps = to_steps(answer, browser());
  EXPECT_EQ(steps.back().after, After::kReset);
  EXPECT_THAT(all_bytes(steps), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(all_bytes(steps).find("\r\n\r\n"), std::string::npos);
  answer.mangle = Mangle::kResetInBody;
  steps = to_steps(answer, browser());
  EXPECT_EQ(steps.back().after, After::kReset);
  const std::string bytes = all_bytes(steps);
  EXPECT_EQ(bytes.size() - bytes.find("\r\n\r\n") - 4, answer.body.size() / 2);
}

TEST(ToSteps, an_endless_body_goes_on_in_chunks) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kEndlessChunks;
  const auto steps = to_steps(answer, browser());
  EXPECT_THAT(steps.front().bytes, HasSubstr("Transfer-Encoding: chunked\r\n"));
  std::size_t bytes = 0;
  for (const Step& step : steps) bytes += step.bytes.size() * static_cast<std::size_t>(step.times);
  EXPECT_GT(bytes, 50U << 20);
}

TEST(ToSteps, a_dripping_answer_never_comes_to_its_end) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kDrip;
  const auto steps = to_steps(answer, browser());
  EXPECT_LT(all_bytes(steps).size(), answer.body.size());
  EXPECT_GT(steps[1].times, 100);
  EXPECT_EQ(steps.back().after, After::kReset);
}

TEST(ToSteps, a_silent_one_sends_nothing_and_closes) {
  HttpAnswer answer = page();
  answer.mangle = Mangle::kSilent;
  const auto steps = to_steps(answer, browser());
  EXPECT_EQ(all_bytes(steps), "");
  EXPECT_GT(steps[0].pause, std::chrono::seconds(30));
  EXPECT_EQ(steps[0].after, After::kClose);
}

TEST(ToSteps, a_held_page_waits_before_its_first_byte) {
  HttpAnswer answer = page();
  answer.held_by = "held-3";
  for (const Mangle mangle : {Mangle::kNone, Mangle::kTorn}) {
    answer.mangle = mangle;
    EXPECT_EQ(to_steps(answer, browser()).front().held_by, "held-3");
  }
}

}  // namespace
}  // namespace vouch::practice
