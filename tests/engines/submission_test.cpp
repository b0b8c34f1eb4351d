// Submitting URLs: what is sent, and that an answer is a receipt or a reason, never "indexed".
#include "engines/submission.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/engines/provider_world.h"

namespace vouch::engines::test {
namespace {

using enum Reason;
using enum SubmissionRoute;

const std::vector<std::string> kUrls = {"https://www.acme.cn/1", "https://www.acme.cn/2"};

SubmissionOptions options(SubmissionRoute route) {
  SubmissionOptions out;
  out.route = route;
  out.site = route == kIndexNow ? "www.acme.cn" : "https://www.acme.cn";
  out.key = "abcdef0123456789";
  return out;
}

TEST(SubmissionRequest, each_route_sends_its_own_form) {
  const auto baidu = submission_request(options(kBaiduPush), kUrls);
  ASSERT_TRUE(baidu);
  EXPECT_EQ(baidu->url.href(),
            "http://data.zz.baidu.com/urls?site=https%3A%2F%2Fwww.acme.cn&token=abcdef0123456789");
  EXPECT_EQ(baidu->body, "https://www.acme.cn/1\nhttps://www.acme.cn/2\n");
  EXPECT_EQ(header_value(baidu->headers, "Content-Type"), "text/plain");
  SubmissionOptions with_file = options(kIndexNow);
  with_file.key_location = "https://www.acme.cn/k.txt";
  const auto indexnow = submission_request(with_file, kUrls);
  ASSERT_TRUE(indexnow);
  const auto body = boost::json::parse(indexnow->body).as_object();
  EXPECT_EQ(body.at("host"), "www.acme.cn");
  EXPECT_EQ(body.at("keyLocation"), "https://www.acme.cn/k.txt");
  EXPECT_EQ(body.at("urlList").as_array().size(), 2U);
  const auto bing = submission_request(options(kBingBatch), kUrls);
  ASSERT_TRUE(bing);
  EXPECT_EQ(boost::json::parse(bing->body).at("siteUrl"), "https://www.acme.cn");
}

TEST(SubmissionRequest, what_the_documents_rule_out_is_not_sent) {
  struct Row {
    const char* sentence;
    SubmissionOptions options;
    std::vector<std::string> urls;
  };
  SubmissionOptions short_key = options(kIndexNow);
  short_key.key = "abc-123";
  SubmissionOptions odd_key = options(kIndexNow);
  odd_key.key = "abc_123456";
  SubmissionOptions no_site = options(kBaiduPush);
  no_site.site.clear();
  const std::vector<Row> rows = {
      {"no_url", options(kBaiduPush), {}},
      {"too_many_for_baidu", options(kBaiduPush), std::vector<std::string>(2001, kUrls[0])},
      {"too_many_for_bing", options(kBingBatch), std::vector<std::string>(501, kUrls[0])},
      {"too_many_for_indexnow", options(kIndexNow), std::vector<std::string>(10'001, kUrls[0])},
      {"what_is_no_url", options(kBaiduPush), {"acme"}},
      {"a_line_break", options(kBaiduPush), {"https://www.acme.cn/1\nhttps://evil.cn/"}},
      {"a_key_of_seven", short_key, kUrls},
      {"a_key_with_other_letters", odd_key, kUrls},
      {"no_site", no_site, kUrls},
  };
  for (const Row& row : rows) {
    EXPECT_FALSE(submission_request(row.options, row.urls)) << row.sentence;
  }
}

struct Row {
  const char* sentence;
  SubmissionRoute route;
  int status;
  std::string body;
  Reason reason;
  int received = 0;
  RetryClass retry = RetryClass::kBackOff;
};

TEST(SubmissionAnswer, each_answer_is_read_as_what_it_is) {
  const std::vector<Row> rows = {
      {"baidu_took_two", kBaiduPush, 200, R"({"remain":99998,"success":2})", kOk, 2},
      {"baidu_took_one_and_names_the_other", kBaiduPush, 200,
       R"({"remain":9,"success":1,"not_same_site":["https://www.acme.cn/2"]})", kOk, 1},
      {"baidu_took_none_and_names_none", kBaiduPush, 200, R"({"remain":9,"success":0})",
       kUnknownLayout},
      {"baidu_claims_more_than_was_sent", kBaiduPush, 200, R"({"success":3})", kUnknownLayout},
      {"baidu_over_quota_is_for_tomorrow", kBaiduPush, 400,
       R"({"error":400,"message":"over quota"})", kQuotaExhausted, 0, RetryClass::kNextDay},
      {"an_error_with_200_is_an_error", kBaiduPush, 200, R"({"error":400,"message":"site error"})",
       kProviderError},
      {"baidus_token_is_wrong", kBaiduPush, 401, R"({"error":401,"message":"token is not valid"})",
       kHttp401, 0, RetryClass::kNeverThis},
      {"baidu_is_broken", kBaiduPush, 500, R"({"error":500,"message":"internal error"})", kHttp5xx},
      {"a_page_of_baidu_is_no_receipt", kBaiduPush, 200, "<html>ok</html>", kUnknownLayout},
      {"an_empty_answer_of_baidu_is_no_receipt", kBaiduPush, 200, "", kEmptyBody},
      {"indexnow_200", kIndexNow, 200, "", kOk, 2},
      {"indexnow_202_is_received_too", kIndexNow, 202, "", kOk, 2},
      {"a_page_of_a_gateway_is_no_receipt", kIndexNow, 200, "<html>proxy</html>", kUnknownLayout},
      {"indexnow_403_is_the_key_file", kIndexNow, 403, "", kHttp403, 0, RetryClass::kNeverThis},
      {"indexnow_422_is_the_host", kIndexNow, 422, "", kProviderError, 0, RetryClass::kNeverThis},
      {"indexnow_429", kIndexNow, 429, "", kHttp429},
      {"bing_null_is_the_receipt", kBingBatch, 200, R"({"d":null})", kOk, 2},
      {"bing_without_d_is_no_receipt", kBingBatch, 200, "{}", kUnknownLayout},
      {"bing_with_something_is_no_receipt", kBingBatch, 200, R"({"d":{}})", kUnknownLayout},
      {"bing_code_3_is_the_key", kBingBatch, 400, R"({"ErrorCode":3,"Message":"InvalidApiKey"})",
       kHttp401, 0, RetryClass::kNeverThis},
      {"bing_code_4_with_200_is_too_much", kBingBatch, 200, R"({"ErrorCode":4,"Message":"t"})",
       kHttp429},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sentence);
    const SubmissionAnswer read = read_submission(answered(row.status, row.body), row.route, kUrls);
    EXPECT_EQ(to_string(read.reason), to_string(row.reason)) << read.explanation;
    EXPECT_EQ(read.ok(), row.reason == kOk);
    EXPECT_EQ(read.received, row.received);
    EXPECT_EQ(static_cast<int>(read.retry), static_cast<int>(row.retry));
    EXPECT_TRUE(read.ok() || !read.explanation.empty());
  }
  const SubmissionAnswer timeout = read_submission(failed(kTimeout), kIndexNow, kUrls);
  EXPECT_EQ(timeout.reason, kTimeout);
}

TEST(SubmissionAnswer, the_token_is_not_kept) {
  for (const SubmissionRoute route : {kBaiduPush, kIndexNow, kBingBatch}) {
    ScriptedWeb web;
    web.reply = [](const crawler::FetchRequest& request) {
      return answered(400, R"({"message":")" + request.url.href() + R"("})");
    };
    const SubmissionAnswer read = fakes::run_task(submit_urls(options(route), kUrls, web));
    EXPECT_FALSE(read.ok());
    ASSERT_EQ(read.exchanges.size(), 1U);
    const Hop& hop = read.exchanges[0].hops[0];
    EXPECT_EQ((hop.url + hop.request_head + *hop.body + read.explanation).find("abcdef0123456789"),
              std::string::npos);
  }
}

}  // namespace
}  // namespace vouch::engines::test
