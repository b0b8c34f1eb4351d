// Files as people save them, to rows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/csv.h"
#include "tests/core/recode.h"
#include "tests/planning/company.h"

namespace vouch::planning::test {
namespace {

using vouch::test::recode;

const std::string kSheet =
    "日期,员工,平台,标题,网址,关键词\r\n"
    "2026-11-24,张三,百度贴吧,净水器选购,https://tieba.baidu.com/p/1,空气净化器\r\n"
    "2026-11-23,李四,某站,另一篇,http://a.com/2,净水器哪个牌子好、空气净化器\r\n";

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "|") + part;
  return out;
}

std::string shown(const InputRow& row) {
  return std::to_string(row.row) + " " + row.date + " " + row.person + " " + row.platform + " " +
         row.title + " " + row.url + " " + joined(row.keywords);
}

const std::string kFirst =
    "2 2026-11-24 张三 百度贴吧 净水器选购 https://tieba.baidu.com/p/1 空气净化器";
const std::string kSecond =
    "3 2026-11-23 李四 某站 另一篇 http://a.com/2 净水器哪个牌子好|空气净化器";

std::string with_separator(std::string text, char separator) {
  for (char& c : text) c = c == ',' ? separator : c;
  return text;
}

struct Row {
  const char* sentence;
  std::string bytes;
  std::string charset;
};

class SameSheet : public testing::TestWithParam<Row> {};

TEST_P(SameSheet, is_read_the_same_however_it_was_saved) {
  const InputFile file = Company().read(GetParam().bytes);
  EXPECT_EQ(file.charset, GetParam().charset);
  EXPECT_TRUE(file.had_header);
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(shown(file.rows[0]), kFirst);
  EXPECT_EQ(shown(file.rows[1]), kSecond);
}

