// CSV as it comes from Excel on Chinese Windows, from WPS and from people's editors; no row is lost
// for another one's mistake.
#include "core/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "core/decode.h"
#include "core/text.h"

namespace vouch {
namespace {

using Cells = std::vector<std::string>;
using Rows = std::vector<Cells>;

Rows cells_of(const std::vector<CsvRow>& rows) {
  Rows out;
  for (const CsvRow& row : rows) out.push_back(row.cells);
  return out;
}

struct ReadRow {
  const char* name;
  std::string text;
  Rows expected;
};

TEST(Csv, files_as_they_come) {
  const std::vector<ReadRow> rows = {
      {"empty_file", "", {}},
      {"bom_alone", "\xEF\xBB\xBF", {}},
      {"empty_lines_are_no_rows", "\n\r\n\na\n\n", {{"a"}}},
      {"three_cells", "a,b,c\n", {{"a", "b", "c"}}},
      {"last_line_without_an_end", "a,b\nc,d", {{"a", "b"}, {"c", "d"}}},
      {"crlf", "a,b\r\nc,d\r\n", {{"a", "b"}, {"c", "d"}}},
      {"cr_alone", "a,b\rc,d\r", {{"a", "b"}, {"c", "d"}}},
      {"empty_cells", ",a,\n", {{"", "a", ""}}},
      {"bom_before_a_name", "\xEF\xBB\xBF日期,网址\n", {{"日期", "网址"}}},
      {"bom_before_a_quoted_name", "\xEF\xBB\xBF\"日期\",x\n", {{"日期", "x"}}},
      {"quoted_separator", "\"a,b\",c\n", {{"a,b", "c"}}},
      {"doubled_quote", "\"say \"\"hi\"\"\",c\n", {{"say \"hi\"", "c"}}},
      {"line_break_in_a_cell", "\"a\r\nb\",c\nd,e\n", {{"a\r\nb", "c"}, {"d", "e"}}},
      {"empty_quoted_cell", "\"\",a\n", {{"", "a"}}},
      {"spaces_are_kept", " a , b \n", {{" a ", " b "}}},
      {"space_after_a_closing_quote", "\"a\" ,b\n", {{"a", "b"}}},
      {"quote_inside_a_bare_cell_is_a_letter", "5\" pipe,b\n", {{"5\" pipe", "b"}}},
      {"semicolons", "a;b;c\nd;e,f;g\n", {{"a", "b", "c"}, {"d", "e,f", "g"}}},
      {"tabs_as_excel_writes_unicode_text", "a\tb,c\td\n", {{"a", "b,c", "d"}}},
      {"separator_inside_quotes_does_not_vote", "\"a;b;c\",d\n", {{"a;b;c", "d"}}},
      {"separator_is_told_by_the_first_row_alone",
       "a,b\nc;d;e;f,g\n",
       {{"a", "b"}, {"c;d;e;f", "g"}}},
      {"sep_line_names_it", "sep=;\r\na,b;c\r\n", {{"a,b", "c"}}},
      {"sep_line_in_capitals", "SEP=\t\na,b\tc\n", {{"a,b", "c"}}},
      {"sep_with_more_is_a_row", "sep=;x,b\n", {{"sep=;x", "b"}}},
      {"one_column", "http://a.cn/1\nhttp://a.cn/2\n", {{"http://a.cn/1"}, {"http://a.cn/2"}}},
      {"chinese_comma_is_a_letter", "甲，乙,丙\n", {{"甲，乙", "丙"}}},
      {"bad_bytes_pass", "a\xFF,b\n", {{"a\xFF", "b"}}},
  };
  for (const ReadRow& row : rows) {
    const std::vector<CsvRow> read = read_csv(row.text);
    EXPECT_EQ(cells_of(read), row.expected) << row.name;
    for (const CsvRow& one : read) EXPECT_EQ(one.problem, "") << row.name;
  }
}

TEST(Csv, rows_know_their_first_line_in_the_file) {
  const std::vector<CsvRow> rows = read_csv("h\n\n\"a\nb\"\r\nc\rd");
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].line, 1);
  EXPECT_EQ(rows[1].line, 3);
  EXPECT_EQ(rows[2].line, 5);
  EXPECT_EQ(rows[3].line, 6);
}

