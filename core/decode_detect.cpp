#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/decode.h"
#include "core/text.h"

namespace vouch {

namespace {

// The characters that make up about half of ordinary running text in each script.
constexpr std::u32string_view kSimplifiedCommon =
    U"的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对"
    U"可她里后小么"
    U"心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动"
    U"两长知民样现分"
    U"将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间"
    U"新什打便位因重被"
    U"走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总"
    U"才场师书比住员九"
    U"，。、：；！？（）“”《》【】";
constexpr std::u32string_view kTraditionalCommon =
    U"的一是不了在人有我他這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對"
    U"可她里後小麼"
    U"心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動"
    U"兩長知民樣現分"
    U"將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間"
    U"新什打便位因重被"
    U"走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總"
    U"才場師書比住員九"
    U"，。、：；！？（）「」『』《》【】";
constexpr std::u32string_view kHangul =
    U"이다의는을가에고하지로한도은를들사자기어시리인서대나일라해그정전수아보제부있것장성여만상주원"
    U"무오게으구";

class CommonSet {
 public:
  explicit CommonSet(std::u32string_view characters)
      : sorted_(characters.begin(), characters.end()) {
    std::sort(sorted_.begin(), sorted_.end());
  }
  [[nodiscard]] bool has(char32_t c) const {
    return std::binary_search(sorted_.begin(), sorted_.end(), c);
  }

 private:
  std::vector<char32_t> sorted_;
};

enum class Script { kSimplified, kTraditional, kJapanese, kKorean };
struct Candidate {
  std::string_view encoding;
  Script script;
};
// In order of preference at equal score.
constexpr Candidate kCandidates[] = {{"gb18030", Script::kSimplified},
                                     {"big5", Script::kTraditional},
                                     {"shift_jis", Script::kJapanese},
                                     {"euc-jp", Script::kJapanese},
                                     {"euc-kr", Script::kKorean}};

bool is_kana(char32_t c) {
  return c >= 0x3041 && c <= 0x30FE;
}
bool is_half_kana(char32_t c) {
  return c >= 0xFF61 && c <= 0xFF9F;
}
bool is_hangul(char32_t c) {
  return c >= 0xAC00 && c <= 0xD7A3;
}
bool is_han(char32_t c) {
  return c >= 0x4E00 && c <= 0x9FFF;
}

// Worth of one non-ASCII character as a piece of ordinary text in the script, at most 1.
double worth(char32_t c, Script script) {
  static const CommonSet simplified(kSimplifiedCommon);
  static const CommonSet traditional(kTraditionalCommon);
  static const CommonSet hangul(kHangul);
  if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF)) return -8;
  if (c < 0xA0) return -2;
  switch (script) {
    case Script::kSimplified:
      if (simplified.has(c)) return 1;
      return is_kana(c) ? -0.5 : is_han(c) ? 0.1 : 0;
    case Script::kTraditional:
      if (traditional.has(c)) return 1;
      return is_kana(c) ? -0.5 : is_han(c) ? 0.1 : 0;
    case Script::kJapanese:
      if (is_kana(c)) return 1;
      if (is_half_kana(c)) return -0.2;  // what Shift_JIS makes of other encodings
      return c == U'。' || c == U'、' ? 1 : is_han(c) ? 0.2 : 0;
    case Script::kKorean:
      if (hangul.has(c)) return 1;
      return is_hangul(c) ? 0.3 : is_kana(c) || is_han(c) ? -0.3 : 0;
  }
  return 0;
}

double score(std::string_view bytes, const Candidate& candidate) {
  const std::string text = decode_as(bytes, candidate.encoding).text;
  double sum = 0;
  std::size_t count = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    sum += worth(c, candidate.script);
    ++count;
    i += length;
  }
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

// Latin text in UTF-16 has its zero bytes on one side.
std::string_view utf16_by_zeros(std::string_view bytes) {
  if (bytes.find('\0') == std::string_view::npos) return {};
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') ++zeros[i % 2];
  }
  const std::size_t total = zeros[0] + zeros[1];
  if (total * 20 < bytes.size() || total < 4) return {};
  if (zeros[0] >= total * 9 / 10) return "utf-16be";
  if (zeros[1] >= total * 9 / 10) return "utf-16le";
  return {};
}

bool has_non_ascii(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

enum class Utf8 { kAscii, kValid, kInvalid };

Utf8 strict_utf8(std::string_view bytes, bool may_be_cut) {
  bool ascii = true;
  std::size_t i = 0;
  while (i < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    ascii = false;
    const std::size_t length = lead < 0xC2   ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length == 0) return Utf8::kInvalid;
    for (std::size_t k = 1; k < length; ++k) {
      if (i + k >= bytes.size()) return may_be_cut ? Utf8::kValid : Utf8::kInvalid;
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      const bool first = k == 1;
      const unsigned low = first && lead == 0xE0 ? 0xA0 : first && lead == 0xF0 ? 0x90 : 0x80;
      const unsigned high = first && lead == 0xED ? 0x9F : first && lead == 0xF4 ? 0x8F : 0xBF;
      if (next < low || next > high) return Utf8::kInvalid;
    }
    i += length;
  }
  return ascii ? Utf8::kAscii : Utf8::kValid;
}

constexpr std::size_t kSample = 65'536;  // non-ASCII bytes that decide
constexpr double kLeastScore = 0.02;     // below: no East Asian text

// The part of the text that carries information: from the first non-ASCII byte on.
std::string_view sample_of(std::string_view bytes) {
  std::size_t from = 0;
  while (from < bytes.size() && static_cast<unsigned char>(bytes[from]) < 0x80) ++from;
  return bytes.substr(from, kSample);
}

}  // namespace

std::string detect_encoding(std::string_view bytes) {
  std::size_t bom_length = 0;
  if (auto bom = bom_encoding(bytes, bom_length)) return *bom;
  if (const std::string_view utf16 = utf16_by_zeros(bytes.substr(0, kSample)); !utf16.empty()) {
    return std::string(utf16);
  }
  Utf8 utf8 = Utf8::kValid;
  if (!is_valid_utf8(bytes) || !has_non_ascii(bytes)) utf8 = strict_utf8(bytes, true);
  if (utf8 != Utf8::kInvalid) {
    if (utf8 == Utf8::kAscii && bytes.find("\x1B$B") != std::string_view::npos) {
      return "iso-2022-jp";
    }
    return "utf-8";
  }
  const std::string_view sample = sample_of(bytes);
  std::string_view best = "windows-1252";
  double best_score = kLeastScore;
  for (const Candidate& candidate : kCandidates) {
    const double candidate_score = score(sample, candidate);
    if (candidate_score > best_score) {
      best = candidate.encoding;
      best_score = candidate_score;
    }
  }
  return std::string(best);
}

}  // namespace vouch
