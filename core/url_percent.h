// Percent-encoding (URL Standard 1.3) with its code point sets as a table. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vouch {

enum class PercentSet { kC0Control, kFragment, kQuery, kSpecialQuery, kPath, kUserinfo };

// Bytes of `text` in the set (and all bytes over 0x7E) become %XX.
void append_percent_encoded(std::string& out, std::string_view text, PercentSet set);
std::string percent_decode(std::string_view text);  // bytes; a lone '%' stays
// Value of the escape that begins at `position` ("%41" -> 'A'), if it is one.
std::optional<char> escape_at(std::string_view text, std::size_t position);

bool is_ascii_alpha(char c);
bool is_ascii_digit(char c);
bool is_ascii_hex(char c);
unsigned hex_value(char c);  // of a hex digit

}  // namespace vouch
