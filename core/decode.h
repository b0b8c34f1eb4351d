// Bytes to UTF-8 by WHATWG encoding labels (https://encoding.spec.whatwg.org) and a detector for
// undeclared Chinese text. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vouch {

// "gb2312" -> "gbk"; lower-case WHATWG names; none for unknown labels.
std::optional<std::string> encoding_for_label(std::string_view label);

struct Decoded {
  std::string text;           // valid UTF-8
  std::string charset;        // WHATWG name used
  std::string source;         // "bom", "transport", "meta", "detector", "default"
  double replaced_ratio = 0;  // U+FFFD (by the decoder) per character
};

// Decodes with one encoding; a BOM of another encoding does not change it. Unknown name: as utf-8.
Decoded decode_as(std::string_view bytes, std::string_view encoding);
// For files without transport information (CSV): BOM, strict UTF-8, then GB18030 against Big5.
Decoded decode_guess(std::string_view bytes);
std::optional<std::string> bom_encoding(std::string_view bytes, std::size_t& bom_length);
std::string detect_encoding(std::string_view bytes);
// UTF-8 to bytes of the document's encoding for URL queries, still to be percent-encoded; a code
// point without a place in it is "%26%23NNNN%3B" already (URL Standard, percent-encode after
// encoding).
std::string encode_for_query(std::string_view utf8, std::string_view encoding);

}  // namespace vouch
