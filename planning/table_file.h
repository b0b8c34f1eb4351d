// A table as people bring it: CSV, or cells copied from a spreadsheet, with a line of headings in
// any order and in either language. Pure; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::planning {

struct TableHeading {
  std::string_view text;   // compared folded
  std::string_view field;  // of the table
};

struct TableRow {
  int line = 0;                                                   // of the text, from 1
  std::map<std::string_view, std::string> cells;                  // by field; empty cells are none
  [[nodiscard]] std::string cell(std::string_view field) const {  // empty: none
    const auto found = cells.find(field);
    return found == cells.end() ? std::string() : found->second;
  }
};

struct TableProblem {
  int row = 0;
  std::string field;
  std::string message;  // zh-CN
};

struct Table {
  std::vector<std::string> columns;  // headings that were understood, as written
  std::vector<TableRow> rows;
  std::vector<TableProblem> problems;  // no headings; rows that are no CSV
};

// `bytes` in whatever charset. `needed`: fields without which there is no table.
Table read_table(std::string_view bytes, std::span<const TableHeading> headings,
                 std::span<const std::string_view> needed);

}  // namespace vouch::planning
