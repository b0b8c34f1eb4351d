// A sheet over a fixed small page, and the values of its declarations.
#include <cmath>
#include <string>

#include "crawler/page/css.h"
#include "crawler/page/stylesheet.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vouch::crawler;  // NOLINT(google-build-using-namespace): one function
  const std::string_view css = vouch::fuzz::text_of(data, size);
  static const auto document = Document::parse(
      "<body class='a b'><div id=x class='b c' lang=zh-CN><p data-a='b c'><a href=/>t</a>"
      "<span style='color:red'>u</span></p></div>");
  Stylesheet sheet;
  sheet.add(css);
  for (Node node = document->root(); node; node = next_in_tree(node, document->root())) {
    if (!node.is_element()) continue;
    for (const Declaration* row : sheet.declarations_for(node)) {
      require(!row->name.empty(), "a declaration has a name");
    }
  }
  for (const Declaration& row : parse_declarations(css)) {
    if (const auto length = parse_length(row.value, 16)) {
      require(!std::isnan(length->value), "a length is a number");
    }
    if (const auto color = parse_color(row.value)) {
      const double ratio = contrast(*color, Color{});
      require(ratio >= 1 && ratio <= 21.001, "contrast lies between 1 and 21");
    }
    split_words(row.value);
  }
  return 0;
}
