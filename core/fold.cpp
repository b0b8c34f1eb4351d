// fold(): a table look-up per character; docs/decisions/012 has the order of the steps and the
// speed.
#include "core/fold_table.h"
#include "core/text.h"

namespace vouch {
namespace {

// Where in the source each byte of the result came from; the plain fold() keeps none.
struct NoOffsets {
  void add(std::size_t, std::size_t) {}
  void drop_to(std::size_t) {}
};
struct KeepOffsets {
  std::vector<std::uint32_t>& offsets;
  void add(std::size_t source, std::size_t bytes) {
    offsets.insert(offsets.end(), bytes, static_cast<std::uint32_t>(source));
  }
  void drop_to(std::size_t size) { offsets.resize(size); }
};

std::size_t last_character(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && (static_cast<std::uint8_t>(text[start]) & 0xC0) == 0x80) --start;
  return start;
}

constexpr std::size_t utf8_size(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

template <class Offsets>
class Folder {
 public:
  Folder(std::string_view text, Offsets offsets) : text_(text), offsets_(offsets) {
    out_.reserve(text.size() + 8);
  }

  std::string run() {
    while (position_ < text_.size()) {
      const std::size_t start = position_;
      const char32_t c = next_code_point(text_, position_);
      if (c != kBad && table_.entry(c) == FoldTable::kSame) {
        offsets_.add(start, position_ - start);
        out_.append(text_, start, position_ - start);
      } else {
        take(c, start);
      }
    }
    offsets_.add(text_.size(), 1);
    return std::move(out_);
  }

 private:
  static constexpr char32_t kBad = 0xFFFD;  // its bytes may be others than its own

  void take(char32_t c, std::size_t start) {
    const std::uint32_t entry = table_.entry(c);
    if (entry == FoldTable::kSame) {
      put(c, start);
    } else if ((entry & (FoldTable::kText | FoldTable::kMayCompose)) == 0) {
      put(entry, start);
    } else {
      take_unusual(c, entry, start);
    }
  }

  void take_unusual(char32_t c, std::uint32_t entry, std::size_t start) {
    const std::uint32_t plain = entry & ~FoldTable::kMayCompose;
    std::string one;
    std::string_view folded;
    if ((plain & FoldTable::kText) != 0) {
      folded = table_.text(plain);
    } else {
      append_utf8(one, plain == FoldTable::kSame ? c : plain);
      folded = one;
    }
    for (std::size_t i = 0; i < folded.size();) put_or_compose(next_code_point(folded, i), start);
  }

  void put_or_compose(char32_t c, std::size_t start) {
    if ((table_.entry(c) & FoldTable::kMayCompose) != 0 && !out_.empty()) {
      const std::size_t last = last_character(out_);
      std::size_t after = last;
      const char32_t whole = table_.compose(next_code_point(out_, after), c);
      // Only a folded form may appear in the result, else folding twice would differ.
      if (whole != 0 && (table_.entry(whole) & ~FoldTable::kMayCompose) == FoldTable::kSame) {
        out_.resize(last);
        const std::size_t source = composed_from(last, start);
        offsets_.drop_to(last);
        put(whole, source);
        return;
      }
    }
    put(c, start);
  }

  std::size_t composed_from([[maybe_unused]] std::size_t last,
                            [[maybe_unused]] std::size_t otherwise) const {
    if constexpr (std::is_same_v<Offsets, KeepOffsets>) return offsets_.offsets[last];
    return otherwise;
  }

  void put(char32_t c, std::size_t source) {
    offsets_.add(source, utf8_size(c));
    append_utf8(out_, c);
  }

  const FoldTable& table_ = FoldTable::instance();
  std::string_view text_;
  std::size_t position_ = 0;
  std::string out_;
  Offsets offsets_;
};

}  // namespace

std::string fold(std::string_view text) {
  return Folder(text, NoOffsets{}).run();
}

std::string fold_with_offsets(std::string_view text, std::vector<std::uint32_t>& offsets) {
  offsets.clear();
  offsets.reserve(text.size() + 1);
  return Folder(text, KeepOffsets{offsets}).run();
}

}  // namespace vouch
