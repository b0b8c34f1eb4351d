// A table that leaves the application as a file: real .xlsx with text cells for addresses and
// numbers of entries, or CSV with a byte order mark. No cell is ever a formula. Blocks; store
// reader threads.
#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"

namespace vouch::web {

// Nothing, a text, a number, a share of one.
struct SheetShare {
  double value = 0;
};
using SheetCell = std::variant<std::monostate, std::string, double, SheetShare>;

struct Sheet {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<SheetCell>> rows;
};

inline constexpr std::size_t kMostSheetRows = 50'000;

// Cells that a spreadsheet would take for formulas are disarmed (core/csv.h).
std::string csv_file(const Sheet& sheet);
// Written to a file of its own below `folder`, read back and removed.
Result<std::string> xlsx_file(const Sheet& sheet, const std::filesystem::path& folder);

}  // namespace vouch::web
