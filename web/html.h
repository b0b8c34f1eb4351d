// Building HTML that cannot be injected into: markup must be a literal of the program, everything
// else is escaped. Pure values; one builder a page.
#pragma once

#include <string>
#include <string_view>

namespace vouch::web {

class Markup {  // only a compile-time constant becomes markup
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): literals convert on purpose
  consteval Markup(const char* literal) : text_(literal) {}
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

class Html {
 public:
  Html& raw(Markup markup);
  Html& text(std::string_view words);  // ours or a person's: escaped
  Html& number(long long value);
  // From a page, a search engine or a report: escaped, control and bidi characters removed, cut at
  // `max_characters`, isolated by <bdi>.
  Html& foreign(std::string_view words, std::size_t max_characters = 200);
  // The same as a link that opens a monitored page; only http and https become links (ASVS 1.2.2).
  Html& outward(std::string_view url, std::size_t max_characters = 90);

  [[nodiscard]] const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Without C0/C1 controls, zero-width and bidi characters; valid UTF-8; "…" where it was cut.
std::string displayable(std::string_view words, std::size_t max_characters);

}  // namespace vouch::web
