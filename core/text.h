// UTF-8 text: validation, code points, and the folding under which keywords and texts are compared.
// Pure; any thread after the first call (tables are built once).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch {

bool is_valid_utf8(std::string_view text);
std::string to_valid_utf8(std::string_view text);  // each bad sequence becomes U+FFFD (WHATWG)
std::size_t count_code_points(std::string_view text);
std::string_view cut_utf8(std::string_view text, std::size_t max_bytes);  // at a character boundary
char32_t next_code_point(std::string_view text,
                         std::size_t& position);  // U+FFFD on bad bytes; advances
void append_utf8(std::string& out, char32_t code_point);
std::vector<std::string> split_lines(std::string_view text);  // LF, CRLF, CR; no empty last line
std::string_view trim(std::string_view text);       // Unicode white space, U+200B and U+FEFF
std::string collapse_space(std::string_view text);  // runs of white space become one space, trimmed
std::string ascii_lower(std::string_view text);
bool ascii_iequals(std::string_view left, std::string_view right);

// Full width to half width, lower case, traditional to simplified, zero-width characters and all
// inner white space removed (domain §7 K01): NFKC_Casefold, ICU's Traditional-Simplified, then no
// white space, character by character. fold(fold(x)) == fold(x). Bad bytes become U+FFFD.
std::string fold(std::string_view text);
// Same, with for each byte of the result the byte offset in `text` it came from (size + 1 entries).
std::string fold_with_offsets(std::string_view text, std::vector<std::uint32_t>& offsets);
// Han characters in `text`, and ASCII letters: for the minimum length of reasons (design §9).
std::size_t count_han(std::string_view text);
std::size_t count_letters(std::string_view text);

// Escapes for HTML text and attributes: & < > " '
std::string html_escape(std::string_view text);

}  // namespace vouch
