// Folding: keywords and page texts compare equal where a reader sees the same words (domain K01).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

#include "core/text.h"

namespace vouch {
namespace {

struct FoldRow {
  const char* name;
  const char* text;
  const char* folded;
};

TEST(Fold, words_as_people_type_them) {
  const auto rows = std::to_array<FoldRow>({
      {"nothing", "", ""},
      {"plain_han_stays", "空气净化器", "空气净化器"},
      {"full_width_letters_and_digits", "ＶＯＣ２０２６", "voc2026"},
      {"full_width_punctuation", "（Ａ＋Ｂ）！", "(a+b)!"},
      {"half_width_kana_become_full", "ｶﾞｲﾄﾞ", "ガイド"},
      {"upper_case", "iPhone PRO", "iphonepro"},
      {"sharp_s_is_two_letters", "Straße", "strasse"},
      {"greek_final_sigma", "ΣΑΣ", "σασ"},
      {"traditional_is_simplified", "空氣淨化器怎麼選", "空气净化器怎么选"},
      {"mixed_scripts_of_han", "臺灣台湾", "台湾台湾"},
      {"compatibility_ideograph", "\uF9E4", "理"},
      {"radical_is_its_ideograph", "\u2F08\u2F1D", "人口"},
      {"roman_numeral_is_letters", "第Ⅷ代", "第viii代"},
      {"circled_digit_is_a_digit", "①②", "12"},
      {"square_unit_is_its_letters", "㎡㎏", "m2kg"},
      {"ligature_is_its_letters", "ﬁne", "fine"},
      {"space_inside_goes", "空 气\t净\n化　器", "空气净化器"},
      {"no_break_and_thin_spaces_go", "a\u00A0b\u2009c\u202Fd", "abcd"},
      {"zero_width_characters_go", "空\u200B气\u200C净\u200D化\u2060器\uFEFF", "空气净化器"},
      {"soft_hyphen_goes", "air\u00ADcon", "aircon"},
      {"variation_selector_goes", "葛\uFE00城\U000E0100", "葛城"},
      {"direction_marks_go", "\u200Ea\u202Eb\u202C", "ab"},
      {"decomposed_letter_is_composed", "e\u0301", "é"},
      {"upper_case_decomposed_letter", "E\u0301", "é"},
      {"accent_is_kept", "É", "é"},
      {"accent_of_its_own_joins_its_letter", "s\u00B4", "\u015B"},
      {"accent_on_nothing_is_kept", "\u0301", "\u0301"},
      {"jamo_make_a_syllable", "\u1112\u1161\u11AB", "한"},
      {"emoji_stays", "好👍🏽", "好👍🏽"},
      {"ideograph_outside_the_first_plane", "𠮷", "𠮷"},
      {"bad_byte_is_a_replacement_character",
       "a\xFF"
       "b",
       "a\uFFFDb"},
      {"cut_character_is_one_replacement_character", "净\xE5\x8C", "净\uFFFD"},
      {"surrogate_in_utf_8_is_bad", "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
      {"overlong_slash_is_no_slash", "\xC0\xAF", "\uFFFD\uFFFD"},
  });
  for (const FoldRow& row : rows) EXPECT_EQ(fold(row.text), row.folded) << row.name;
}

TEST(Fold, words_that_differ_stay_apart) {
  const auto rows = std::to_array<FoldRow>({
      {"other_ideograph", "空气", "空汽"},
      {"accent", "resume", "résumé"},
      {"digit_and_letter", "O2", "02"},
      {"katakana_and_hiragana", "カ", "か"},
      {"long_and_short_dash", "a-b", "a\u2014b"},
  });
  for (const FoldRow& row : rows) EXPECT_NE(fold(row.text), fold(row.folded)) << row.name;
}

struct OffsetRow {
  const char* name;
  const char* text;
  const char* needle;    // searched folded
  std::size_t expected;  // byte in `text` where its first character begins
};

TEST(Fold, offsets_lead_back_to_the_source) {
  const auto rows = std::to_array<OffsetRow>({
      {"after_full_width_letters", "ＡＢ净化", "净化", 6},
      {"inside_a_spaced_word", "x 净 化 器", "化", 6},
      {"after_a_character_that_folds_to_several", "㎡净", "净", 3},
      {"inside_a_character_that_folds_to_several", "a㎡", "2", 1},
      {"composed_letter_begins_at_its_base", "xe\u0301", "é", 1},
      {"after_removed_characters", "\u200B\u200B净", "净", 6},
      {"after_a_bad_byte", "\xFF净", "净", 1},
  });
  for (const OffsetRow& row : rows) {
    std::vector<std::uint32_t> offsets;
    const std::string folded = fold_with_offsets(row.text, offsets);
    const std::size_t at = folded.find(fold(row.needle));
    ASSERT_NE(at, std::string::npos) << row.name;
    EXPECT_EQ(offsets[at], row.expected) << row.name;
  }
}

// Characters of every kind that folding treats, bad bytes among them.
rc::Gen<std::string> any_text() {
  return rc::gen::exec([] {
    std::string text;
    const int pieces = *rc::gen::inRange(0, 24);
    for (int i = 0; i < pieces; ++i) {
      const auto kind = *rc::gen::inRange(0, 6);
      if (kind == 0) {
        text.push_back(static_cast<char>(*rc::gen::inRange(0, 256)));
      } else if (kind == 1) {
        append_utf8(text, static_cast<char32_t>(*rc::gen::inRange(0x300, 0x370)));
      } else if (kind == 2) {
        append_utf8(text, static_cast<char32_t>(*rc::gen::inRange(0x1100, 0x1200)));
      } else if (kind == 3) {
        append_utf8(text, static_cast<char32_t>(*rc::gen::inRange(0x4E00, 0xA000)));
      } else if (kind == 4) {
        append_utf8(text, static_cast<char32_t>(*rc::gen::inRange(0x20, 0x3100)));
      } else {
        append_utf8(text, static_cast<char32_t>(*rc::gen::inRange(0, 0x110000)));
      }
    }
    return text;
  });
}

TEST(Fold, every_code_point_folds_once_and_for_all) {
  std::string text;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    text.clear();
    append_utf8(text, c);
    const std::string once = fold(text);
    ASSERT_EQ(fold(once), once) << "U+" << std::hex << static_cast<std::uint32_t>(c);
  }
}

TEST(Fold, any_code_point_behind_a_letter_folds_once_and_for_all) {
  for (const char* letter : {"s", "a", "\u1112", "\u30AB"}) {
    for (char32_t c = 0x80; c < 0x30000; ++c) {
      std::string text = letter;
      append_utf8(text, c);
      const std::string once = fold(text);
      ASSERT_EQ(fold(once), once) << letter << " and U+" << std::hex << static_cast<unsigned>(c);
    }
  }
}

RC_GTEST_PROP(FoldProperties, folding_twice_is_folding_once, ()) {
  const std::string once = fold(*any_text());
  RC_ASSERT(fold(once) == once);
}

RC_GTEST_PROP(FoldProperties, the_result_is_valid_and_its_offsets_are_in_order, ()) {
  const std::string text = *any_text();
  std::vector<std::uint32_t> offsets;
  const std::string folded = fold_with_offsets(text, offsets);
  RC_ASSERT(folded == fold(text));
  RC_ASSERT(is_valid_utf8(folded));
  RC_ASSERT(offsets.size() == folded.size() + 1);
  RC_ASSERT(offsets.back() == text.size());
  for (std::size_t i = 1; i < offsets.size(); ++i) RC_ASSERT(offsets[i - 1] <= offsets[i]);
}

RC_GTEST_PROP(FoldProperties, white_space_anywhere_changes_nothing, ()) {
  const std::string left = *any_text();
  const std::string right = *any_text();
  if (!is_valid_utf8(left) || !is_valid_utf8(right)) return;
  // A mark after a space has nothing to join with; everything else reads on.
  std::size_t start = 0;
  if (!right.empty() && next_code_point(right, start) < 0x2E80) return;
  RC_ASSERT(fold(left + " \u3000\u200B" + right) == fold(left + right));
}

}  // namespace
}  // namespace vouch
