// What the providers that state facts, and 5118's ranks, are read as, one row a shape of their
// documents.
#include <gtest/gtest.h>

#include "engines/look.h"
#include "engines/providers/bing_webmaster.h"
#include "engines/providers/data5118.h"
#include "engines/providers/qianfan.h"
#include "engines/providers/search_console.h"
#include "tests/engines/provider_subjects.h"

namespace vouch::engines::test {
namespace {

using enum Reason;

struct StatementRow {
  const char* sentence;
  std::string body;
  IndexState state;
  Presence presence;
};

void expect_statement(const StatementRow& row, const SearchAnswer& read) {
  SCOPED_TRACE(row.sentence);
  ASSERT_TRUE(read.valid()) << read.explanation;
  EXPECT_EQ(to_string(read.statement->state), to_string(row.state));
  EXPECT_EQ(presence_of(read, kClaim, LooseKeyRules()), row.presence);
  EXPECT_FALSE(read.statement->words.empty());
}

TEST(SearchConsoleAnswer, a_statement_counts_for_its_url_and_canonical_alone) {
  SearchConsoleOptions options;
  const std::vector<StatementRow> rows = {
      {"pass_is_indexed", inspection("PASS", "Submitted and indexed", kClaim), IndexState::kIndexed,
       Presence::kShown},
      {"pass_without_a_canonical_is_indexed", inspection("PASS", "Indexed, not submitted"),
       IndexState::kIndexed, Presence::kShown},
      {"pass_of_another_canonical_is_not_of_this_page",
       inspection("PASS", "Submitted and indexed", "https://www.acme.cn/other"),
       IndexState::kIndexed, Presence::kUncertain},
      {"the_same_page_without_www_is_this_page",
       inspection("PASS", "Submitted and indexed", "http://acme.cn/news/1.html"),
       IndexState::kIndexed, Presence::kShown},
      {"neutral_is_not_indexed", inspection("NEUTRAL", "Crawled - currently not indexed"),
       IndexState::kNotIndexed, Presence::kAbsent},
      {"fail_is_not_indexed", inspection("FAIL", "Not found (404)"), IndexState::kNotIndexed,
       Presence::kAbsent},
      {"a_duplicate_whose_canonical_is_another_is_not_held_against_the_page",
       inspection("NEUTRAL", "Duplicate, Google chose different canonical than user",
                  "https://www.acme.cn/other"),
       IndexState::kNotIndexed, Presence::kUncertain},
      {"partial_says_nothing", inspection("PARTIAL", "words"), IndexState::kUnknown,
       Presence::kUncertain},
      {"unspecified_says_nothing", inspection("VERDICT_UNSPECIFIED", "words"), IndexState::kUnknown,
       Presence::kUncertain},
  };
  for (const StatementRow& row : rows) {
    expect_statement(
        row, read_inspection(answered(200, row.body), options, search_console_subject().question));
  }
}

TEST(SearchConsoleAnswer, a_verdict_must_be_known_and_a_denial_must_have_words) {
  SearchConsoleOptions options;
  const std::vector<std::string> bodies = {inspection("NEUTRAL", ""), inspection("MAYBE", "words"),
                                           inspection("", "words"), R"({"inspectionResult":{}})"};
  for (const std::string& body : bodies) {
    const SearchAnswer read =
        read_inspection(answered(200, body), options, search_console_subject().question);
    EXPECT_FALSE(read.valid()) << body;
  }
}

TEST(SearchConsoleAnswer, a_quota_tells_a_pause_from_a_day) {
  struct Row {
    const char* reason;
    int status;
    Reason read;
    RetryClass retry;
  };
  const std::vector<Row> rows = {
      {"rateLimitExceeded", 403, kHttp429, RetryClass::kBackOff},
      {"userRateLimitExceeded", 429, kHttp429, RetryClass::kBackOff},
      {"quotaExceeded", 429, kQuotaExhausted, RetryClass::kNextDay},
      {"dailyLimitExceeded", 403, kQuotaExhausted, RetryClass::kNextDay},
      {"forbidden", 403, kHttp403, RetryClass::kNeverThis},
      {"insufficientPermissions", 403, kHttp403, RetryClass::kNeverThis},
      {"authError", 401, kHttp401, RetryClass::kNeverThis},
      {"backendError", 503, kHttp5xx, RetryClass::kBackOff},
  };
  SearchConsoleOptions options;
  for (const Row& row : rows) {
    SCOPED_TRACE(row.reason);
    const std::string body =
        fmt::format(R"({{"error":{{"code":{},"message":"m","errors":[{{"domain":"usageLimits",)"
                    R"("reason":"{}"}}]}}}})",
                    row.status, row.reason);
    const SearchAnswer read =
        read_inspection(answered(row.status, body), options, search_console_subject().question);
    EXPECT_EQ(to_string(read.reason), to_string(row.read));
    EXPECT_EQ(static_cast<int>(read.retry), static_cast<int>(row.retry));
    EXPECT_FALSE(
        read_inspection(answered(200, body), options, search_console_subject().question).valid());
  }
}

TEST(SearchConsoleAnswer, averages_are_averages_and_prove_nothing) {
  const Window window{parse_date("2026-10-30").value(), parse_date("2026-11-26").value()};
  SearchConsoleOptions options;
  const Question question = keyword_question("google", kKeyword);
  const std::string body = fmt::format(
      R"({{"rows":[{{"keys":["{}"],"clicks":3,"impressions":120,"ctr":0.025,"position":4.6}}],)"
      R"("responseAggregationType":"byPage"}})",
      kClaim);
  const SearchAnswer read = read_analytics(answered(200, body), options, question, window);
  ASSERT_TRUE(read.valid());
  ASSERT_EQ(read.averages.size(), 1U);
  EXPECT_DOUBLE_EQ(read.averages[0].position, 4.6);
  EXPECT_EQ(read.averages[0].page, kClaim);
  EXPECT_EQ(read.averages[0].impressions, 120);
  EXPECT_TRUE(read.rows.empty());
  CanaryResult passed;
  passed.state = CanaryState::kPassed;
  RankTarget target;
  target.urls = {"https://acme.cn/"};
  const SearchAnswer none = read_analytics(answered(200, R"({"responseAggregationType":"byPage"})"),
                                           options, question, window);
  EXPECT_TRUE(none.valid());
  for (const SearchAnswer& answer : {read, none}) {
    EXPECT_EQ(rank_observation(target, answer, passed, Asked()).outcome, Outcome::kInconclusive);
    EXPECT_EQ(presence_of(answer, kClaim, LooseKeyRules()), Presence::kUncertain);
  }
}

TEST(SearchConsoleRequest, the_window_ends_three_days_ago_in_pacific_time) {
  const Window window = analytics_window(parse_rfc3339("2026-11-29T05:00:00Z").value());
  EXPECT_EQ(to_iso_date(window.to), "2026-11-25");
  EXPECT_EQ(to_iso_date(window.from), "2026-10-29");
}

TEST(BingAnswer, crawled_is_never_indexed_and_nothing_is_ever_denied) {
  BingWebmasterOptions options;
  const auto info = [](int status, int size, const char* crawled) {
    return fmt::format(R"({{"d":{{"DocumentSize":{},"HttpStatus":{},"LastCrawledDate":"{}"}}}})",
                       size, status, crawled);
  };
  const char* const day = "/Date(1731542400000-0800)/";
  const char* const never = "/Date(-62135568000000-0800)/";  // the year 0001
  const std::vector<StatementRow> rows = {
      {"crawled_is_crawled_only", info(200, 5120, day), IndexState::kCrawledOnly,
       Presence::kUncertain},
      {"never_seen_is_unknown", info(0, 0, never), IndexState::kUnknown, Presence::kUncertain},
      {"not_found_is_unknown", info(404, 0, day), IndexState::kUnknown, Presence::kUncertain},
      {"crawled_without_a_day_is_unknown", info(200, 5120, never), IndexState::kUnknown,
       Presence::kUncertain},
  };
  for (const StatementRow& row : rows) {
    expect_statement(row, read_url_info(answered(200, row.body), options, bing_subject().question));
  }
}

TEST(BingAnswer, codes_are_read_whatever_the_status) {
  struct Row {
    int code;
    Reason reason;
    RetryClass retry;
  };
  const std::vector<Row> rows = {{3, kHttp401, RetryClass::kNeverThis},
                                 {4, kHttp429, RetryClass::kBackOff},
                                 {14, kHttp403, RetryClass::kNeverThis},
                                 {2, kProviderError, RetryClass::kBackOff}};
  BingWebmasterOptions options;
  for (const Row& row : rows) {
    for (const int status : {200, 400}) {
      SCOPED_TRACE(row.code);
      const std::string body = fmt::format(R"({{"ErrorCode":{},"Message":"ERROR!!!"}})", row.code);
      const SearchAnswer read =
          read_url_info(answered(status, body), options, bing_subject().question);
      EXPECT_EQ(to_string(read.reason), to_string(row.reason));
      EXPECT_EQ(static_cast<int>(read.retry), static_cast<int>(row.retry));
    }
  }
}

TEST(BingAnswer, stats_are_averages) {
  BingWebmasterOptions options;
  const std::string body = fmt::format(
      R"({{"d":[{{"Query":"{}","Date":"/Date(1731542400000)/","Clicks":0,"Impressions":40,)"
      R"("AvgClickPosition":-1,"AvgImpressionPosition":7}}]}})",
      kClaim);
  const SearchAnswer read =
      read_stats(answered(200, body), options, keyword_question("bing", kKeyword));
  ASSERT_TRUE(read.valid()) << read.explanation;
  ASSERT_EQ(read.averages.size(), 1U);
  EXPECT_EQ(read.averages[0].page, kClaim);
  EXPECT_EQ(read.averages[0].query, kKeyword);
  EXPECT_DOUBLE_EQ(read.averages[0].position, 7);
}

struct CrawlStats {
  const char* sentence;
  int status;
  const char* body;
  std::optional<std::int64_t> total;
};

TEST(BingAnswer, the_newest_day_says_how_many_pages_are_in_the_index) {
  const std::vector<CrawlStats> rows = {
      {"the_newest_of_two_days_in_any_order", 200,
       R"({"d":[{"Date":"/Date(1731542400000-0800)/","InIndex":42},)"
       R"({"Date":"/Date(1731456000000-0800)/","InIndex":40}]})",
       42},
      {"none_in_the_index_is_a_number", 200,
       R"({"d":[{"Date":"/Date(1731542400000-0800)/","InIndex":0}]})", 0},
      {"no_day_is_no_number", 200, R"({"d":[]})", std::nullopt},
      {"a_day_without_the_figure", 200, R"({"d":[{"Date":"/Date(1731542400000-0800)/"}]})",
       std::nullopt},
      {"a_day_without_date", 200, R"({"d":[{"InIndex":42}]})", std::nullopt},
      {"a_wrong_key", 400, R"({"ErrorCode":3,"Message":"InvalidApiKey"})", std::nullopt},
      {"a_gateway", 200, "<html>sign in</html>", std::nullopt},
  };
  for (const CrawlStats& row : rows) {
    const SearchAnswer read =
        read_crawl_stats(answered(row.status, row.body), BingWebmasterOptions());
    EXPECT_EQ(read.total, row.total) << row.sentence;
    EXPECT_EQ(read.valid(), row.total.has_value()) << row.sentence;
  }
}

TEST(QianfanAnswer, what_it_lists_is_there_and_what_it_does_not_list_may_be_too) {
  const ApiAccess access = access_of(qianfan_subject());
  const auto read = [&](const std::string& body, int status = 200) {
    return read_qianfan(answered(status, body), access);
  };
  const SearchAnswer found = read(qianfan_subject().good);
  EXPECT_EQ(presence_of(found, kClaim, LooseKeyRules()), Presence::kShown);
  EXPECT_EQ(found.rows[0].position, 0);  // no rank
  EXPECT_EQ(presence_of(found, "https://www.acme.cn/2", LooseKeyRules()), Presence::kUncertain);
  const SearchAnswer none = read(R"({"request_id":"r","references":[]})");
  EXPECT_TRUE(none.valid());
  EXPECT_EQ(presence_of(none, kClaim, LooseKeyRules()), Presence::kUncertain);
  EXPECT_EQ(read(R"({"requestId":"r","code":"RATE_LIMIT_TOTAL_QPS","message":"m"})").reason,
            kHttp429);
  EXPECT_EQ(read(R"({"code":"x","message":"daily quota is used up"})", 429).retry,
            RetryClass::kNextDay);
  EXPECT_EQ(read(R"({"code":216003,"message":"Authentication error"})", 401).reason, kHttp401);
}

TEST(QianfanRequest, asks_for_the_site_and_never_for_a_rank) {
  const ApiAccess access = access_of(qianfan_subject());
  const auto request = qianfan_request(access, qianfan_subject().question);
  ASSERT_TRUE(request);
  const auto body = boost::json::parse(request->body).as_object();
  EXPECT_EQ(body.at("search_filter").at("match").at("site").at(0), "www.acme.cn");
  EXPECT_EQ(body.at("messages").at(0).at("content"), "www.acme.cn/news/1.html");
  EXPECT_EQ(header_value(request->headers, "Authorization"), "Bearer " + kKey);
  EXPECT_FALSE(qianfan_request(access, keyword_question("baidu", kKeyword)));
}

// --- 5118

Data5118Options options_5118(config::Purpose purpose) {
  Data5118Options options;
  options.access = access_of(include_subject());
  options.purpose = purpose;
  return options;
}

TEST(Answer5118, each_status_is_read_as_what_it_is) {
  struct Row {
    const char* sentence;
    std::string body;
    bool waiting;
    IndexState state;  // where an answer came
  };
  const std::vector<Row> rows = {
      {"status_1_is_indexed", include_result(kClaim, "1"), false, IndexState::kIndexed},
      {"status_in_quotes_is_the_same", include_result(kClaim, R"("1")"), false,
       IndexState::kIndexed},
      {"status_0_is_not_indexed", include_result(kClaim, "0"), false, IndexState::kNotIndexed},
      {"status_2_says_nothing", include_result(kClaim, "2"), false, IndexState::kUnknown},
      {"a_status_nobody_knows_says_nothing", include_result(kClaim, "7"), false,
       IndexState::kUnknown},
      {"a_check_that_goes_on_waits", include_result(kClaim, "0", 0), true, IndexState::kUnknown},
      {"code_101_waits", R"({"errcode":"101","errmsg":"数据采集中"})", true, IndexState::kUnknown},
      {"a_wrong_key_leaves_the_task_open", R"({"errcode":"100203","errmsg":"无效的apikey"})", true,
       IndexState::kUnknown},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sentence);
    const Collected5118 read =
        read_5118_result(answered(200, row.body), options_5118(config::Purpose::kIndex),
                         {include_subject().question});
    EXPECT_EQ(read.waiting, row.waiting);
    if (row.waiting) continue;
    ASSERT_EQ(read.answers.size(), 1U);
    ASSERT_TRUE(read.answers[0].answer.valid()) << read.answers[0].answer.explanation;
    EXPECT_EQ(to_string(read.answers[0].answer.statement->state), to_string(row.state));
  }
}

TEST(Answer5118, a_url_that_the_result_leaves_out_is_not_denied) {
  const Collected5118 read =
      read_5118_result(answered(200, include_result(kOther, "0")),
                       options_5118(config::Purpose::kIndex), {include_subject().question});
  ASSERT_EQ(read.answers.size(), 1U);
  EXPECT_FALSE(read.answers[0].answer.valid());
}

TEST(Answer5118, a_check_that_does_not_say_it_is_done_is_not_done) {
  std::string body = include_result(kClaim, "0");
  body.replace(body.find("\"check_status\":1"), 16, "\"check_state\":1");
  const Collected5118 read = read_5118_result(
      answered(200, body), options_5118(config::Purpose::kIndex), {include_subject().question});
  ASSERT_EQ(read.answers.size(), 1U);
  EXPECT_FALSE(read.answers[0].answer.valid());
}

TEST(Answer5118, codes_at_the_start_say_what_to_do) {
  struct Row {
    int code;
    Reason reason;
    RetryClass retry;
  };
  const std::vector<Row> rows = {{100101, kQuotaExhausted, RetryClass::kPayment},
                                 {100102, kHttp429, RetryClass::kBackOff},
                                 {100104, kQuotaExhausted, RetryClass::kNextDay},
                                 {100203, kHttp401, RetryClass::kNeverThis},
                                 {100201, kProviderError, RetryClass::kNeverThis},
                                 {999, kProviderError, RetryClass::kBackOff}};
  for (const Row& row : rows) {
    SCOPED_TRACE(row.code);
    const Posted5118 read =
        read_5118_post(answered(200, fmt::format(R"({{"errcode":"{}","errmsg":"m"}})", row.code)));
    EXPECT_EQ(read.task, "");
    EXPECT_EQ(to_string(read.refusal.reason), to_string(row.reason));
    EXPECT_EQ(static_cast<int>(read.refusal.retry), static_cast<int>(row.retry));
  }
}

TEST(Answer5118, ranks_have_places_a_depth_and_the_place_of_the_probe) {
  std::string body = keyword_ranks(kKeyword, {kOther, kClaim});
  const auto options = options_5118(config::Purpose::kRank);
  const Collected5118 read =
      read_5118_result(answered(200, body), options, {rank_subject().question});
  ASSERT_EQ(read.answers.size(), 1U);
  const SearchAnswer& answer = read.answers[0].answer;
  ASSERT_TRUE(answer.valid()) << answer.explanation;
  EXPECT_EQ(answer.rows[1].position, 2);
  EXPECT_EQ(answer.depth, 2);
  EXPECT_EQ(answer.probe_place, "广东 电信");
  const Collected5118 none = read_5118_result(answered(200, keyword_ranks(kKeyword, {})), options,
                                              {rank_subject().question});
  EXPECT_FALSE(none.answers[0].answer.valid());
}

TEST(Request5118, one_list_one_key_one_address) {
  const auto urls =
      data5118_post(options_5118(config::Purpose::kIndex),
                    {url_question("baidu", kClaim), url_question("baidu", "https://a.cn/x|y")});
  ASSERT_TRUE(urls);
  EXPECT_EQ(urls->url.href(), "https://apis.5118.com/include");
  EXPECT_EQ(urls->body,
            "urls=https%3A%2F%2Fwww.acme.cn%2Fnews%2F1.html%7Chttps%3A%2F%2Fa.cn%2Fx%257Cy");
  EXPECT_EQ(header_value(urls->headers, "Authorization"), "APIKEY " + kKey);
  const auto ranks =
      data5118_post(options_5118(config::Purpose::kRank), {keyword_question("baidu", "a", 50)});
  EXPECT_EQ(ranks->url.href(), "https://apis.5118.com/keywordrank/baidupc");
  EXPECT_EQ(ranks->body, "keywords=a&checkrow=50");
  EXPECT_FALSE(
      data5118_post(options_5118(config::Purpose::kRank), {url_question("baidu", kClaim)}));
  Question mobile = url_question("baidu", kClaim);
  mobile.device = Device::kMobile;
  EXPECT_FALSE(data5118_post(options_5118(config::Purpose::kIndex), {mobile}));
}

}  // namespace
}  // namespace vouch::engines::test
