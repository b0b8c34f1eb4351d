#include "core/text_sketch.h"

#include <set>

#include <gtest/gtest.h>

#include "core/text.h"
#include "tests/fakes/text_stock.h"

namespace vouch {
namespace {

using test::make_article;
using test::Tongue;

std::set<std::uint64_t> hashes(std::string_view text) {
  std::set<std::uint64_t> out;
  for (const TextGram& gram : text_grams(text)) out.insert(gram.hash);
  return out;
}

TEST(TextGrams, han_characters_stand_for_themselves) {
  const auto grams = text_grams("净水器滤芯更换");
  ASSERT_EQ(grams.size(), 4U);
  EXPECT_EQ(grams[0].start, 0U);
  EXPECT_EQ(grams[0].end, 4U);
  EXPECT_EQ(grams[3].start, 3U);
  EXPECT_EQ(grams[3].end, 7U);
}

TEST(TextGrams, width_case_traditional_spaces_and_punctuation_do_not_count) {
  const auto plain = hashes("净水器abc滤芯更换12步骤");
  EXPECT_EQ(hashes("淨水器ＡＢＣ濾芯更換１２步驟"), plain);
  EXPECT_EQ(hashes("净 水\n器，Abc（滤芯）——更换：12、步骤！"), plain);
}

TEST(TextGrams, a_word_of_letters_counts_as_two_characters) {
  EXPECT_EQ(text_grams("the quick brown").size(), 3U);
  EXPECT_EQ(text_grams("hello world").size(), 1U);
  EXPECT_NE(hashes("hello world"), hashes("helloworld two"));
  const auto grams = text_grams("ab 净水器");
  ASSERT_EQ(grams.size(), 2U);
  EXPECT_EQ(grams[0].start, 0U);
  EXPECT_EQ(grams[0].end, 5U);
  EXPECT_EQ(grams[1].start, 0U) << "the second half of a word stands where the word does";
  EXPECT_EQ(grams[1].end, 6U);
}

TEST(TextGrams, places_count_code_points_with_what_is_stripped) {
  const auto grams = text_grams("，，净、水\n器 滤");
  ASSERT_EQ(grams.size(), 1U);
  EXPECT_EQ(grams[0].start, 2U);
  EXPECT_EQ(grams[0].end, 9U);
}

TEST(TextGrams, bad_bytes_and_empty_texts_are_no_trouble) {
  EXPECT_TRUE(text_grams("").empty());
  EXPECT_TRUE(text_grams("\xFF\xFE\xE5\x87").empty());
  EXPECT_TRUE(text_grams("，。！？ \n").empty());
}

TEST(TextSketch, short_texts_have_none) {
  std::string text;
  for (std::uint32_t i = 0; i < kLeastGrams + 2; ++i)
    append_utf8(text, static_cast<char32_t>(0x4E00 + i * 7));
  EXPECT_FALSE(sketch_text(text)) << "one 4-gram less than the least";
  append_utf8(text, U'净');
  EXPECT_TRUE(sketch_text(text));
}

TEST(TextSketch, every_bin_is_filled_and_equal_texts_have_equal_sketches) {
  const TextSketch sketch = sketch_text(make_article(1, 8));
  ASSERT_TRUE(sketch);
  for (const std::uint32_t bin : sketch.bins) EXPECT_NE(bin, UINT32_MAX);
  EXPECT_EQ(sketch, sketch_text(make_article(1, 8)));
  EXPECT_EQ(equal_bins(sketch, sketch), TextSketch::kBins);
}

// The estimate is the share of equal bins; its standard deviation over k bins sqrt(J (1 - J) / k).
TEST(TextSketch, equal_bins_estimate_what_the_sets_have_in_common) {
  double estimated = 0;
  double exact = 0;
  constexpr int kTexts = 150;
  for (int i = 1; i <= kTexts; ++i) {
    const std::string text = make_article(static_cast<std::uint64_t>(i), 20);
    const std::string copy =
        test::edited(static_cast<std::uint64_t>(i), 20, Tongue::kChinese, test::Edit::kReplace20);
    const auto left = hashes(text);
    const auto right = hashes(copy);
    std::size_t both = 0;
    for (const std::uint64_t hash : left) both += right.count(hash);
    exact += static_cast<double>(both) / static_cast<double>(left.size() + right.size() - both);
    estimated += static_cast<double>(equal_bins(sketch_text(text), sketch_text(copy))) /
                 static_cast<double>(TextSketch::kBins);
  }
  // Three standard deviations of the mean of 150 estimates.
  EXPECT_NEAR(estimated / kTexts, exact / kTexts, 0.022);
}

// Empty bins borrow alike: short texts that are alike agree in more than the full bins.
TEST(TextSketch, densified_bins_agree_as_often_as_full_ones) {
  double estimated = 0;
  double exact = 0;
  constexpr int kTexts = 300;
  for (int i = 1; i <= kTexts; ++i) {
    std::string text = make_article(static_cast<std::uint64_t>(i), 7);
    test::TextDice dice(static_cast<std::uint64_t>(i));
    const std::string copy = test::replace_words(text, 0.1, Tongue::kChinese, dice);
    const TextSketch one = sketch_text(text);
    const TextSketch other = sketch_text(copy);
    if (!one || !other) continue;
    const auto left = hashes(text);
    const auto right = hashes(copy);
    std::size_t both = 0;
    for (const std::uint64_t hash : left) both += right.count(hash);
    exact += static_cast<double>(both) / static_cast<double>(left.size() + right.size() - both);
    estimated += static_cast<double>(equal_bins(one, other)) / TextSketch::kBins;
  }
  ASSERT_GT(exact, 100) << "too few texts are long enough";
  EXPECT_NEAR(estimated / exact, 1, 0.04);
}

TEST(TextSketch, goes_to_bytes_and_back) {
  TextSketch sketch = sketch_text(make_article(3));
  TextSketch back;
  ASSERT_TRUE(sketch_from_bytes(to_bytes(sketch), back));
  back.grams = sketch.grams;
  EXPECT_EQ(back, sketch);
  EXPECT_FALSE(sketch_from_bytes("short", back));
}

TEST(TextSketch, keys_tell_bins_apart) {
  TextSketch sketch;
  sketch.bins.fill(77);
  sketch.grams = 100;
  const auto keys = sketch_keys(sketch);
  EXPECT_EQ(std::set<std::int64_t>(keys.begin(), keys.end()).size(), TextSketch::kBins);
}

}  // namespace
}  // namespace vouch
