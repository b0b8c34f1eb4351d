// CSS selectors matched against a page. Compiled once from text (core/selector.h), then immutable
// and shared by any thread. Matching is a pure function without recursion on the page's depth;
// every look at an element costs a step of a budget, so a hostile page ends the search, never the
// daemon.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/selector.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

// Steps that the matching of one page may take: ten times what the largest page that is read (5 MB)
// costs with a layout's selectors.
class MatchBudget {
 public:
  explicit MatchBudget(std::size_t steps = 5'000'000) : left_(steps) {}
  bool spend(std::size_t steps) {  // false when it is used up, from then on
    left_ = steps > left_ ? 0 : left_ - steps;
    return left_ > 0;
  }
  [[nodiscard]] bool exhausted() const { return left_ == 0; }

 private:
  std::size_t left_;
};

class Selector {
 public:
  Selector() = default;  // matches nothing
  static Result<Selector> compile(std::string_view text);

  [[nodiscard]] bool empty() const { return any_.empty(); }
  // Does `element` match, ancestors up to the root included? False when the budget is used up.
  [[nodiscard]] bool matches(Node element, MatchBudget& budget) const;

 private:
  friend class SelectorSet;
  std::vector<ComplexSelector> any_;
};

// Many selectors asked at once: one look-up by id, class and type for each element, then only the
// selectors whose last part can match it.
class SelectorSet {
 public:
  std::size_t add(const Selector& selector);  // its number, from 0
  [[nodiscard]] std::size_t size() const { return size_; }
  // Numbers of the selectors that `element` matches, ascending, each once.
  void match(Node element, MatchBudget& budget, std::vector<std::size_t>& found) const;

 private:
  struct Entry {
    std::size_t number = 0;
    ComplexSelector selector;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Buckets = std::unordered_map<std::string, std::vector<Entry>, TextHash, std::equal_to<>>;
  static void try_bucket(const Buckets& buckets, std::string_view key, Node element,
                         MatchBudget& budget, std::vector<std::size_t>& found);

  Buckets by_id_, by_class_, by_type_;
  std::vector<Entry> rest_;
  std::size_t size_ = 0;
};

}  // namespace vouch::crawler
