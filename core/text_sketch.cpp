#include "core/text_sketch.h"

#include <algorithm>
#include <limits>

#include <unicode/uchar.h>

#include "core/fold_table.h"
#include "core/hash.h"
#include "core/text.h"

namespace vouch {
namespace {

constexpr std::size_t kGram = 4;
constexpr std::uint32_t kEmpty = std::numeric_limits<std::uint32_t>::max();

// The finaliser of MurmurHash3, in line: it runs once a character.
inline std::uint64_t spread(std::uint64_t value) {
  value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDULL;
  value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53ULL;
  return value ^ (value >> 33);
}

bool is_han(char32_t c) {
  return c >= 0x4E00 && c <= 0x9FFF;
}

// Scripts that write no spaces between words: each character stands for itself.
bool stands_alone(char32_t c) {
  return c >= 0x2E80 || (c >= 0x0E00 && c < 0x1000) || (c >= 0x1780 && c < 0x1800);
}

bool is_letter_or_digit(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}

bool is_mark(char32_t c) {
  return c >= 0x300 && (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

// Gives `take` each 4-gram in order. One pass, nothing allocated.
template <class Take>
class GramWalk {
 public:
  GramWalk(std::string_view text, Take take) : text_(text), take_(std::move(take)) {}

  void run() {
    std::size_t position = 0;
    for (; position < text_.size(); ++index_) {
      const char32_t c = next_code_point(text_, position);
      if (is_han(c)) {
        put_folded(c);
      } else {
        put(c);
      }
    }
    end_word();
  }

 private:
  void put_folded(char32_t c) {
    const std::uint32_t entry = table_.entry(c);
    if (entry == FoldTable::kSame) {
      end_word();
      unit(c, index_, index_ + 1);
    } else {
      put(c);
    }
  }

  void put(char32_t c) {
    const std::uint32_t entry = table_.entry(c) & ~FoldTable::kMayCompose;
    if (entry == FoldTable::kSame) return put_plain(c);
    if ((entry & FoldTable::kText) == 0) return put_plain(entry);
    const std::string_view folded = table_.text(entry);
    if (folded.empty()) {  // white space ends a word, what has no width does not
      if (u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) end_word();
      return;
    }
    for (std::size_t i = 0; i < folded.size();) put_plain(next_code_point(folded, i));
  }

  void put_plain(char32_t c) {
    if (is_mark(c) && in_word_) {
      word_ = mix64(word_ ^ c);
    } else if (!is_letter_or_digit(c)) {
      end_word();
    } else if (stands_alone(c)) {
      end_word();
      unit(c < 0x10000 ? c : mix64(c), index_, index_ + 1);
    } else {
      if (!in_word_) word_start_ = index_;
      in_word_ = true;
      word_ = mix64(word_ ^ c);
      word_end_ = index_ + 1;
    }
  }

  void end_word() {
    if (!in_word_) return;
    unit(word_ >> 16, word_start_, word_end_);
    unit(word_, word_start_, word_end_);
    in_word_ = false;
    word_ = kWordSeed;
  }

  // Sixteen bits a unit: four of them are one number.
  void unit(std::uint64_t value, std::uint32_t start, std::uint32_t end) {
    window_ = window_ << 16 | (value & 0xFFFF);
    starts_[count_ % kGram] = start;
    ++count_;
    if (count_ >= kGram) take_(TextGram{spread(window_), starts_[count_ % kGram], end});
  }

  static constexpr std::uint64_t kWordSeed = 0x5EED;

  const FoldTable& table_ = FoldTable::instance();
  std::string_view text_;
  Take take_;
  std::uint32_t index_ = 0;
  std::uint64_t word_ = kWordSeed;
  std::uint32_t word_start_ = 0, word_end_ = 0;
  bool in_word_ = false;
  std::uint64_t window_ = 0;
  std::array<std::uint32_t, kGram> starts_{};
  std::size_t count_ = 0;
};

// An empty bin takes what another one holds; which, follows from its number alone.
void densify(std::array<std::uint32_t, TextSketch::kBins>& bins) {
  const auto holds = bins;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    for (std::uint64_t turn = 1; bins[i] == kEmpty; ++turn)
      bins[i] = holds[mix64(i << 32 | turn) % bins.size()];
  }
}

}  // namespace

std::vector<TextGram> text_grams(std::string_view text) {
  std::vector<TextGram> grams;
  grams.reserve(text.size() / 3);
  GramWalk(text, [&](const TextGram& gram) { grams.push_back(gram); }).run();
  return grams;
}

TextSketch sketch_text(std::string_view text) {
  TextSketch sketch;
  sketch.bins.fill(kEmpty);
  GramWalk(text, [&](const TextGram& gram) {
    std::uint32_t& bin = sketch.bins[gram.hash % TextSketch::kBins];
    // The top value is kept free: it says "empty".
    bin = std::min(bin, std::min(static_cast<std::uint32_t>(gram.hash >> 32), kEmpty - 1));
    ++sketch.grams;
  }).run();
  if (sketch.grams < kLeastGrams) return {};
  densify(sketch.bins);
  return sketch;
}

std::size_t equal_bins(const TextSketch& left, const TextSketch& right) {
  std::size_t equal = 0;
  for (std::size_t i = 0; i < TextSketch::kBins; ++i) equal += left.bins[i] == right.bins[i];
  return equal;
}

std::array<std::int64_t, TextSketch::kBins> sketch_keys(const TextSketch& sketch) {
  std::array<std::int64_t, TextSketch::kBins> keys{};
  for (std::size_t i = 0; i < keys.size(); ++i)
    keys[i] = static_cast<std::uint32_t>(mix64(std::uint64_t{i} << 32 | sketch.bins[i]));
  return keys;
}

std::string to_bytes(const TextSketch& sketch) {
  std::string bytes;
  bytes.reserve(sketch.bins.size() * 4);
  for (const std::uint32_t bin : sketch.bins) {
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<char>(bin >> shift & 0xFF));
  }
  return bytes;
}

bool sketch_from_bytes(std::string_view bytes, TextSketch& sketch) {
  if (bytes.size() != sketch.bins.size() * 4) return false;
  for (std::size_t i = 0; i < sketch.bins.size(); ++i) {
    std::uint32_t bin = 0;
    for (unsigned k = 0; k < 4; ++k)
      bin |= std::uint32_t{static_cast<std::uint8_t>(bytes[i * 4 + k])} << (8 * k);
    sketch.bins[i] = bin;
  }
  return true;
}

}  // namespace vouch
