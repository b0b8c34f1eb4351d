// What the selectors of a layout found in one page, from a single walk; then asked for by number
// and by part of the page. Dies with its Document. Pure; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crawler/page/selector.h"

namespace vouch::engines {

struct PageMatch {
  std::uint32_t order = 0;  // of the node among all nodes of the page, in tree order
  std::uint32_t end = 0;    // order of the first node behind all that is in it
  crawler::Node node;
};

struct PagePart {  // nodes begin <= order < end
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

class PageMatches {
 public:
  PageMatches(const crawler::Document& document, const crawler::SelectorSet& selectors,
              crawler::MatchBudget& budget);

  [[nodiscard]] std::span<const PageMatch> of(std::size_t selector) const;
  [[nodiscard]] std::span<const PageMatch> of(std::size_t selector, PagePart within) const;
  [[nodiscard]] PagePart whole() const { return PagePart{0, nodes_}; }

 private:
  std::vector<std::vector<PageMatch>> found_;
  std::uint32_t nodes_ = 0;
};

inline PagePart part_of(const PageMatch& element) {  // the element and all below it
  return PagePart{element.order, element.end};
}

// The text below `top` as a reader meets it: scripts, styles and templates left out, white space
// folded, marks of writing direction dropped, at most `most` bytes.
std::string text_below(crawler::Node top, std::size_t most);

// Characters without white space of that text; counting stops above `enough`.
std::size_t count_text_below(crawler::Node top, std::size_t enough);

}  // namespace vouch::engines
