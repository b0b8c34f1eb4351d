// How much of one text stood in another before, and where (crawling-standards §1.10; decision 020).
// Decided on the texts themselves, never on their sketches. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/text_sketch.h"

namespace vouch::checks {

// Containment from which on a match is worth a person's look.
inline constexpr double kLeastShare = 0.30;

class ComparedText {
 public:
  explicit ComparedText(std::string_view text);

  [[nodiscard]] const std::vector<TextGram>& grams() const { return grams_; }
  // Distinct hashes, ascending.
  [[nodiscard]] const std::vector<std::uint64_t>& set() const { return set_; }
  [[nodiscard]] std::string_view text() const { return text_; }

 private:
  std::string text_;
  std::vector<TextGram> grams_;
  std::vector<std::uint64_t> set_;
};

struct Passage {                                 // code points of the two texts, end exclusive
  std::uint32_t start = 0, end = 0;              // in the later text
  std::uint32_t first_start = 0, first_end = 0;  // in the earlier one
};

struct TextMatch {
  std::size_t with = 0;           // index of the earlier text
  double share = 0;               // of the later text's 4-grams that the earlier one has, 0 to 1
  std::vector<Passage> passages;  // the longest ones, in the order of the later text
};

// Containment of `later` in `earlier`.
double contained(const ComparedText& later, const ComparedText& earlier);

// The earlier text from which most of `later` comes, the first of those that are about equal;
// `earlier` in the order of their hand-in. What `later` shares with two texts that are otherwise
// different (a company's own introduction, a site's boilerplate) does not count. None: below
// kLeastShare, or too little is left to compare.
std::optional<TextMatch> find_match(const ComparedText& later,
                                    std::span<const ComparedText> earlier);

// The characters [start, end) of a text; longer than `most` characters: cut, with an ellipsis.
std::string quote(std::string_view text, std::uint32_t start, std::uint32_t end,
                  std::size_t most = 160);

}  // namespace vouch::checks
