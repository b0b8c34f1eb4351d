// The grammar of selectors in data files: what is understood, and what is said of what is not.
#include "core/selector.h"

#include <gtest/gtest.h>

namespace vouch {
namespace {

struct Row {
  const char* sentence;
  std::string text;
  std::string problem;  // part of the message
};

class Mistake : public testing::TestWithParam<Row> {};

TEST_P(Mistake, is_named_with_its_place) {
  const auto parsed = parse_selector(GetParam().text);
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().code, ErrorCode::kInvalid);
  EXPECT_NE(parsed.error().message.find(GetParam().problem), std::string::npos)
      << parsed.error().message;
}

std::string chain(std::size_t parts) {
  std::string text = "a";
  for (std::size_t i = 1; i < parts; ++i) text += " a";
  return text;
}

INSTANTIATE_TEST_SUITE_P(
    rows, Mistake,
    testing::Values(
        Row{"nothing", "", "an element is missing at character 1"},
        Row{"an_empty_member_of_a_list", "a,,b", "an element is missing at character 3"},
        Row{"a_list_that_ends_with_a_comma", "a, ", "an element is missing at character 4"},
        Row{"a_class_without_a_name", "div. b", "the name behind \".\" is missing at character 5"},
        Row{"an_id_without_a_name", "#", "the name behind \"#\" is missing at character 2"},
        Row{"an_attribute_without_a_name", "[=a]",
            "the attribute's name is missing at character 2"},
        Row{"an_attribute_that_is_not_closed", "a[b", "one of = ^= $= *= ~= is missing"},
        Row{"a_value_that_is_not_closed", "a[b='c]", "closing quotation mark"},
        Row{"a_value_without_its_bracket", "a[b=c", "\"]\" is missing at character 6"},
        Row{"an_unknown_test", "a[b|=c]", "one of = ^= $= *= ~= is missing"},
        Row{"a_test_for_an_empty_part", "a[b^='']", "an empty value matches nothing"},
        Row{"an_escape", "a[b='\\\"']", "escapes are not known"},
        Row{"a_pseudo_class", "a:hover", "only :not() is known at character 2"},
        Row{"a_negation_of_two", "a:not(b.c)", "one simple selector"},
        Row{"a_negation_of_nothing", "a:not()", ":not() takes one type"},
        Row{"a_negation_of_a_negation", "a:not(:not(b))", ":not() takes one type"},
        Row{"a_sibling_combinator", "a + b", "sibling combinators are not known at character 3"},
        Row{"a_child_of_nothing", "> a", "an element is missing at character 1"},
        Row{"a_parent_of_nothing", "a >", "an element is missing at character 4"},
        Row{"a_stray_character", "a!b", "unexpected character at character 2"},
        Row{"more_parts_than_16", chain(17), "too many parts"},
        Row{"more_bytes_than_2000", std::string(2001, 'a'), "at most 2000 bytes"}),
    [](const auto& row) { return std::string(row.param.sentence); });

TEST(Selector, all_parts_are_read) {
  const auto parsed = parse_selector("DIV#a.b.c[D=\"e f\"][g^=h]:not([i]) > *  p, x-y");
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 2u);
  const ComplexSelector& first = parsed->front();
  ASSERT_EQ(first.compounds.size(), 3u);
  const CompoundSelector& div = first.compounds[0];
  EXPECT_EQ(div.type, "div");
  EXPECT_EQ(div.ids, std::vector<std::string>{"a"});
  EXPECT_EQ(div.classes, (std::vector<std::string>{"b", "c"}));
  const std::vector<AttributeCondition> attributes = {{"d", AttributeTest::kEquals, "e f"},
                                                      {"g", AttributeTest::kPrefix, "h"}};
  EXPECT_EQ(div.attributes, attributes);
  ASSERT_EQ(div.negated.size(), 1u);
  EXPECT_EQ(div.negated[0].attributes[0].name, "i");
  EXPECT_EQ(first.compounds[1], CompoundSelector());
  EXPECT_EQ(first.combinators,
            (std::vector<Combinator>{Combinator::kChild, Combinator::kDescendant}));
  EXPECT_EQ(parsed->back().compounds[0].type, "x-y");
}

TEST(Selector, sixteen_parts_are_not_too_many) {
  EXPECT_TRUE(parse_selector(chain(16)).has_value());
}

}  // namespace
}  // namespace vouch
