// Files without transport information: what people save from Excel and editors.
#include <gtest/gtest.h>

#include "core/decode.h"
#include "tests/core/recode.h"

namespace vouch {
namespace {

using test::recode;

const std::string kSheet =
    "日期,员工,网址,关键词\r\n2026-11-24,张三,http://a.com/1,空气净化器\r\n"
    "2026-11-25,李四,http://b.com/2,净水器哪个牌子好\r\n";

struct Row {
  const char* sentence;
  std::string bytes;
  std::string text;
  std::string charset;
};

class DecodeGuess : public testing::TestWithParam<Row> {};

TEST_P(DecodeGuess, reads_what_was_written) {
  const Row& row = GetParam();
  const Decoded decoded = decode_guess(row.bytes);
  EXPECT_EQ(decoded.text, row.text);
  EXPECT_EQ(decoded.charset, row.charset);
  EXPECT_EQ(decoded.replaced_ratio, 0);
}

INSTANTIATE_TEST_SUITE_P(
    rows, DecodeGuess,
    testing::Values(Row{"utf8", kSheet, kSheet, "utf-8"},
                    Row{"utf8_with_bom", "\xEF\xBB\xBF" + kSheet, kSheet, "utf-8"},
                    Row{"gbk_of_chinese_excel", recode(kSheet, "GBK"), kSheet, "gb18030"},
                    Row{"gb18030_with_four_byte_characters", recode(kSheet + "𠮷\r\n", "GB18030"),
                        kSheet + "𠮷\r\n", "gb18030"},
                    Row{"utf16_of_excels_unicode_text", "\xFF\xFE" + recode(kSheet, "UTF-16LE"),
                        kSheet, "utf-16le"},
                    Row{"utf16_big_endian", "\xFE\xFF" + recode(kSheet, "UTF-16BE"), kSheet,
                        "utf-16be"},
                    Row{"ascii_alone", "http://a.com/1\n", "http://a.com/1\n", "utf-8"},
                    Row{"nothing", "", "", "utf-8"},
                    Row{"one_gbk_name", recode("张三\r\n", "GBK"), "张三\r\n", "gb18030"},
                    Row{"one_gbk_name_and_a_link", recode("张三,http://a.com/1\r\n", "GBK"),
                        "张三,http://a.com/1\r\n", "gb18030"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(DecodeGuess, traditional_sheets_in_big5_are_read) {
  const std::string sheet =
      "日期,員工,網址,關鍵詞\r\n2026-11-24,陳大文,http://a.com/1,這是我們公司的空氣清淨機\r\n";
  const Decoded decoded = decode_guess(recode(sheet, "BIG5"));
  EXPECT_EQ(decoded.text, sheet);
  EXPECT_EQ(decoded.charset, "big5");
}

TEST(DecodeGuess, one_torn_byte_does_not_make_a_utf8_file_another_one) {
  // A file cut in the middle of a character, as a broken copy leaves it.
  const std::string torn = kSheet.substr(0, kSheet.size() - 5);
  const Decoded decoded = decode_guess(torn);
  EXPECT_NE(decoded.text.find("空气净化器"), std::string::npos);
  EXPECT_NE(decoded.text.find("张三"), std::string::npos);
}

TEST(DecodeGuess, any_bytes_give_valid_utf8) {
  std::string bytes;
  for (int i = 0; i < 512; ++i) bytes += static_cast<char>(i * 37);
  EXPECT_NO_FATAL_FAILURE(decode_guess(bytes));
  const Decoded decoded = decode_guess(bytes);
  EXPECT_FALSE(decoded.text.empty());
}

}  // namespace
}  // namespace vouch
