// Which words of a query must stand in its rows, and which share of them does.
#include "engines/relevance.h"

#include <gtest/gtest.h>

namespace vouch::engines {
namespace {

struct Row {
  const char* sentence;
  std::string query;
  std::vector<std::string> terms;
};

class Terms : public testing::TestWithParam<Row> {};

TEST_P(Terms, of_a_query) {
  EXPECT_EQ(query_terms(GetParam().query), GetParam().terms);
}

using Words = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    rows, Terms,
    testing::Values(
        Row{"pairs_of_han", "空气净化器", Words{"净化", "化器", "气净", "空气"}},
        Row{"one_han_alone", "茶", Words{"茶"}},
        Row{"words_of_letters", "Team Liquid", Words{"liquid", "team"}},
        Row{"short_words_only_where_there_is_nothing_else", "to be", Words{"be", "to"}},
        Row{"short_words_left_out_beside_others", "how to read", Words{"how", "read"}},
        Row{"words_beside_han", "win10下载", Words{"win10", "下载"}},
        Row{"han_across_a_word_are_no_pair", "空a气", Words{"a", "气", "空"}},
        Row{"full_width_and_traditional_are_folded", "ＷＩＮ 淨化", Words{"win", "净化"}},
        Row{"quotation_marks_are_no_part", "\"Evan Colborne\" “净化”",
            Words{"colborne", "evan", "净化"}},
        Row{"operators_are_left_out", "净化 site:a.cn -广告 inurl:news", Words{"净化"}},
        Row{"addresses_are_left_out", "https://www.a.cn/b www.a.cn a.cn/b", Words{}},
        Row{"nothing_of_nothing", " ", Words{}},
        Row{"accents_belong_to_words", "plombier à Orléans", Words{"orléans", "plombier"}}),
    [](const auto& row) { return std::string(row.param.sentence); });

ResultRow organic(const std::string& title, const std::string& snippet = {}) {
  ResultRow row;
  row.title = title;
  row.snippet = snippet;
  return row;
}

TEST(Relevance, counts_organic_rows_by_title_or_snippet) {
  std::vector<ResultRow> rows = {organic("净 化器评测"), organic("别的", "换 净化器"),
                                 organic("别的"), organic("净水")};
  ResultRow ad = organic("净化器");
  ad.kind = SerpRowKind::kAd;
  rows.push_back(ad);
  EXPECT_EQ(relevant_share(rows, "净化器", 4), 0.5);
}

TEST(Relevance, says_nothing_of_few_rows_or_of_queries_without_words) {
  const std::vector<ResultRow> rows = {organic("a"), organic("b")};
  EXPECT_EQ(relevant_share(rows, "净化器", 3), std::nullopt);
  EXPECT_EQ(relevant_share(rows, "site:a.cn", 1), std::nullopt);
  EXPECT_EQ(relevant_share(std::span<const ResultRow>(), "净化器", 0), std::nullopt);
}

}  // namespace
}  // namespace vouch::engines