INSTANTIATE_TEST_SUITE_P(
    rows, SameSheet,
    testing::Values(Row{"utf8", kSheet, "utf-8"},
                    Row{"utf8_with_bom", "\xEF\xBB\xBF" + kSheet, "utf-8"},
                    Row{"gbk_of_excel_on_chinese_windows", recode(kSheet, "GBK"), "gb18030"},
                    Row{"unicode_text_of_excel",
                        "\xFF\xFE" + recode(with_separator(kSheet, '\t'), "UTF-16LE"), "utf-16le"},
                    Row{"semicolons", with_separator(kSheet, ';'), "utf-8"},
                    Row{"tabs", with_separator(kSheet, '\t'), "utf-8"},
                    Row{"semicolons_in_gbk", recode(with_separator(kSheet, ';'), "GBK"), "gb18030"},
                    Row{"the_line_sep_of_excel_is_no_row",
                        "sep=;\r\n" + with_separator(kSheet, ';'), "utf-8"},
                    Row{"old_mac_line_ends",
                        [] {
                          std::string text = kSheet;
                          std::erase(text, '\n');
                          return text;
                        }(),
                        "utf-8"},
                    Row{"no_last_line_break", kSheet.substr(0, kSheet.size() - 2), "utf-8"},
                    Row{"quotes_around_everything",
                        [] {
                          std::string out;
                          for (const CsvRow& row : read_csv(kSheet)) {
                            std::string line;
                            for (const std::string& cell : row.cells)
                              line += (line.empty() ? "\"" : ",\"") + cell + "\"";
                            out += line + "\r\n";
                          }
                          return out;
                        }(),
                        "utf-8"},
                    Row{"empty_columns_and_lines_behind",
                        [] {
                          std::string out;
                          for (const std::string& line : split_lines(kSheet))
                            out += line + ",,,\r\n";
                          return out + ",,,,,,,,\r\n\r\n";
                        }(),
                        "utf-8"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(ReportFile, a_title_above_the_table_is_passed_over_and_rows_keep_their_numbers) {
  for (const char separator : {',', ';', '\t'}) {
    const InputFile file = Company().read("推广日报\r\n\r\n" + with_separator(kSheet, separator));
    EXPECT_TRUE(file.had_header);
    ASSERT_EQ(file.rows.size(), 2u) << separator;
    EXPECT_EQ(file.rows[0].row, 4);
    EXPECT_EQ(file.rows[0].person, "张三");
    EXPECT_EQ(file.rows[1].row, 5);
  }
}

TEST(ReportFile, rows_are_numbered_as_a_spreadsheet_shows_them) {
  const InputFile file = Company().read(
      "标题,网址\r\n\"第一行\r\n第二行\",http://a.com/1\r\n\r\n好,http://a.com/2\r\n");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].row, 2);
  EXPECT_EQ(file.rows[1].row, 4);  // row 3 is empty
  EXPECT_EQ(Company().read("sep=;\r\n网址;标题\r\nhttp://a.com/1;x\r\n").rows.at(0).row, 2);
}

struct HeaderRow {
  const char* sentence;
  std::string header;
};

class Headers : public testing::TestWithParam<HeaderRow> {};

// The row is date, person, type, title, URL, keyword, target.
TEST_P(Headers, name_the_columns) {
  const InputFile file = Company().read(
      GetParam().header +
      "\n2026/11/24,张三,论坛发帖,某标题,http://a.com/1,某词,http://vouch-demo.com/p\n");
  ASSERT_TRUE(file.had_header);
  ASSERT_EQ(file.rows.size(), 1u);
  const InputRow& row = file.rows[0];
  EXPECT_EQ(row.date, "2026/11/24");
  EXPECT_EQ(row.person, "张三");
  EXPECT_EQ(row.work_type, "论坛发帖");
  EXPECT_EQ(row.title, "某标题");
  EXPECT_EQ(row.url, "http://a.com/1");
  EXPECT_EQ(joined(row.keywords), "某词");
  EXPECT_EQ(row.link_target, "http://vouch-demo.com/p");
}

INSTANTIATE_TEST_SUITE_P(
    rows, Headers,
    testing::Values(HeaderRow{"chinese", "日期,员工,工作类型,标题,网址,关键词,外链目标"},
                    HeaderRow{"english", "date,person,work_type,title,url,keywords,link_target"},
                    HeaderRow{"capitals_and_spaces",
                              "Date , Employee,Work Type,TITLE,Link,KeyWords,Target URL"},
                    HeaderRow{"marks_and_hints",
                              "日期*,姓名（必填）,类型：,文章标题,发布链接,关键词1,指向页面"},
                    HeaderRow{"traditional", "日期,員工,工作類型,標題,網址,關鍵詞,目標鏈接"},
                    HeaderRow{"other_words",
                              "发布时间,发布人,推广方式,帖子标题,文章链接,目标关键词,目标网址"}),
    [](const auto& row) { return std::string(row.param.sentence); });

// Else the example would be somebody's work, and found missing.
TEST(ReportFile, an_example_in_a_header_is_no_work) {
  const InputFile file = Company().read(
      "日期（如 2026-11-24）,员工,网址（完整网址，例如 https://www.example.com/1.html）\n"
      "2026-11-20,张三,http://a.com/1\n");
  EXPECT_TRUE(file.had_header);
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].url, "http://a.com/1");
  EXPECT_EQ(file.rows[0].date, "2026-11-20");
}

TEST(ReportFile, a_row_of_work_is_no_header_whatever_words_it_holds) {
  const InputFile file =
      Company().read("标题,链接\n链接（http://a.com/1）,标题\nx,http://a.com/2\n");
  ASSERT_EQ(file.rows.size(), 2u);
}

TEST(ReportFile, columns_stand_in_any_order_and_strange_ones_are_ignored) {
  const InputFile file = Company().read(
      "序号,网址,是否收录,员工,账号,日期\n1,http://a.com/1,是,李四,abc123,11月20日\n");
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].url, "http://a.com/1");
  EXPECT_EQ(file.rows[0].person, "李四");
  EXPECT_EQ(file.rows[0].date, "11月20日");
  EXPECT_EQ(file.rows[0].title, "");
  EXPECT_EQ(file.rows[0].cells.size(), 6u);
}

TEST(ReportFile, sheets_glued_together_may_change_their_columns) {
  const InputFile file =
      Company().read("网址,员工\nhttp://a.com/1,张三\n员工,网址\n李四,http://a.com/2\n");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[1].person, "李四");
  EXPECT_EQ(file.rows[1].url, "http://a.com/2");
  EXPECT_EQ(file.rows[1].row, 4);
}

