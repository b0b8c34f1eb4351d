#include "crawler/page/kept_markup.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::size_t kNone = std::string_view::npos;

// Text up to their own end tag (HTML 13.2.5.2 RCDATA and 13.2.5.3 RAWTEXT).
constexpr std::array<std::string_view, 7> kRawText = {"title",  "style",   "textarea", "xmp",
                                                      "iframe", "noembed", "noframes"};
// Behind these nothing is certain from the bytes alone.
constexpr std::array<std::string_view, 4> kUncertain = {"template", "frameset", "math",
                                                        "plaintext"};
// Inside <svg>: elements that neither leave it nor hold HTML or scripts of their own.
constexpr std::array<std::string_view, 20> kDrawing = {
    "svg",     "g",       "path", "circle",   "rect",   "line",          "polyline",
    "polygon", "ellipse", "use",  "defs",     "symbol", "title",         "desc",
    "text",    "tspan",   "stop", "clippath", "mask",   "lineargradient"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view one) { return ascii_iequals(one, name); });
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The attributes that decide about a cut.
struct Attributes {
  Span nonce, value, content;
  std::string_view type, name;
  bool says_more = false;  // http-equiv, property or itemprop: a meta is no mere token
};

class Keeper {
 public:
  Keeper(const std::string& html, std::vector<StylePlace>* styles) : html_(html), styles_(styles) {
    out_.reserve(html.size());
  }

  std::string run() {
    std::size_t at = 0;
    while ((at = html_.find('<', at)) != kNone) {
      const auto next = markup(at);
      if (!next) break;
      at = *next;
    }
    cut({html_.size(), html_.size()});
    return std::move(out_);
  }

 private:
  // Behind the markup that begins at `at`; none: nothing more may be cut.
  std::optional<std::size_t> markup(std::size_t at) {
    const char next = at + 1 < html_.size() ? html_[at + 1] : '\0';
    if (next == '!') return declaration(at);
    if (is_letter(next)) return start_tag(at);
    if (next == '/' && at + 2 < html_.size() && is_letter(html_[at + 2])) return end_tag(at);
    if (next == '/' || next == '?') return behind_bracket(at);  // a bogus comment
    return at + 1;                                              // text
  }

  [[nodiscard]] std::optional<std::size_t> behind_bracket(std::size_t at) const {
    const std::size_t close = html_.find('>', at);
    return close == kNone ? std::nullopt : std::optional(close + 1);
  }

  std::optional<std::size_t> declaration(std::size_t at) {
    if (html_.substr(at, 4) != "<!--") {
      if (html_.substr(at, 9) == "<![CDATA[") return std::nullopt;
      return behind_bracket(at);
    }
    const std::size_t begin = at + 4;
    const std::string_view rest = html_.substr(begin, 2);
    if (rest.starts_with('>') || rest == "->") return std::nullopt;
    std::size_t end = begin;
    for (;; ++end) {
      end = html_.find("--", end);
      if (end == kNone || html_.substr(end + 2, 2) == "!>") return std::nullopt;
      if (end + 2 < html_.size() && html_[end + 2] == '>') break;
    }
    if (certain()) cut({begin, end});
    return end + 3;
  }

  std::optional<std::size_t> end_tag(std::size_t at) {
    Attributes attributes;
    const std::string_view name = name_at(at + 2);
    if (foreign_ > 0) {
      if (!is_one_of(name, kDrawing)) return std::nullopt;
      if (ascii_iequals(name, "svg")) --foreign_;
    } else if (ascii_iequals(name, "select")) {
      in_select_ = false;
    }
    return tag_end(at + 2 + name.size(), attributes);
  }

