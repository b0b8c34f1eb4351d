// What people paste: a link a line, cells of a spreadsheet, CSV text, a chat with its senders and
// times, what the share button of a phone's app puts on the clipboard. Rows as for any other
// hand-in; no line is lost. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planning/report_rows.h"

namespace vouch::planning {

struct PastedRow {
  InputRow input;    // one address; `row` is the line it stands in
  std::string raw;   // the lines it was read from
  std::string text;  // words beside the address: about the page, and perhaps its title
};

struct Paste {
  std::vector<PastedRow> rows;
  std::vector<PassedLine> ignored;   // lines that belong to no row
  std::vector<std::string> columns;  // names of a header that were understood
};

// A title is taken only where the text says that it is one (a column, a label, the title marks of a
// share text): a guess must not become a title that the page is found not to bear.
Paste read_paste(std::string_view text, const FileContext& context);

// A file's bytes in any charset, or rows as an API caller gives them, in the same shape.
Paste read_file_as_paste(std::string_view bytes, const FileContext& context);
Paste rows_as_paste(std::vector<InputRow> rows);

struct KeywordGuess {
  enum class From { kWritten, kTitle, kText };
  std::string text;  // as written, or as the library has it
  From from = From::kWritten;
  bool known = false;  // it stands in the library
};
// The written keywords of a row; where there are none, those of the library that stand in its title
// or, where the title says nothing, in the words beside it: the longest first, five at most.
std::vector<KeywordGuess> guess_keywords(const PastedRow& row, std::span<const Keyword> library);

}  // namespace vouch::planning
