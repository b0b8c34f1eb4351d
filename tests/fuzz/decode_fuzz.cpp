// Character sets: line 1 a label, the rest bytes. Whatever comes in, UTF-8 comes out, no longer
// than the bytes can explain.
#include <string>

#include "core/decode.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;

namespace {

void check(const vouch::Decoded& decoded, std::size_t bytes) {
  require(vouch::is_valid_utf8(decoded.text), "decoded text is UTF-8");
  // One byte makes at most one character, a pair at most two; a character takes at most 4 bytes.
  require(vouch::count_code_points(decoded.text) <= bytes * 2 + 1, "no more characters than bytes");
  require(decoded.replaced_ratio >= 0 && decoded.replaced_ratio <= 1, "a ratio is a ratio");
  require(!decoded.charset.empty(), "a charset is named");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = vouch::fuzz::text_of(data, size);
  const auto encoding = vouch::encoding_for_label(vouch::fuzz::take_part(rest));
  check(vouch::decode_as(rest, encoding.value_or("utf-8")), rest.size());
  const vouch::Decoded guessed = vouch::decode_guess(rest);
  check(guessed, rest.size());
  const vouch::Decoded utf8 = vouch::decode_as(rest, "utf-8");
  if (vouch::is_valid_utf8(rest)) require(utf8.replaced_ratio == 0, "UTF-8 loses nothing");
  vouch::detect_encoding(rest);
  for (const char c : vouch::encode_for_query(utf8.text, encoding.value_or("gbk"))) {
    static_cast<void>(c);
  }
  const std::string folded = vouch::fold(utf8.text);
  require(vouch::fold(folded) == folded, "fold(fold(x)) == fold(x)");
  return 0;
}
