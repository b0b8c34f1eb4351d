// What is asked of an instance, and how its pages become one answer.
#include "engines/searxng.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/engines/searxng_world.h"
#include "tests/fakes/http_fake.h"
#include "tests/fakes/http_run.h"

namespace vouch::engines::test {
namespace {

using fakes::FakeHttp;
using fakes::Reply;
using fakes::run_task;

std::string url_of(std::string_view text, int page, std::string_view base = "") {
  SearxngOptions options = baidu_options();
  if (!base.empty()) options.base = Url::parse(base).value();
  return searxng_url(options, text, page).href();
}

TEST(SearxngRequest, asks_one_engine_for_json) {
  EXPECT_EQ(url_of("展台设计", 2),
            "http://127.0.0.1:8888/search?q=%E5%B1%95%E5%8F%B0%E8%AE%BE%E8%AE%A1&format=json"
            "&pageno=2&language=zh-CN&safesearch=0&engines=baidu");
}

struct BaseRow {
  const char* base;
  const char* start;
};

TEST(SearxngRequest, an_instance_below_a_path_is_asked_there) {
  const std::vector<BaseRow> table = {
      {"http://127.0.0.1:8888", "http://127.0.0.1:8888/search?q=a&"},
      {"http://127.0.0.1:8888/searx", "http://127.0.0.1:8888/searx/search?q=a&"},
      {"http://127.0.0.1:8888/searx/", "http://127.0.0.1:8888/searx/search?q=a&"},
      {"https://s.cn/search", "https://s.cn/search?q=a&"},
  };
  for (const BaseRow& row : table) {
    EXPECT_TRUE(url_of("a", 1, row.base).starts_with(row.start)) << row.base;
  }
}

TEST(SearxngRequest, a_query_cannot_add_parameters) {
  const std::string url = url_of("a&engines=google#x \r\n", 1);
  EXPECT_NE(url.find("q=a%26engines%3Dgoogle%23x%20%0D%0A&format=json"), std::string::npos) << url;
}

TEST(SearxngRequest, says_what_it_reads_and_carries_the_token) {
  SearxngOptions options = baidu_options();
  options.bearer = "s3cret";
  const crawler::FetchRequest request = searxng_request(options, "a", 1);
  EXPECT_EQ(request.address_class, crawler::AddressClass::kConfigured);
  EXPECT_EQ(header_value(request.headers, "Accept"), "application/json");
  EXPECT_EQ(header_value(request.headers, "Accept-Encoding"), "identity");
  EXPECT_EQ(header_value(request.headers, "Authorization"), "Bearer s3cret");
  EXPECT_EQ(header_value(searxng_request(baidu_options(), "a", 1).headers, "Authorization"), "");
}

TEST(SearxngOptions, come_from_the_settings) {
  config::ProviderSettings settings;
  settings.name = "main";
  settings.engine = "so360";
  settings.url = "http://127.0.0.1:8888";
  const auto same_name = SearxngOptions::from(settings);
  ASSERT_TRUE(same_name);
  EXPECT_EQ(same_name->engine_name, "so360");
  settings.engine_name = "360search";
  settings.page_size = 20;
  const auto options = SearxngOptions::from(settings);
  ASSERT_TRUE(options);
  EXPECT_EQ(options->engine, "so360");
  EXPECT_EQ(options->engine_name, "360search");
  EXPECT_EQ(options->page_size, 20);
}

TEST(SearxngOptions, refuse_what_is_no_address_and_a_missing_secret) {
  config::ProviderSettings settings;
  settings.name = "main";
  settings.url = "ftp://127.0.0.1/";
  const auto no_address = SearxngOptions::from(settings);
  ASSERT_FALSE(no_address);
  EXPECT_NE(no_address.error().message.find("main"), std::string::npos);
  settings.url = "http://127.0.0.1/";
  settings.secret.file = "/nonexistent/token";
  EXPECT_FALSE(SearxngOptions::from(settings));
}

std::vector<std::string> page_of(int first, int count) {
  std::vector<std::string> results;
  for (int i = 0; i < count; ++i) {
    results.push_back(result("https://a.cn/" + std::to_string(first + i), i + 1));
  }
  return results;
}

struct Paging {
  FakeHttp http;
  int pauses = 0;

  Paging& page(int number, std::string body) {
    http.on(url_of("k", number), Reply::json(std::move(body)));
    return *this;
  }
  SearchAnswer ask(int pages) {
    SearxngProvider provider(baidu_options(), http);
    Pause pause = [this]() -> Task<void> {
      ++pauses;
      co_return;
    };
    return run_task(ask_now(provider, keyword_question("baidu", "k", 10 * pages), pause));
  }
};

TEST(SearxngPages, positions_count_over_all_pages_with_a_pause_between_two) {
  Paging world;
  world.page(1, answer(page_of(1, 10))).page(2, answer(page_of(11, 10)));
  const SearchAnswer read = world.ask(2);
  EXPECT_EQ(read.outcome, SerpOutcome::kRankedList);
  ASSERT_EQ(read.rows.size(), 20u);
  EXPECT_EQ(read.rows.back().position, 20);
  EXPECT_EQ(read.depth, 20);
  EXPECT_EQ(read.queries, 2);
  EXPECT_EQ(read.exchanges.size(), 2u);
  EXPECT_EQ(world.pauses, 1);
}

TEST(SearxngPages, a_page_with_some_rows_left_out_is_not_the_last) {
  Paging world;
  world.page(1, answer(page_of(1, 8))).page(2, answer(page_of(11, 10)));
  EXPECT_EQ(world.ask(2).depth, 20);
}

TEST(SearxngPages, an_empty_page_is_the_end) {
  Paging world;
  world.page(1, answer(page_of(1, 10))).page(2, answer({}));
  const SearchAnswer read = world.ask(5);
  EXPECT_EQ(read.outcome, SerpOutcome::kRankedList);
  EXPECT_EQ(read.queries, 2);
  EXPECT_EQ(read.depth, 10);
}

TEST(SearxngPages, a_repeated_page_is_the_end_and_counts_once) {
  Paging world;
  world.page(1, answer(page_of(1, 10))).page(2, answer(page_of(1, 10)));
  const SearchAnswer read = world.ask(5);
  EXPECT_EQ(read.rows.size(), 10u);
  EXPECT_EQ(read.depth, 10);
  EXPECT_EQ(read.queries, 2);
}

TEST(SearxngPages, a_wall_on_a_later_page_keeps_the_rows_but_is_no_list) {
  Paging world;
  world.page(1, answer(page_of(1, 10))).page(2, answer({}, R"([["baidu","CAPTCHA"]])"));
  const SearchAnswer read = world.ask(2);
  EXPECT_FALSE(read.valid());
  EXPECT_EQ(read.reason, Reason::kCaptcha);
  EXPECT_EQ(read.rows.size(), 10u);
}

TEST(SearxngPages, no_results_ask_no_second_page) {
  Paging world;
  world.page(1, answer({}));
  const SearchAnswer read = world.ask(3);
  EXPECT_EQ(read.outcome, SerpOutcome::kNoResults);
  EXPECT_EQ(read.queries, 1);
}

TEST(SearxngPages, an_instance_that_is_away_is_no_list) {
  Paging world;
  const SearchAnswer read = world.ask(3);
  EXPECT_FALSE(read.valid());
  EXPECT_EQ(read.reason, Reason::kDns);
  EXPECT_EQ(read.queries, 1);
}

}  // namespace
}  // namespace vouch::engines::test
