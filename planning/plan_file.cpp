#include "planning/plan_file.h"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "planning/report_rows.h"

namespace vouch::planning {
namespace {

constexpr auto kHeadings = std::to_array<TableHeading>({
    {"登录名", "login"},
    {"login", "login"},
    {"员工", "person"},
    {"姓名", "person"},
    {"人员", "person"},
    {"负责人", "person"},
    {"name", "person"},
    {"person", "person"},
    {"工作类型", "work_type"},
    {"类型", "work_type"},
    {"工作", "work_type"},
    {"work type", "work_type"},
    {"work_type", "work_type"},
    {"type", "work_type"},
    {"数量", "quantity"},
    {"计划", "quantity"},
    {"计划数量", "quantity"},
    {"quantity", "quantity"},
    {"周一", "mon"},
    {"星期一", "mon"},
    {"mon", "mon"},
    {"周二", "tue"},
    {"星期二", "tue"},
    {"tue", "tue"},
    {"周三", "wed"},
    {"星期三", "wed"},
    {"wed", "wed"},
    {"周四", "thu"},
    {"星期四", "thu"},
    {"thu", "thu"},
    {"周五", "fri"},
    {"星期五", "fri"},
    {"fri", "fri"},
    {"周六", "sat"},
    {"星期六", "sat"},
    {"sat", "sat"},
    {"周日", "sun"},
    {"星期日", "sun"},
    {"星期天", "sun"},
    {"sun", "sun"},
    {"关键词", "keywords"},
    {"keywords", "keywords"},
    {"keyword", "keywords"},
    {"平台", "platforms"},
    {"platforms", "platforms"},
    {"platform", "platforms"},
    {"素材", "asset"},
    {"asset", "asset"},
    {"备注", "note"},
    {"说明", "note"},
    {"note", "note"},
});
constexpr std::array<std::string_view, 1> kNeeded = {"work_type"};
constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

constexpr auto kWordHeadings = std::to_array<TableHeading>({
    {"关键词", "keyword"},
    {"词", "keyword"},
    {"keyword", "keyword"},
    {"目标", "goal"},
    {"goal", "goal"},
    {"登录名", "login"},
    {"login", "login"},
    {"员工", "person"},
    {"负责人", "person"},
    {"姓名", "person"},
    {"name", "person"},
    {"person", "person"},
    {"平台", "platforms"},
    {"platforms", "platforms"},
    {"platform", "platforms"},
    {"备注", "note"},
    {"说明", "note"},
    {"note", "note"},
});
constexpr std::array<std::string_view, 1> kWordNeeded = {"keyword"};

constexpr int kMostPieces = 1'000'000;

// A spreadsheet writes 3 also as "3.0".
std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0 || value > kMostPieces) return std::nullopt;
  std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (rest.starts_with('.')) rest.remove_prefix(1);
  if (rest.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  return value;
}

class Cells {
 public:
  Cells(const TableRow& row, std::vector<TableProblem>& problems)
      : row_(row), problems_(problems) {}

  [[nodiscard]] std::string text(std::string_view field) const { return row_.cell(field); }
  [[nodiscard]] std::string person() const {
    const std::string login = row_.cell("login");
    return login.empty() ? row_.cell("person") : login;
  }
  [[nodiscard]] std::vector<std::string> list(std::string_view field) const {
    return split_keywords(row_.cell(field));
  }
  int number(std::string_view field, std::string_view shown) {
    const std::string cell = row_.cell(field);
    if (cell.empty()) return 0;
    if (const auto value = whole_number(cell)) return *value;
    problems_.push_back(
        {row_.line, std::string(shown), fmt::format("“{}”不是数量", cut_utf8(cell, 40))});
    return 0;
  }
  // "#12 title" or "12".
  std::int64_t asset() {
    const std::string cell = row_.cell("asset");
    if (cell.empty()) return 0;
    std::string_view digits = cell;
    if (digits.starts_with('#')) digits.remove_prefix(1);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    const bool ends = end == digits.data() + digits.size() || *end == ' ';
    if (error == std::errc() && ends && id > 0) return id;
    problems_.push_back(
        {row_.line, "asset", fmt::format("“{}”不是素材的编号，写成 #12", cut_utf8(cell, 40))});
    return 0;
  }

 private:
  const TableRow& row_;
  std::vector<TableProblem>& problems_;
};

// 收录, 排名前10, 前 10, rank:10, top 10.
std::string goal_of(const std::string& cell) {
  const std::string folded = fold(cell);
  if (folded.empty()) return {};
  if (folded == "收录" || folded == "index" || folded == "indexed") return "index";
  std::string digits;
  for (const char c : folded) {
    if (c >= '0' && c <= '9') digits += c;
  }
  for (const std::string_view word : {"排名", "前", "rank", "top"}) {
    if (folded.starts_with(fold(word)) && !digits.empty()) return "rank:" + digits;
  }
  return cell;
}

}  // namespace

PlanFile read_plan_file(std::string_view bytes) {
  Table table = read_table(bytes, kHeadings, kNeeded);
  PlanFile out;
  out.columns = std::move(table.columns);
  out.problems = std::move(table.problems);
  for (const TableRow& row : table.rows) {
    Cells cells(row, out.problems);
    PlanFileRow taken;
    taken.line = row.line;
    taken.person = cells.person();
    taken.work_type = cells.text("work_type");
    taken.quantity = cells.number("quantity", "quantity");
    if (cells.text("quantity").empty()) {
      for (const std::string_view day : kDays) taken.quantity += cells.number(day, day);
    }
    taken.keywords = cells.list("keywords");
    taken.platforms = cells.list("platforms");
    taken.asset = cells.asset();
    taken.note = cells.text("note");
    out.rows.push_back(std::move(taken));
  }
  return out;
}

KeywordPlanFile read_keyword_plan_file(std::string_view bytes) {
  Table table = read_table(bytes, kWordHeadings, kWordNeeded);
  KeywordPlanFile out;
  out.columns = std::move(table.columns);
  out.problems = std::move(table.problems);
  for (const TableRow& row : table.rows) {
    const Cells cells(row, out.problems);
    out.rows.push_back({row.line, cells.text("keyword"), goal_of(cells.text("goal")),
                        cells.person(), cells.list("platforms"), cells.text("note")});
  }
  return out;
}

std::string goal_words(std::string_view goal, bool english) {
  constexpr std::string_view kRank = "rank:";
  if (goal == "index") return english ? "index" : "收录";
  if (goal.starts_with(kRank))
    return fmt::format("{}{}", english ? "top " : "排名前", goal.substr(kRank.size()));
  return std::string(goal);
}

}  // namespace vouch::planning