TEST(Csv, lines_are_counted_behind_a_separator_line) {
  const std::vector<CsvRow> rows = read_csv("sep=;\r\na;b\r\n");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].line, 2);
}

struct BadRow {
  const char* name;
  std::string text;
  std::size_t bad;  // index of the row that carries a problem
  Rows expected;    // the other rows, in order
};

TEST(Csv, one_bad_row_never_loses_the_others) {
  const std::vector<BadRow> rows = {
      {"quote_never_closed", "a,b\nc,\"d\ne,f\ng,h\n", 1, {{"a", "b"}, {"e", "f"}, {"g", "h"}}},
      {"quote_never_closed_in_the_last_row", "a,b\nc,\"d", 1, {{"a", "b"}}},
      {"quote_never_closed_before_a_good_quoted_row",
       "a,b\nc,\"d\n\"e\",f\n",
       1,
       {{"a", "b"}, {"e", "f"}}},
      {"quote_not_doubled", "a,b\nc,\"say \"hi\" now\"\ne,f\n", 1, {{"a", "b"}, {"e", "f"}}},
      {"text_after_a_closing_quote", "a,b\n\"c\"d,e\nf,g\n", 1, {{"a", "b"}, {"f", "g"}}},
      {"quote_never_closed_with_crlf", "a,b\r\n\"c,d\r\ne,f\r\n", 1, {{"a", "b"}, {"e", "f"}}},
  };
  for (const BadRow& row : rows) {
    std::vector<CsvRow> read = read_csv(row.text);
    ASSERT_EQ(read.size(), row.expected.size() + 1) << row.name;
    EXPECT_NE(read[row.bad].problem, "") << row.name;
    EXPECT_EQ(read[row.bad].line, static_cast<int>(row.bad) + 1) << row.name;
    read.erase(read.begin() + static_cast<std::ptrdiff_t>(row.bad));
    EXPECT_EQ(cells_of(read), row.expected) << row.name;
    for (const CsvRow& good : read) EXPECT_EQ(good.problem, "") << row.name;
  }
}

struct FileRow {
  const char* name;
  std::string bytes;
  const char* charset;
};

// 日期,网址,标题 / 2026-11-24,http://a.cn/1,空气净化器怎么选
TEST(Csv, the_same_table_from_every_program) {
  const std::string text = "日期,网址,标题\r\n2026-11-24,http://a.cn/1,空气净化器怎么选\r\n";
  const std::string gbk =
      "\xC8\xD5\xC6\xDA,\xCD\xF8\xD6\xB7,\xB1\xEA\xCC\xE2\r\n2026-11-24,http://a.cn/1,"
      "\xBF\xD5\xC6\xF8\xBE\xBB\xBB\xAF\xC6\xF7\xD4\xF5\xC3\xB4\xD1\xA1\r\n";
  std::string tabs = text;
  for (char& c : tabs) c = c == ',' ? '\t' : c;
  std::string utf16 = "\xFF\xFE";
  for (std::size_t i = 0; i < tabs.size();) {
    const char32_t c = next_code_point(tabs, i);
    utf16.push_back(static_cast<char>(c & 0xFF));
    utf16.push_back(static_cast<char>(c >> 8));
  }
  const std::vector<FileRow> files = {
      {"an_editor_in_utf_8", text, "utf-8"},
      {"excel_csv_utf_8_with_bom", "\xEF\xBB\xBF" + text, "utf-8"},
      {"excel_csv_on_chinese_windows_in_gbk", gbk, "gb18030"},
      {"excel_unicode_text_in_utf_16_with_tabs", utf16, "utf-16le"},
  };
  const Rows expected = {{"日期", "网址", "标题"},
                         {"2026-11-24", "http://a.cn/1", "空气净化器怎么选"}};
  for (const FileRow& file : files) {
    const Decoded decoded = decode_guess(file.bytes);
    EXPECT_EQ(decoded.charset, file.charset) << file.name;
    EXPECT_EQ(decoded.replaced_ratio, 0) << file.name;
    EXPECT_EQ(cells_of(read_csv(decoded.text)), expected) << file.name;
  }
}

