#include "web/sheet.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "core/csv.h"
#include "core/text.h"

namespace vouch::web {
namespace {

constexpr std::size_t kLongestCell = 30'000;  // bytes; a cell of .xlsx holds 32,767 characters

std::string share_text(double value) {
  return fmt::format("{:.1f}%", value * 100);
}

// Removed whatever happens.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::filesystem::path& folder)
      : path_((folder / "export-XXXXXX.xlsx").string()) {
    constexpr int kSuffix = 5;  // ".xlsx"
    const int file = ::mkostemps(path_.data(), kSuffix, O_CLOEXEC);
    made_ = file >= 0;
    if (made_) ::close(file);
  }
  ~TemporaryFile() {
    if (made_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] bool made() const { return made_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

// What XML cannot hold would make the file unreadable.
std::string cell_text(const std::string& text) {
  const std::string valid = to_valid_utf8(text);
  std::string out;
  for (const char c : cut_utf8(valid, kLongestCell)) {
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    if (!control) out.push_back(c);
  }
  return out;
}

class Book {
 public:
  Book(const std::string& path, std::string folder) : folder_(std::move(folder)) {
    options_.constant_memory = LXW_TRUE;
    options_.tmpdir = folder_.data();
    book_ = workbook_new_opt(path.c_str(), &options_);
  }
  ~Book() {
    if (book_ != nullptr) workbook_close(book_);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;

  bool write(const Sheet& sheet) {
    if (book_ == nullptr) return false;
    lxw_worksheet* page = workbook_add_worksheet(book_, sheet.title.c_str());
    if (page == nullptr) return false;
    lxw_format* head = workbook_add_format(book_);
    format_set_bold(head);
    lxw_format* text = workbook_add_format(book_);
    format_set_num_format(text, "@");
    lxw_format* share = workbook_add_format(book_);
    format_set_num_format(share, "0.0%");
    worksheet_freeze_panes(page, 1, 0);
    lxw_col_t column = 0;
    for (const std::string& name : sheet.columns)
      worksheet_write_string(page, 0, column++, name.c_str(), head);
    lxw_row_t row = 0;
    for (const auto& cells : sheet.rows) {
      ++row;
      column = 0;
      for (const SheetCell& cell : cells) {
        if (!put(page, row, column++, cell, text, share)) return false;
      }
    }
    return true;
  }

  bool close() {
    const lxw_error error = workbook_close(book_);
    book_ = nullptr;
    return error == LXW_NO_ERROR;
  }

 private:
  static bool put(lxw_worksheet* page, lxw_row_t row, lxw_col_t column, const SheetCell& cell,
                  lxw_format* text, lxw_format* share) {
    if (const auto* words = std::get_if<std::string>(&cell)) {
      if (words->empty()) return true;
      return worksheet_write_string(page, row, column, cell_text(*words).c_str(), text) ==
             LXW_NO_ERROR;
    }
    if (const auto* number = std::get_if<double>(&cell))
      return worksheet_write_number(page, row, column, *number, nullptr) == LXW_NO_ERROR;
    if (const auto* part = std::get_if<SheetShare>(&cell))
      return worksheet_write_number(page, row, column, part->value, share) == LXW_NO_ERROR;
    return true;
  }

  std::string folder_;
  lxw_workbook_options options_{};
  lxw_workbook* book_ = nullptr;
};

}  // namespace

std::string csv_file(const Sheet& sheet) {
  std::string out = "\xEF\xBB\xBF";
  out += csv_line(sheet.columns);
  for (const auto& cells : sheet.rows) {
    std::vector<std::string> line;
    line.reserve(cells.size());
    for (const SheetCell& cell : cells) {
      if (const auto* words = std::get_if<std::string>(&cell)) {
        line.push_back(to_valid_utf8(*words));
      } else if (const auto* number = std::get_if<double>(&cell)) {
        line.push_back(fmt::format("{:g}", *number));
      } else if (const auto* part = std::get_if<SheetShare>(&cell)) {
        line.push_back(share_text(part->value));
      } else {
        line.emplace_back();
      }
    }
    out += csv_line(line);
  }
  return out;
}

Result<std::string> xlsx_file(const Sheet& sheet, const std::filesystem::path& folder) {
  const TemporaryFile file(folder);
  if (!file.made()) return fail(ErrorCode::kIo, "a file for the export could not be made");
  const std::string place = folder.string();
  Book book(file.path(), place);
  if (!book.write(sheet) || !book.close())
    return fail(ErrorCode::kIo, "the export could not be written");
  std::ifstream in(file.path(), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in || !bytes) return fail(ErrorCode::kIo, "the export could not be read back");
  return std::move(bytes).str();
}

}  // namespace vouch::web
