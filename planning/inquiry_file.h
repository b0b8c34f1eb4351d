// Inquiries as a spreadsheet holds them: headings in any order, a row an inquiry. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/inquiry.h"
#include "planning/table_file.h"

namespace vouch::planning {

struct InquiryRow {
  int line = 0;
  std::optional<Date> received_on;
  std::string source;
  std::string keyword;
  std::string page;
  std::string name;
  std::string contact;
  std::string need;
  std::string owner;  // login or name
  InquiryState state = InquiryState::kNew;
  std::string lost_reason;
  std::optional<std::int64_t> amount_fen;
  std::optional<Date> next_on;
};

struct InquiryFile {
  std::vector<std::string> columns;
  std::vector<InquiryRow> rows;
  std::vector<TableProblem> problems;  // of single cells, too; the row is kept without them
};

InquiryFile read_inquiry_file(std::string_view bytes, Date today);

// "1234.5", "￥1,234.50", "1.2万" yuan as fen; none: no such number, or more than two decimals.
std::optional<std::int64_t> read_yuan(std::string_view text);

}  // namespace vouch::planning
