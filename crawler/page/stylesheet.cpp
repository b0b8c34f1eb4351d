#include "crawler/page/stylesheet.h"

#include <algorithm>
#include <span>

#include "core/hash.h"
#include "core/text.h"

namespace vouch::crawler {

namespace {

constexpr std::size_t kMostRules = 4000;      // that can hide text
constexpr std::size_t kMostAncestors = 2048;  // looked at for one rule and element
constexpr std::size_t kMostCompounds = 32;
constexpr std::size_t kBytesOfAStep = 64;  // compared for the price of one ancestor

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

std::string without_comments(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  std::size_t at = 0;
  while (at < css.size()) {
    const std::size_t open = css.find("/*", at);
    out.append(css.substr(at, open - at));
    if (open == std::string_view::npos) break;
    const std::size_t close = css.find("*/", open + 2);
    if (close == std::string_view::npos) break;
    at = close + 2;
  }
  for (const std::string_view mark : {"<!--", "-->"}) {
    for (std::size_t i = out.find(mark); i != std::string::npos; i = out.find(mark, i)) {
      out.replace(i, mark.size(), mark.size(), ' ');
    }
  }
  return out;
}

// Behind the "}" of the block that begins behind `at`.
std::size_t block_end(std::string_view css, std::size_t at) {
  int depth = 1;
  char quote = '\0';
  for (; at < css.size(); ++at) {
    const char c = css[at];
    if (quote != '\0') {
      if (c == '\\') {
        ++at;
      } else if (c == quote || c == '\n') {
        quote = '\0';
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return at + 1;
    }
  }
  return css.size();
}

enum class Applies { kYes, kNo, kPerhaps };

// For someone at a screen of unknown size.
Applies media_applies(std::string_view query) {
  const std::string text = ascii_lower(trim(query));
  if (text.empty() || text == "all" || text == "screen" || text == "only screen") {
    return Applies::kYes;
  }
  return text == "print" || text == "speech" ? Applies::kNo : Applies::kPerhaps;
}

Applies at_rule_applies(std::string_view prelude) {
  const std::string name = ascii_lower(prelude.substr(0, prelude.find_first_of(" (\t\n")));
  if (name == "@media") return media_applies(prelude.substr(6));
  return name == "@supports" || name == "@layer" || name == "@container" ? Applies::kPerhaps
                                                                         : Applies::kNo;
}

constexpr std::string_view kOtherBoxes[] = {"before",       "after",       "first-line",
                                            "first-letter", "placeholder", "marker",
                                            "selection",    "backdrop",    "-webkit-scrollbar"};
constexpr std::string_view kOtherStates[] = {"hover",    "active",       "focus",         "visited",
                                             "target",   "focus-within", "focus-visible", "checked",
                                             "disabled", "enabled"};

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool has_word(std::string_view list, std::string_view word) {
  std::size_t at = 0;
  while ((at = list.find(word, at)) != std::string_view::npos) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    const bool left = at == 0 || is_space(list[at - 1]);
    const bool right = at + word.size() == list.size() || is_space(list[at + word.size()]);
    if (left && right) return true;
    at += word.size();
  }
  return false;
}

std::shared_ptr<const std::vector<Declaration>> without_values(std::vector<Declaration> rows) {
  for (Declaration& row : rows) row.value.clear();
  return std::make_shared<const std::vector<Declaration>>(std::move(rows));
}

std::uint64_t key_of(char mark, std::string_view name) {
  return hash64(name, static_cast<std::uint64_t>(mark));
}

bool attribute_matches(std::string_view have, std::string_view want, char kind) {
  switch (kind) {
    case '=':
      return have == want;
    case '~':
      return !want.empty() && has_word(have, want);
    case '|':
      return have == want || have.starts_with(std::string(want) + "-");
    case '^':
      return !want.empty() && have.starts_with(want);
    case '$':
      return !want.empty() && have.ends_with(want);
    case '*':
      return !want.empty() && have.find(want) != std::string_view::npos;
    default:
      return true;
  }
}

}  // namespace

bool Stylesheet::read_selector(std::string_view text, Rule& rule) {
  text = trim(text);
  std::size_t at = 0;
  Compound current;
  bool any = false;
  std::uint32_t ids = 0;
  std::uint32_t classes = 0;
  std::uint32_t tags = 0;
  const auto name = [&] {
    const std::size_t from = at;
    while (at < text.size() && is_name(text[at])) ++at;
    return std::string(text.substr(from, at - from));
  };
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '>' || c == '\n' || c == '\t' || c == '\r') {
      bool child = false;
      while (at < text.size() && (text[at] == '>' || static_cast<unsigned char>(text[at]) <= ' ')) {
        child = child || text[at] == '>';
        ++at;
      }
      if (!any) return false;
      if (at < text.size() && (text[at] == '+' || text[at] == '~')) continue;
      rule.selector.push_back(std::move(current));
      if (rule.selector.size() >= kMostCompounds) return false;
      current = Compound{};
      current.child = child;
      any = false;
      continue;
    }
    any = true;
    if (c == '*') {
      ++at;
    } else if (c == '#') {
      ++at;
      current.id = name();
      if (current.id.empty()) return false;
      ++ids;
    } else if (c == '.') {
      ++at;
      current.classes.push_back(name());
      if (current.classes.back().empty()) return false;
      ++classes;
    } else if (c == '[') {
      const std::size_t close = text.find(']', at);
      if (close == std::string_view::npos) return false;
      const std::string_view inside = text.substr(at + 1, close - at - 1);
      at = close + 1;
      AttributeTest test;
      const std::size_t equals = inside.find('=');
      std::string_view left = trim(inside.substr(0, equals));
      if (equals != std::string_view::npos) {
        test.kind = '=';
        if (!left.empty() && !is_name(left.back())) {
          test.kind = left.back();
          left = trim(left.substr(0, left.size() - 1));
        }
        std::string_view value = trim(inside.substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
          value = value.substr(1, value.size() - 2);
        }
        test.value = std::string(value);
      }
      test.name = ascii_lower(left);
      current.attributes.push_back(std::move(test));
      ++classes;
    } else if (c == ':') {
      ++at;
      const bool element = at < text.size() && text[at] == ':';
      if (element) ++at;
      const std::string pseudo = ascii_lower(name());
      if (element || is_one_of(pseudo, kOtherBoxes) || is_one_of(pseudo, kOtherStates)) {
        return false;
      }
      if (pseudo == "link" || pseudo == "any-link") {
        current.attributes.push_back({"href", "", 'e'});
      } else {
        rule.uncertain = true;
      }
      if (at < text.size() && text[at] == '(')
        at = std::min(text.find(')', at), text.size() - 1) + 1;
      ++classes;
    } else if (c == '+' || c == '~') {
      // A sibling: any element in its place will do for an uncertain rule.
      rule.uncertain = true;
      const bool child = current.child;
      current = Compound{};
      current.child = child;
      ++at;
      while (at < text.size() && static_cast<unsigned char>(text[at]) <= ' ') ++at;
    } else if (is_name(c)) {
      current.tag = ascii_lower(name());
      ++tags;
    } else {
      return false;
    }
  }
  if (!any) return false;
  rule.selector.push_back(std::move(current));
  rule.specificity = ids * 1'000'000 + classes * 1'000 + tags;
  return true;
}

