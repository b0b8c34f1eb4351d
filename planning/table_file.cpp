#include "planning/table_file.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/csv.h"
#include "core/decode.h"
#include "core/text.h"

namespace vouch::planning {
namespace {

using Columns = std::vector<std::optional<std::string_view>>;

Columns columns_of(const std::vector<std::string>& cells, std::span<const TableHeading> headings) {
  Columns out;
  for (const std::string& cell : cells) {
    const std::string folded = fold(collapse_space(cell));
    const auto known = std::find_if(headings.begin(), headings.end(), [&](const auto& heading) {
      return fold(heading.text) == folded;
    });
    if (known == headings.end()) {
      out.emplace_back();
    } else {
      out.emplace_back(known->field);
    }
  }
  return out;
}

// How people call a field: its first heading.
std::string_view name_of(std::string_view field, std::span<const TableHeading> headings) {
  for (const TableHeading& heading : headings) {
    if (heading.field == field) return heading.text;
  }
  return field;
}

bool has(const Columns& columns, std::string_view field) {
  return std::find(columns.begin(), columns.end(), std::optional(field)) != columns.end();
}

// The exporter's guard of cells that would be formulas is none of what people wrote.
std::string cell_text(const std::string& cell) {
  std::string text = collapse_space(cell);
  if (text.size() > 1 && text[0] == '\'' &&
      std::string_view("=+-@").find(text[1]) != std::string_view::npos) {
    text.erase(0, 1);
  }
  return text;
}

}  // namespace

Table read_table(std::string_view bytes, std::span<const TableHeading> headings,
                 std::span<const std::string_view> needed) {
  Table out;
  std::optional<Columns> columns;
  for (const CsvRow& row : read_csv(decode_guess(bytes).text)) {
    if (!columns) {
      columns = columns_of(row.cells, headings);
      for (const std::string_view field : needed) {
        if (has(*columns, field)) continue;
        out.problems.push_back(
            {row.line, std::string(field),
             fmt::format("第一行要写列名，没有找到“{}”这一列", name_of(field, headings))});
      }
      for (std::size_t i = 0; i < columns->size(); ++i) {
        if ((*columns)[i]) out.columns.push_back(collapse_space(row.cells[i]));
      }
      if (!out.problems.empty()) return out;
      continue;
    }
    if (!row.problem.empty()) out.problems.push_back({row.line, "", row.problem});
    TableRow taken;
    taken.line = row.line;
    for (std::size_t i = 0; i < row.cells.size() && i < columns->size(); ++i) {
      std::string text = cell_text(row.cells[i]);
      if ((*columns)[i] && !text.empty()) taken.cells[*(*columns)[i]] = std::move(text);
    }
    if (!taken.cells.empty()) out.rows.push_back(std::move(taken));
  }
  if (!columns) out.problems.push_back({1, "", "文件是空的"});
  return out;
}

}  // namespace vouch::planning
