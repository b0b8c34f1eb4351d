#include "planning/inquiry_file.h"

#include <gtest/gtest.h>

namespace vouch::planning {
namespace {

const Date kToday = parse_date("2026-11-24").value();

TEST(InquiryFile, headings_come_in_any_order_and_either_language) {
  const InquiryFile file = read_inquiry_file(
      "电话,来源,姓名,日期,状态,金额,下次跟进,随便\n"
      "13812345678,百度推广,张总,11-20,成交,\"1,234.50\",,x\n"
      "wx_88,zhihu,,,,,2026/11/30,\n",
      kToday);
  ASSERT_TRUE(file.problems.empty()) << file.problems.front().message;
  ASSERT_EQ(file.rows.size(), 2U);
  EXPECT_EQ(file.rows[0].contact, "13812345678");
  EXPECT_EQ(file.rows[0].source, "百度推广");
  EXPECT_EQ(to_iso_date(*file.rows[0].received_on), "2026-11-20");
  EXPECT_EQ(file.rows[0].state, InquiryState::kWon);
  EXPECT_EQ(file.rows[0].amount_fen, 123450);
  EXPECT_EQ(to_iso_date(*file.rows[1].next_on), "2026-11-30");
  EXPECT_EQ(file.columns.size(), 7U);
  EXPECT_EQ(read_inquiry_file("source\tcontact\nforum\ta@b.example\n", kToday).rows.size(), 1U);
}

TEST(InquiryFile, a_bad_cell_is_named_by_row_and_field) {
  const InquiryFile file =
      read_inquiry_file("来源,联系方式,日期,状态,金额\n论坛,138,昨前天,半成交,很多\n", kToday);
  ASSERT_EQ(file.problems.size(), 3U);
  EXPECT_EQ(file.problems[0].row, 2);
  EXPECT_EQ(file.problems[0].field, "received_on");
  EXPECT_EQ(file.problems[1].field, "state");
  EXPECT_EQ(file.problems[2].field, "amount_fen");
  EXPECT_EQ(file.rows.size(), 1U);
}

TEST(InquiryFile, without_its_columns_it_is_no_table) {
  const InquiryFile file = read_inquiry_file("13812345678\n13912345678\n", kToday);
  ASSERT_EQ(file.problems.size(), 2U);
  EXPECT_EQ(file.problems[0].field, "source");
  EXPECT_EQ(file.problems[1].field, "contact");
  EXPECT_TRUE(file.rows.empty());
  EXPECT_EQ(read_inquiry_file("", kToday).problems.size(), 1U);
}

TEST(InquiryFile, yuan_are_read_to_the_fen) {
  EXPECT_EQ(read_yuan("1234.5"), 123450);
  EXPECT_EQ(read_yuan("￥1,234.56元"), 123456);
  EXPECT_EQ(read_yuan("1.2万"), 1200000);
  EXPECT_EQ(read_yuan("0"), 0);
  for (const char* text : {"", "1.234", "-5", "abc", "1.2.3", "9999999999999"})
    EXPECT_FALSE(read_yuan(text)) << text;
}

}  // namespace
}  // namespace vouch::planning
