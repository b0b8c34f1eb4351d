// A file of any shape to rows: finds the header or does without, and gives every physical line its
// number back.
#include <algorithm>

#include "core/csv.h"
#include "core/decode.h"
#include "core/hash.h"
#include "core/text.h"
#include "core/url.h"
#include "planning/report_columns.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

using Columns = std::vector<std::optional<Column>>;

constexpr std::size_t kHeaderWithin = 10;  // rows that are searched for a header

bool is_blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return trim(cell).empty(); });
}

bool holds_url(const std::vector<std::string>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return !find_urls(cell).empty(); });
}

void append(std::string& to, std::string_view cell, std::string_view between) {
  if (cell.empty()) return;
  if (!to.empty()) to += between;
  to += cell;
}

void put(InputRow& row, Column column, std::string_view cell) {
  switch (column) {
    case Column::kDate:
      return append(row.date, cell, " ");
    case Column::kPerson:
      return append(row.person, cell, " ");
    case Column::kWorkType:
      return append(row.work_type, cell, " ");
    case Column::kPlatform:
      return append(row.platform, cell, " ");
    case Column::kTitle:
      return append(row.title, cell, " ");
    case Column::kUrl:
      return append(row.url, cell, "\n");
    case Column::kKeywords:
      for (std::string& keyword : split_keywords(cell)) row.keywords.push_back(std::move(keyword));
      return;
    case Column::kLinkTarget:
      return append(row.link_target, cell, " ");
    case Column::kNote:
      return append(row.note, cell, " ");
    case Column::kIgnored:
      return;
  }
}

// Every line one address and nothing else: separators inside it are part of it.
bool is_link_list(const std::vector<std::string>& lines) {
  std::size_t links = 0;
  for (const std::string& line : lines) {
    const std::string_view text = trim(line);
    if (text.empty()) continue;
    const std::vector<std::string> urls = find_urls(text);
    if (urls.size() != 1 || !urls.front().ends_with(text)) return false;
    const std::size_t comma = text.find_first_of(",;");
    const std::string_view rest = comma == text.npos ? "." : text.substr(comma + 1);
    const bool digits = rest.find_first_not_of("0123456789") == rest.npos;
    if (!digits && rest.find_first_of("./=&") == rest.npos) return false;
    ++links;
  }
  return links > 0;
}

int breaks_in(const std::vector<std::string>& cells) {
  int count = 0;
  for (const std::string& cell : cells) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
      const bool second_half = cell[i] == '\n' && i > 0 && cell[i - 1] == '\r';
      count += (cell[i] == '\r' || cell[i] == '\n') && !second_half ? 1 : 0;
    }
  }
  return count;
}

// People see the file in a spreadsheet: a row with line breaks in its cells is one row there, and
// the line "sep=;" is none.
void number_as_shown(std::vector<CsvRow>& rows, std::string_view text) {
  int hidden =
      ascii_iequals(text.substr(0, 4), "sep=") && (rows.empty() || rows[0].line > 1) ? 1 : 0;
  for (CsvRow& row : rows) {
    row.line -= hidden;
    hidden += breaks_in(row.cells);
  }
}

std::vector<CsvRow> rows_of(const std::string& text) {
  const std::vector<std::string> lines = split_lines(text);
  if (!is_link_list(lines)) {
    std::vector<CsvRow> rows = read_csv(text);
    number_as_shown(rows, text);
    return rows;
  }
  std::vector<CsvRow> rows;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    rows.push_back(CsvRow{static_cast<int>(i) + 1, {lines[i]}, {}});
  }
  return rows;
}

class FileRows {
 public:
  FileRows(std::vector<CsvRow> rows, const FileContext& context)
      : rows_(std::move(rows)), context_(context) {}

  InputFile run() {
    InputFile file;
    std::size_t first = 0;
    std::optional<Columns> columns = find_header(first);
    file.had_header = columns.has_value();
    if (columns) add_names(*columns, rows_[first - 1].cells, file.columns);
    for (std::size_t i = 0; columns && i + 1 < first; ++i) pass_over(rows_[i], file);
    for (std::size_t i = first; i < rows_.size(); ++i) {
      const CsvRow& row = rows_[i];
      if (is_blank(row.cells)) continue;
      if (columns) {
        // Sheets glued together repeat their header, perhaps in another order. A single word of a
        // header ("没有网址" in the place of the address) is a row like any other.
        std::optional<Columns> again;
        if (!holds_url(row.cells)) again = read_header(row.cells);
        if (again && (names(*again) >= 2 || row.cells == rows_[first - 1].cells)) {
          columns = std::move(again);
          pass_over(row, file);
          continue;
        }
      }
      file.rows.push_back(columns ? by_columns(row, *columns) : by_content(row));
    }
    return file;
  }

 private:
  // The header and the row after it; title lines above a header are passed over.
  std::optional<Columns> find_header(std::size_t& first) const {
    for (std::size_t i = 0, seen = 0; i < rows_.size() && seen < kHeaderWithin; ++i) {
      if (is_blank(rows_[i].cells)) continue;
      ++seen;
      if (std::optional<Columns> columns = read_header(rows_[i].cells)) {
        first = i + 1;
        return columns;
      }
      if (holds_url(rows_[i].cells)) break;
    }
    first = 0;
    return std::nullopt;
  }

