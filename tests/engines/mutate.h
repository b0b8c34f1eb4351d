// Pages that somebody changed: elements dropped, doubled, renamed, swapped, tags and attributes
// lost. The same seed gives the same page.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/hash.h"

namespace vouch::engines::test {

class Mutator {
 public:
  Mutator(std::string html, std::uint64_t seed) : html_(std::move(html)), state_(seed) {}

  std::string run() {
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes; ++i) change();
    return html_;
  }

 private:
  struct Range {
    std::size_t from = 0;
    std::size_t to = 0;
    [[nodiscard]] bool empty() const { return from == to; }
  };

  std::size_t below(std::size_t count) {
    state_ = mix64(state_ + 0x9E3779B97F4A7C15ULL);
    return count == 0 ? 0 : static_cast<std::size_t>(state_ % count);
  }

  void change() {
    switch (below(8)) {
      case 0:
        erase(element());
        break;
      case 1:
        erase(tag());
        break;
      case 2:
        swap(element(), element());
        break;
      case 3: {
        const Range range = element();
        html_.insert(range.to, html_.substr(range.from, range.to - range.from));
        break;
      }
      case 4:
        rename_attribute();
        break;
      case 5:
        rename_everywhere();
        break;
      case 6:
        rename_tag();
        break;
      default: {  // an element moves to another place
        const Range range = element();
        const std::string moved = html_.substr(range.from, range.to - range.from);
        erase(range);
        html_.insert(tag().from, moved);
        break;
      }
    }
  }

  void erase(Range range) { html_.erase(range.from, range.to - range.from); }

  // A start tag chosen anywhere in the page, from "<" behind ">".
  Range tag() {
    for (int tries = 0; tries < 50; ++tries) {
      const std::size_t open = html_.find('<', below(html_.size()));
      if (open == std::string::npos || open + 1 >= html_.size()) continue;
      const char c = html_[open + 1];
      const std::size_t close = html_.find('>', open);
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (letter && close != std::string::npos) return Range{open, close + 1};
    }
    return {};
  }

  std::string_view name_at(std::size_t open) const {
    const std::size_t end = html_.find_first_of(" \t\r\n/>", open + 1);
    return std::string_view(html_).substr(open + 1, end - open - 1);
  }

  // A start tag with all up to its end tag, counted by name; the tag alone where none ends it.
  Range element() {
    const Range start = tag();
    if (start.empty()) return start;
    const std::string name(name_at(start.from));
    int depth = 1;
    for (std::size_t at = start.to; depth > 0;) {
      at = html_.find('<', at);
      if (at == std::string::npos) return start;
      const bool ends = html_.compare(at, 2, "</") == 0;
      if (name_at(ends ? at + 1 : at) == name) depth += ends ? -1 : 1;
      at = std::min(html_.find('>', at), html_.size() - 1) + 1;
      if (depth == 0) return Range{start.from, at};
    }
    return start;
  }

  void swap(Range left, Range right) {
    if (right.from < left.from) std::swap(left, right);
    if (left.to > right.from || left.empty() || right.empty()) return;
    const std::string first = html_.substr(left.from, left.to - left.from);
    const std::string second = html_.substr(right.from, right.to - right.from);
    html_.replace(right.from, second.size(), first);
    html_.replace(left.from, first.size(), second);
  }

  // The value of one attribute of one tag.
  Range value() {
    const Range range = tag();
    std::vector<std::size_t> equals;
    for (std::size_t at = range.from; at < range.to; ++at) {
      if (html_[at] == '=') equals.push_back(at);
    }
    if (equals.empty()) return {};
    std::size_t from = equals[below(equals.size())] + 1;
    const char quote = from < range.to ? html_[from] : '>';
    const bool quoted = quote == '"' || quote == '\'';
    if (quoted) ++from;
    const std::size_t to = quoted ? html_.find(quote, from) : html_.find_first_of(" >", from);
    return to == std::string::npos || to < from ? Range{} : Range{from, to};
  }

  void rename_attribute() {
    const Range range = value();
    html_.replace(range.from, range.to - range.from, range.empty() ? "" : "renamed");
  }

  // As a new build of the engine's pages does: one class or id gets another name in all places.
  void rename_everywhere() {
    const Range range = value();
    const std::string old = html_.substr(range.from, range.to - range.from);
    const std::string word = old.substr(0, old.find(' '));
    if (word.size() < 2 || word.size() > 40) return;
    std::size_t replaced = 0;
    for (std::size_t at = html_.find(word); at != std::string::npos && replaced < 500;
         at = html_.find(word, at + 7)) {
      html_.replace(at, word.size(), "xq-" + std::to_string(state_ % 1000));
      ++replaced;
    }
  }

  void rename_tag() {
    const Range range = tag();
    if (!range.empty()) html_.replace(range.from + 1, name_at(range.from).size(), "x-tag");
  }

  std::string html_;
  std::uint64_t state_;
};

}  // namespace vouch::engines::test
