#include "engines/page_matches.h"

#include <algorithm>
#include <string_view>

#include "core/text.h"

namespace vouch::engines {
namespace {

using crawler::Node;

bool is_silent(std::string_view tag) {
  return tag == "script" || tag == "style" || tag == "template" || tag == "noscript";
}

// Calls `use` with each text a reader meets below `top` until it answers false.
template <class Use>
void each_text(Node top, Use use) {
  for (Node node = top; node;) {
    const bool silent = node != top && is_silent(node.tag());
    if (node.is_text() && !use(node.text())) return;
    node = crawler::next_in_tree(node, top, !silent);
  }
}

// Marks that only turn the direction of writing; engines put them before titles.
std::string without_marks(std::string text) {
  for (const std::string_view mark :
       {"\u200E", "\u200F", "\u202A", "\u202B", "\u202C", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.erase(at, mark.size());
    }
  }
  return text;
}

}  // namespace

PageMatches::PageMatches(const crawler::Document& document, const crawler::SelectorSet& selectors,
                         crawler::MatchBudget& budget)
    : found_(selectors.size()) {
  struct Open {  // a match whose end is not reached
    std::size_t depth = 0;
    std::size_t number = 0;
    std::size_t index = 0;
  };
  std::vector<Open> open;
  const auto close_from = [&](std::size_t depth) {
    for (; !open.empty() && open.back().depth >= depth; open.pop_back()) {
      found_[open.back().number][open.back().index].end = nodes_;
    }
  };
  std::vector<std::size_t> numbers;
  std::size_t depth = 0;
  for (Node node = document.root(); node;) {
    close_from(depth);
    if (node.is_element() && !budget.exhausted()) {
      selectors.match(node, budget, numbers);
      for (const std::size_t number : numbers) {
        open.push_back(Open{depth, number, found_[number].size()});
        found_[number].push_back(PageMatch{nodes_, 0, node});
      }
    }
    ++nodes_;
    if (const Node child = node.first_child()) {
      node = child;
      ++depth;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (node) --depth;
    }
    if (node) node = node.next_sibling();
  }
  close_from(0);
}

std::span<const PageMatch> PageMatches::of(std::size_t selector) const {
  return found_[selector];
}

std::span<const PageMatch> PageMatches::of(std::size_t selector, PagePart within) const {
  const std::vector<PageMatch>& all = found_[selector];
  const auto before = [](const PageMatch& match, std::uint32_t order) {
    return match.order < order;
  };
  const auto first = std::lower_bound(all.begin(), all.end(), within.begin, before);
  const auto last = std::lower_bound(first, all.end(), within.end, before);
  return {first, last};
}

std::string text_below(Node top, std::size_t most) {
  std::string text;
  each_text(top, [&](std::string_view piece) {
    text += cut_utf8(piece, most + 1 - std::min(most + 1, text.size()));
    return text.size() <= most;
  });
  text.resize(cut_utf8(text, most).size());
  const bool marked =
      text.find("\xE2\x80") != std::string::npos || text.find("\xE2\x81") != std::string::npos;
  return collapse_space(marked ? without_marks(std::move(text)) : text);
}

std::size_t count_text_below(Node top, std::size_t enough) {
  std::size_t characters = 0;
  each_text(top, [&](std::string_view piece) {
    for (std::size_t at = 0; at < piece.size() && characters <= enough;) {
      const char32_t c = next_code_point(piece, at);
      const bool space = c == U' ' || (c >= U'\t' && c <= U'\r') || c == U'\u00A0';
      if (!space) ++characters;
    }
    return characters <= enough;
  });
  return characters;
}

}  // namespace vouch::engines