TEST(ReportFile, a_column_of_links_alone_is_enough) {
  const InputFile file =
      Company().read("https://tieba.baidu.com/p/1\r\n\r\nhttp://a.com/x?a=1,2\r\nwww.b.com/3\r\n");
  EXPECT_FALSE(file.had_header);
  ASSERT_EQ(file.rows.size(), 3u);
  EXPECT_EQ(file.rows[0].row, 1);
  EXPECT_EQ(file.rows[1].url, "http://a.com/x?a=1,2");
  EXPECT_EQ(file.rows[2].url, "www.b.com/3");
}

TEST(ReportFile, without_a_header_cells_are_known_by_what_they_hold) {
  const InputFile file = Company().read(
      "张三,2026-11-20,http://a.com/1,空气净化器,论坛发帖,http://www.vouch-demo.com/p,今天发的\n"
      "http://www.vouch-demo.com/p,http://b.com/2,李四\n");
  EXPECT_FALSE(file.had_header);
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].person, "张三");
  EXPECT_EQ(file.rows[0].date, "2026-11-20");
  EXPECT_EQ(file.rows[0].url, "http://a.com/1");
  EXPECT_EQ(file.rows[0].work_type, "论坛发帖");
  EXPECT_EQ(joined(file.rows[0].keywords), "空气净化器");
  EXPECT_EQ(file.rows[0].link_target, "http://www.vouch-demo.com/p");
  EXPECT_EQ(file.rows[1].url, "http://b.com/2");
  EXPECT_EQ(file.rows[1].link_target, "http://www.vouch-demo.com/p");
}

// A title that nobody gave would send an honest page back for its title.
TEST(ReportFile, words_that_nobody_called_a_title_are_none) {
  const InputFile file = Company().read("张三,http://a.com/1,效果很好，客户咨询了很多\n");
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].title, "");
  EXPECT_EQ(file.rows[0].note, "效果很好，客户咨询了很多");
}

TEST(ReportFile, the_address_is_found_in_another_column_than_its_own) {
  const InputFile file = Company().read("标题,网址\nhttp://a.com/1,某标题\n");
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].url, "http://a.com/1");
}

TEST(ReportFile, nothing_is_no_row) {
  for (const std::string text : {"", "\r\n\r\n", "\xEF\xBB\xBF", ",,,\n", "日期,网址\n"}) {
    EXPECT_TRUE(Company().read(text).rows.empty());
  }
}

TEST(ReportFile, the_key_of_a_file_is_the_digest_of_its_bytes) {
  const Company company;
  EXPECT_EQ(company.read(kSheet).idempotency_key, company.read(kSheet).idempotency_key);
  EXPECT_NE(company.read(kSheet).idempotency_key, company.read(kSheet + "\n").idempotency_key);
  EXPECT_EQ(company.read("").idempotency_key.size(), 64u);
}

TEST(ReportFile, a_bad_row_costs_no_other_row) {
  const std::string bad_rows[] = {"\"never closed,http://a.com/9\r\n",
                                  "a\"b,c\"d\r\n",
                                  std::string("\xff\xfe\x00\x01,\r\n", 7),
                                  ",,,,,,,,,,,,,,\r\n",
                                  "只有标题\r\n",
                                  std::string(100'000, 'x') + "\r\n"};
  for (const std::string& bad : bad_rows) {
    const InputFile file = Company().read("标题,网址\r\n一,http://a.com/1\r\n" + bad +
                                          "二,http://a.com/2\r\n三,http://a.com/3\r\n");
    std::string urls;
    for (const InputRow& row : file.rows) urls += row.url + " ";
    for (const char* url : {"http://a.com/1 ", "http://a.com/2 ", "http://a.com/3 "})
      EXPECT_NE(urls.find(url), std::string::npos) << bad.substr(0, 40) << " -> " << urls;
  }
}

RC_GTEST_PROP(ReportFile, any_bytes_give_rows_and_no_crash, ()) {
  const auto bytes = *rc::gen::arbitrary<std::string>();
  const InputFile file = Company().read(bytes);
  int last = 0;
  for (const InputRow& row : file.rows) {
    RC_ASSERT(row.row > last);
    last = row.row;
  }
}

}  // namespace
}  // namespace vouch::planning::test
