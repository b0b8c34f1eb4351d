#include "crawler/page/paint.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr double kFarAway = 500;  // pixels beyond an edge that only serve to hide
constexpr double kFarRight = 5000;
constexpr double kFaintest = 0.05;      // opacity
constexpr double kLeastContrast = 1.1;  // crawling-standards §1.5
constexpr double kSmallestFont = 1;     // pixels; up to here unreadable

// The winning value of each property; an unknown value counts as not declared.
class Declared {
 public:
  void set(std::string_view name, std::string_view value) {
    for (auto& row : rows_) {
      if (row.first != name) continue;
      row.second = value;
      return;
    }
    rows_.emplace_back(name, value);
  }
  [[nodiscard]] std::string_view get(std::string_view name) const {
    for (const auto& row : rows_) {
      if (row.first == name) return row.second;
    }
    return {};
  }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> rows_;
};

struct Styles {
  std::vector<Declaration> own;
  Declared declared;
};

// CSS Cascade 4: sheet, inline, then the important ones in the same order.
void collect(Node element, const PaintRules& rules, Styles& styles) {
  const std::vector<const Declaration*> sheet = rules.sheet.declarations_for(element);
  if (const auto style = element.attribute("style")) styles.own = parse_declarations(*style);
  if (sheet.empty() && styles.own.empty()) return;
  for (const bool important : {false, true}) {
    for (const Declaration* row : sheet) {
      if (row->important == important) styles.declared.set(row->name, row->value);
    }
    for (const Declaration& row : styles.own) {
      if (row.important == important) styles.declared.set(row.name, row.value);
    }
  }
}

constexpr std::array<std::string_view, 44> kBlocks = {
    "address", "article", "aside", "blockquote", "body",   "caption", "center",   "dd",
    "details", "dialog",  "dir",   "div",        "dl",     "dt",      "fieldset", "figcaption",
    "figure",  "footer",  "form",  "h1",         "h2",     "h3",      "h4",       "h5",
    "h6",      "header",  "hr",    "html",       "legend", "li",      "main",     "menu",
    "nav",     "ol",      "p",     "pre",        "search", "section", "summary",  "table",
    "td",      "th",      "tr",    "ul"};

Display default_display(std::string_view tag) {
  return std::binary_search(kBlocks.begin(), kBlocks.end(), tag) ? Display::kBlock
                                                                 : Display::kInline;
}

Display display_of(std::string_view value, std::string_view tag) {
  if (value.empty()) return default_display(tag);
  if (value == "none") return Display::kNone;
  return value.starts_with("inline") || value == "contents" ? Display::kInline : Display::kBlock;
}

struct FontKeyword {
  std::string_view name;
  double pixels;
};
constexpr std::array kFontKeywords = {FontKeyword{"xx-small", 9}, FontKeyword{"x-small", 10},
                                      FontKeyword{"small", 13},   FontKeyword{"medium", 16},
                                      FontKeyword{"large", 18},   FontKeyword{"x-large", 24},
                                      FontKeyword{"xx-large", 32}};

// font: [style weight] size[/line-height] family
std::string_view size_in_font(std::string_view font) {
  for (const std::string_view word : split_words(font)) {
    const std::string_view size = word.substr(0, word.find('/'));
    const bool digit = !size.empty() && ((size[0] >= '0' && size[0] <= '9') || size[0] == '.');
    const bool weight = size.size() == 3 && size.ends_with("00");
    if (digit && !weight) return size;
  }
  return {};
}

double font_pixels(const Declared& declared, double parent) {
  std::string_view value = declared.get("font-size");
  if (value.empty()) value = size_in_font(declared.get("font"));
  if (value.empty()) return parent;
  for (const FontKeyword& keyword : kFontKeywords) {
    if (keyword.name == value) return keyword.pixels;
  }
  const auto length = parse_length(value, parent);
  if (!length) return parent <= kSmallestFont ? 16 : parent;  // calc(), var(): not known
  return length->percent ? parent * length->value / 100 : length->value;
}

bool far_negative(std::string_view value, double font) {
  const auto length = parse_length(value, font);
  if (!length) return false;
  return length->percent ? length->value <= -kFarAway : length->value <= -kFarAway;
}

bool far_positive(std::string_view value, double font) {
  const auto length = parse_length(value, font);
  return length && !length->percent && length->value >= kFarRight;
}

