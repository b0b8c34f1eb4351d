// The little of CSS that decides whether a reader can see a text: declarations, lengths, colours.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::crawler {

struct Declaration {
  std::string name;   // lower case
  std::string value;  // lower case, white space folded, without "!important"
  bool important = false;
};

// The declarations that can hide text; all others are dropped. Bad ones are skipped (CSS Syntax 5).
std::vector<Declaration> parse_declarations(std::string_view css);

struct Length {
  double value = 0;  // pixels, or percent
  bool percent = false;
};
// `font_pixels` is what 1em means. None for keywords and for what cannot be computed here (calc()).
std::optional<Length> parse_length(std::string_view text, double font_pixels);

struct Color {
  double red = 0, green = 0, blue = 0;  // 0 .. 255
  double alpha = 1;
};
std::optional<Color> parse_color(std::string_view text);
// HTML's rules for legacy colour values (bgcolor, <font color>): "fff" is white.
std::optional<Color> parse_legacy_color(std::string_view text);
double contrast(const Color& left, const Color& right);  // WCAG 2 ratio, 1 .. 21

std::vector<std::string_view> split_words(std::string_view text);  // at spaces outside parentheses

}  // namespace vouch::crawler
