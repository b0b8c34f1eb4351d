#include "checks/text_match.h"

#include <algorithm>
#include <chrono>

#include <gtest/gtest.h>

#include "core/text.h"
#include "tests/fakes/text_stock.h"

namespace vouch::checks {
namespace {

using test::Edit;
using test::edited;
using test::join;
using test::make_article;
using test::make_sentences;
using test::Tongue;

constexpr int kTexts = 40;  // of each language, at lengths from 9 to 56 sentences

int length_of(int text) {
  return 9 + text * 47 / kTexts;
}

struct Row {
  Tongue tongue;
  Edit edit;
  double
      least_median;  // of the containment, 0.05 below the measured one (crawling-standards §1.10)
};

class Edits : public ::testing::TestWithParam<Row> {};
INSTANTIATE_TEST_SUITE_P(Measured, Edits,
                         ::testing::Values(Row{Tongue::kChinese, Edit::kBoilerplate, 0.55},
                                           Row{Tongue::kChinese, Edit::kDrop5, 0.947},
                                           Row{Tongue::kChinese, Edit::kDrop20, 0.937},
                                           Row{Tongue::kChinese, Edit::kReorder, 0.83},
                                           Row{Tongue::kChinese, Edit::kReplace5, 0.835},
                                           Row{Tongue::kChinese, Edit::kReplace20, 0.548},
                                           Row{Tongue::kChinese, Edit::kReplace35, 0.343},
                                           Row{Tongue::kEnglish, Edit::kBoilerplate, 0.55},
                                           Row{Tongue::kEnglish, Edit::kDrop5, 0.947},
                                           Row{Tongue::kEnglish, Edit::kDrop20, 0.937},
                                           Row{Tongue::kEnglish, Edit::kReorder, 0.83},
                                           Row{Tongue::kEnglish, Edit::kReplace5, 0.835},
                                           Row{Tongue::kEnglish, Edit::kReplace20, 0.548},
                                           Row{Tongue::kEnglish, Edit::kReplace35, 0.343}),
                         [](const auto& row) {
                           std::string name = row.param.tongue == Tongue::kChinese ? "zh_" : "en_";
                           for (const char c : test::name_of(row.param.edit)) {
                             if (std::isalnum(static_cast<unsigned char>(c)) != 0)
                               name.push_back(c);
                           }
                           return name;
                         });

TEST_P(Edits, every_copy_is_found_and_taken_for_the_text_it_was_made_from) {
  const Row& row = GetParam();
  std::vector<ComparedText> originals;
  for (int i = 0; i < kTexts; ++i) {
    const auto seed = static_cast<std::uint64_t>(i + 1);
    originals.emplace_back(make_article(seed, length_of(i), row.tongue));
  }
  std::vector<double> shares;
  for (int i = 0; i < kTexts; ++i) {
    const auto seed = static_cast<std::uint64_t>(i + 1);
    const ComparedText copy(edited(seed, length_of(i), row.tongue, row.edit));
    const auto match = find_match(copy, originals);
    ASSERT_TRUE(match) << i;
    EXPECT_EQ(match->with, static_cast<std::size_t>(i));
    EXPECT_FALSE(match->passages.empty());
    shares.push_back(match->share);
  }
  std::nth_element(shares.begin(), shares.begin() + kTexts / 2, shares.end());
  EXPECT_GE(shares[kTexts / 2], row.least_median);
}

class Unrelated : public ::testing::TestWithParam<Tongue> {};
INSTANTIATE_TEST_SUITE_P(Texts, Unrelated, ::testing::Values(Tongue::kChinese, Tongue::kEnglish),
                         [](const auto& row) {
                           return std::string(row.param == Tongue::kChinese ? "zh" : "en");
                         });

TEST_P(Unrelated, no_text_is_taken_for_a_copy_of_another) {
  std::vector<ComparedText> texts;
  double most = 0;
  for (int i = 0; i < kTexts; ++i) {
    const ComparedText text(
        make_article(static_cast<std::uint64_t>(i + 1), length_of(i), GetParam()));
    EXPECT_FALSE(find_match(text, texts)) << i;
    for (const ComparedText& other : texts) most = std::max(most, contained(text, other));
    texts.push_back(text);
  }
  EXPECT_LT(most, 0.15) << "far from the threshold";
  EXPECT_GT(most, 0) << "texts of one language have something in common";
}

std::string at(std::string_view text, std::uint32_t start, std::uint32_t end) {
  return quote(text, start, end, 100000);
}

TEST(Passages, name_the_copied_lines_in_both_texts) {
  const auto first = make_sentences(1, 12);
  const auto own = make_sentences(2, 8);
  std::vector<std::string> lines(own.begin(), own.begin() + 4);
  lines.insert(lines.end(), first.begin() + 3, first.begin() + 9);
  lines.insert(lines.end(), own.begin() + 4, own.end());
  const std::string later = join(lines, Tongue::kChinese);
  const std::string earlier = join(first, Tongue::kChinese);
  const std::vector<ComparedText> before{ComparedText(earlier)};
  const auto match = find_match(ComparedText(later), before);
  ASSERT_TRUE(match);
  ASSERT_EQ(match->passages.size(), 1U);
  const Passage& passage = match->passages[0];
  std::string copied;
  for (int i = 3; i < 9; ++i) copied += first[static_cast<std::size_t>(i)];
  // Line breaks fall elsewhere, and the last full stop belongs to no word.
  const auto bare = [](std::string text) {
    std::erase(text, '\n');
    return text;
  };
  const std::string said = bare(at(later, passage.start, passage.end));
  EXPECT_EQ(said + "。", copied);
  EXPECT_EQ(bare(at(earlier, passage.first_start, passage.first_end)), said);
}

TEST(Passages, go_on_over_a_word_that_was_replaced) {
  const std::string earlier = make_article(5, 10);
  std::string later = earlier;
  const auto lines = make_sentences(5, 10);
  const std::size_t middle = earlier.find(lines[4]) + 6;
  later.replace(middle, 6, "龘靐");
  const std::vector<ComparedText> before{ComparedText(earlier)};
  const auto match = find_match(ComparedText(later), before);
  ASSERT_TRUE(match);
  ASSERT_EQ(match->passages.size(), 1U);
  EXPECT_NE(at(later, match->passages[0].start, match->passages[0].end).find("龘靐"),
            std::string::npos);
}

TEST(Passages, keep_the_order_of_the_later_text) {
  const std::vector<ComparedText> before{ComparedText(make_article(7, 20))};
  const auto match =
      find_match(ComparedText(edited(7, 20, Tongue::kChinese, Edit::kReorder)), before);
  ASSERT_TRUE(match);
  EXPECT_GT(match->passages.size(), 3U);
  EXPECT_LE(match->passages.size(), 12U);
  for (std::size_t i = 1; i < match->passages.size(); ++i)
    EXPECT_LE(match->passages[i - 1].start, match->passages[i].start);
}

TEST(FindMatch, a_quotation_of_an_earlier_text_is_tolerated) {
  const auto quoted = make_sentences(1, 8);
  auto lines = make_sentences(2, 30);
  lines.insert(lines.begin() + 12, quoted.begin(), quoted.end());
  const std::vector<ComparedText> before{ComparedText(join(quoted, Tongue::kChinese))};
  const ComparedText text(join(lines, Tongue::kChinese));
  EXPECT_GT(contained(before[0], text), 0.9) << "all of it stands there";
  EXPECT_FALSE(find_match(text, before)) << "and is a small part of the new text";
}

TEST(FindMatch, an_excerpt_of_a_long_text_is_found) {
  const auto lines = make_sentences(1, 80);
  const std::vector<ComparedText> before{ComparedText(join(lines, Tongue::kChinese))};
  const std::vector<std::string> part(lines.begin() + 20, lines.begin() + 30);
  const auto match = find_match(ComparedText(join(part, Tongue::kChinese)), before);
  ASSERT_TRUE(match);
  EXPECT_GT(match->share, 0.95);
}

TEST(FindMatch, of_copies_that_are_about_equal_the_first_is_named) {
  const std::string text = make_article(1, 20);
  const std::vector<ComparedText> before{ComparedText(make_article(2, 20)), ComparedText(text),
                                         ComparedText(text), ComparedText(text)};
  const auto match = find_match(ComparedText(text), before);
  ASSERT_TRUE(match);
  EXPECT_EQ(match->with, 1U);
  EXPECT_DOUBLE_EQ(match->share, 1);
}

TEST(FindMatch, a_text_that_is_much_nearer_is_named_before_an_earlier_one) {
  const std::vector<ComparedText> before{
      ComparedText(edited(1, 20, Tongue::kChinese, Edit::kReplace35)),
      ComparedText(make_article(1, 20))};
  const auto match =
      find_match(ComparedText(edited(1, 20, Tongue::kChinese, Edit::kDrop5)), before);
  ASSERT_TRUE(match);
  EXPECT_EQ(match->with, 1U);
}

// A company's introduction under each of its articles.
std::string with_stock(std::uint64_t seed) {
  return make_article(seed, 14) + "\n" + join(make_sentences(4711, 9), Tongue::kChinese);
}

TEST(FindMatch, what_stands_under_otherwise_different_texts_is_nobodys_copy) {
  const std::vector<ComparedText> one{ComparedText(with_stock(1))};
  const ComparedText text(with_stock(3));
  EXPECT_GT(contained(text, one[0]), kLeastShare) << "with one text nobody can tell";
  EXPECT_TRUE(find_match(text, one));
  const std::vector<ComparedText> two{ComparedText(with_stock(1)), ComparedText(with_stock(2))};
  EXPECT_FALSE(find_match(text, two));
}

TEST(FindMatch, a_copy_with_the_company_stock_is_still_found_and_stock_is_no_passage) {
  const std::vector<ComparedText> before{ComparedText(with_stock(1)), ComparedText(with_stock(2)),
                                         ComparedText(with_stock(3))};
  const std::string copy = edited(2, 14, Tongue::kChinese, Edit::kReplace20) + "\n" +
                           join(make_sentences(4711, 9), Tongue::kChinese);
  const auto match = find_match(ComparedText(copy), before);
  ASSERT_TRUE(match);
  EXPECT_EQ(match->with, 1U);
  const std::string stock = join(make_sentences(4711, 9), Tongue::kChinese);
  for (const Passage& passage : match->passages)
    EXPECT_EQ(stock.find(at(copy, passage.start, passage.end)), std::string::npos);
}

TEST(FindMatch, mass_copies_of_one_text_do_not_make_each_other_stock) {
  std::vector<ComparedText> before;
  for (int i = 0; i < 10; ++i) {
    const Edit edit = test::kEdits[static_cast<std::size_t>(i) % test::kEdits.size()];
    before.emplace_back(edited(1, 24, Tongue::kChinese, edit));
  }
  const auto match = find_match(ComparedText(make_article(1, 24)), before);
  ASSERT_TRUE(match);
  EXPECT_GT(match->share, 0.8);
}

TEST(FindMatch, stock_may_be_nearly_half_of_a_short_text) {
  const std::string stock = join(make_sentences(4711, 3), Tongue::kChinese);
  const auto post = [&](std::uint64_t seed) {
    return join(make_sentences(seed, 4), Tongue::kChinese) + "\n" + stock;
  };
  const ComparedText later(post(3));
  ASSERT_LT(later.set().size(), 2 * kLeastGrams);
  const std::vector<ComparedText> before{ComparedText(post(1)), ComparedText(post(2))};
  ASSERT_GE(contained(later, before[0]), kLeastShare);
  EXPECT_FALSE(find_match(later, before));
}

// One 4-gram at every place of one text, and anew behind each fifth character of the other.
TEST(FindMatch, words_without_end_do_not_multiply) {
  std::string many, again;
  for (int i = 0; i < 250'000; ++i) many += "好";
  for (int i = 0; i < 50'000; ++i) again += "好好好好甲";
  const std::string text = make_article(1, 20);
  const std::vector<ComparedText> before{ComparedText(text + many)};
  const auto began = std::chrono::steady_clock::now();
  (void)find_match(ComparedText(text + again), before);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST(FindMatch, nothing_comes_of_nothing) {
  const std::vector<ComparedText> none;
  EXPECT_FALSE(find_match(ComparedText(make_article(1)), none));
  const std::vector<ComparedText> empty{ComparedText("")};
  EXPECT_FALSE(find_match(ComparedText(""), empty));
  EXPECT_FALSE(find_match(ComparedText("短"), empty));
}

TEST(Quote, cuts_at_characters_and_says_so) {
  EXPECT_EQ(quote("甲乙丙丁戊", 1, 3), "乙丙");
  EXPECT_EQ(quote("甲乙丙丁戊", 1, 5, 2), "乙丙…");
  EXPECT_EQ(quote("甲乙", 1, 9), "乙");
  EXPECT_EQ(quote("甲乙", 5, 9), "");
}

}  // namespace
}  // namespace vouch::checks
