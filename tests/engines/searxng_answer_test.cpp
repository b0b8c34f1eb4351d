// What each answer of a SearXNG instance is read as.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engines/look.h"
#include "tests/engines/searxng_world.h"

namespace vouch::engines::test {
namespace {

const std::string kPage = "https://www.acme.cn/news/1.html";

struct Row {
  const char* sentence;
  Exchange exchange;
  const char* outcome;
  Reason reason;
};

std::string many_results(std::size_t count) {
  std::vector<std::string> results;
  for (std::size_t i = 1; i <= count; ++i) {
    results.push_back(result("https://a.cn/" + std::to_string(i), static_cast<int>(i)));
  }
  return answer(results);
}

Exchange silent(std::string_view why) {
  return answered(200, answer({}, fmt::format(R"([["baidu","{}"]])", why)));
}

Exchange truncated(std::string body) {
  Exchange exchange = answered(200, std::move(body));
  exchange.hops.back().truncated = true;
  return exchange;
}

std::vector<Row> rows() {
  using enum Reason;
  return {
      {"a_list_is_a_list", answered(200, answer({result(kPage, 1)})), "ranked_list", kOk},
      {"an_empty_list_of_an_engine_that_answered_is_no_results", answered(200, answer({})),
       "no_results", kOk},
      {"captcha_beside_an_empty_list_is_a_wall", silent("CAPTCHA"), "blocked", kCaptcha},
      {"a_suspended_engine_is_a_wall", silent("Suspended: CAPTCHA"), "blocked", kCaptcha},
      {"too_many_requests_is_a_wall", silent("Suspended: too many requests"), "blocked", kHttp429},
      {"access_denied_is_a_wall", silent("access denied"), "blocked", kHttp403},
      {"a_timeout_is_a_timeout", silent("timeout"), "blocked", kTimeout},
      {"a_connection_error_is_one", silent("HTTP connection error"), "blocked", kConnect},
      {"a_parsing_error_is_an_unknown_layout", silent("parsing error"), "blocked", kUnknownLayout},
      {"a_server_error_is_the_providers", silent("server API error"), "blocked", kProviderError},
      {"a_crash_is_the_providers", silent("unexpected crash"), "blocked", kProviderError},
      {"unknown_words_are_the_providers", silent("喵"), "blocked", kProviderError},
      {"an_instance_that_speaks_chinese_is_understood", silent("验证码"), "blocked", kCaptcha},
      {"a_silent_engine_without_a_reason_is_silent", answered(200, answer({}, R"([["baidu"]])")),
       "blocked", kProviderError},
      {"names_alone_are_silent_engines", answered(200, answer({}, R"(["baidu"])")), "blocked",
       kProviderError},
      {"an_odd_entry_is_a_silent_engine", answered(200, answer({}, "[[]]")), "blocked",
       kProviderError},
      {"another_silent_engine_spoils_an_empty_list",
       answered(200, answer({}, R"([["google","CAPTCHA"]])")), "blocked", kCaptcha},
      {"rows_of_other_engines_are_not_ours",
       answered(200, answer({result(kPage, 1, "google"), result("https://b.cn/", 2, "bing")})),
       "untrusted", kProviderError},
      {"rows_without_an_engine_are_not_ours",
       answered(200, answer({R"({"url":"https://a.cn/","title":"t","positions":[1]})"})),
       "untrusted", kProviderError},
      {"rows_without_a_url_are_an_unknown_layout",
       answered(200, answer({R"({"title":"t","engine":"baidu"})", "7", "null"})), "unknown_layout",
       kUnknownLayout},
      {"an_empty_list_that_does_not_name_the_silent_is_no_answer",
       answered(200, R"({"query":"q","results":[]})"), "unknown_layout", kUnknownLayout},
      {"silent_engines_in_another_shape_are_no_answer",
       answered(200, answer({}, R"({"baidu":"CAPTCHA"})")), "unknown_layout", kUnknownLayout},
      {"no_list_is_an_unknown_layout", answered(200, R"({"error":"No query"})"), "unknown_layout",
       kUnknownLayout},
      {"results_that_are_no_list_are_an_unknown_layout", answered(200, R"({"results":{}})"),
       "unknown_layout", kUnknownLayout},
      {"a_json_list_is_an_unknown_layout", answered(200, "[]"), "unknown_layout", kUnknownLayout},
      {"html_instead_of_json_is_an_unknown_layout",
       answered(200, "<!doctype html><title>SearXNG</title>"), "unknown_layout", kUnknownLayout},
      {"a_captcha_page_is_not_a_negative",
       answered(200, "<html><title>百度安全验证</title></html>"), "blocked", kCaptcha},
      {"a_challenge_page_is_not_a_negative",
       answered(200, R"(<script src="/cdn-cgi/challenge-platform/h/b"></script>)"), "blocked",
       kCaptcha},
      {"an_empty_body_is_not_a_negative", answered(200, " \r\n"), "blocked", kEmptyBody},
      {"half_a_body_is_not_a_negative", truncated(answer({})), "unknown_layout", kTooLarge},
      {"torn_json_is_an_unknown_layout", answered(200, R"({"results":[)"), "unknown_layout",
       kUnknownLayout},
      {"deep_nesting_is_refused", answered(200, std::string(100'000, '[')), "unknown_layout",
       kUnknownLayout},
      {"bytes_that_are_no_utf8_are_refused", answered(200, "{\"results\":[],\"x\":\"\xff\xfe\"}"),
       "unknown_layout", kUnknownLayout},
      {"a_list_too_long_for_a_page_is_refused", answered(200, many_results(501)), "unknown_layout",
       kUnknownLayout},
      {"five_hundred_rows_are_read", answered(200, many_results(500)), "ranked_list", kOk},
      {"http_403_is_the_setting_of_the_instance", answered(403, "Forbidden"), "blocked", kHttp403},
      {"http_401_wants_the_token", answered(401, ""), "blocked", kHttp401},
      {"http_429_is_the_limiter", answered(429, "Too Many Requests"), "blocked", kHttp429},
      {"http_500_is_the_servers", answered(500, answer({})), "blocked", kHttp5xx},
      {"http_404_is_the_providers", answered(404, answer({})), "blocked", kProviderError},
      {"http_400_is_the_providers", answered(400, R"({"error":"No query"})"), "blocked",
       kProviderError},
      {"a_redirect_is_the_providers", answered(302, ""), "blocked", kProviderError},
      {"a_timeout_of_ours_is_one", failed(kTimeout), "blocked", kTimeout},
      {"no_connection_is_one", failed(kConnect), "blocked", kConnect},
      {"an_address_that_is_not_allowed_says_so", failed(kAddressNotAllowed), "blocked",
       kAddressNotAllowed},
      {"no_hop_at_all_is_the_providers", Exchange{}, "blocked", kProviderError},
  };
}

TEST(SearxngAnswer, each_answer_is_read_as_what_it_is) {
  for (const Row& row : rows()) {
    SCOPED_TRACE(row.sentence);
    const SearchAnswer read = read_searxng(row.exchange, baidu_options(), 1);
    EXPECT_EQ(to_string(read.outcome), row.outcome);
    EXPECT_EQ(to_string(read.reason), to_string(row.reason));
    EXPECT_EQ(read.valid(), row.reason == Reason::kOk);
    EXPECT_EQ(read.queries, 1);
    EXPECT_EQ(read.exchanges.size(), 1u);
    if (!read.valid()) {
      EXPECT_TRUE(read.rows.empty());
      EXPECT_FALSE(read.explanation.empty());
    }
  }
}

TEST(SearxngAnswer, positions_are_the_engines_own_and_not_the_order_of_the_list) {
  const SearchAnswer read =
      read_searxng(answered(200, answer({result("https://c.cn/", 3), result("https://a.cn/", 1),
                                         result("https://b.cn/", 2)})),
                   baidu_options(), 1);
  ASSERT_EQ(read.rows.size(), 3u);
  EXPECT_EQ(read.rows[0].url, "https://a.cn/");
  EXPECT_EQ(read.rows[2].position, 3);
  EXPECT_EQ(read.depth, 3);
}

TEST(SearxngAnswer, positions_go_on_over_the_pages) {
  SearxngOptions options = baidu_options();
  options.page_size = 10;
  const SearchAnswer read = read_searxng(answered(200, answer({result(kPage, 4)})), options, 3);
  ASSERT_EQ(read.rows.size(), 1u);
  EXPECT_EQ(read.rows[0].position, 24);
  EXPECT_EQ(read.depth, 24);
}

struct PlaceRow {
  const char* sentence;
  const char* facts;
  int position;
};

TEST(SearxngAnswer, a_place_is_known_or_zero) {
  const std::vector<PlaceRow> table = {
      {"the_best_of_two_places", R"("engines":["baidu"],"positions":[4,2])", 2},
      {"merged_from_two_engines_is_unknown", R"("engines":["google","baidu"],"positions":[1,9])",
       0},
      {"no_places_is_unknown", R"("engines":["baidu"])", 0},
      {"negative_is_unknown", R"("engines":["baidu"],"positions":[-1])", 0},
      {"zero_is_unknown", R"("engines":["baidu"],"positions":[0])", 0},
      {"absurd_is_unknown", R"("engines":["baidu"],"positions":[9223372036854775807])", 0},
      {"larger_than_any_number_is_unknown", R"("engines":["baidu"],"positions":[1e400])", 0},
      {"text_is_unknown", R"("engines":["baidu"],"positions":["1"])", 0},
      {"an_engine_named_alone_counts", R"("engine":"baidu","positions":[5])", 5},
  };
  for (const PlaceRow& row : table) {
    SCOPED_TRACE(row.sentence);
    const std::string one = fmt::format(R"({{"url":"{}","title":"t",{}}})", kPage, row.facts);
    const SearchAnswer read = read_searxng(answered(200, answer({one})), baidu_options(), 1);
    ASSERT_EQ(read.rows.size(), 1u);
    EXPECT_EQ(read.rows[0].position, row.position);
  }
}

TEST(SearxngAnswer, a_row_without_a_known_place_comes_last) {
  const std::string unknown = R"({"url":"https://z.cn/","title":"t","engine":"baidu"})";
  const SearchAnswer read =
      read_searxng(answered(200, answer({unknown, result(kPage, 7)})), baidu_options(), 1);
  ASSERT_EQ(read.rows.size(), 2u);
  EXPECT_EQ(read.rows[0].url, kPage);
}

TEST(SearxngAnswer, rows_of_other_engines_are_left_out_of_ours) {
  const SearchAnswer read =
      read_searxng(answered(200, answer({result(kPage, 1, "google"), result("https://b.cn/", 2)})),
                   baidu_options(), 1);
  ASSERT_EQ(read.rows.size(), 1u);
  EXPECT_EQ(read.rows[0].url, "https://b.cn/");
}

TEST(SearxngAnswer, a_row_that_cannot_be_read_may_be_the_page) {
  const auto presence = [](const std::string& odd) {
    const SearchAnswer read =
        read_searxng(answered(200, answer({result("https://b.cn/", 1), odd})), baidu_options(), 1);
    EXPECT_TRUE(read.valid());
    return presence_of(read, kPage, LooseKeyRules());
  };
  EXPECT_EQ(presence(result("https://c.cn/", 2)), Presence::kAbsent);
  EXPECT_EQ(presence(result(kPage, 2, "google")), Presence::kAbsent);
  for (const char* const odd :
       {"7", R"({"title":"t","engine":"baidu"})", R"({"url":"https://www.acme.cn/news/1.html"})",
        R"({"url":"https://www.acme.cn/news/1.html","engines":[]})",
        R"({"url":"https://www.acme.cn/news/1.html","engines":[1]})"}) {
    EXPECT_EQ(presence(odd), Presence::kUncertain) << odd;
  }
}

TEST(SearxngAnswer, a_long_url_is_never_cut_to_another_one) {
  const std::string url = "https://a.cn/" + std::string(6000, 'x');
  const SearchAnswer read =
      read_searxng(answered(200, answer({result(url, 1)})), baidu_options(), 1);
  ASSERT_EQ(read.rows.size(), 1u);
  EXPECT_EQ(read.rows[0].url, url);
}

TEST(SearxngAnswer, words_of_the_instance_are_cut_and_whole_characters) {
  std::string long_name;
  for (int i = 0; i < 500; ++i) long_name += "百度";
  const SearchAnswer read =
      read_searxng(answered(200, answer({}, fmt::format(R"([["{}","timeout"]])", long_name))),
                   baidu_options(), 1);
  EXPECT_LE(read.explanation.size(), 300u);
  EXPECT_EQ(read.explanation.size() % 3, 0u);
}

TEST(SearxngAnswer, the_engine_that_was_asked_speaks_first) {
  const SearchAnswer read =
      read_searxng(answered(200, answer({}, R"([["google","timeout"],["baidu","CAPTCHA"]])")),
                   baidu_options(), 1);
  EXPECT_EQ(read.reason, Reason::kCaptcha);
  EXPECT_EQ(read.explanation, "baidu: CAPTCHA");
}

TEST(SearxngAnswer, errors_say_what_to_do) {
  const auto explain = [](Exchange exchange) {
    return read_searxng(exchange, baidu_options(), 1).explanation;
  };
  EXPECT_NE(explain(answered(403, "")).find("search.formats"), std::string::npos);
  EXPECT_NE(explain(answered(429, "")).find("limiter"), std::string::npos);
  EXPECT_NE(explain(answered(301, "", {{"Location", "https://s.cn/"}})).find("https://s.cn/"),
            std::string::npos);
  EXPECT_NE(explain(answered(200, answer({result(kPage, 1, "bing")}))).find("\"baidu\""),
            std::string::npos);
}

TEST(SearxngAnswer, retry_after_is_read_in_both_forms_and_capped) {
  const auto rest = [](std::string value) {
    return read_searxng(answered(429, "", {{"Retry-After", std::move(value)}}), baidu_options(), 1)
        .retry_after;
  };
  EXPECT_EQ(rest("120"), Millis(120'000));
  EXPECT_EQ(rest("999999999999"), Millis(std::chrono::hours(24)));
  EXPECT_EQ(rest("Sun, 06 Nov 1994 08:49:37 GMT"), Millis(0));
  EXPECT_EQ(rest("-5"), std::nullopt);
  EXPECT_EQ(rest("soon"), std::nullopt);
  EXPECT_EQ(read_searxng(answered(429, ""), baidu_options(), 1).retry_after, std::nullopt);
}

TEST(SearxngAnswer, a_cancelled_request_says_so) {
  Exchange exchange = failed(Reason::kConnect);
  exchange.cancelled = true;
  EXPECT_TRUE(read_searxng(exchange, baidu_options(), 1).cancelled);
}

// Whatever comes back: an absence is read only from an answer that is a whole JSON object with a
// list and with nobody silent.
RC_GTEST_PROP(SearxngAnswer, no_damaged_answer_is_an_absence, ()) {
  const std::string whole = answer({result(kPage, 1)}, R"([["baidu","CAPTCHA"]])");
  std::string torn = whole;
  const auto at = *rc::gen::inRange<std::size_t>(0, whole.size());
  const auto what = *rc::gen::inRange(0, 3);
  if (what == 0) torn.resize(at);
  if (what == 1) torn[at] = static_cast<char>(*rc::gen::inRange(0, 256));
  if (what == 2) torn.insert(at, 1, static_cast<char>(*rc::gen::inRange(0, 256)));
  const SearchAnswer read = read_searxng(answered(200, torn), baidu_options(), 1);
  RC_ASSERT(read.outcome != SerpOutcome::kNoResults);
}

RC_GTEST_PROP(SearxngAnswer, any_bytes_are_read_without_harm, (const std::string& body)) {
  const SearchAnswer read = read_searxng(answered(200, body), baidu_options(), 1);
  RC_ASSERT(!read.valid());
}

}  // namespace
}  // namespace vouch::engines::test