  static void add_names(const Columns& columns, const std::vector<std::string>& cells,
                        std::vector<std::string>& out) {
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
      if (columns[i] && *columns[i] != Column::kIgnored) out.emplace_back(trim(cells[i]));
    }
  }

  static void pass_over(const CsvRow& row, InputFile& file) {
    std::string text;
    for (const std::string& cell : row.cells) append(text, trim(cell), " ");
    if (!text.empty()) file.passed.push_back({row.line, std::move(text)});
  }

  static std::ptrdiff_t names(const Columns& columns) {
    return std::count_if(columns.begin(), columns.end(),
                         [](const auto& column) { return column.has_value(); });
  }

  static InputRow start(const CsvRow& row) {
    InputRow out;
    out.row = row.line;
    out.cells = row.cells;
    return out;
  }

  [[nodiscard]] InputRow by_columns(const CsvRow& row, const Columns& columns) const {
    InputRow out = start(row);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string_view cell = trim(row.cells[i]);
      if (cell.empty()) continue;
      if (i < columns.size() && columns[i]) put(out, *columns[i], cell);
    }
    if (find_urls(out.url).empty()) url_from_elsewhere(row, columns, out);
    return out;
  }

  // The address stands in another column than its name says, or the row is shifted.
  static void url_from_elsewhere(const CsvRow& row, const Columns& columns, InputRow& out) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const bool target = i < columns.size() && columns[i] == Column::kLinkTarget;
      if (target || find_urls(row.cells[i]).empty()) continue;
      out.url = std::string(trim(row.cells[i]));
      return;
    }
  }

  [[nodiscard]] InputRow by_content(const CsvRow& row) const {
    InputRow out = start(row);
    std::vector<std::string_view> words;
    bool own = true;  // all addresses of out.url are the company's
    for (const std::string& whole : row.cells) {
      const std::string_view cell = trim(whole);
      if (cell.empty()) continue;
      if (const std::vector<std::string> urls = find_urls(cell); !urls.empty()) {
        put_urls(cell, urls, out, own);
      } else if (!recognise(cell, out)) {
        words.push_back(cell);
      }
    }
    // What nobody recognises is text about the page. It may be the title or anything else, and a
    // guess must not become a title that the page is found not to bear.
    const auto longest = std::max_element(
        words.begin(), words.end(),
        [](std::string_view left, std::string_view right) { return left.size() < right.size(); });
    if (longest != words.end()) out.note = std::string(*longest);
    return out;
  }

  // Own pages beside a foreign one are what the foreign page should link to.
  void put_urls(std::string_view cell, const std::vector<std::string>& urls, InputRow& out,
                bool& url_is_own) const {
    const bool own =
        std::all_of(urls.begin(), urls.end(), [&](const std::string& url) { return is_own(url); });
    if (own && !out.url.empty() && out.link_target.empty()) {
      out.link_target = std::string(cell);
    } else if (!own && !out.url.empty() && out.link_target.empty() && url_is_own) {
      out.link_target = std::exchange(out.url, std::string(cell));
      url_is_own = false;
    } else {
      append(out.url, cell, "\n");
      url_is_own = url_is_own && own;
    }
  }

  [[nodiscard]] bool is_own(const std::string& text) const {
    const Result<Url> url = Url::parse(text);
    if (!url) return false;
    return std::any_of(context_.own_hosts.begin(), context_.own_hosts.end(),
                       [&](const std::string& own) {
                         return url->host() == own || url->host().ends_with('.' + own);
                       });
  }

  bool recognise(std::string_view cell, InputRow& out) const {
    const std::string folded = fold(cell);
    if (out.person.empty() && is_person(folded)) {
      out.person = std::string(cell);
      return true;
    }
    // A bare small number is a count, not a day.
    const bool dated =
        cell.find_first_of("-/.") != cell.npos || cell.size() == 8 || cell.find("月") != cell.npos;
    constexpr Date kAnyDay{};
    if (out.date.empty() && dated && read_date(cell, kAnyDay)) {
      out.date = std::string(cell);
      return true;
    }
    if (out.work_type.empty() && work_type_named(context_.work_types, cell) != nullptr) {
      out.work_type = std::string(cell);
      return true;
    }
    if (out.platform.empty() && platform_named(context_.platforms, cell) != nullptr) {
      out.platform = std::string(cell);
      return true;
    }
    return take_keywords(cell, out);
  }

  [[nodiscard]] bool is_person(const std::string& folded) const {
    return std::any_of(context_.people.begin(), context_.people.end(), [&](const User& user) {
      return fold(user.login) == folded || fold(user.name) == folded;
    });
  }

  bool take_keywords(std::string_view cell, InputRow& out) const {
    const std::vector<std::string> words = split_keywords(cell);
    const bool all_known =
        !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
          const std::string folded = fold(word);
          return std::any_of(context_.keywords.begin(), context_.keywords.end(),
                             [&](const Keyword& keyword) { return keyword.folded == folded; });
        });
    if (all_known) out.keywords.insert(out.keywords.end(), words.begin(), words.end());
    return all_known;
  }

  std::vector<CsvRow> rows_;
  const FileContext& context_;
};

}  // namespace

InputFile read_report_file(std::string_view bytes, const FileContext& context) {
  const Decoded decoded = decode_guess(bytes);
  InputFile file = FileRows(rows_of(decoded.text), context).run();
  file.charset = decoded.charset;
  file.idempotency_key = sha256_hex(bytes);
  return file;
}

}  // namespace vouch::planning