void Stylesheet::add_rule(std::string_view selectors, std::string_view block, bool uncertain) {
  auto declarations = std::make_shared<const std::vector<Declaration>>(parse_declarations(block));
  if (declarations->empty()) return;
  std::shared_ptr<const std::vector<Declaration>> unknown;  // the same names without values
  std::size_t from = 0;
  while (from <= selectors.size()) {
    const std::size_t comma = std::min(selectors.find(',', from), selectors.size());
    Rule rule;
    rule.uncertain = uncertain;
    if (rules_.size() < kMostRules && read_selector(selectors.substr(from, comma - from), rule)) {
      if (rule.uncertain && !unknown) unknown = without_values(*declarations);
      rule.declarations = rule.uncertain ? unknown : declarations;
      rule.order = static_cast<std::uint32_t>(rules_.size());
      const Compound& last = rule.selector.back();
      std::uint64_t key = key_of('*', {});
      if (!last.id.empty()) {
        key = key_of('#', last.id);
      } else if (!last.classes.empty()) {
        key = key_of('.', last.classes.front());
      } else if (!last.tag.empty()) {
        key = key_of('<', last.tag);
      }
      by_key_[key].push_back(rules_.size());
      rules_.push_back(std::move(rule));
    }
    from = comma + 1;
  }
}

