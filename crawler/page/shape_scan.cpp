#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "crawler/page/document.h"

namespace vouch::crawler {

namespace {

using Names = std::span<const std::string_view>;

bool is_one_of(std::string_view name, Names names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 17> kVoid = {
    "area", "base", "br",    "col",    "embed", "frame", "hr",     "img",    "input",
    "link", "meta", "param", "source", "track", "wbr",   "keygen", "bgsound"};
constexpr std::array<std::string_view, 3> kRoots = {"html", "head", "body"};
// Their content is text up to their own end tag.
constexpr std::array<std::string_view, 8> kRawText = {"script", "style",  "textarea", "title",
                                                      "xmp",    "iframe", "noembed",  "noframes"};
// An end tag of these takes the element alone out, whatever was opened inside it.
constexpr std::array<std::string_view, 14> kFormatting = {
    "a",    "b", "big",   "code",   "em",     "font", "i",
    "nobr", "s", "small", "strike", "strong", "tt",   "u"};

// A start tag that ends open elements by itself, as far back as a boundary (HTML 13.2.6.4.7).
struct ImpliedEnd {
  std::string_view start;
  std::array<std::string_view, 4> ends;
  std::array<std::string_view, 5> boundaries;
};
constexpr std::array kImpliedEnds = {
    ImpliedEnd{"p", {"p"}, {"table", "td", "th", "button", "object"}},
    ImpliedEnd{"li", {"li"}, {"ul", "ol", "menu", "table", "td"}},
    ImpliedEnd{"dt", {"dt", "dd"}, {"dl", "table", "td"}},
    ImpliedEnd{"dd", {"dt", "dd"}, {"dl", "table", "td"}},
    ImpliedEnd{"option", {"option"}, {"select", "optgroup", "datalist"}},
    ImpliedEnd{"optgroup", {"optgroup"}, {"select"}},
    ImpliedEnd{"td", {"td", "th"}, {"tr", "table"}},
    ImpliedEnd{"th", {"td", "th"}, {"tr", "table"}},
    ImpliedEnd{"tr", {"tr"}, {"table", "tbody", "thead", "tfoot"}},
    ImpliedEnd{"tbody", {"tbody", "thead", "tfoot"}, {"table"}},
    ImpliedEnd{"thead", {"tbody", "thead", "tfoot"}, {"table"}},
    ImpliedEnd{"tfoot", {"tbody", "thead", "tfoot"}, {"table"}},
    ImpliedEnd{"a", {"a"}, {"table", "td", "th", "object"}},
    ImpliedEnd{"nobr", {"nobr"}, {"table", "td", "th", "object"}},
    ImpliedEnd{"button", {"button"}, {"table", "td", "th", "object"}},
    ImpliedEnd{"rt", {"rt", "rp"}, {"ruby"}},
    ImpliedEnd{"rp", {"rt", "rp"}, {"ruby"}},
};

// How deep the tree would get, near enough: a stack of open names without the tree.
class OpenElements {
 public:
  [[nodiscard]] std::size_t depth() const { return stack_.size(); }

  void start(const std::string& name, bool self_closing) {
    if (is_one_of(name, kVoid) || is_one_of(name, kRoots)) return;
    if (self_closing && (is_open("svg") || is_open("math"))) return;
    const auto rule = std::find_if(kImpliedEnds.begin(), kImpliedEnds.end(),
                                   [&](const ImpliedEnd& row) { return row.start == name; });
    if (rule != kImpliedEnds.end()) end_implied(*rule);
    stack_.push_back(name);
    ++open_[name];
  }

  void end(const std::string& name) {
    if (!is_open(name)) return;
    const auto last = std::find(stack_.rbegin(), stack_.rend(), name);
    const auto position = static_cast<std::size_t>(stack_.rend() - last) - 1;
    if (is_one_of(name, kFormatting)) {
      forget(name);
      stack_.erase(stack_.begin() + static_cast<std::ptrdiff_t>(position));
    } else {
      cut(position);
    }
  }

 private:
  [[nodiscard]] bool is_open(const std::string& name) const { return open_.contains(name); }

  void end_implied(const ImpliedEnd& rule) {
    const bool any = std::any_of(rule.ends.begin(), rule.ends.end(), [&](std::string_view name) {
      return !name.empty() && is_open(std::string(name));
    });
    if (!any) return;
    for (std::size_t i = stack_.size(); i > 0; --i) {
      if (is_one_of(stack_[i - 1], rule.ends)) {
        cut(i - 1);
        return;
      }
      if (is_one_of(stack_[i - 1], rule.boundaries)) return;
    }
  }

  void cut(std::size_t position) {
    while (stack_.size() > position) {
      forget(stack_.back());
      stack_.pop_back();
    }
  }

  void forget(const std::string& name) {
    const auto found = open_.find(name);
    if (found != open_.end() && --found->second == 0) open_.erase(found);
  }

  std::vector<std::string> stack_;
  std::unordered_map<std::string, unsigned> open_;
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct Tag {
  std::string name;
  bool end = false;
  bool self_closing = false;
  std::size_t attributes = 0;
};

// Reads the tag whose "<" is at `at`; leaves `at` behind its ">".
Tag read_tag(std::string_view html, std::size_t& at) {
  Tag tag;
  ++at;
  if (at < html.size() && html[at] == '/') {
    tag.end = true;
    ++at;
  }
  constexpr std::size_t kLongestName = 64;
  for (; at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '/'; ++at) {
    if (tag.name.size() < kLongestName) tag.name.push_back(lower(html[at]));
  }
  while (at < html.size() && html[at] != '>') {
    if (is_space(html[at]) || html[at] == '/') {
      tag.self_closing = html[at] == '/';
      ++at;
      continue;
    }
    tag.self_closing = false;
    ++tag.attributes;
    while (at < html.size() && !is_space(html[at]) && html[at] != '>' && html[at] != '/' &&
           html[at] != '=') {
      ++at;
    }
    std::size_t value = at;
    while (value < html.size() && is_space(html[value])) ++value;
    if (value >= html.size() || html[value] != '=') {
      at = std::max(at, value);
      continue;
    }
    ++value;
    while (value < html.size() && is_space(html[value])) ++value;
    if (value < html.size() && (html[value] == '"' || html[value] == '\'')) {
      const std::size_t close = html.find(html[value], value + 1);
      at = close == std::string_view::npos ? html.size() : close + 1;
    } else {
      at = value;
      while (at < html.size() && !is_space(html[at]) && html[at] != '>') ++at;
    }
  }
  if (at < html.size()) ++at;
  return tag;
}

// Behind the end tag of a raw text element whose start tag ends at `at`.
std::size_t skip_raw_text(std::string_view html, std::size_t at, std::string_view name) {
  while (true) {
    at = html.find("</", at);
    if (at == std::string_view::npos) return html.size();
    const std::string_view rest = html.substr(at + 2, name.size());
    const bool same = rest.size() == name.size() &&
                      std::equal(rest.begin(), rest.end(), name.begin(),
                                 [](char left, char right) { return lower(left) == right; });
    if (same) return at;
    at += 2;
  }
}

std::size_t skip_comment(std::string_view html, std::size_t at) {
  const std::size_t close = html.find("-->", at + 2);
  return close == std::string_view::npos ? html.size() : close + 3;
}

}  // namespace

std::optional<Refused> scan_shape(std::string_view html, const DocumentLimits& limits) {
  if (html.size() > limits.input_bytes) return Refused::kBytes;
  OpenElements open;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    const char next = at + 1 < html.size() ? html[at + 1] : '\0';
    const bool end = next == '/' && at + 2 < html.size() && is_letter(html[at + 2]);
    if (html.substr(at, 4) == "<!--") {
      at = skip_comment(html, at);
    } else if (is_letter(next) || end) {
      const Tag tag = read_tag(html, at);
      if (tag.attributes > limits.attributes) return Refused::kAttributes;
      if (tag.end) {
        open.end(tag.name);
        continue;
      }
      open.start(tag.name, tag.self_closing);
      if (open.depth() > limits.depth) return Refused::kDepth;
      if (tag.name == "plaintext") break;
      if (is_one_of(tag.name, kRawText)) at = skip_raw_text(html, at, tag.name);
    } else {
      ++at;
    }
  }
  return std::nullopt;
}

}  // namespace vouch::crawler
