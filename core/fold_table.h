// The table under fold(): for each code point its folded form, built once from ICU (design §8).
// Owned by fold.cpp; immutable after construction, so any thread may read it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vouch {

class FoldTable {
 public:
  // How an entry is read: kSame, a code point, or kText with a slice of texts. kMayCompose may
  // stand beside any of them: the character can join with the one before it (e + U+0301).
  static constexpr std::uint32_t kSame = 0;
  static constexpr std::uint32_t kText = 1U << 31;
  static constexpr std::uint32_t kMayCompose = 1U << 30;

  static const FoldTable& instance();

  [[nodiscard]] std::uint32_t entry(char32_t code_point) const {
    return pages_[(static_cast<std::size_t>(page_of_[code_point >> 8]) << 8) | (code_point & 0xFF)];
  }
  // UTF-8; empty where the character is removed.
  [[nodiscard]] std::string_view text(std::uint32_t entry) const {
    return std::string_view(texts_).substr((entry >> kLengthBits) & 0x3FFFFF,
                                           entry & ((1U << kLengthBits) - 1));
  }
  // The composed character, or 0. `right` has kMayCompose.
  [[nodiscard]] char32_t compose(char32_t left, char32_t right) const;

 private:
  static constexpr unsigned kLengthBits = 8;

  FoldTable();
  void set(char32_t code_point, std::uint32_t entry);
  std::uint32_t make_entry(char32_t code_point, const std::u16string& folded);

  std::vector<std::uint16_t> page_of_;
  std::vector<std::uint32_t> pages_;
  std::string texts_;
};

}  // namespace vouch
