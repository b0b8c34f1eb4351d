// What lists of SerpApi and DataForSEO are read as, one row a shape of their documents.
#include <gtest/gtest.h>

#include "engines/look.h"
#include "engines/providers/dataforseo.h"
#include "engines/providers/serpapi.h"
#include "tests/engines/provider_subjects.h"

namespace vouch::engines::test {
namespace {

using enum Reason;

SearchAnswer serpapi(const std::string& body, int status = 200) {
  return read_serpapi(answered(status, body), access_of(serpapi_subject()), 0).answer;
}

struct ListRow {
  const char* sentence;
  std::string body;
  int status;
  const char* outcome;
  Reason reason;
  RetryClass retry = RetryClass::kBackOff;
};

void expect_list(const ListRow& row, const SearchAnswer& read) {
  SCOPED_TRACE(row.sentence);
  EXPECT_EQ(to_string(read.outcome), row.outcome) << read.explanation;
  EXPECT_EQ(to_string(read.reason), to_string(row.reason)) << read.explanation;
  EXPECT_EQ(read.valid(), row.reason == kOk);
  EXPECT_EQ(static_cast<int>(read.retry), static_cast<int>(row.retry));
}

TEST(SerpApiAnswer, each_answer_is_read_as_what_it_is) {
  const std::string empty_words = R"("error":"Google hasn't returned any results for this query.")";
  const std::string success = R"({"search_metadata":{"status":"Success"})";
  const std::vector<ListRow> rows = {
      {"rows_are_a_list", serpapi_list({kOther, kClaim}), 200, "ranked_list", kOk},
      {"empty_is_empty_where_it_is_said_twice", serpapi_subject().absent, 200, "no_results", kOk},
      {"empty_words_without_the_state_are_not_enough", success + "," + empty_words + "}", 200,
       "unknown_layout", kUnknownLayout},
      {"the_state_without_the_words_is_not_enough",
       success + R"(,"search_information":{"organic_results_state":"Fully empty"}})", 200,
       "unknown_layout", kUnknownLayout},
      {"an_empty_list_without_a_word_is_no_negative",
       success + R"(,"search_information":{},"organic_results":[]})", 200, "unknown_layout",
       kUnknownLayout},
      {"still_processing_is_no_answer", R"({"search_metadata":{"status":"Processing"}})", 200,
       "blocked", kProviderError},
      {"an_error_status_is_no_answer",
       R"({"search_metadata":{"status":"Error"},"error":"Proxy timeout"})", 200, "blocked",
       kProviderError},
      {"an_error_beside_rows_spoils_them",
       R"({"search_metadata":{"status":"Success"},"error":"half of it","organic_results":)"
       R"([{"position":1,"link":"https://a.cn/"}]})",
       200, "unknown_layout", kUnknownLayout},
      {"another_spelling_is_another_query",
       R"({"search_metadata":{"status":"Success"},"search_information":{"organic_results_state":)"
       R"("Empty showing fixed spelling results"},"organic_results":[{"position":1,)"
       R"("link":"https://a.cn/"}]})",
       200, "untrusted", kUntrusted},
      {"a_row_without_link_is_an_unknown_layout",
       R"({"search_metadata":{"status":"Success"},"organic_results":[{"position":1}]})", 200,
       "unknown_layout", kUnknownLayout},
      {"a_row_without_position_is_an_unknown_layout",
       R"({"search_metadata":{"status":"Success"},"organic_results":[{"link":"https://a.cn/"}]})",
       200, "unknown_layout", kUnknownLayout},
      {"searches_that_have_run_out_want_a_payment",
       R"({"error":"Your account has run out of searches."})", 429, "blocked", kQuotaExhausted,
       RetryClass::kPayment},
      {"too_many_an_hour_want_a_pause",
       R"({"error":"Your account has reached its hourly throughput limit."})", 429, "blocked",
       kHttp429},
      {"a_wrong_key_wants_a_person", R"({"error":"Invalid API key."})", 401, "blocked", kHttp401,
       RetryClass::kNeverThis},
      {"no_status_is_an_unknown_layout", R"({"organic_results":[]})", 200, "unknown_layout",
       kUnknownLayout},
  };
  for (const ListRow& row : rows) expect_list(row, serpapi(row.body, row.status));
}

TEST(SerpApiAnswer, only_what_succeeded_costs) {
  EXPECT_EQ(serpapi(serpapi_list({kClaim})).spent, 9200);
  EXPECT_EQ(serpapi(serpapi_subject().absent).spent, 9200);
  EXPECT_EQ(serpapi("{}", 500).spent, 0);
}

TEST(SerpApiAnswer, places_go_on_over_the_pages) {
  const auto page =
      read_serpapi(answered(200, serpapi_list({kOther, kClaim})), access_of(serpapi_subject()), 9);
  ASSERT_EQ(page.answer.rows.size(), 2U);
  EXPECT_EQ(page.answer.rows[1].position, 11);
  EXPECT_EQ(page.answer.depth, 11);
  EXPECT_FALSE(page.more);
}

SearchAnswer baidu_row(const std::string& shown) {
  ApiAccess access = access_of(serpapi_subject());
  access.engine = "baidu";
  const std::string body = fmt::format(
      R"({{"search_metadata":{{"status":"Success"}},"organic_results":[{{"position":1,"title":"t",)"
      R"("link":"http://www.baidu.com/link?url=abc","displayed_link":"{}"}}]}})",
      shown);
  return read_serpapi(answered(200, body), access, 0).answer;
}

struct HiddenRow {
  const char* sentence;
  const char* shown;
  Presence presence;
};

TEST(SerpApiAnswer, a_baidu_row_that_hides_its_target_is_never_an_absence_of_what_it_may_be) {
  const std::vector<HiddenRow> rows = {
      {"the_same_host_may_be_the_page", "https://www.acme.cn/news", Presence::kUncertain},
      {"a_cut_address_of_the_host_may_be_the_page", "www.acme.cn/ne...", Presence::kUncertain},
      {"a_sub_domain_may_be_the_page", "m.acme.cn", Presence::kUncertain},
      {"the_name_of_a_site_may_be_anything", "艾克米公司", Presence::kUncertain},
      {"no_address_may_be_anything", "", Presence::kUncertain},
      {"another_host_is_another_page", "https://www.starbucks.com/coffee", Presence::kAbsent},
      {"another_host_in_crumbs_is_another_page", "blog.csdn.net › article", Presence::kAbsent},
  };
  for (const HiddenRow& row : rows) {
    SCOPED_TRACE(row.sentence);
    const SearchAnswer read = baidu_row(row.shown);
    ASSERT_TRUE(read.valid());
    EXPECT_FALSE(read.rows[0].target_known);
    EXPECT_EQ(presence_of(read, kClaim, LooseKeyRules()), row.presence);
  }
}

TEST(SerpApiAnswer, a_hidden_row_is_no_rank_and_no_absence) {
  CanaryResult passed;
  passed.state = CanaryState::kPassed;
  RankTarget target;
  target.text = kKeyword;
  target.urls = {"https://acme.cn/"};
  const Observation maybe = rank_observation(target, baidu_row("acme.cn"), passed, Asked());
  EXPECT_EQ(maybe.outcome, Outcome::kInconclusive);
  const Observation other = rank_observation(target, baidu_row("www.other.cn"), passed, Asked());
  EXPECT_EQ(other.outcome, Outcome::kNotFound);
}

// --- DataForSEO

DataForSeoOptions dataforseo_options() {
  DataForSeoOptions options;
  options.access = access_of(dataforseo_subject());
  options.login = "ops@acme.cn";
  return options;
}

TEST(DataForSeoAnswer, each_task_is_read_as_what_it_is) {
  struct Row {
    const char* sentence;
    std::string body;
    bool waiting;
    Reason reason;
  };
  const auto task = [](int code) {
    return fmt::format(R"({{"status_code":20000,"tasks":[{{"id":"1","status_code":{},)"
                       R"("status_message":"m","result":null}}]}})",
                       code);
  };
  const std::string text = dataforseo_subject().question.text;
  std::string other_spelling = dataforseo_list({kClaim}, text);
  other_spelling.replace(other_spelling.find("null", other_spelling.find("spell")), 4,
                         R"({"keyword":"x","type":"showing_results_for"})");
  std::string offered = dataforseo_list({kClaim}, text);
  offered.replace(offered.find("null", offered.find("spell")), 4,
                  R"({"keyword":"x","type":"did_you_mean"})");
  const std::vector<Row> rows = {
      {"a_list_is_a_list", dataforseo_list({kOther, kClaim}, text), false, kOk},
      {"no_search_results_is_said_by_a_code", task(40102), false, kOk},
      {"a_task_in_the_queue_waits", task(40602), true, kProviderError},
      {"a_task_that_was_handed_over_waits", task(40601), true, kProviderError},
      {"a_task_just_created_waits", task(20100), true, kProviderError},
      {"too_many_a_minute_waits", task(40202), true, kHttp429},
      {"an_error_of_the_engine_is_final", task(40101), false, kProviderError},
      {"a_wrong_key_is_a_wrong_key", task(40100), false, kHttp401},
      {"no_money_is_no_money", task(40210), false, kQuotaExhausted},
      {"an_internal_error_is_the_servers", task(50000), false, kHttp5xx},
      {"a_list_for_another_keyword_is_not_ours", dataforseo_list({kClaim}, "x"), false, kUntrusted},
      {"another_spelling_is_another_query", other_spelling, false, kUntrusted},
      {"a_spelling_that_is_only_offered_does_not_matter", offered, false, kOk},
      {"an_empty_list_without_the_code_is_no_negative", dataforseo_list({}, text), false,
       kUnknownLayout},
      {"no_task_is_asked_for_again", R"({"status_code":20000,"tasks":[]})", true, kUnknownLayout},
      {"an_envelope_that_refuses_is_asked_for_again",
       R"({"status_code":40202,"status_message":"Rate"})", true, kHttp429},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.sentence);
    const TaskAnswer read = read_dataforseo_task(answered(200, row.body), dataforseo_options(),
                                                 dataforseo_subject().question);
    EXPECT_EQ(read.waiting, row.waiting) << read.answer.explanation;
    EXPECT_EQ(to_string(read.answer.reason), to_string(row.reason)) << read.answer.explanation;
  }
}

TEST(DataForSeoAnswer, no_results_to_an_operator_prove_nothing) {
  Question question = keyword_question("baidu", "site:acme.cn 展台");
  const TaskAnswer read = read_dataforseo_task(answered(200, dataforseo_subject().absent),
                                               dataforseo_options(), question);
  EXPECT_FALSE(read.answer.valid());
}

TEST(DataForSeoAnswer, a_post_may_take_some_tasks_and_refuse_others) {
  const std::vector<Question> questions = {keyword_question("baidu", "a"),
                                           keyword_question("baidu", "b")};
  const std::string body =
      R"({"status_code":20000,"tasks":[{"id":"1","status_code":20100,"cost":0.0012},)"
      R"({"id":"2","status_code":40501,"status_message":"Invalid Field."}]})";
  const PostedTasks read =
      read_dataforseo_post(answered(200, body), dataforseo_options(), questions);
  ASSERT_EQ(read.taken.size(), 1U);
  EXPECT_EQ(read.taken[0].questions, std::vector<Question>(1, questions[0]));
  ASSERT_EQ(read.refused.size(), 1U);
  EXPECT_EQ(read.refused[0].question, questions[1]);
  EXPECT_EQ(read.spent, 1200);
}

TEST(DataForSeoRequest, asks_for_direct_addresses_of_baidu_and_pays_for_them) {
  const auto request = dataforseo_post(dataforseo_options(), {keyword_question("baidu", "a", 30)});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url.href(), "https://api.dataforseo.com/v3/serp/baidu/organic/task_post");
  const auto task = boost::json::parse(request->body).as_array().at(0).as_object();
  EXPECT_EQ(task.at("keyword"), "a");
  EXPECT_EQ(task.at("depth"), 30);
  EXPECT_EQ(task.at("location_code"), 2156);
  EXPECT_EQ(task.at("get_website_url"), true);
  EXPECT_EQ(dataforseo_options().access.price, 6000);
  DataForSeoOptions cheap = dataforseo_options();
  cheap.direct_urls = false;
  const auto plain = dataforseo_post(cheap, {keyword_question("baidu", "a")});
  EXPECT_EQ(plain->body.find("get_website_url"), std::string::npos);
}

}  // namespace
}  // namespace vouch::engines::test