void Stylesheet::add(std::string_view css) {
  const std::string text = without_comments(css);
  add_rules(text, false, 0);
}

void Stylesheet::add_rules(std::string_view css, bool uncertain, int depth) {
  constexpr int kDeepest = 8;
  std::size_t at = 0;
  while (at < css.size() && depth < kDeepest) {
    const std::size_t stop = css.find_first_of("{;}", at);
    if (stop == std::string_view::npos) break;
    const std::string_view prelude = trim(css.substr(at, stop - at));
    at = stop + 1;
    if (css[stop] != '{') {
      if (ascii_lower(prelude.substr(0, 7)) == "@import") imports_ = true;
      continue;
    }
    const std::size_t end = block_end(css, at);
    const std::string_view block = css.substr(at, end > at ? end - at - 1 : 0);
    at = end;
    if (!prelude.starts_with('@')) {
      add_rule(prelude, block, uncertain);
    } else if (const Applies applies = at_rule_applies(prelude); applies != Applies::kNo) {
      add_rules(block, uncertain || applies == Applies::kPerhaps, depth + 1);
    }
  }
}

void Stylesheet::spend(std::size_t work) const {
  work_left_ -= std::min(work_left_, work);
}

bool Stylesheet::matches(const Compound& compound, Node element) const {
  if (!compound.tag.empty() && element.tag() != compound.tag) return false;
  if (!compound.id.empty() && element.attribute("id") != compound.id) return false;
  if (!compound.classes.empty()) {
    const auto classes = element.attribute("class");
    if (!classes) return false;
    for (const std::string& wanted : compound.classes) {
      spend(classes->size() / kBytesOfAStep);
      if (!has_word(*classes, wanted)) return false;
    }
  }
  return std::all_of(
      compound.attributes.begin(), compound.attributes.end(), [&](const AttributeTest& test) {
        const auto value = element.attribute(test.name);
        spend((element.attribute_count() + (value ? value->size() : 0)) / kBytesOfAStep);
        return value && attribute_matches(*value, test.value, test.kind);
      });
}

bool Stylesheet::matches_left(const Rule& rule, std::size_t index, Node element,
                              std::size_t& steps) const {
  // selector[index] holds for `element`; do the compounds left of it hold above?
  if (index == 0) return true;
  for (Node ancestor = element.parent(); ancestor && steps > 0; ancestor = ancestor.parent()) {
    --steps;
    if (matches(rule.selector[index - 1], ancestor) &&
        matches_left(rule, index - 1, ancestor, steps)) {
      return true;
    }
    if (rule.selector[index].child) return false;
  }
  return false;
}

bool Stylesheet::matches(const Rule& rule, Node element) const {
  const std::size_t budget = std::min(kMostAncestors, work_left_);
  std::size_t steps = budget;
  const std::size_t last = rule.selector.size() - 1;
  const bool found =
      matches(rule.selector[last], element) && matches_left(rule, last, element, steps);
  spend(budget - steps + 1);
  return found;
}

std::vector<const Declaration*> Stylesheet::declarations_for(Node element) const {
  std::vector<const Rule*> found;
  const auto look_up = [&](char mark, std::string_view name) {
    const auto rules = by_key_.find(key_of(mark, name));
    if (rules == by_key_.end()) return;
    for (const std::size_t index : rules->second) {
      if (matches(rules_[index], element)) found.push_back(&rules_[index]);
    }
  };
  if (rules_.empty() || work_left_ == 0) return {};
  look_up('*', {});
  look_up('<', element.tag());
  if (const auto id = element.attribute("id")) look_up('#', *id);
  if (const auto classes = element.attribute("class")) {
    std::size_t from = 0;
    while (from < classes->size()) {
      const std::size_t end = std::min(classes->find_first_of(" \t\r\n\f", from), classes->size());
      if (end > from) look_up('.', classes->substr(from, end - from));
      from = end + 1;
    }
  }
  if (work_left_ == 0 || found.empty()) return {};
  std::sort(found.begin(), found.end(), [](const Rule* left, const Rule* right) {
    return std::pair(left->specificity, left->order) < std::pair(right->specificity, right->order);
  });
  std::vector<const Declaration*> declarations;
  for (const Rule* rule : found) {
    for (const Declaration& row : *rule->declarations) declarations.push_back(&row);
  }
  spend(declarations.size());
  return declarations;
}

}  // namespace vouch::crawler
