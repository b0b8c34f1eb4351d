// Whether a reader can see the text of an element, as far as the page's own bytes prove it
// (crawling-standards §1.5, rules 1 and 3). What an outside stylesheet could change stays visible.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/page/css.h"
#include "crawler/page/document.h"
#include "crawler/page/kept_markup.h"
#include "crawler/page/stylesheet.h"

namespace vouch::crawler {

enum class Display { kInline, kBlock, kNone };

// The state of one element that its children start from.
struct Paint {
  std::string_view hidden;  // rule that hides the whole subtree; empty: none
  bool invisible = false;   // visibility: a child may show itself again
  double font_pixels = 16;
  bool indented_away = false;
  double opacity = 1;
  Display display = Display::kInline;
  std::optional<Color> color;
  std::optional<Color> background;  // nearest opaque one; none: not known
  bool transparent_text = false;
};

struct PaintRules {
  Stylesheet sheet;
  bool outside_styles = false;  // <link rel=stylesheet> or @import: colours may come from there
};

// `styles`: what was lifted out of the document's markup.
PaintRules paint_rules(const Document& document, const LiftedStyles& styles = {});
Paint root_paint(const PaintRules& rules);
Paint paint_of(Node element, const Paint& parent, const PaintRules& rules);

// The rule that hides text standing directly in an element; empty when it can be seen.
std::string_view hides_text(const Paint& paint);
// Whether an image (its attributes and style) is a dot of at most one pixel.
bool is_dot(Node image, const PaintRules& rules);
// Whether the element's own style puts a picture behind it.
bool has_background_image(Node element, const PaintRules& rules);

}  // namespace vouch::crawler
