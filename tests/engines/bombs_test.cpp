// Provider answers that are built to be dear: none of them is a list to trust, or only its bounded
// part is kept.
#include <gtest/gtest.h>

#include "engines/result_page.h"
#include "tests/engines/searxng_world.h"
#include "tests/engines/serp_pages.h"
#include "tests/fakes/peak_memory.h"

namespace vouch::engines::test {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(Bombs, answers) {
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"lists_within_lists", repeated("[", 1'000'000)},
      {"objects_within_objects", repeated("{\"a\":", 500'000)},
      {"a_hundred_thousand_results", answer({repeated("{},", 100'000) + "{}"})},
      {"a_hundred_thousand_silent_engines",
       answer({}, "[" + repeated("[\"a\",\"b\"],", 100'000) + "[\"a\",\"b\"]]")},
      {"an_explanation_of_a_megabyte",
       answer({}, "[[\"baidu\",\"" + std::string(1'000'000, 'x') + "\"]]")},
      {"digits", "{\"results\":" + std::string(1'000'000, '9') + "}"},
      {"escapes", "{\"results\":\"" + repeated("\\u0000", 500'000) + "\"}"},
      {"members_with_one_name", "{" + repeated("\"results\":[],", 200'000) + "\"results\":1}"},
      {"a_wall_of_four_megabytes", repeated("<p>", 1'400'000)},
  };
  for (const auto& row : bombs) {
    SCOPED_TRACE(row.first);
    const auto& body = row.second;
    const Exchange exchange = answered(200, body);
    EXPECT_PEAK_BELOW(128, [&] {
      const SearchAnswer read = read_searxng(exchange, baidu_options(), 1);
      EXPECT_FALSE(read.valid());
      EXPECT_LE(read.explanation.size(), 300U);
    });
  }
}

TEST(Bombs, long_titles_are_cut_and_long_urls_are_not) {
  const std::string url = "https://a.cn/" + std::string(1'000'000, 'x');
  const std::string row = R"({"url":")" + url + R"(","title":")" + std::string(1'000'000, 't') +
                          R"(","engine":"baidu","engines":["baidu"],"positions":[1]})";
  const SearchAnswer read = read_searxng(answered(200, answer({row})), baidu_options(), 1);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].url, url);
  EXPECT_LE(read.rows[0].title.size(), 2000U);
}

// Work, not time: a step that is quadratic in any of these does not end within the test's limit.
TEST(Bombs, result_pages) {
  const std::string deep_rows = repeated("<div class='result c-row c-abstract'>", 480);
  const std::string words = repeated("result ", 600'000);
  const std::vector<std::pair<const char*, std::string>> bombs = {
      {"rows_within_rows_around_much",
       "<div id=content_left>" + deep_rows + repeated("<b></b>", 300'000)},
      {"a_hundred_thousand_rows",
       "<div id=content_left>" + repeated("<div class=result><h3><a>x</a></h3></div>", 100'000)},
      {"a_class_of_half_a_million_words",
       "<div id=content_left><div class='" + words + "'></div></div>"},
      {"two_thousand_long_classes",
       "<div id=content_left>" +
           repeated("<div class='result " + std::string(2000, 'x') + "'></div>", 2000)},
      {"notices_within_notices", "<div id=content_left>" +
                                     repeated("<div class=hit_top_new>", 480) +
                                     repeated("<b> </b>", 300'000)},
      {"an_attribute_of_deep_json", "<div id=content_left><div class=result><b data-feedback='" +
                                        repeated("[", 3'000'000) + "'>"},
      {"a_target_of_megabytes", "<div id=content_left><div class=result mu='http://a.cn/" +
                                    std::string(4'000'000, '%') + "'>"},
      {"a_count_of_megabytes",
       "<div id=content_left></div><p class=nums>" + repeated("9,999,", 700'000)},
  };
  for (const auto& [name, body] : bombs) {
    SCOPED_TRACE(name);
    const std::string page = html(body);
    ResultPage input;
    input.body = page;
    ResultQuery query;
    query.text = "净化器";
    const ReadResult result = read_result_page(layout_of("baidu"), input, query);
    EXPECT_LE(result.rows.size(), 500U);
    EXPECT_NE(result.outcome, SerpOutcome::kNoResults);
  }
}

}  // namespace
}  // namespace vouch::engines::test
