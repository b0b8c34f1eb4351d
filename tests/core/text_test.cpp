#include "core/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace vouch {
namespace {

struct Utf8Row {
  const char* name;
  std::string bytes;
  bool valid;
  std::string mended;
};

const std::vector<Utf8Row>& utf8_rows() {
  static const std::vector<Utf8Row> rows = {
      {"empty", "", true, ""},
      {"ascii", "abc", true, "abc"},
      {"zero_byte", std::string("a\0b", 3), true, std::string("a\0b", 3)},
      {"two_three_and_four_bytes", "é净👍", true, "é净👍"},
      {"a_written_replacement_character", "\uFFFD", true, "\uFFFD"},
      {"last_code_point", "\xF4\x8F\xBF\xBF", true, "\xF4\x8F\xBF\xBF"},
      {"past_the_last_code_point", "\xF4\x90\x80\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},
      {"continuation_alone", "a\x80z", false, "a\uFFFDz"},
      {"cut_in_three", "\xE5\x87", false, "\uFFFD"},
      {"cut_before_a_letter", "\xE5\x87z", false, "\uFFFDz"},
      {"cut_before_another_character", "\xE5\x87净", false, "\uFFFD净"},
      {"overlong_zero", "\xC0\x80", false, "\uFFFD\uFFFD"},
      {"overlong_in_three", "\xE0\x80\xAF", false, "\uFFFD\uFFFD\uFFFD"},
      {"surrogate", "\xED\xA0\x80", false, "\uFFFD\uFFFD\uFFFD"},
      {"byte_ff", "\xFF", false, "\uFFFD"},
      {"gbk_bytes", "\xC4\xE3", false, "\uFFFD\uFFFD"},
  };
  return rows;
}

TEST(Utf8, bad_sequences_become_one_mark_each_as_the_encoding_standard_counts) {
  for (const Utf8Row& row : utf8_rows()) {
    EXPECT_EQ(is_valid_utf8(row.bytes), row.valid) << row.name;
    EXPECT_EQ(to_valid_utf8(row.bytes), row.mended) << row.name;
    EXPECT_EQ(count_code_points(row.bytes), count_code_points(row.mended)) << row.name;
  }
}

TEST(Utf8, code_points_outside_unicode_are_written_as_replacement_characters) {
  for (const char32_t c : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string out;
    append_utf8(out, c);
    EXPECT_EQ(out, "\uFFFD");
  }
}

struct CutRow {
  const char* name;
  const char* text;
  std::size_t bytes;
  const char* expected;
};

TEST(Utf8, texts_are_cut_between_characters) {
  const auto rows = std::to_array<CutRow>({
      {"short_text_is_whole", "净化", 6, "净化"},
      {"one_byte_too_few", "净化", 5, "净"},
      {"inside_the_first", "净化", 2, ""},
      {"nothing_asked", "净化", 0, ""},
      {"four_bytes", "a👍b", 4, "a"},
      {"four_bytes_whole", "a👍b", 5, "a👍"},
      {"bytes_that_are_no_text_are_cut_where_asked", "\x80\x80\x80\x80\x80\x80", 5,
       "\x80\x80\x80\x80\x80"},
  });
  for (const CutRow& row : rows) EXPECT_EQ(cut_utf8(row.text, row.bytes), row.expected) << row.name;
}

struct TextRow {
  const char* name;
  const char* text;
  const char* expected;
};

TEST(Text, trim_takes_what_pasted_text_carries) {
  const auto rows = std::to_array<TextRow>({
      {"ascii_space", " \t\r\na b\n", "a b"},
      {"ideographic_space", "　净化　", "净化"},
      {"no_break_space", "\u00A0x\u00A0", "x"},
      {"zero_width_space_and_bom", "\uFEFF\u200B净\u200B", "净"},
      {"space_alone", " 　\u200B", ""},
      {"empty", "", ""},
      {"bad_bytes_are_kept", " \xFFz\x80 ", "\xFFz\x80"},
      {"joiner_is_no_space", "\u200Dx", "\u200Dx"},
  });
  for (const TextRow& row : rows) EXPECT_EQ(trim(row.text), row.expected) << row.name;
}

TEST(Text, runs_of_space_become_one) {
  const auto rows = std::to_array<TextRow>({
      {"inside", "a \n\t b", "a b"},
      {"at_the_ends", "  a  ", "a"},
      {"ideographic", "净　　化", "净 化"},
      {"space_alone", " \n ", ""},
      {"bad_bytes_are_kept", "a \xFF b", "a \xFF b"},
  });
  for (const TextRow& row : rows) EXPECT_EQ(collapse_space(row.text), row.expected) << row.name;
}

TEST(Text, lines_end_in_three_ways) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(split_lines(""), Lines{});
  EXPECT_EQ(split_lines("a"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n"), Lines{"a"});
  EXPECT_EQ(split_lines("a\nb\r\nc\rd"), (Lines{"a", "b", "c", "d"}));
  EXPECT_EQ(split_lines("\n\na"), (Lines{"", "", "a"}));
  EXPECT_EQ(split_lines("a\r\n\r\n"), (Lines{"a", ""}));
}

TEST(Text, ascii_case_leaves_other_letters_alone) {
  EXPECT_EQ(ascii_lower("ABC-É中Z"), "abc-É中z");
  EXPECT_TRUE(ascii_iequals("Content-TYPE", "content-type"));
  EXPECT_FALSE(ascii_iequals("É", "é"));
  EXPECT_FALSE(ascii_iequals("a", "ab"));
}

struct CountRow {
  const char* name;
  const char* text;
  std::size_t han;
  std::size_t letters;
};

TEST(Text, han_and_letters_are_counted_for_the_length_of_reasons) {
  const auto rows = std::to_array<CountRow>({
      {"empty", "", 0, 0},
      {"han", "平台临时维护", 6, 0},
      {"punctuation_is_no_han", "平台，维护。", 4, 0},
      {"repetition_mark_and_zero", "人々二〇", 4, 0},
      {"rare_ideographs", "𠮷㐀豈", 3, 0},
      {"kana_and_hangul_are_no_han", "かカ한", 0, 0},
      {"letters", "see mail No. 7", 0, 9},
      {"full_width_letters_are_no_ascii", "ＡＢ", 0, 0},
      {"mixed", "网址 url 写错", 4, 3},
      {"bad_bytes_count_nothing", "\xFF\x80", 0, 0},
  });
  for (const CountRow& row : rows) {
    EXPECT_EQ(count_han(row.text), row.han) << row.name;
    EXPECT_EQ(count_letters(row.text), row.letters) << row.name;
  }
}

TEST(Text, html_is_escaped_for_text_and_attributes) {
  EXPECT_EQ(html_escape(R"(<a href="x?a=1&b='2'">)"),
            "&lt;a href=&quot;x?a=1&amp;b=&#39;2&#39;&quot;&gt;");
  EXPECT_EQ(html_escape("净化 & amp;"), "净化 &amp; amp;");
}

RC_GTEST_PROP(TextProperties, mended_text_is_valid_and_stays_as_it_is, (const std::string& bytes)) {
  const std::string mended = to_valid_utf8(bytes);
  RC_ASSERT(is_valid_utf8(mended));
  RC_ASSERT(to_valid_utf8(mended) == mended);
  RC_ASSERT(is_valid_utf8(bytes) == (mended == bytes));
}

RC_GTEST_PROP(TextProperties, a_cut_of_valid_text_is_valid_and_as_long_as_it_may_be,
              (const std::string& bytes)) {
  const std::string text = to_valid_utf8(bytes);
  const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
  const std::string_view cut = cut_utf8(text, limit);
  RC_ASSERT(text.starts_with(cut));
  RC_ASSERT(cut.size() <= limit);
  RC_ASSERT(is_valid_utf8(cut));
  RC_ASSERT(cut.size() + 3 >= std::min(limit, text.size()));
}

RC_GTEST_PROP(TextProperties, trimming_any_bytes_is_done_at_once, (const std::string& bytes)) {
  const std::string once(trim(bytes));
  RC_ASSERT(trim(once) == once);
  const std::string collapsed = collapse_space(bytes);
  RC_ASSERT(collapse_space(collapsed) == collapsed);
}

}  // namespace
}  // namespace vouch