bool moved_away(const Declared& declared, double font) {
  const std::string_view position = declared.get("position");
  if (position == "absolute" || position == "fixed" || position == "relative") {
    for (const std::string_view side : {"left", "right", "top", "bottom"}) {
      if (far_negative(declared.get(side), font)) return true;
    }
    if (far_positive(declared.get("left"), font) || far_positive(declared.get("right"), font)) {
      return true;
    }
    for (const std::string_view word : split_words(declared.get("inset"))) {
      if (far_negative(word, font)) return true;
    }
  }
  for (const std::string_view side : {"margin-left", "margin-top"}) {
    if (far_negative(declared.get(side), font)) return true;
  }
  const auto margins = split_words(declared.get("margin"));
  if (!margins.empty() && far_negative(margins.front(), font)) return true;
  return margins.size() == 4 && far_negative(margins[3], font);
}

// "name(arguments)" inside a list of functions.
std::string_view arguments_of(std::string_view functions, std::string_view name) {
  const std::size_t at = functions.find(std::string(name) + "(");
  if (at == std::string_view::npos || (at > 0 && functions[at - 1] != ' ')) return {};
  const std::size_t from = at + name.size() + 1;
  const std::size_t close = functions.find(')', from);
  return close == std::string_view::npos ? std::string_view()
                                         : functions.substr(from, close - from);
}

std::vector<std::string_view> split_arguments(std::string_view arguments) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= arguments.size(); ++i) {
    if (i < arguments.size() && arguments[i] != ',' && arguments[i] != ' ') continue;
    if (i > from) parts.push_back(arguments.substr(from, i - from));
    from = i + 1;
  }
  return parts;
}

std::optional<double> plain_number(std::string_view text) {
  const auto length = parse_length(std::string(text) + "px", 1);
  if (length) return length->value;
  const auto percent = parse_length(text, 1);
  return percent && percent->percent ? std::optional(percent->value / 100) : std::nullopt;
}

std::string_view transformed_away(const Declared& declared, double font) {
  const std::string_view transform = declared.get("transform");
  for (const std::string_view name : {"scale", "scalex", "scaley", "scale3d"}) {
    const auto parts = split_arguments(arguments_of(transform, name));
    for (const std::string_view part : parts) {
      const auto factor = plain_number(part);
      if (factor && *factor > -0.01 && *factor < 0.01) return "scale(0)";
    }
  }
  for (const std::string_view part : split_arguments(declared.get("scale"))) {
    const auto factor = plain_number(part);
    if (factor && *factor > -0.01 && *factor < 0.01) return "scale(0)";
  }
  for (const std::string_view name : {"translate", "translatex", "translatey", "translate3d"}) {
    for (const std::string_view part : split_arguments(arguments_of(transform, name))) {
      if (far_negative(part, font) || far_positive(part, font)) return "off-screen";
    }
  }
  for (const std::string_view part : split_arguments(declared.get("translate"))) {
    if (far_negative(part, font) || far_positive(part, font)) return "off-screen";
  }
  return {};
}

// clip: rect(top right bottom left) without area, clip-path that leaves nothing.
bool clipped(const Declared& declared, double font) {
  const std::string_view position = declared.get("position");
  const auto pixels = [&](std::string_view part) {
    const auto length = parse_length(part, font);
    return length && !length->percent ? std::optional(length->value) : std::nullopt;
  };
  const auto rect = split_arguments(arguments_of(declared.get("clip"), "rect"));
  if (rect.size() == 4 && (position == "absolute" || position == "fixed")) {
    const auto top = pixels(rect[0]);
    const auto right = pixels(rect[1]);
    const auto bottom = pixels(rect[2]);
    const auto left = pixels(rect[3]);
    if (top && bottom && *bottom - *top <= 1) return true;
    if (left && right && *right - *left <= 1) return true;
  }
  const std::string_view path = declared.get("clip-path");
  const auto inset = split_arguments(arguments_of(path, "inset"));
  if (!inset.empty()) {
    const auto first = parse_length(inset.front(), font);
    if (first && first->percent && first->value >= (inset.size() == 1 ? 50 : 100)) return true;
  }
  const auto circle = split_arguments(arguments_of(path, "circle"));
  if (!circle.empty()) {
    const auto radius = parse_length(circle.front(), font);
    if (radius && radius->value <= 0) return true;
  }
  const auto corners = split_arguments(arguments_of(path, "polygon"));
  return !corners.empty() && std::all_of(corners.begin(), corners.end(), [&](std::string_view c) {
    const auto length = parse_length(c, font);
    return length && length->value == 0;
  });
}

