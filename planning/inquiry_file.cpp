#include "planning/inquiry_file.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "core/text.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

constexpr auto kHeadings = std::to_array<TableHeading>({
    {"日期", "received_on"},
    {"询盘日期", "received_on"},
    {"登记日期", "received_on"},
    {"date", "received_on"},
    {"来源", "source"},
    {"渠道", "source"},
    {"平台", "source"},
    {"source", "source"},
    {"关键词", "keyword"},
    {"搜索词", "keyword"},
    {"keyword", "keyword"},
    {"页面", "page"},
    {"来源页面", "page"},
    {"网址", "page"},
    {"page", "page"},
    {"url", "page"},
    {"客户", "name"},
    {"姓名", "name"},
    {"称呼", "name"},
    {"公司", "name"},
    {"name", "name"},
    {"customer", "name"},
    {"联系方式", "contact"},
    {"电话", "contact"},
    {"手机", "contact"},
    {"微信", "contact"},
    {"邮箱", "contact"},
    {"contact", "contact"},
    {"phone", "contact"},
    {"需求", "need"},
    {"咨询内容", "need"},
    {"备注", "need"},
    {"need", "need"},
    {"负责人", "owner"},
    {"跟进人", "owner"},
    {"owner", "owner"},
    {"状态", "state"},
    {"阶段", "state"},
    {"state", "state"},
    {"流失原因", "lost_reason"},
    {"丢单原因", "lost_reason"},
    {"lost_reason", "lost_reason"},
    {"成交金额", "amount"},
    {"金额", "amount"},
    {"amount", "amount"},
    {"下次跟进", "next_on"},
    {"下次回访", "next_on"},
    {"回访日期", "next_on"},
    {"next_follow_up", "next_on"},
    {"next_on", "next_on"},
});
constexpr std::array<std::string_view, 2> kNeeded = {"source", "contact"};

constexpr std::pair<std::string_view, InquiryState> kStates[] = {
    {"新", InquiryState::kNew},           {"新询盘", InquiryState::kNew},
    {"未联系", InquiryState::kNew},       {"new", InquiryState::kNew},
    {"已联系", InquiryState::kContacted}, {"contacted", InquiryState::kContacted},
    {"有效", InquiryState::kValid},       {"valid", InquiryState::kValid},
    {"已报价", InquiryState::kQuoted},    {"报价", InquiryState::kQuoted},
    {"quoted", InquiryState::kQuoted},    {"成交", InquiryState::kWon},
    {"已成交", InquiryState::kWon},       {"won", InquiryState::kWon},
    {"流失", InquiryState::kLost},        {"丢单", InquiryState::kLost},
    {"无效", InquiryState::kLost},        {"lost", InquiryState::kLost},
};

constexpr std::int64_t kMostMillionths = 1'000'000'000'000'000'000;  // 10^12 yuan

class Reader {
 public:
  Reader(InquiryFile& out, Date today) : out_(out), today_(today) {}

  void take(const TableRow& cells) {
    cells_ = &cells;
    InquiryRow row;
    row.line = cells.line;
    row.received_on = date("received_on");
    row.source = cells.cell("source");
    row.keyword = cells.cell("keyword");
    row.page = cells.cell("page");
    row.name = cells.cell("name");
    row.contact = cells.cell("contact");
    row.need = cells.cell("need");
    row.owner = cells.cell("owner");
    row.state = state();
    row.lost_reason = cells.cell("lost_reason");
    row.amount_fen = amount();
    row.next_on = date("next_on");
    out_.rows.push_back(std::move(row));
  }

 private:
  void problem(std::string_view field, std::string message) {
    out_.problems.push_back({cells_->line, std::string(field), std::move(message)});
  }
  std::optional<Date> date(std::string_view field) {
    const std::string text = cells_->cell(field);
    if (text.empty()) return std::nullopt;
    const auto day = read_date(text, today_);
    if (!day) problem(field, fmt::format("看不懂日期“{}”，写成 2026-11-23", cut_utf8(text, 40)));
    return day;
  }
  InquiryState state() {
    const std::string text = cells_->cell("state");
    if (text.empty()) return InquiryState::kNew;
    for (const auto& [word, state] : kStates) {
      if (fold(word) == fold(text)) return state;
    }
    problem("state", fmt::format("没有“{}”这个状态（新、已联系、有效、已报价、成交、流失）",
                                 cut_utf8(text, 40)));
    return InquiryState::kNew;
  }
  std::optional<std::int64_t> amount() {
    const std::string text = cells_->cell("amount");
    if (text.empty()) return std::nullopt;
    const auto fen = read_yuan(text);
    if (!fen) problem("amount_fen", fmt::format("“{}”不是金额（元）", cut_utf8(text, 40)));
    return fen;
  }

  InquiryFile& out_;
  Date today_;
  const TableRow* cells_ = nullptr;
};

}  // namespace

std::optional<std::int64_t> read_yuan(std::string_view text) {
  std::string digits;
  std::int64_t scale = 1;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    bool passed = false;
    for (const std::string_view sign : {"￥", "¥", "元", ",", "，", " "}) {
      if (!rest.starts_with(sign)) continue;
      i += sign.size();
      passed = true;
      break;
    }
    if (passed) continue;
    if (rest.starts_with("万")) {
      scale = 10'000;
      i += std::string_view("万").size();
      continue;
    }
    digits += text[i++];
  }
  const std::size_t point = digits.find('.');
  std::string whole = digits.substr(0, point);
  std::string part = point == std::string::npos ? "" : digits.substr(point + 1);
  if (whole.empty() || whole.size() > 12 || part.size() > 6) return std::nullopt;
  if (whole.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  part.resize(6, '0');
  std::int64_t millionths = 0;
  const std::string all = whole + part;
  const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), millionths);
  if (error != std::errc() || end != all.data() + all.size()) return std::nullopt;
  constexpr std::int64_t kMillionthsAFen = 10'000;
  if (millionths > kMostMillionths / scale) return std::nullopt;
  if (millionths * scale % kMillionthsAFen != 0) return std::nullopt;
  const std::int64_t fen = millionths * scale / kMillionthsAFen;
  return fen;
}

InquiryFile read_inquiry_file(std::string_view bytes, Date today) {
  Table table = read_table(bytes, kHeadings, kNeeded);
  InquiryFile out;
  out.columns = std::move(table.columns);
  out.problems = std::move(table.problems);
  Reader reader(out, today);
  for (const TableRow& row : table.rows) reader.take(row);
  return out;
}

}  // namespace vouch::planning
