#include "crawler/page/character_references.h"

#include <gtest/gtest.h>

#include "core/text.h"
#include "crawler/page/document.h"

namespace vouch::crawler {
namespace {

struct Row {
  const char* sentence;
  const char* html;
  const char* text;
};

// What a browser shows of each (HTML 13.2.5.80); found by the fuzzer, which saw bytes that are no
// UTF-8.
TEST(CharacterReferences, of_any_size_become_characters) {
  const std::vector<Row> rows = {
      {"a_character", "&#20928;", "净"},
      {"the_last_one", "&#x10FFFF;", "\U0010FFFF"},
      {"leading_zeros_do_not_count", "&#x0000000000000041;", "A"},
      {"one_beyond_the_last", "&#x110000;", "\uFFFD"},
      {"beyond_an_int", "&#89999999999;", "\uFFFD"},
      {"beyond_an_int_and_negative", "&#4294967295;", "\uFFFD"},
      {"beyond_an_int_and_a_letter", "&#4294967361;", "\uFFFD"},
      {"hexadecimal_beyond_64_bits", "&#XfffffffffffffffffFFF;x", "\uFFFDx"},
      {"without_its_semicolon", "&#99999999999999 x", "\uFFFD x"},
      {"no_number", "&#;&#x;&#xg", "&#;&#x;&#xg"},
      {"zero", "&#0;", "\uFFFD"},
      {"a_surrogate", "&#xD800;", "\uFFFD"},
  };
  for (const Row& row : rows) {
    const auto document = Document::parse(std::string("<p title=\"") + row.html + "\">" + row.html);
    ASSERT_TRUE(document);
    const Node paragraph = document->body().first_child();
    EXPECT_EQ(paragraph.first_child().text(), row.text) << row.sentence;
    EXPECT_EQ(paragraph.attribute("title"), row.text) << row.sentence;
  }
}

TEST(CharacterReferences, nothing_else_is_touched_and_nothing_moves) {
  std::string html = "&#1;&&##x9999999999;&#9999999999999999;a&#x";
  const std::string before = html;
  tame_character_references(html);
  EXPECT_EQ(html, "&#1;&&##x9999999999;&#0000000000000000;a&#x");
  EXPECT_EQ(html.size(), before.size());
}

}  // namespace
}  // namespace vouch::crawler
