// Hostile pages (alerts-security-operations §2.4): refused or read within the arena's budget. Work
// is counted in bytes of the arena and in looks at the clock, not in seconds.
#include <gtest/gtest.h>

#include <string>

#include "core/clock.h"
#include "crawler/page/document.h"
#include "crawler/page/page_reader.h"
#include "tests/fakes/peak_memory.h"

namespace vouch::crawler {
namespace {

constexpr std::size_t kMegabyte = 1024 * 1024;

std::string repeated(const std::string& piece, int times) {
  std::string text;
  text.reserve(piece.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

// Moves on by a millisecond at every look: a deadline is a number of looks.
class CountingClock : public SteadyClock {
 public:
  [[nodiscard]] Point now() const override {
    ++looks_;
    return Point(std::chrono::milliseconds(looks_));
  }
  [[nodiscard]] int looks() const { return looks_; }

 private:
  mutable int looks_ = 0;
};

std::string refusal(const std::string& html, const DocumentLimits& limits = {}) {
  const auto document = Document::parse(html, limits);
  return document ? "" : std::string(refused_name(document.error()));
}

TEST(PageBombs, open_elements_are_counted_before_a_tree_is_built) {
  EXPECT_EQ(refusal(repeated("<div>", 10000)), "depth");
  EXPECT_EQ(refusal(repeated("<div>", 150000)), "depth");
  EXPECT_EQ(refusal(repeated("<b><i>", 400)), "depth");
  EXPECT_EQ(refusal(repeated("<table><tr><td>", 400)), "depth");
}

TEST(PageBombs, a_deep_page_below_the_limit_is_read) {
  EXPECT_EQ(refusal(repeated("<div>", 500) + "x" + repeated("</div>", 500)), "");
  EXPECT_EQ(refusal(repeated("<p>x<li>y<br><img><td>", 20000)), "");
  EXPECT_EQ(refusal(repeated("<span>x</span>", 100000)), "");
}

TEST(PageBombs, tags_inside_comments_and_scripts_are_not_open) {
  EXPECT_EQ(refusal("<!--" + repeated("<div>", 5000) + "--><p>x"), "");
  EXPECT_EQ(refusal("<script>" + repeated("<div>", 5000) + "</script><p>x"), "");
  EXPECT_EQ(refusal("<a title='" + repeated("<div>", 5000) + "'>x</a>"), "");
}

TEST(PageBombs, attributes_of_one_tag_are_counted) {
  std::string tag = "<div";
  for (int i = 0; i < 50000; ++i) tag += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(refusal(tag + ">x</div>"), "attributes");
  std::string fewer = "<div";
  for (int i = 0; i < 1000; ++i) fewer += " a" + std::to_string(i);
  EXPECT_EQ(refusal(fewer + ">x</div>"), "");
}

TEST(PageBombs, the_input_is_bounded) {
  DocumentLimits limits;
  limits.input_bytes = 1000;
  EXPECT_EQ(refusal(std::string(1000, 'x'), limits), "");
  EXPECT_EQ(refusal(std::string(1001, 'x'), limits), "bytes");
}

// Equal ones are opened again three times at most (HTML 13.2.4.3), so each has a name of its own.
std::string fonts_in_paragraphs(int times) {
  std::string html;
  for (int i = 0; i < times; ++i) html += "<p><font a" + std::to_string(i) + "=1>";
  return html;
}

TEST(PageBombs, formatting_that_is_built_again_in_each_paragraph_ends_at_the_budget) {
  DocumentLimits limits;
  limits.time = std::chrono::minutes(10);
  limits.arena_bytes = 32 * kMegabyte;
  EXPECT_EQ(refusal(fonts_in_paragraphs(3000), limits), "bytes");
  const auto fewer = Document::parse(fonts_in_paragraphs(100), limits);
  ASSERT_TRUE(fewer);
  EXPECT_LE(fewer->arena_bytes(), 8 * kMegabyte);
}

TEST(PageBombs, the_deadline_ends_a_parse) {
  const std::string html = repeated("<p>x</p>", 100000);
  CountingClock clock;
  DocumentLimits limits;
  limits.time = std::chrono::milliseconds(50);
  const auto document = Document::parse(html, limits, &clock);
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error(), Refused::kTime);
  EXPECT_LE(clock.looks(), 55);
}

TEST(PageBombs, an_ordinary_large_page_stays_far_below_the_budget) {
  const auto flat = Document::parse(repeated("<p>some text here</p>", 90000));
  ASSERT_TRUE(flat);
  EXPECT_LE(flat->arena_bytes(), 96 * kMegabyte);
  const auto nulls = Document::parse(std::string(kMegabyte, '\0'));
  ASSERT_TRUE(nulls);
  EXPECT_LE(nulls->arena_bytes(), 8 * kMegabyte);
  const auto small = Document::parse("<p>x</p>");
  ASSERT_TRUE(small);
  EXPECT_LE(small->arena_bytes(), 64 * 1024U);
}

// The whole reader over pages that make some part of it work hard: each must end, and say what it
// could not read.
struct HardRow {
  const char* sentence;
  std::string html;
  const char* refused;
};

std::vector<HardRow> hard_rows() {
  std::string rules = "<style>";
  for (int i = 0; i < 3000; ++i) rules += ".a" + std::to_string(i % 50) + " * .b *{color:red}";
  rules += "</style>";
  return {
      {"a_title_of_a_megabyte", "<title>" + repeated("a_b|", 250000) + "</title><p>x", ""},
      {"one_block_of_half_a_million_sentences", "<p>" + repeated("a. ", 500000), ""},
      {"twenty_thousand_robots_metas", repeated("<meta name=robots content=noindex>", 20000), ""},
      {"ten_thousand_canonicals", repeated("<link rel=canonical href=/a>", 10000), ""},
      {"twenty_thousand_links", repeated("<a href=/a>b</a> ", 20000), ""},
      {"nested_json", "<script type=application/ld+json>" + std::string(200000, '[') + "</script>",
       ""},
      {"noscripts_that_never_end", repeated("<noscript><p>", 200), ""},
      {"comments_that_never_end", repeated("<!-- <p>", 100000), ""},
      {"quotes_that_never_end", repeated("<a href=\"x>", 10000), ""},
      {"selectors_that_match_everywhere",
       rules + repeated("<div class='a1 b'>", 200) + repeated("<i class=b>x</i>", 2000), ""},
      {"twenty_thousand_times", repeated("<time>1</time>", 20000), ""},
      {"dates_without_end", "<h1>x</h1><p>" + repeated("2026-11-24更新 ", 100000), ""},
      {"a_template_within_a_template", repeated("<template>", 600), "depth"},
      {"entities_without_end", "<p>" + repeated("&amp", 300000), ""},
      {"entities_in_an_attribute", "<a title='" + repeated("&lt;", 300000) + "'>x", ""},
      {"an_attribute_of_four_megabytes", "<p title='" + std::string(4'000'000, 'x') + "'>x", ""},
      {"a_class_of_a_million_names", rules + "<p class='" + repeated("b ", 1000000) + "'>x", ""},
      {"a_link_of_a_megabyte", "<a href='/" + std::string(1'000'000, 'x') + "'>x</a>", ""},
      {"a_tag_name_of_a_megabyte", "<" + std::string(1'000'000, 'x') + ">x", ""},
      {"comment_marks_in_a_sheet", "<style>" + repeated("<!--", 1'000'000) + "</style><p>x", ""},
      {"one_block_for_every_selector",
       "<style>" + repeated("a,", 4000) + "a{" + repeated("display:none;", 20000) + "}</style>" +
           repeated("<a>x</a>", 500),
       ""},
      {"one_value_for_every_selector",
       "<style>" + repeated("a,", 4000) + "a{color:" + std::string(1'000'000, 'x') +
           "}</style><p>x",
       ""},
      {"a_selector_of_a_million_parts",
       "<style>" + repeated("a ", 1'000'000) + "{color:red}</style><p>x", ""},
      {"classes_that_are_compared_with_every_rule",
       "<style>" + repeated("[class~=zz]{color:red}", 4000) + "</style>" +
           repeated("<i class='" + repeated("za", 10000) + "'>", 50),
       ""},
      {"blocks_within_blocks", "<style>" + repeated("@media screen{", 200000) + "</style><p>x", ""},
      {"inline_styles_of_a_megabyte", "<p style='" + repeated("color:red;", 100000) + "'>x", ""},
      {"a_form_of_twenty_thousand_fields", "<form>" + repeated("<input name=a>", 20000), ""},
      {"options_without_end", "<select>" + repeated("<option>x", 50000), ""},
      {"rows_without_a_table", repeated("<tr><td>", 250), ""},
  };
}

class HardPages : public testing::TestWithParam<HardRow> {};
TEST_P(HardPages, are_read_to_their_end) {
  PageInput input;
  input.url = "http://www.example.com/";
  input.headers = {{"Content-Type", "text/html; charset=utf-8"}};
  input.body = GetParam().html;
  input.limits.time = std::chrono::minutes(5);  // not the deadline is what must save us here
  PageFacts facts;
  EXPECT_PEAK_BELOW(256, [&] { facts = read_page(input); });
  EXPECT_EQ(facts.refused, GetParam().refused);
  for (const SignFact& sign : facts.signs) EXPECT_LT(sign.evidence.size(), 300U);
}
INSTANTIATE_TEST_SUITE_P(rows, HardPages, testing::ValuesIn(hard_rows()),
                         [](const auto& row) { return std::string(row.param.sentence); });

}  // namespace
}  // namespace vouch::crawler
