// The page's own <style> rules: which declarations apply to an element. A rule that may or may not
// apply (structural pseudo-classes, siblings, media conditions) makes its properties unknown: it
// can take a proof of hiding away and never gives one. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/page/css.h"
#include "crawler/page/document.h"

namespace vouch::crawler {

class Stylesheet {
 public:
  void add(std::string_view css);
  [[nodiscard]] bool empty() const { return rules_.empty(); }
  [[nodiscard]] bool imports() const { return imports_; }  // there is an @import

  // Declarations for `element`, weakest first; an empty value means "unknown". None once a hostile
  // page has used up the work that a sheet may cost: then nothing is proved hidden by it.
  [[nodiscard]] std::vector<const Declaration*> declarations_for(Node element) const;

 private:
  struct AttributeTest {
    std::string name;
    std::string value;
    char kind = 'e';  // e: exists, =: equals, ~ | ^ $ *: as in CSS
  };
  struct Compound {
    std::string tag;
    std::string id;
    std::vector<std::string> classes;
    std::vector<AttributeTest> attributes;
    bool child = false;  // its left neighbour is the parent, not any ancestor
  };
  struct Rule {
    std::vector<Compound> selector;                                // left to right
    std::shared_ptr<const std::vector<Declaration>> declarations;  // one for all its selectors
    std::uint32_t specificity = 0;
    std::uint32_t order = 0;
    bool uncertain = false;
  };

  static bool read_selector(std::string_view text, Rule& rule);
  [[nodiscard]] bool matches(const Compound& compound, Node element) const;
  [[nodiscard]] bool matches(const Rule& rule, Node element) const;
  bool matches_left(const Rule& rule, std::size_t index, Node element, std::size_t& steps) const;
  void spend(std::size_t work) const;
  void add_rule(std::string_view selectors, std::string_view block, bool uncertain);
  void add_rules(std::string_view css, bool uncertain, int depth);

  std::vector<Rule> rules_;
  // By the hash of "#id", ".class", "tag" or "*"; a rule is compared in full anyway.
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_key_;
  bool imports_ = false;
  // Rules, ancestors, declarations and 64 bytes of attributes that may still be looked at. At zero
  // the sheet says nothing.
  mutable std::size_t work_left_ = 10'000'000;
};

}  // namespace vouch::crawler
