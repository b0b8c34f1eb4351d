#include "core/csv.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace vouch {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kSeparators = ",;\t";
constexpr std::string_view kUnterminated = "the quote is never closed; the row ends at its line";
constexpr std::string_view kLooseQuote = "a quote inside a quoted cell is not doubled";

bool is_break(char c) {
  return c == '\r' || c == '\n';
}

// The separator that appears most often outside quotes in the first row that holds one: a title
// line above the table holds none.
char guess_separator(std::string_view text) {
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (is_break(c) && !quoted) {
      if (std::any_of(counts.begin(), counts.end(), [](std::size_t n) { return n > 0; })) break;
      continue;
    }
    const std::size_t which = kSeparators.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  std::size_t best = 0;
  for (std::size_t i = 1; i < counts.size(); ++i) {
    if (counts[i] > counts[best]) best = i;
  }
  return kSeparators[best];
}

class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with(kBom)) text_.remove_prefix(kBom.size());
    separator_ = guess_separator(text_);
    take_separator_line();
  }

  std::vector<CsvRow> run() {
    std::vector<CsvRow> rows;
    while (position_ < text_.size()) {
      if (is_break(text_[position_])) {
        take_break();
      } else {
        rows.push_back(read_row());
      }
    }
    return rows;
  }

 private:
  // Excel's own first line "sep=;" names the separator and is no row.
  void take_separator_line() {
    if (text_.size() < 5 || !ascii_iequals(text_.substr(0, 4), "sep=")) return;
    if (text_.size() > 5 && !is_break(text_[5])) return;
    if (kSeparators.find(text_[4]) == std::string_view::npos) return;
    separator_ = text_[4];
    position_ = 5;
    if (position_ < text_.size()) take_break();
  }

  void take_break() {
    position_ += text_.substr(position_, 2) == "\r\n" ? 2 : 1;
    ++line_;
  }

  [[nodiscard]] bool at_cell_end(std::size_t position) const {
    return position >= text_.size() || text_[position] == separator_ || is_break(text_[position]);
  }

  CsvRow read_row() {
    CsvRow row;
    row.line = line_;
    while (true) {
      row.cells.push_back(read_cell(row.problem));
      if (position_ >= text_.size()) break;
      if (text_[position_] != separator_) {
        take_break();
        break;
      }
      ++position_;
    }
    return row;
  }

  std::string read_cell(std::string& problem) {
    if (position_ >= text_.size() || text_[position_] != '"') return read_bare();
    std::string cell;
    const std::size_t start = position_;
    const int start_line = line_;
    bool loose = false;
    if (read_quoted(cell, loose)) {
      if (loose) problem = kLooseQuote;
      return cell;
    }
    // The rest of the file is not this cell: give up on the row at its first line break, so that
    // the rows below are read.
    position_ = start;
    line_ = start_line;
    problem = kUnterminated;
    return std::string(take_until(text_.find_first_of("\r\n", start)));
  }

  std::string read_bare() {
    std::size_t end = position_;
    while (!at_cell_end(end)) ++end;
    return std::string(take_until(end));
  }

  std::string_view take_until(std::size_t end) {
    if (end == std::string_view::npos) end = text_.size();
    const std::string_view cell = text_.substr(position_, end - position_);
    position_ = end;
    return cell;
  }

  // False where the cell cannot be told from what follows it. A loose quote (a"b) is taken as it
  // stands, but only on the cell's first line: further down it shows that the cell never ended.
  bool read_quoted(std::string& cell, bool& loose) {
    const int first_line = line_;
    for (++position_; position_ < text_.size();) {
      const char c = text_[position_];
      if (c == '"') {
        if (text_.substr(position_, 2) == "\"\"") {
          cell.push_back('"');
          position_ += 2;
          continue;
        }
        const std::size_t after = text_.find_first_not_of(' ', position_ + 1);
        if (at_cell_end(after == std::string_view::npos ? text_.size() : after)) {
          position_ = after == std::string_view::npos ? text_.size() : after;
          return true;
        }
        if (line_ != first_line) return false;
        loose = true;
      }
      if (is_break(c)) {
        if (loose) return false;
        cell += text_.substr(position_, 2) == "\r\n" ? "\r\n" : std::string(1, c);
        take_break();
        continue;
      }
      cell.push_back(c);
      ++position_;
    }
    return false;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  int line_ = 1;
  char separator_ = ',';
};

// Spreadsheets look past leading white space; full-width signs count in Chinese Excel (CWE-1236).
bool looks_like_formula(std::string_view cell) {
  if (!cell.empty() && (cell[0] == '\t' || cell[0] == '\r' || cell[0] == '\0')) return true;
  const std::string_view content = trim(cell);
  constexpr std::array<std::string_view, 8> kSigns = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  for (const std::string_view sign : kSigns) {
    if (content.starts_with(sign)) return true;
  }
  return false;
}

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",;\t\"\r\n") != std::string_view::npos || cell.starts_with(' ') ||
         cell.ends_with(' ') || cell.starts_with(kBom) || ascii_iequals(cell.substr(0, 4), "sep=");
}

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
  return CsvReader(text).run();
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out.push_back(',');
    const std::string cell = looks_like_formula(cells[i]) ? "'" + cells[i] : cells[i];
    // A row of one empty cell would read back as no row at all.
    if (!needs_quotes(cell) && !(cell.empty() && cells.size() == 1)) {
      out += cell;
      continue;
    }
    out.push_back('"');
    for (const char c : cell) out.append(c == '"' ? 2 : 1, c);
    out.push_back('"');
  }
  out += "\r\n";
  return out;
}

}  // namespace vouch
