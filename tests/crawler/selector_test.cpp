// Which elements a selector matches, and that a hostile page cannot make it work for long.
#include "crawler/page/selector.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

namespace vouch::crawler {
namespace {

// Ids of the elements below <body> that match, in page order.
std::string matched(const std::string& html, const std::string& selector) {
  const auto document = Document::parse("<!doctype html><body>" + html);
  const auto compiled = Selector::compile(selector);
  if (!document || !compiled) return "broken";
  MatchBudget budget;
  std::string ids;
  for (Node node = document->root(); node; node = next_in_tree(node, document->root())) {
    if (!compiled->matches(node, budget)) continue;
    ids += (ids.empty() ? "" : " ") + std::string(node.attribute("id").value_or("?"));
  }
  return ids;
}

struct Row {
  const char* sentence;
  std::string selector;
  std::string html;
  std::string ids;
};

class Match : public testing::TestWithParam<Row> {};

TEST_P(Match, takes_these_elements) {
  EXPECT_EQ(matched(GetParam().html, GetParam().selector), GetParam().ids);
}

const std::string kNested =
    "<div id=1 class='a'><p id=2><b id=3></b></p></div><section id=4 class=a><div id=5>"
    "<p id=6><i id=7><b id=8></b></i></p></div></section>";

INSTANTIATE_TEST_SUITE_P(
    rows, Match,
    testing::Values(
        Row{"a_type", "p", kNested, "2 6"}, Row{"a_type_in_any_case", "P", kNested, "2 6"},
        Row{"every_element", "div *", kNested, "2 3 6 7 8"}, Row{"an_id", "#5", kNested, "5"},
        Row{"a_class", ".a", kNested, "1 4"},
        Row{"a_class_is_a_whole_word", ".ab", "<p id=1 class='ab-c x'><p id=2 class='x ab y'>",
            "2"},
        Row{"class_names_keep_their_case", ".ab", "<p id=1 class=AB><p id=2 class=ab>", "2"},
        Row{"classes_parted_by_any_white_space", ".b", "<p id=1 class='a\n\tb'>", "1"},
        Row{"two_classes_in_any_order", ".b.a", "<p id=1 class='a b'><p id=2 class=a>", "1"},
        Row{"a_descendant_at_any_depth", "section b", kNested, "8"},
        Row{"a_child_is_direct", "p > b", kNested, "3"},
        Row{"a_child_below_a_descendant", ".a p > b", kNested, "3"},
        Row{"children_all_the_way", "section > div > p > i > b", kNested, "8"},
        Row{"a_chain_may_begin_above_a_nearer_one_that_fails", ".x > div b",
            "<p class=x></p><main class=x><div><div><b id=1></b></div></div></main>", "1"},
        Row{"a_chain_that_begins_nowhere", ".y > div b", "<main class=x><div><b id=1>", ""},
        Row{"an_attribute", "[data-x]", "<p id=1 data-x><p id=2>", "1"},
        Row{"an_attribute_in_any_case", "[DATA-X]", "<p id=1 Data-X=''>", "1"},
        Row{"an_attribute_value", "[a=b]", "<p id=1 a=b><p id=2 a=bb>", "1"},
        Row{"a_value_in_quotation_marks", "[a=\"b c\"]", "<p id=1 a='b c'>", "1"},
        Row{"a_beginning", "[a^=b]", "<p id=1 a=bc><p id=2 a=cb>", "1"},
        Row{"an_end", "[a$=b]", "<p id=1 a=bc><p id=2 a=cb>", "2"},
        Row{"a_part", "[a*=b]", "<p id=1 a=cbc><p id=2 a=c>", "1"},
        Row{"a_word", "[a~=b]", "<p id=1 a='c b'><p id=2 a=cb>", "1"},
        Row{"an_empty_value", "[a='']", "<p id=1 a><p id=2 a=b>", "1"},
        Row{"not_a_class", "p:not(.b)", "<p id=1 class=b><p id=2>", "2"},
        Row{"not_an_attribute", "p:not([a])", "<p id=1 a><p id=2>", "2"},
        Row{"a_list", "i, section > div", kNested, "5 7"},
        Row{"the_first_of_two_equal_attributes_counts", "[a=b]", "<p id=1 a=b a=c>", "1"},
        Row{"an_unknown_element", "g-card", "<g-card id=1></g-card>", "1"},
        Row{"characters_of_references_are_read", "[a='b&c']", "<p id=1 a='b&amp;c'>", "1"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(SelectorSet, says_what_each_selector_says) {
  const std::vector<std::string> texts = {"p",      "#2",          ".a",   ".a b",  "[id]",
                                          "p, .a",  "b:not(#3)",   "*",    "p > b", "section .a",
                                          "html b", ".a.a, b, #8", "i > b"};
  SelectorSet set;
  std::vector<Selector> each;
  for (const std::string& text : texts) {
    each.push_back(Selector::compile(text).value());
    EXPECT_EQ(set.add(each.back()), each.size() - 1);
  }
  EXPECT_EQ(set.size(), texts.size());
  const auto document = Document::parse("<!doctype html><body>" + kNested);
  ASSERT_TRUE(document.has_value());
  MatchBudget budget;
  std::vector<std::size_t> found;
  for (Node node = document->root(); node; node = next_in_tree(node, document->root())) {
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < each.size(); ++i) {
      if (each[i].matches(node, budget)) expected.push_back(i);
    }
    set.match(node, budget, found);
    EXPECT_EQ(found, expected);
  }
}

// The definition, with all ways tried.
bool matches_slowly(const ComplexSelector& selector, std::size_t part, Node node) {
  const CompoundSelector& wanted = selector.compounds[part];
  if (node.tag() != wanted.type) return false;
  if (part == 0) return true;
  for (Node above = node.parent(); above; above = above.parent()) {
    if (matches_slowly(selector, part - 1, above)) return true;
    if (selector.combinators[part - 1] == Combinator::kChild) break;
  }
  return false;
}

RC_GTEST_PROP(SelectorProperty, chains_match_as_the_definition_says, ()) {
  const auto tags = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 3));
  const auto parts = *rc::gen::resize(
      5, rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))));
  RC_PRE(parts.size() <= 6);
  const std::string names[] = {"b", "i", "u"};
  std::string html = "<!doctype html><body>";
  for (const int tag : tags) html += "<x-" + names[tag] + ">";
  std::string selector;
  for (const int part : parts) {
    if (!selector.empty()) selector += part < 3 ? " " : " > ";
    selector += "x-" + names[part % 3];
  }
  const auto document = Document::parse(html);
  const auto compiled = Selector::compile(selector);
  const auto parsed = parse_selector(selector);
  RC_ASSERT(document.has_value() && compiled.has_value() && parsed.has_value());
  MatchBudget budget;
  const ComplexSelector& complex = parsed->front();
  for (Node node = document->root(); node; node = next_in_tree(node, document->root())) {
    RC_ASSERT(compiled->matches(node, budget) ==
              matches_slowly(complex, complex.compounds.size() - 1, node));
  }
}

