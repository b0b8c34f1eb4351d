// The grammar of the CSS selectors that stand in data files (Selectors Level 3, a part of it):
// type, #id, .class, [attribute] with = ^= $= *= ~=, :not(one simple selector), descendant and
// child combinators, lists with commas. Plain values; matching is crawler/page/selector.h. Any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace vouch {

enum class AttributeTest { kPresent, kEquals, kPrefix, kSuffix, kContains, kWord };

struct AttributeCondition {
  std::string name;  // lower case
  AttributeTest test = AttributeTest::kPresent;
  std::string value;

  bool operator==(const AttributeCondition&) const = default;
};

struct CompoundSelector {        // conditions on one element; all must hold
  std::string type;              // lower case; empty: any
  std::vector<std::string> ids;  // compared exactly
  std::vector<std::string> classes;
  std::vector<AttributeCondition> attributes;
  std::vector<CompoundSelector> negated;  // of one simple selector each

  bool operator==(const CompoundSelector&) const = default;
};

enum class Combinator { kDescendant, kChild };

struct ComplexSelector {
  std::vector<CompoundSelector> compounds;  // as written, left to right; at least one
  std::vector<Combinator> combinators;      // combinators[i] stands behind compounds[i]

  bool operator==(const ComplexSelector&) const = default;
};

inline constexpr std::size_t kSelectorBytes = 2000;
inline constexpr std::size_t kSelectorCompounds = 16;  // of one complex selector

// kInvalid with what is wrong and at which character (1-based) of `text`.
Result<std::vector<ComplexSelector>> parse_selector(std::string_view text);

}  // namespace vouch
