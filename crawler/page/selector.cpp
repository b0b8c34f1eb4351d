#include "crawler/page/selector.h"

#include <algorithm>
#include <array>

namespace vouch::crawler {
namespace {

constexpr std::string_view kSpace = " \t\n\r\f";
constexpr std::size_t kBytesOfAStep = 64;  // of an attribute's value

// Calls `use` with each word of a white-space separated list until it answers true.
template <class Use>
bool any_word(std::string_view list, Use use) {
  std::size_t from = list.find_first_not_of(kSpace);
  while (from != std::string_view::npos) {
    const std::size_t end = std::min(list.find_first_of(kSpace, from), list.size());
    if (use(list.substr(from, end - from))) return true;
    from = list.find_first_not_of(kSpace, end);
  }
  return false;
}

bool has_word(std::string_view list, std::string_view word) {
  return any_word(list, [&](std::string_view one) { return one == word; });
}

bool holds(const AttributeCondition& condition, Node element, MatchBudget& budget) {
  const std::optional<std::string_view> value = element.attribute(condition.name);
  if (!value) return false;
  if (!budget.spend(1 + value->size() / kBytesOfAStep)) return false;
  switch (condition.test) {
    case AttributeTest::kPresent:
      return true;
    case AttributeTest::kEquals:
      return *value == condition.value;
    case AttributeTest::kPrefix:
      return value->starts_with(condition.value);
    case AttributeTest::kSuffix:
      return value->ends_with(condition.value);
    case AttributeTest::kContains:
      return value->find(condition.value) != std::string_view::npos;
    case AttributeTest::kWord:
      return has_word(*value, condition.value);
  }
  return false;
}

// Without its negations, which hold simple selectors only.
bool holds_plainly(const CompoundSelector& compound, Node element, MatchBudget& budget) {
  if (!budget.spend(1)) return false;
  if (!compound.type.empty() && element.tag() != compound.type) return false;
  if (!compound.ids.empty()) {
    const std::optional<std::string_view> id = element.attribute("id");
    const auto other = [&](const std::string& wanted) { return !id || *id != wanted; };
    if (std::any_of(compound.ids.begin(), compound.ids.end(), other)) return false;
  }
  if (!compound.classes.empty()) {
    const std::string_view list = element.attribute("class").value_or(std::string_view());
    if (!budget.spend(1 + list.size() * compound.classes.size() / kBytesOfAStep)) return false;
    const auto absent = [&](const std::string& wanted) { return !has_word(list, wanted); };
    if (std::any_of(compound.classes.begin(), compound.classes.end(), absent)) return false;
  }
  return std::all_of(
      compound.attributes.begin(), compound.attributes.end(),
      [&](const AttributeCondition& condition) { return holds(condition, element, budget); });
}

bool holds(const CompoundSelector& compound, Node element, MatchBudget& budget) {
  if (!holds_plainly(compound, element, budget)) return false;
  return std::none_of(
      compound.negated.begin(), compound.negated.end(),
      [&](const CompoundSelector& no) { return holds_plainly(no, element, budget); });
}

// From right to left. A descendant combinator takes the nearest ancestor that fits; where the chain
// of children left of it then breaks, the search goes on above that ancestor, and no further back:
// what fits above a farther ancestor of the same kind is found on the way (the chain between two
// descendant combinators is placed as low as possible, which leaves the most room above it).
bool matches_complex(const ComplexSelector& selector, Node element, MatchBudget& budget) {
  std::size_t part = selector.compounds.size() - 1;
  if (!holds(selector.compounds[part], element, budget)) return false;
  Node node = element;
  std::size_t retry_part = 0;  // of the last descendant combinator passed; its candidate
  Node retry_node;
  while (part > 0) {
    const Combinator combinator = selector.combinators[part - 1];
    Node above = node.parent();
    if (combinator == Combinator::kDescendant) {
      while (above && !holds(selector.compounds[part - 1], above, budget)) above = above.parent();
      if (!above) return false;
      retry_part = part;
      retry_node = above;
    } else if (!above || !holds(selector.compounds[part - 1], above, budget)) {
      if (!retry_node) return false;  // children of the element itself: only one way
      part = retry_part;
      node = retry_node;
      continue;
    }
    node = above;
    --part;
  }
  return !budget.exhausted();
}

}  // namespace

Result<Selector> Selector::compile(std::string_view text) {
  Result<std::vector<ComplexSelector>> parsed = parse_selector(text);
  if (!parsed) return tl::unexpected(parsed.error());
  Selector out;
  out.any_ = std::move(*parsed);
  return out;
}

bool Selector::matches(Node element, MatchBudget& budget) const {
  if (!element.is_element()) return false;
  return std::any_of(any_.begin(), any_.end(), [&](const ComplexSelector& one) {
    return matches_complex(one, element, budget);
  });
}

std::size_t SelectorSet::add(const Selector& selector) {
  for (const ComplexSelector& one : selector.any_) {
    const CompoundSelector& last = one.compounds.back();
    Entry entry{size_, one};
    if (!last.ids.empty()) {
      by_id_[last.ids.front()].push_back(std::move(entry));
    } else if (!last.classes.empty()) {
      by_class_[last.classes.front()].push_back(std::move(entry));
    } else if (!last.type.empty()) {
      by_type_[last.type].push_back(std::move(entry));
    } else {
      rest_.push_back(std::move(entry));
    }
  }
  return size_++;
}

void SelectorSet::try_bucket(const Buckets& buckets, std::string_view key, Node element,
                             MatchBudget& budget, std::vector<std::size_t>& found) {
  const auto bucket = buckets.find(key);
  if (bucket == buckets.end()) return;
  for (const Entry& entry : bucket->second) {
    if (matches_complex(entry.selector, element, budget)) found.push_back(entry.number);
  }
}

void SelectorSet::match(Node element, MatchBudget& budget, std::vector<std::size_t>& found) const {
  found.clear();
  if (!element.is_element() || !budget.spend(1)) return;
  try_bucket(by_type_, element.tag(), element, budget, found);
  for (std::size_t i = 0; i < element.attribute_count(); ++i) {
    const auto [name, value] = element.attribute_at(i);
    if (name == "id") {
      try_bucket(by_id_, value, element, budget, found);
    } else if (name == "class") {
      if (!budget.spend(1 + value.size() / kBytesOfAStep)) return;
      any_word(value, [&](std::string_view word) {
        try_bucket(by_class_, word, element, budget, found);
        return budget.exhausted();
      });
    }
  }
  for (const Entry& entry : rest_) {
    if (matches_complex(entry.selector, element, budget)) found.push_back(entry.number);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

}  // namespace vouch::crawler
