#include "core/selector.h"

#include <fmt/format.h>

#include "core/text.h"

namespace vouch {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_name(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::vector<ComplexSelector>> run() {
    std::vector<ComplexSelector> list;
    if (text_.size() > kSelectorBytes) stop("a selector is at most 2000 bytes long");
    while (problem_.empty()) {
      list.push_back(complex());
      skip_space();
      if (!problem_.empty() || at_ >= text_.size()) break;
      ++at_;  // the comma, complex() ends at nothing else
    }
    if (!problem_.empty()) return fail(ErrorCode::kInvalid, problem_);
    return list;
  }

 private:
  void stop(std::string_view what) {
    if (problem_.empty()) problem_ = fmt::format("{} at character {}", what, at_ + 1);
  }

  [[nodiscard]] char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool skip_space() {
    const std::size_t from = at_;
    while (is_space(now())) ++at_;
    return at_ > from;
  }

  std::string name(std::string_view of_what) {
    const std::size_t from = at_;
    while (is_name(now())) ++at_;
    if (at_ == from) stop(fmt::format("{} is missing", of_what));
    return std::string(text_.substr(from, at_ - from));
  }

  ComplexSelector complex() {
    ComplexSelector out;
    skip_space();
    while (problem_.empty()) {
      if (out.compounds.size() == kSelectorCompounds) stop("too many parts");
      out.compounds.push_back(compound());
      if (!problem_.empty()) break;
      const bool space = skip_space();
      if (at_ >= text_.size() || now() == ',') break;
      if (now() == '>') {
        ++at_;
        skip_space();
        out.combinators.push_back(Combinator::kChild);
      } else if (now() == '+' || now() == '~') {
        stop("sibling combinators are not known");
      } else if (space) {
        out.combinators.push_back(Combinator::kDescendant);
      } else {
        stop("unexpected character");
      }
    }
    return out;
  }

  CompoundSelector compound() {
    CompoundSelector out;
    const std::size_t from = at_;
    if (now() == '*') {
      ++at_;
    } else if (is_name(now())) {
      out.type = ascii_lower(name("a type"));
    }
    while (problem_.empty() && simple(out)) continue;
    if (at_ == from) stop("an element is missing");
    return out;
  }

  // One of # . [ : and what belongs to it; false where none stands here.
  bool simple(CompoundSelector& out) {
    switch (now()) {
      case '#':
        ++at_;
        out.ids.push_back(name("the name behind \"#\""));
        return true;
      case '.':
        ++at_;
        out.classes.push_back(name("the name behind \".\""));
        return true;
      case '[':
        ++at_;
        out.attributes.push_back(attribute());
        return true;
      case ':':
        out.negated.push_back(negation());
        return true;
      default:
        return false;
    }
  }

  AttributeCondition attribute() {
    AttributeCondition out;
    skip_space();
    out.name = ascii_lower(name("the attribute's name"));
    skip_space();
    if (now() == ']') {
      ++at_;
      return out;
    }
    out.test = test();
    skip_space();
    out.value = value();
    skip_space();
    if (now() != ']') stop("\"]\" is missing");
    ++at_;
    const bool never = out.value.empty() && out.test != AttributeTest::kEquals;
    if (never) stop("an empty value matches nothing");  // Selectors 3, 6.3.2
    return out;
  }

  AttributeTest test() {
    AttributeTest out = AttributeTest::kEquals;
    switch (now()) {
      case '^':
        out = AttributeTest::kPrefix;
        break;
      case '$':
        out = AttributeTest::kSuffix;
        break;
      case '*':
        out = AttributeTest::kContains;
        break;
      case '~':
        out = AttributeTest::kWord;
        break;
      default:
        --at_;  // "=" alone
        break;
    }
    ++at_;
    if (now() != '=') {
      stop("one of = ^= $= *= ~= is missing");
      return out;
    }
    ++at_;
    return out;
  }

  std::string value() {
    const char quote = now();
    if (quote != '"' && quote != '\'') return name("the attribute's value");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) {
      stop("the closing quotation mark is missing");
      return {};
    }
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    if (inside.find('\\') != std::string_view::npos) stop("escapes are not known");
    at_ = end + 1;
    return std::string(inside);
  }

  CompoundSelector negation() {
    constexpr std::string_view kNot = ":not(";
    CompoundSelector out;
    if (text_.substr(at_, kNot.size()) != kNot) {
      stop("of all pseudo-classes only :not() is known");
      return out;
    }
    at_ += kNot.size();
    skip_space();
    const std::size_t from = at_;
    if (is_name(now())) {
      out.type = ascii_lower(name("a type"));
    } else if (now() == ':' || !simple(out)) {
      stop(":not() takes one type, id, class or attribute");
    }
    skip_space();
    if (now() != ')') {
      if (at_ > from) stop(":not() takes one simple selector; \")\" is missing");
      return out;
    }
    ++at_;
    return out;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
};

}  // namespace

Result<std::vector<ComplexSelector>> parse_selector(std::string_view text) {
  return Parser(text).run();
}

}  // namespace vouch
