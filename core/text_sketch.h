// Character 4-grams of a text, and its sketch: one-permutation MinHash (Li, Owen, Zhang, NIPS 2012)
// with optimal densification (Shrivastava, ICML 2017). Two texts agree in about as many bins as
// their sets of 4-grams have in common (Jaccard). Pure; any thread after the first call.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch {

// Texts with fewer 4-grams are not compared (decision 021).
inline constexpr std::uint32_t kLeastGrams = 120;

struct TextGram {
  std::uint64_t hash = 0;
  std::uint32_t start = 0, end = 0;  // code points of the text, end exclusive
};

// Folded as fold() has it, punctuation and spaces stripped. A word of letters and digits counts as
// two characters, as Chinese words mostly have two: the 4-grams of unrelated English texts would
// have a third in common.
std::vector<TextGram> text_grams(std::string_view text);

struct TextSketch {
  static constexpr std::size_t kBins = 32;

  std::array<std::uint32_t, kBins> bins{};  // the least hash that fell into each
  std::uint32_t grams = 0;                  // of the text; 0: no sketch was made

  explicit operator bool() const { return grams != 0; }
  bool operator==(const TextSketch&) const = default;
};

TextSketch sketch_text(std::string_view text);  // none when the text is too short

// Bins in which both agree, 0 to kBins.
std::size_t equal_bins(const TextSketch& left, const TextSketch& right);
// One key a bin, by which texts that agree in it are found.
std::array<std::int64_t, TextSketch::kBins> sketch_keys(const TextSketch& sketch);

std::string to_bytes(const TextSketch& sketch);  // bins, little endian; grams are not in it
bool sketch_from_bytes(std::string_view bytes, TextSketch& sketch);

}  // namespace vouch
