#include "planning/keyword_file.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

TEST(KeywordFile, a_column_of_words_is_enough_and_the_same_word_is_found_however_it_is_written) {
  const KeywordFile file =
      read_keyword_file("空气净化器\n  除甲醛 \n\nＡＩ 客服\nai 客服\n空气净化器\n");
  ASSERT_EQ(file.rows.size(), 5U);
  EXPECT_EQ(file.rows[1].text, "除甲醛");
  EXPECT_EQ(file.rows[3].same_as_row, 4) << "full width and case are one word";
  EXPECT_EQ(file.rows[4].same_as_row, 1);
  EXPECT_EQ(file.rows[4].row, 6);
  EXPECT_TRUE(file.problems.empty());
}

TEST(KeywordFile, headings_come_in_any_order_and_numbers_as_people_write_them) {
  const KeywordFile file = read_keyword_file(
      "\xEF\xBB\xBF月搜索量,分组,关键词,难度,意图,着陆页\n"
      "\"1,200\",净化,空气净化器,60%,4,https://lanjing.example/a\n1.2万,,除甲醛,,,\n");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].searches, 1200);
  EXPECT_EQ(file.rows[0].group, "净化");
  EXPECT_EQ(file.rows[0].difficulty, 60);
  EXPECT_EQ(file.rows[0].intent, 4);
  EXPECT_EQ(file.rows[0].target_url, "https://lanjing.example/a");
  EXPECT_EQ(file.rows[1].searches, 12000);
  EXPECT_FALSE(file.rows[1].group) << "an empty cell says nothing";
}

TEST(KeywordFile, a_bad_cell_costs_itself_alone) {
  const KeywordFile file =
      read_keyword_file("关键词\t搜索量\t意图\n净化器\t很多\t9\n\t100\t1\n除醛\t80\t5\n");
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_FALSE(file.rows[0].searches);
  EXPECT_EQ(file.rows[1].searches, 80);
  ASSERT_EQ(file.problems.size(), 3U);
  EXPECT_EQ(file.problems[0].row, 2);
  EXPECT_EQ(file.problems[0].field, "searches");
  EXPECT_EQ(file.problems[1].field, "intent");
  EXPECT_EQ(file.problems[2].row, 3);
}

TEST(KeywordFile, gbk_as_office_programs_save_it) {
  const KeywordFile file =
      read_keyword_file("\xb9\xd8\xbc\xfc\xb4\xca\n\xbf\xd5\xc6\xf8\xbe\xbb\xbb\xaf\xc6\xf7\n");
  ASSERT_EQ(file.rows.size(), 1U);
  EXPECT_EQ(file.rows[0].text, "空气净化器");
}

}  // namespace
}  // namespace vouch::planning
