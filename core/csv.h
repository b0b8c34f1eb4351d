// RFC 4180 reading and writing; what Excel writes (BOM, ; or tab separated, CR, quotes) is
// accepted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vouch {

struct CsvRow {
  int line = 0;  // first physical line of the row, 1-based
  std::vector<std::string> cells;
  std::string problem;  // unterminated quote etc.; empty when fine
};

// `text` is UTF-8, with or without BOM. The separator (',', ';', '\t') is guessed from the first
// row that holds one or named by a first line "sep=;". Empty lines are no rows. A quote that is
// never closed costs its own row alone.
std::vector<CsvRow> read_csv(std::string_view text);

// Quotes where needed and disarms formulas: cells starting with = + - @ TAB CR (also full width,
// also after spaces) get a leading apostrophe (CWE-1236). The line ends with CRLF.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace vouch