bool hides_overflow(const Declared& declared) {
  for (const std::string_view name : {"overflow", "overflow-x", "overflow-y"}) {
    const std::string_view value = declared.get(name);
    if (value.find("hidden") != std::string_view::npos ||
        value.find("clip") != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

bool at_most_a_pixel(std::string_view value, double font) {
  const auto length = parse_length(value, font);
  return length && length->value <= 1 && length->value >= 0;
}

// A box without area whose overflow is cut. Padding gives a box area (the usual frame for videos).
bool zero_box(const Declared& declared, double font) {
  if (!hides_overflow(declared)) return false;
  for (const std::string_view name : {"padding", "padding-top", "padding-bottom"}) {
    for (const std::string_view word : split_words(declared.get(name))) {
      const auto length = parse_length(word, font);
      if (!length || length->value > 1) return false;
    }
  }
  for (const std::string_view name : {"width", "height", "max-width", "max-height"}) {
    if (at_most_a_pixel(declared.get(name), font)) return true;
  }
  return false;
}

bool is_animated(const Declared& declared) {
  for (const std::string_view name : {"animation", "animation-name"}) {
    const std::string_view value = declared.get(name);
    if (!value.empty() && value != "none") return true;
  }
  return false;
}

double own_opacity(const Declared& declared) {
  if (is_animated(declared)) return 1;  // fades in
  double opacity = 1;
  if (const auto value = plain_number(declared.get("opacity"))) {
    opacity = std::clamp(*value, 0.0, 1.0);
  }
  const auto filter = split_arguments(arguments_of(declared.get("filter"), "opacity"));
  if (!filter.empty()) {
    if (const auto value = plain_number(filter.front())) opacity *= std::clamp(*value, 0.0, 1.0);
  }
  return opacity;
}

struct Background {
  bool set = false;
  bool picture = false;
  std::optional<Color> color;
};

Background background_of(const Declared& declared, Node element) {
  Background background;
  const auto look_at = [&](std::string_view value) {
    if (value.empty()) return;
    background.set = true;
    if (value.find("url(") != std::string_view::npos ||
        value.find("gradient(") != std::string_view::npos ||
        value.find("var(") != std::string_view::npos) {
      background.picture = true;
    }
    for (const std::string_view word : split_words(value)) {
      if (const auto color = parse_color(word)) background.color = color;
    }
  };
  if (const auto legacy = element.attribute("bgcolor")) {
    background.set = true;
    background.color = parse_legacy_color(*legacy);
  }
  if (const auto picture = element.attribute("background"); picture && !picture->empty()) {
    background.set = true;
    background.picture = true;
  }
  look_at(declared.get("background"));
  look_at(declared.get("background-image"));
  look_at(declared.get("background-color"));
  return background;
}

void paint_colors(Node element, const Declared& declared, const PaintRules& rules, Paint& paint) {
  const std::string_view tag = element.tag();
  const Background background = background_of(declared, element);
  const bool named = element.attribute("class") || element.attribute("id");
  if (background.picture) {
    paint.background.reset();
  } else if (background.color && background.color->alpha >= 0.99) {
    paint.background = background.color;
  } else if (background.color && background.color->alpha > kFaintest) {
    paint.background.reset();  // a mixture
  } else if (rules.outside_styles && named) {
    paint.background.reset();
  }

  std::optional<Color> color;
  if (tag == "font") {
    if (const auto value = element.attribute("color")) color = parse_legacy_color(*value);
  } else if (tag == "body") {
    if (const auto value = element.attribute("text")) color = parse_legacy_color(*value);
  } else if (tag == "a") {
    // Links have a colour of their own, blue unless something says otherwise.
    paint.color = rules.outside_styles ? std::nullopt : std::optional(Color{0, 0, 238, 1});
    paint.transparent_text = false;
  } else if (rules.outside_styles && named) {
    paint.color.reset();
  }
  for (const std::string_view name : {"color", "-webkit-text-fill-color"}) {
    const std::string_view value = declared.get(name);
    if (value.empty() || value == "inherit") continue;
    color = parse_color(value);
    if (!color) paint.color.reset();  // var(), currentcolor, a name that is not known here
    paint.transparent_text = false;
  }
  if (color) {
    paint.color = color;
    // Text in the colours of a clipped background shows that background.
    const bool shows_background = declared.get("background-clip") == "text" ||
                                  declared.get("-webkit-background-clip") == "text";
    paint.transparent_text = color->alpha < kFaintest && !shows_background;
  }
}

bool closed_details_hide(Node element) {
  const Node parent = element.parent();
  if (parent.tag() != "details" || parent.attribute("open")) return false;
  if (element.tag() != "summary") return true;
  for (Node before = element.previous_sibling(); before; before = before.previous_sibling()) {
    if (before.tag() == "summary") return true;
  }
  return false;
}

std::string_view hidden_by_own_style(Node element, const Declared& declared, const Paint& paint) {
  const std::string_view display = declared.get("display");
  if (display == "none") return "display:none";
  if (element.attribute("hidden") && display.empty()) return "hidden attribute";
  if (element.tag() == "dialog" && !element.attribute("open") && display.empty()) {
    return "closed dialog";
  }
  if (closed_details_hide(element)) return "closed details";
  if (declared.empty()) return paint.opacity < kFaintest ? "opacity" : std::string_view();
  if (declared.get("content-visibility") == "hidden") return "content-visibility";
  if (paint.opacity < kFaintest) return "opacity";
  if (moved_away(declared, paint.font_pixels)) return "off-screen";
  if (const auto reason = transformed_away(declared, paint.font_pixels); !reason.empty()) {
    return reason;
  }
  if (clipped(declared, paint.font_pixels)) return "clip";
  if (zero_box(declared, paint.font_pixels)) return "zero box";
  return {};
}

}  // namespace

PaintRules paint_rules(const Document& document, const LiftedStyles& styles) {
  PaintRules rules;
  for (const Node node : document.listed()) {
    const std::string_view tag = node.tag();
    if (tag == "style") {
      const auto media = node.attribute("media");
      if (media && ascii_iequals(trim(*media), "print")) continue;
      std::string css(styles.sheet(node.first_child().text()));
      if (media && !media->empty()) css = "@media " + std::string(*media) + "{" + css + "}";
      rules.sheet.add(css);
    } else if (tag == "link") {
      const auto rel = node.attribute("rel");
      if (rel && ascii_lower(*rel).find("stylesheet") != std::string::npos) {
        rules.outside_styles = true;
      }
    }
  }
  rules.outside_styles = rules.outside_styles || rules.sheet.imports();
  return rules;
}

Paint root_paint(const PaintRules& rules) {
  Paint paint;
  paint.display = Display::kBlock;
  if (!rules.outside_styles) {
    paint.color = Color{0, 0, 0, 1};
    paint.background = Color{255, 255, 255, 1};
  }
  return paint;
}

Paint paint_of(Node element, const Paint& parent, const PaintRules& rules) {
  Styles styles;
  collect(element, rules, styles);
  const Declared& declared = styles.declared;
  Paint paint = parent;
  paint.display = display_of(declared.get("display"), element.tag());
  paint.font_pixels = font_pixels(declared, parent.font_pixels);
  paint.opacity = parent.opacity * own_opacity(declared);
  if (const std::string_view value = declared.get("visibility"); !value.empty()) {
    paint.invisible = value == "hidden" || value == "collapse";
  }
  if (const std::string_view value = declared.get("text-indent"); !value.empty()) {
    const auto indent = parse_length(value, paint.font_pixels);
    paint.indented_away =
        far_negative(value, paint.font_pixels) ||
        (indent && (indent->percent ? indent->value >= 100 : indent->value >= kFarRight) &&
         hides_overflow(declared));
  }
  paint_colors(element, declared, rules, paint);
  if (paint.hidden.empty()) paint.hidden = hidden_by_own_style(element, declared, paint);
  return paint;
}

std::string_view hides_text(const Paint& paint) {
  if (!paint.hidden.empty()) return paint.hidden;
  if (paint.invisible) return "visibility:hidden";
  if (paint.font_pixels <= kSmallestFont) return "font-size";
  if (paint.indented_away) return "text-indent";
  if (paint.transparent_text) return "transparent colour";
  if (paint.color && paint.background && paint.color->alpha >= 0.99 &&
      contrast(*paint.color, *paint.background) < kLeastContrast) {
    return "same colour";
  }
  return {};
}

bool is_dot(Node image, const PaintRules& rules) {
  Styles styles;
  collect(image, rules, styles);
  for (const std::string_view name : {"width", "height"}) {
    const std::string_view styled = styles.declared.get(name);
    if (!styled.empty()) {
      if (at_most_a_pixel(styled, 16)) return true;
      continue;
    }
    const auto attribute = image.attribute(name);
    if (attribute && (trim(*attribute) == "0" || trim(*attribute) == "1" ||
                      at_most_a_pixel(trim(*attribute), 16))) {
      return true;
    }
  }
  return false;
}

bool has_background_image(Node element, const PaintRules& rules) {
  Styles styles;
  collect(element, rules, styles);
  return background_of(styles.declared, element).picture;
}

}  // namespace vouch::crawler