// 500 deep, and a selector of 16 parts that fits everywhere but at its beginning: trying all ways
// would take 500 over 15 of them.
TEST(SelectorBound, a_deep_page_and_a_long_chain_cost_their_product) {
  std::string html = "<!doctype html><body>";
  for (int i = 0; i < 500; ++i) html += "<b>";
  const auto document = Document::parse(html);
  ASSERT_TRUE(document.has_value());
  std::string chain = "#nowhere";
  for (int i = 0; i < 7; ++i) chain += " b > b";
  const auto selector = Selector::compile(chain);
  ASSERT_TRUE(selector.has_value());
  MatchBudget budget(std::size_t{3} * 500 * 500 * 15);
  for (Node node = document->root(); node; node = next_in_tree(node, document->root())) {
    EXPECT_FALSE(selector->matches(node, budget));
  }
  EXPECT_FALSE(budget.exhausted());
}

TEST(SelectorBound, a_used_up_budget_matches_nothing) {
  const auto document = Document::parse("<!doctype html><body><p class=a>");
  const auto selector = Selector::compile("p:not(.b)");
  ASSERT_TRUE(document && selector);
  MatchBudget budget(2);
  const Node paragraph = document->body().first_child();
  EXPECT_FALSE(selector->matches(paragraph, budget));
  EXPECT_TRUE(budget.exhausted());
}

TEST(SelectorBound, a_long_attribute_costs_by_its_length) {
  const auto document =
      Document::parse("<!doctype html><body><p class='" + std::string(1'000'000, 'x') + "'>");
  const auto selector = Selector::compile(".a");
  ASSERT_TRUE(document && selector);
  MatchBudget budget(10'000);
  EXPECT_FALSE(selector->matches(document->body().first_child(), budget));
  EXPECT_TRUE(budget.exhausted());
}

}  // namespace
}  // namespace vouch::crawler