  std::optional<std::size_t> start_tag(std::size_t at) {
    Attributes attributes;
    const std::string_view name = name_at(at + 1);
    const auto end = tag_end(at + 1 + name.size(), attributes);
    if (!end || is_one_of(name, kUncertain)) return std::nullopt;
    if (foreign_ > 0 && !is_one_of(name, kDrawing)) return std::nullopt;
    if (ascii_iequals(name, "svg")) {
      ++foreign_;  // a self-closing one leaves too little cut, never too much
      return end;
    }
    if (foreign_ > 0) return end;
    if (ascii_iequals(name, "select")) in_select_ = true;
    if (ascii_iequals(name, "script")) return script(*end, attributes);
    if (is_one_of(name, kRawText)) {
      const auto behind = end_of_raw_text(*end, name);
      if (behind && certain() && ascii_iequals(name, "style")) {
        cut(attributes.nonce);
        if (styles_ != nullptr) styles_->push_back({in_result(*end), in_result(*behind)});
      }
      return behind;
    }
    if (certain()) cut_volatile(name, attributes);
    return end;
  }

  std::optional<std::size_t> script(std::size_t at, const Attributes& attributes) {
    const auto end = end_of_raw_text(at, "script");
    if (!end) return std::nullopt;
    const std::string_view content = html_.substr(at, *end - at);
    // "<!--" may begin the double escaped state, in which an end tag ends nothing (HTML 13.2.5.27).
    if (content.find("<!--") != kNone && holds_word(content, "<script")) return std::nullopt;
    if (!certain()) return end;
    cut(attributes.nonce);
    if (!holds_word(attributes.type, "json")) cut({at, *end});
    return end;
  }

  void cut_volatile(std::string_view name, const Attributes& attributes) {
    if (ascii_iequals(name, "link")) {
      cut(attributes.nonce);
    } else if (ascii_iequals(name, "input")) {
      if (ascii_iequals(attributes.type, "hidden")) cut(attributes.value);
    } else if (ascii_iequals(name, "meta")) {
      constexpr std::array<std::string_view, 4> kTokens = {"csrf-token", "_csrf", "_token",
                                                           "xsrf-token"};
      if (is_one_of(attributes.name, kTokens) && !attributes.says_more) cut(attributes.content);
    }
  }

  [[nodiscard]] bool certain() const { return foreign_ == 0 && !in_select_; }

  [[nodiscard]] std::string_view name_at(std::size_t at) const {
    std::size_t end = at;
    while (end < html_.size() && !is_space(html_[end]) && html_[end] != '/' && html_[end] != '>') {
      ++end;
    }
    return html_.substr(at, end - at);
  }

  static bool holds_word(std::string_view text, std::string_view word) {
    for (std::size_t at = 0; at + word.size() <= text.size(); ++at) {
      if (ascii_iequals(text.substr(at, word.size()), word)) return true;
    }
    return false;
  }

  // Where its end tag begins; none: the element does not end.
  [[nodiscard]] std::optional<std::size_t> end_of_raw_text(std::size_t at,
                                                           std::string_view name) const {
    while ((at = html_.find("</", at)) != kNone) {
      const std::size_t behind = at + 2 + name.size();
      if (behind >= html_.size()) return std::nullopt;
      const char c = html_[behind];
      if (ascii_iequals(html_.substr(at + 2, name.size()), name) &&
          (is_space(c) || c == '/' || c == '>')) {
        return at;
      }
      at += 2;
    }
    return std::nullopt;
  }

