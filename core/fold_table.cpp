#include "core/fold_table.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

#include <stdexcept>

#include "core/text.h"

namespace vouch {
namespace {

constexpr char32_t kCodePoints = 0x110000;

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) {
    throw std::runtime_error(std::string("ICU data: ") + what + ": " + u_errorName(status));
  }
}

std::u16string to_utf16(char32_t c) {
  if (c < 0x10000) return std::u16string(1, static_cast<char16_t>(c));
  return {static_cast<char16_t>(U16_LEAD(c)), static_cast<char16_t>(U16_TRAIL(c))};
}

template <class Visit>
void each_of(const USet* set, Visit visit) {
  const int ranges = uset_getRangeCount(set);
  for (int i = 0; i < ranges; ++i) {
    UChar32 first = 0;
    UChar32 last = 0;
    UErrorCode status = U_ZERO_ERROR;
    uset_getItem(set, i, &first, &last, nullptr, 0, &status);
    require(status, "set range");
    for (UChar32 c = first; c <= last; ++c) visit(static_cast<char32_t>(c));
  }
}

struct SetCloser {
  void operator()(USet* set) const { uset_close(set); }
};
struct TransliteratorCloser {
  void operator()(UTransliterator* t) const { utrans_close(t); }
};

// The steps of folding for one code point, each by ICU itself.
class Steps {
 public:
  Steps() {
    UErrorCode status = U_ZERO_ERROR;
    casefold_ = unorm2_getNFKCCasefoldInstance(&status);
    casefolded_set_ = u_getBinaryPropertySet(UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED, &status);
    white_space_ = u_getBinaryPropertySet(UCHAR_WHITE_SPACE, &status);
    require(status, "NFKC_Casefold");
    simplify_.reset(
        utrans_openU(u"Traditional-Simplified", -1, UTRANS_FORWARD, nullptr, 0, nullptr, &status));
    require(status, "Traditional-Simplified");
    simplified_set_.reset(uset_openEmpty());
    utrans_getSourceSet(simplify_.get(), false, simplified_set_.get(), &status);
    require(status, "source set");
  }

  template <class Visit>
  void each_changed(Visit visit) const {
    each_of(casefolded_set_, visit);
    each_of(white_space_, visit);
    each_of(simplified_set_.get(), visit);
  }

  // Repeated until nothing changes: NFKC may yield a traditional form, and chains exist.
  [[nodiscard]] std::u16string apply(char32_t c) const {
    std::u16string now = to_utf16(c);
    for (int round = 0; round < 4; ++round) {
      std::u16string next = without_space(simplified(casefolded(now)));
      if (next == now) break;
      now = std::move(next);
    }
    return now;
  }

 private:
  static constexpr std::size_t kRoom = 128;  // the longest NFKC expansion is 18 code points

  [[nodiscard]] std::u16string casefolded(const std::u16string& text) const {
    std::u16string out(kRoom, u'\0');
    UErrorCode status = U_ZERO_ERROR;
    const auto length = unorm2_normalize(casefold_, text.data(), static_cast<int32_t>(text.size()),
                                         out.data(), static_cast<int32_t>(out.size()), &status);
    require(status, "NFKC_Casefold of a character");
    out.resize(static_cast<std::size_t>(length));
    return out;
  }

  [[nodiscard]] std::u16string simplified(std::u16string text) const {
    auto length = static_cast<int32_t>(text.size());
    int32_t limit = length;
    text.resize(kRoom);
    UErrorCode status = U_ZERO_ERROR;
    utrans_transUChars(simplify_.get(), text.data(), &length, static_cast<int32_t>(text.size()), 0,
                       &limit, &status);
    require(status, "simplified form of a character");
    text.resize(static_cast<std::size_t>(length));
    return text;
  }

  [[nodiscard]] std::u16string without_space(const std::u16string& text) const {
    std::u16string out;
    for (const char16_t unit : text) {
      if (!uset_contains(white_space_, unit)) out.push_back(unit);
    }
    return out;
  }

  const UNormalizer2* casefold_ = nullptr;
  const USet* casefolded_set_ = nullptr;
  const USet* white_space_ = nullptr;
  std::unique_ptr<UTransliterator, TransliteratorCloser> simplify_;
  std::unique_ptr<USet, SetCloser> simplified_set_;
};

const UNormalizer2* composer() {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* instance = unorm2_getNFKCInstance(&status);
  require(status, "NFKC");
  return instance;
}

}  // namespace

const FoldTable& FoldTable::instance() {
  static const FoldTable table;
  return table;
}

FoldTable::FoldTable() : page_of_(kCodePoints >> 8, 0), pages_(256, kSame) {
  const Steps steps;
  steps.each_changed([&](char32_t c) { set(c, make_entry(c, steps.apply(c))); });
  const UNormalizer2* nfkc = composer();
  for (char32_t c = 0x300; c < kCodePoints; ++c) {
    if (!unorm2_hasBoundaryBefore(nfkc, static_cast<UChar32>(c))) set(c, entry(c) | kMayCompose);
  }
  // An accent of its own (U+00B4) is a space and U+0301: without the space it joins what precedes.
  steps.each_changed([&](char32_t c) {
    const std::uint32_t plain = entry(c);
    if (plain == kSame || (plain & (kText | kMayCompose)) != 0) return;
    if ((entry(plain) & kMayCompose) != 0) set(c, plain | kMayCompose);
  });
}

void FoldTable::set(char32_t code_point, std::uint32_t entry) {
  std::uint16_t& page = page_of_[code_point >> 8];
  if (page == 0) {
    page = static_cast<std::uint16_t>(pages_.size() >> 8);
    pages_.resize(pages_.size() + 256, kSame);
  }
  pages_[(static_cast<std::size_t>(page) << 8) | (code_point & 0xFF)] = entry;
}

std::uint32_t FoldTable::make_entry(char32_t code_point, const std::u16string& folded) {
  std::string utf8;
  char32_t last = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < folded.size(); ++count) {
    U16_NEXT(folded.data(), i, folded.size(), last);
    append_utf8(utf8, last);
  }
  if (count == 1) return last == code_point ? kSame : static_cast<std::uint32_t>(last);
  const auto offset = static_cast<std::uint32_t>(texts_.size());
  texts_ += utf8;
  return kText | (offset << kLengthBits) | static_cast<std::uint32_t>(utf8.size());
}

char32_t FoldTable::compose(char32_t left, char32_t right) const {
  static const UNormalizer2* nfkc = composer();
  const UChar32 whole =
      unorm2_composePair(nfkc, static_cast<UChar32>(left), static_cast<UChar32>(right));
  return whole < 0 ? 0 : static_cast<char32_t>(whole);
}

}  // namespace vouch
