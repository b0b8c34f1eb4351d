#include "crawler/page/css.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::array kRelevant = {"background",
                                  "background-clip",
                                  "background-color",
                                  "background-image",
                                  "bottom",
                                  "clip",
                                  "clip-path",
                                  "color",
                                  "content-visibility",
                                  "display",
                                  "filter",
                                  "font",
                                  "font-size",
                                  "height",
                                  "inset",
                                  "left",
                                  "margin",
                                  "margin-left",
                                  "margin-top",
                                  "max-height",
                                  "max-width",
                                  "opacity",
                                  "overflow",
                                  "overflow-x",
                                  "overflow-y",
                                  "padding",
                                  "padding-bottom",
                                  "padding-top",
                                  "position",
                                  "right",
                                  "scale",
                                  "text-indent",
                                  "top",
                                  "transform",
                                  "translate",
                                  "visibility",
                                  "white-space",
                                  "width",
                                  "-webkit-background-clip",
                                  "-webkit-text-fill-color"};

bool is_relevant(std::string_view name) {
  return std::any_of(kRelevant.begin(), kRelevant.end(),
                     [&](std::string_view row) { return row == name; });
}

// Without comments, ASCII letters in lower case, white space folded.
std::string normalise(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  for (std::size_t i = 0; i < css.size(); ++i) {
    if (css.substr(i, 2) == "/*") {
      const std::size_t close = css.find("*/", i + 2);
      if (close == std::string_view::npos) break;
      i = close + 1;
      continue;
    }
    const char c = css[i];
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    if (!space) {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

// The next ';' outside strings and parentheses.
std::size_t declaration_end(std::string_view css, std::size_t at) {
  int depth = 0;
  char quote = '\0';
  for (; at < css.size(); ++at) {
    const char c = css[at];
    if (quote != '\0') {
      if (c == '\\') {
        ++at;
      } else if (c == quote) {
        quote = '\0';
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == ';' && depth <= 0) {
      return at;
    }
  }
  return css.size();
}

std::optional<double> number_prefix(std::string_view& text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

struct Unit {
  std::string_view name;
  double pixels;
};
// Viewport units as in a window of 1280 x 800.
constexpr std::array kUnits = {Unit{"px", 1},   Unit{"pt", 96.0 / 72}, Unit{"pc", 16},
                               Unit{"in", 96},  Unit{"cm", 96 / 2.54}, Unit{"mm", 96 / 25.4},
                               Unit{"rem", 16}, Unit{"vw", 12.8},      Unit{"vh", 8},
                               Unit{"vmin", 8}, Unit{"vmax", 12.8}};

struct NamedColor {
  std::string_view name;
  std::uint32_t rgb;
};
// CSS Color 4 names that occur as text or background on real pages.
constexpr std::array kNamedColors = {
    NamedColor{"white", 0xFFFFFF},       NamedColor{"black", 0x000000},
    NamedColor{"red", 0xFF0000},         NamedColor{"green", 0x008000},
    NamedColor{"blue", 0x0000FF},        NamedColor{"yellow", 0xFFFF00},
    NamedColor{"orange", 0xFFA500},      NamedColor{"gray", 0x808080},
    NamedColor{"grey", 0x808080},        NamedColor{"silver", 0xC0C0C0},
    NamedColor{"maroon", 0x800000},      NamedColor{"purple", 0x800080},
    NamedColor{"fuchsia", 0xFF00FF},     NamedColor{"magenta", 0xFF00FF},
    NamedColor{"lime", 0x00FF00},        NamedColor{"olive", 0x808000},
    NamedColor{"navy", 0x000080},        NamedColor{"teal", 0x008080},
    NamedColor{"aqua", 0x00FFFF},        NamedColor{"cyan", 0x00FFFF},
    NamedColor{"snow", 0xFFFAFA},        NamedColor{"ivory", 0xFFFFF0},
    NamedColor{"whitesmoke", 0xF5F5F5},  NamedColor{"ghostwhite", 0xF8F8FF},
    NamedColor{"floralwhite", 0xFFFAF0}, NamedColor{"mintcream", 0xF5FFFA},
    NamedColor{"azure", 0xF0FFFF},       NamedColor{"aliceblue", 0xF0F8FF},
    NamedColor{"seashell", 0xFFF5EE},    NamedColor{"beige", 0xF5F5DC},
    NamedColor{"linen", 0xFAF0E6},       NamedColor{"gainsboro", 0xDCDCDC},
    NamedColor{"lightgray", 0xD3D3D3},   NamedColor{"lightgrey", 0xD3D3D3},
    NamedColor{"darkgray", 0xA9A9A9},    NamedColor{"darkgrey", 0xA9A9A9},
    NamedColor{"dimgray", 0x696969},     NamedColor{"dimgrey", 0x696969},
    NamedColor{"pink", 0xFFC0CB},        NamedColor{"gold", 0xFFD700},
    NamedColor{"brown", 0xA52A2A},       NamedColor{"darkred", 0x8B0000},
    NamedColor{"darkblue", 0x00008B},    NamedColor{"darkgreen", 0x006400}};

Color from_rgb(std::uint32_t rgb) {
  return Color{static_cast<double>(rgb >> 16U), static_cast<double>((rgb >> 8U) & 0xFFU),
               static_cast<double>(rgb & 0xFFU), 1};
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// #rgb, #rgba, #rrggbb, #rrggbbaa without the "#".
std::optional<Color> hex_color(std::string_view digits) {
  if (digits.size() != 3 && digits.size() != 4 && digits.size() != 6 && digits.size() != 8) {
    return std::nullopt;
  }
  const std::size_t width = digits.size() < 6 ? 1 : 2;
  std::array<double, 4> parts{0, 0, 0, 255};
  for (std::size_t i = 0; i * width < digits.size(); ++i) {
    const auto high = hex_digit(digits[i * width]);
    const auto low = hex_digit(digits[i * width + width - 1]);
    if (!high || !low) return std::nullopt;
    parts[i] = *high * 16.0 + *low;
  }
  return Color{parts[0], parts[1], parts[2], parts[3] / 255};
}

// The numbers of rgb(), rgba(), hsl(), hsla(); commas, spaces and "/" separate.
std::vector<std::pair<double, bool>> function_numbers(std::string_view arguments) {
  std::vector<std::pair<double, bool>> numbers;
  while (!arguments.empty()) {
    const char c = arguments.front();
    if (c == ' ' || c == ',' || c == '/') {
      arguments.remove_prefix(1);
      continue;
    }
    const auto value = number_prefix(arguments);
    if (!value) return {};
    bool percent = false;
    if (arguments.starts_with('%')) {
      percent = true;
      arguments.remove_prefix(1);
    } else if (arguments.starts_with("deg")) {
      arguments.remove_prefix(3);
    }
    numbers.emplace_back(*value, percent);
  }
  return numbers;
}

Color from_hsl(double hue, double saturation, double lightness) {
  const auto channel = [&](double n) {
    const double k = std::fmod(n + hue / 30, 12);
    const double a = saturation * std::min(lightness, 1 - lightness);
    return 255 * (lightness - a * std::max(-1.0, std::min({k - 3, 9 - k, 1.0})));
  };
  return Color{channel(0), channel(8), channel(4), 1};
}

double luminance(const Color& color) {
  const auto linear = [](double channel) {
    const double c = std::clamp(channel, 0.0, 255.0) / 255;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

std::vector<Declaration> parse_declarations(std::string_view css) {
  const std::string text = normalise(css);
  std::vector<Declaration> declarations;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = declaration_end(text, at);
    const std::string_view part = std::string_view(text).substr(at, end - at);
    at = end + 1;
    const std::size_t colon = part.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = trim(part.substr(0, colon));
    if (!is_relevant(name)) continue;
    std::string_view value = trim(part.substr(colon + 1));
    bool important = false;
    if (const std::size_t bang = value.rfind('!'); bang != std::string_view::npos) {
      important = trim(value.substr(bang + 1)) == "important";
      if (important) value = trim(value.substr(0, bang));
    }
    if (value.empty()) continue;
    // The last one of a name wins: a list is never longer than twice the names.
    const auto same = std::find_if(declarations.begin(), declarations.end(), [&](const auto& row) {
      return row.important == important && row.name == name;
    });
    if (same != declarations.end()) declarations.erase(same);
    declarations.push_back({std::string(name), std::string(value), important});
  }
  return declarations;
}

std::optional<Length> parse_length(std::string_view text, double font_pixels) {
  text = trim(text);
  const auto number = number_prefix(text);
  if (!number) return std::nullopt;
  if (text == "%") return Length{*number, true};
  if (text.empty()) {
    return *number == 0 ? std::optional(Length{0, false}) : std::nullopt;
  }
  if (text == "em") return Length{*number * font_pixels, false};
  if (text == "ex" || text == "ch") return Length{*number * font_pixels / 2, false};
  for (const Unit& unit : kUnits) {
    if (unit.name == text) return Length{*number * unit.pixels, false};
  }
  return std::nullopt;
}

std::optional<Color> parse_color(std::string_view text) {
  text = trim(text);
  if (text.starts_with('#')) return hex_color(text.substr(1));
  if (text == "transparent") return Color{0, 0, 0, 0};
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) {
    for (const NamedColor& row : kNamedColors) {
      if (row.name == text) return from_rgb(row.rgb);
    }
    return std::nullopt;
  }
  if (!text.ends_with(')')) return std::nullopt;
  const std::string_view name = text.substr(0, open);
  const auto numbers = function_numbers(text.substr(open + 1, text.size() - open - 2));
  if (numbers.size() < 3 || numbers.size() > 4) return std::nullopt;
  Color color;
  if (name == "rgb" || name == "rgba") {
    const auto channel = [&](std::size_t i) {
      return numbers[i].second ? numbers[i].first * 2.55 : numbers[i].first;
    };
    color = Color{channel(0), channel(1), channel(2), 1};
  } else if (name == "hsl" || name == "hsla") {
    color = from_hsl(std::fmod(std::fmod(numbers[0].first, 360) + 360, 360),
                     std::clamp(numbers[1].first / 100, 0.0, 1.0),
                     std::clamp(numbers[2].first / 100, 0.0, 1.0));
  } else {
    return std::nullopt;
  }
  if (numbers.size() == 4) color.alpha = numbers[3].first / (numbers[3].second ? 100 : 1);
  return color;
}

std::optional<Color> parse_legacy_color(std::string_view text) {
  const std::string lower = ascii_lower(trim(text));
  if (const auto color = parse_color(lower)) return color;
  return hex_color(lower);
}

double contrast(const Color& left, const Color& right) {
  const double a = luminance(left);
  const double b = luminance(right);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '(') ++depth;
    if (i < text.size() && text[i] == ')') --depth;
    if (i < text.size() && (text[i] != ' ' || depth > 0)) continue;
    if (i > from) words.push_back(text.substr(from, i - from));
    from = i + 1;
  }
  return words;
}

}  // namespace vouch::crawler