struct WriteRow {
  const char* name;
  Cells cells;
  const char* line;
};

TEST(Csv, written_lines_are_quoted_where_needed_and_hold_no_formula) {
  const std::vector<WriteRow> rows = {
      {"plain", {"a", "净"}, "a,净\r\n"},
      {"separator", {"a,b", "c;d"}, "\"a,b\",\"c;d\"\r\n"},
      {"quote", {"say \"hi\""}, "\"say \"\"hi\"\"\"\r\n"},
      {"line_break", {"a\nb"}, "\"a\nb\"\r\n"},
      {"empty_row_is_still_a_row", {""}, "\"\"\r\n"},
      {"empty_cells", {"", ""}, ",\r\n"},
      {"formula", {"=1+1"}, "'=1+1\r\n"},
      {"plus_minus_at", {"+1", "-1", "@x"}, "'+1,'-1,'@x\r\n"},
      {"formula_behind_spaces", {"  =1"}, "'  =1\r\n"},
      {"full_width_formula", {"＝1", "＋1", "－1", "＠x"}, "'＝1,'＋1,'－1,'＠x\r\n"},
      {"tab_first", {"\tx"}, "\"'\tx\"\r\n"},
      {"sign_inside_is_fine", {"a=b", "1-2"}, "a=b,1-2\r\n"},
  };
  for (const WriteRow& row : rows) EXPECT_EQ(csv_line(row.cells), row.line) << row.name;
}

rc::Gen<std::string> any_cell() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,;\t\"\r\n '=x")));
}

bool is_disarmed(const std::string& cell) {
  return csv_line({cell, "x"}).find('\'') != std::string::npos;
}

RC_GTEST_PROP(CsvProperties, what_is_written_reads_back, ()) {
  const auto cells = *rc::gen::nonEmpty(rc::gen::container<Cells>(any_cell()));
  for (const std::string& cell : cells) {
    if (is_disarmed(cell)) return;
  }
  std::string file = "head,line\r\n";
  if (cells.size() == 1) file = "head\r\n";
  file += csv_line(cells);
  file += csv_line({"tail", "line"});
  const std::vector<CsvRow> rows = read_csv(file);
  RC_ASSERT(rows.size() == 3u);
  RC_ASSERT(rows[1].cells == cells);
  RC_ASSERT(rows[1].problem.empty());
  RC_ASSERT(rows[2].cells == (Cells{"tail", "line"}));
}

RC_GTEST_PROP(CsvProperties, every_line_without_quotes_is_read_whatever_stands_around_it, ()) {
  const auto before = *any_cell();
  const auto after = *any_cell();
  const std::string file = "k1,k2\n" + before + "\nmark,here\n" + after + "\n";
  const std::vector<CsvRow> rows = read_csv(file);
  // Only a cell that opens with a quote and finds its end beyond may hold the line in itself.
  bool found = false;
  for (const CsvRow& row : rows) {
    for (const std::string& cell : row.cells)
      found = found || cell.find("mark") != std::string::npos;
  }
  RC_ASSERT(found);
}

RC_GTEST_PROP(CsvProperties, any_bytes_are_read_to_their_end, (const std::string& bytes)) {
  const std::vector<CsvRow> rows = read_csv(bytes);
  int last = 0;
  for (const CsvRow& row : rows) {
    RC_ASSERT(row.line > last);
    RC_ASSERT(!row.cells.empty());
    last = row.line;
  }
}

}  // namespace
}  // namespace vouch
