// CSV: any text gives rows; what we write reads back as it was, formulas disarmed.
#include <string>

#include "core/csv.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using vouch::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = vouch::to_valid_utf8(vouch::fuzz::text_of(data, size));
  int line = 0;
  std::size_t bytes = 0;
  for (const vouch::CsvRow& row : vouch::read_csv(text)) {
    require(row.line > line, "rows stand in the order of their lines");
    line = row.line;
    require(!row.cells.empty(), "a row has a cell");
    for (const std::string& cell : row.cells) bytes += cell.size();
    const std::string written = vouch::csv_line(row.cells);
    const auto again = vouch::read_csv("sep=,\n" + written);
    require(again.size() == 1, "one row is written as one row");
    require(again[0].problem.empty(), "what we write has no problem");
    require(again[0].cells.size() == row.cells.size(), "cells stay apart");
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      require(again[0].cells[i] == row.cells[i] || again[0].cells[i] == "'" + row.cells[i],
              "a cell reads back, at most with the apostrophe");
    }
  }
  require(bytes <= text.size(), "cells hold no more than the text");
  return 0;
}
