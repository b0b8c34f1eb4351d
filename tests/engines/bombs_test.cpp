// Provider answers that are built to be dear: none of them is a list to trust, or only its bounded
// part is kept.
#include <gtest/gtest.h>

#include "tests/engines/searxng_world.h"
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

}  // namespace
}  // namespace vouch::engines::test
