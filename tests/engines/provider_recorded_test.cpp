// Recorded and official answers (../shared/data/serp/api): each is read as its expected rows or as
// its stated meaning.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "engines/providers/bing_webmaster.h"
#include "engines/providers/dataforseo.h"
#include "engines/providers/search_console.h"
#include "engines/providers/serpapi.h"
#include "engines/searxng.h"
#include "engines/submission.h"
#include "tests/engines/provider_world.h"

namespace vouch::engines::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Recorded : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(root_)) GTEST_SKIP() << "skipped: no conformance data";
  }
  [[nodiscard]] std::string body(const char* name) const { return read_whole(root_ / name); }
  [[nodiscard]] json::object meta(std::string name) const {
    name.replace(name.rfind(".json"), 5, ".meta.json");
    return json::parse(read_whole(root_ / name)).as_object();
  }
  static ApiAccess access(const char* kind, const char* engine) {
    ApiAccess out;
    out.engine = engine;
    out.traits = *shipped_records().provider(kind);
    return out;
  }
  static void expect_rows(const SearchAnswer& read, const json::object& meta) {
    ASSERT_TRUE(read.valid()) << read.explanation;
    const json::array& expected = meta.at("expected").at("organic").as_array();
    ASSERT_EQ(read.rows.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(read.rows[i].position, expected[i].at("pos").as_int64());
      EXPECT_EQ(read.rows[i].url, std::string(expected[i].at("url").as_string()));
      EXPECT_EQ(read.rows[i].title, std::string(expected[i].at("title").as_string()));
    }
  }

  fs::path root_ = fs::path(VOUCH_DATA_DIR) / "serp" / "api";
};

TEST_F(Recorded, serpapi_lists_have_their_expected_rows) {
  int files = 0;
  for (const auto& entry : fs::directory_iterator(root_ / "serpapi")) {
    const std::string name = "serpapi/" + entry.path().filename().string();
    if (!name.starts_with("serpapi/google_") || name.find(".meta.") != std::string::npos) continue;
    SCOPED_TRACE(name);
    const SerpApiPage page =
        read_serpapi(answered(200, body(name.c_str())), access("serpapi", "google"), 0);
    expect_rows(page.answer, meta(name));
    ++files;
  }
  EXPECT_GE(files, 4);
}

TEST_F(Recorded, serpapi_empty_and_run_out) {
  const ApiAccess google = access("serpapi", "google");
  const auto empty =
      read_serpapi(answered(200, body("serpapi/success_but_empty.json")), google, 0).answer;
  EXPECT_EQ(empty.outcome, SerpOutcome::kNoResults);
  EXPECT_TRUE(empty.valid());
  const auto out =
      read_serpapi(answered(429, body("serpapi/error_no_searches_left.json")), google, 0).answer;
  EXPECT_EQ(out.reason, Reason::kQuotaExhausted);
  EXPECT_EQ(out.retry, RetryClass::kPayment);
}

TEST_F(Recorded, dataforseo_counts_organic_rows_alone) {
  const std::string name = "dataforseo/google_organic_task_get_regular_2023-08.json";
  DataForSeoOptions options;
  options.access = access("dataforseo", "google");
  const TaskAnswer read =
      read_dataforseo_task(answered(200, body(name.c_str())), options,
                           keyword_question("google", "beste mechanische toetsenborden"));
  EXPECT_FALSE(read.waiting);
  expect_rows(read.answer, meta(name));
}

TEST_F(Recorded, inspections_are_statements) {
  const SearchConsoleOptions options;
  const Question question = url_question("google", "https://www.example.com/a");
  const auto pass =
      read_inspection(answered(200, body("gsc/inspect_pass.json")), options, question);
  ASSERT_TRUE(pass.valid()) << pass.explanation;
  EXPECT_EQ(pass.statement->state, IndexState::kIndexed);
  EXPECT_EQ(pass.statement->canonical, "https://www.example.com/a");
  EXPECT_EQ(to_rfc3339(pass.statement->crawled_at.value()), "2026-03-10T14:30:00.000Z");
  const auto none =
      read_inspection(answered(200, body("gsc/inspect_unknown.json")), options, question);
  ASSERT_TRUE(none.valid()) << none.explanation;
  EXPECT_EQ(none.statement->state, IndexState::kNotIndexed);
  EXPECT_FALSE(none.statement->crawled_at);
}

TEST_F(Recorded, bing_facts_are_no_index) {
  const BingWebmasterOptions options;
  const Question question = url_question("bing", "http://example.com/");
  const auto info =
      read_url_info(answered(200, body("bing_webmaster/GetUrlInfo_doc.json")), options, question);
  ASSERT_TRUE(info.valid()) << info.explanation;
  EXPECT_EQ(info.statement->state, IndexState::kUnknown);
  // Rows of other methods are no averages.
  for (const char* const name :
       {"bing_webmaster/GetKeywordStats_us.json", "bing_webmaster/GetCrawlStats.json"}) {
    EXPECT_FALSE(read_stats(answered(200, body(name)), options, question).valid()) << name;
    EXPECT_FALSE(read_url_info(answered(200, body(name)), options, question).valid()) << name;
  }
}

TEST_F(Recorded, bing_says_how_many_pages_of_the_site_it_has) {
  const BingWebmasterOptions options;
  const auto stats =
      read_crawl_stats(answered(200, body("bing_webmaster/GetCrawlStats.json")), options);
  ASSERT_TRUE(stats.valid()) << stats.explanation;
  EXPECT_EQ(stats.total, 0);
}

TEST_F(Recorded, searxng_names_its_silent_engine) {
  SearxngOptions options = baidu_options();
  const auto read =
      read_searxng(answered(200, body("searxng/ok_and_unresponsive.json")), options, 1);
  EXPECT_FALSE(read.valid());
}

TEST_F(Recorded, baidu_push_receipts) {
  const std::vector<std::string> urls = {"https://a.cn/1", "https://a.cn/2"};
  const auto read = [&](int status, const char* name) {
    return read_submission(answered(status, body(name)), SubmissionRoute::kBaiduPush, urls);
  };
  const SubmissionAnswer ok = read(200, "baidu_push/ok.json");
  EXPECT_TRUE(ok.ok());
  EXPECT_EQ(ok.received, 2);
  EXPECT_EQ(ok.remaining, 4999998);
  EXPECT_EQ(read(400, "baidu_push/over_quota.json").reason, Reason::kQuotaExhausted);
  EXPECT_EQ(read(401, "baidu_push/token_invalid.json").reason, Reason::kHttp401);
}

}  // namespace
}  // namespace vouch::engines::test