  // HTML 13.2.5.32 to 13.2.5.40, from behind the tag's name: behind its ">". Of an attribute given
  // twice the first one counts.
  std::optional<std::size_t> tag_end(std::size_t at, Attributes& attributes) const {
    while (true) {
      while (at < html_.size() && (is_space(html_[at]) || html_[at] == '/')) ++at;
      if (at >= html_.size()) return std::nullopt;
      if (html_[at] == '>') return at + 1;
      const std::size_t name_begin = at;
      ++at;  // "=" may begin a name
      while (at < html_.size() && !is_space(html_[at]) && html_[at] != '/' && html_[at] != '>' &&
             html_[at] != '=') {
        ++at;
      }
      const std::string_view name = html_.substr(name_begin, at - name_begin);
      std::size_t sign = at;
      while (sign < html_.size() && is_space(html_[sign])) ++sign;
      if (sign >= html_.size()) return std::nullopt;
      if (html_[sign] != '=') continue;
      at = sign + 1;
      while (at < html_.size() && is_space(html_[at])) ++at;
      if (at >= html_.size()) return std::nullopt;
      Span value{at, at};
      bool quoted = false;
      if (html_[at] == '"' || html_[at] == '\'') {
        quoted = true;
        value.begin = at + 1;
        value.end = html_.find(html_[at], value.begin);
        if (value.end == kNone) return std::nullopt;
        at = value.end + 1;
      } else {
        while (at < html_.size() && !is_space(html_[at]) && html_[at] != '>') ++at;
        value.end = at;
      }
      note(name, value, quoted, attributes);
    }
  }

  void note(std::string_view name, Span value, bool quoted, Attributes& attributes) const {
    const std::string_view text = html_.substr(value.begin, value.end - value.begin);
    const auto first = [&](std::string_view wanted, std::string_view& slot) {
      if (slot.data() == nullptr && ascii_iequals(name, wanted)) slot = text;
    };
    const auto first_span = [&](std::string_view wanted, Span& slot) {
      // Without quotes an empty value would swallow what follows.
      if (slot.end == 0 && ascii_iequals(name, wanted)) slot = quoted ? value : Span{0, kNone};
    };
    switch (name.size()) {
      case 4:
        first("type", attributes.type);
        first("name", attributes.name);
        break;
      case 5:
        first_span("nonce", attributes.nonce);
        first_span("value", attributes.value);
        break;
      case 7:
        first_span("content", attributes.content);
        break;
      case 8:
        if (ascii_iequals(name, "property") || ascii_iequals(name, "itemprop")) {
          attributes.says_more = true;
        }
        break;
      case 10:
        if (ascii_iequals(name, "http-equiv")) attributes.says_more = true;
        break;
      default:
        break;
    }
  }

  // Where a place behind the last cut comes to lie.
  [[nodiscard]] std::size_t in_result(std::size_t at) const {
    return out_.size() + (at - kept_to_);
  }

  // Copies up to the span and goes on behind it.
  void cut(Span span) {
    if (span.end == 0 || span.end == kNone || span.begin < kept_to_) return;
    out_.append(html_.substr(kept_to_, span.begin - kept_to_));
    kept_to_ = span.end;
  }

  const std::string_view html_;
  std::vector<StylePlace>* const styles_;
  std::string out_;
  std::size_t kept_to_ = 0;
  int foreign_ = 0;
  bool in_select_ = false;
};

}  // namespace

std::string kept_markup(std::string html, std::vector<StylePlace>* styles) {
  return Keeper(html, styles).run();
}

namespace {
constexpr std::string_view kLifted = "/*vouch:sheet*/";  // then its number, in digits
}

LiftedStyles LiftedStyles::lift(std::string& markup, const std::vector<StylePlace>& places) {
  LiftedStyles styles;
  if (places.empty()) return styles;
  std::string out;
  out.reserve(markup.size());
  std::size_t from = 0;
  for (const StylePlace& place : places) {
    out.append(markup, from, place.begin - from);
    out += kLifted;
    out += std::to_string(styles.sheets_.size());
    styles.sheets_.push_back(markup.substr(place.begin, place.end - place.begin));
    from = place.end;
  }
  out.append(markup, from);
  markup = std::move(out);
  return styles;
}

std::string_view LiftedStyles::sheet(std::string_view text) const {
  if (!text.starts_with(kLifted)) return text;
  std::size_t number = 0;
  const std::string_view digits = text.substr(kLifted.size());
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
  return whole && number < sheets_.size() ? std::string_view(sheets_[number]) : text;
}

}  // namespace vouch::crawler
