#include "planning/keyword_file.h"

#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "core/csv.h"
#include "core/decode.h"
#include "core/text.h"

namespace vouch::planning {
namespace {

enum class Field { kText, kGroup, kSearches, kIntent, kDifficulty, kPriority, kTarget };

struct Heading {
  std::string_view text;
  Field field;
};
constexpr auto kHeadings = std::to_array<Heading>({
    {"关键词", Field::kText},       {"关键字", Field::kText},
    {"词", Field::kText},           {"keyword", Field::kText},
    {"word", Field::kText},         {"分组", Field::kGroup},
    {"词组", Field::kGroup},        {"组", Field::kGroup},
    {"类别", Field::kGroup},        {"分类", Field::kGroup},
    {"group", Field::kGroup},       {"搜索量", Field::kSearches},
    {"月搜索量", Field::kSearches}, {"指数", Field::kSearches},
    {"百度指数", Field::kSearches}, {"searches", Field::kSearches},
    {"volume", Field::kSearches},   {"sv", Field::kSearches},
    {"意图", Field::kIntent},       {"购买意图", Field::kIntent},
    {"intent", Field::kIntent},     {"难度", Field::kDifficulty},
    {"竞争度", Field::kDifficulty}, {"difficulty", Field::kDifficulty},
    {"优先级", Field::kPriority},   {"priority", Field::kPriority},
    {"着陆页", Field::kTarget},     {"目标页", Field::kTarget},
    {"落地页", Field::kTarget},     {"网址", Field::kTarget},
    {"url", Field::kTarget},        {"landing_url", Field::kTarget},
});
constexpr std::size_t kLongestWord = 120;  // bytes
constexpr std::int64_t kMostSearches = 1'000'000'000;

using Columns = std::vector<std::optional<Field>>;

std::optional<Columns> headings_of(const std::vector<std::string>& cells) {
  Columns out;
  bool any = false;
  for (const std::string& cell : cells) {
    const std::string folded = fold(cell);
    std::optional<Field> field;
    for (const Heading& heading : kHeadings) {
      if (fold(heading.text) == folded) field = heading.field;
    }
    any = any || field == Field::kText;
    out.push_back(field);
  }
  if (!any) return std::nullopt;
  return out;
}

// "1,200", "1200 ", "1.2万".
std::optional<std::int64_t> number_of(std::string_view cell) {
  std::string digits;
  double scale = 1;
  for (std::size_t i = 0; i < cell.size();) {
    const std::string_view rest = cell.substr(i);
    if (rest.starts_with("万")) {
      scale = 10'000;
      i += std::string_view("万").size();
    } else if (cell[i] == ',' || cell[i] == ' ' || cell[i] == '%') {
      ++i;
    } else {
      digits.push_back(cell[i++]);
    }
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || value < 0)
    return std::nullopt;
  return static_cast<std::int64_t>(value * scale + 0.5);
}

class FileReader {
 public:
  KeywordFile run(std::string_view text) {
    Columns columns = {Field::kText};
    bool first = true;
    for (const CsvRow& row : read_csv(text)) {
      if (first) {
        first = false;
        if (auto named = headings_of(row.cells)) {
          columns = std::move(*named);
          continue;
        }
      }
      if (!row.problem.empty()) problem(row.line, "", row.problem);
      take(row, columns);
    }
    return std::move(out_);
  }

 private:
  void problem(int row, std::string field, std::string message) {
    out_.problems.push_back({row, std::move(field), std::move(message)});
  }

  void take(const CsvRow& cells, const Columns& columns) {
    KeywordRow row;
    row.row = cells.line;
    for (std::size_t i = 0; i < cells.cells.size() && i < columns.size(); ++i) {
      const std::string cell = collapse_space(cells.cells[i]);
      if (columns[i] && !cell.empty()) put(row, *columns[i], cell);
    }
    if (row.text.empty()) return problem(row.row, "keyword", "这一行没有关键词");
    if (row.text.size() > kLongestWord) return problem(row.row, "keyword", "关键词太长");
    row.folded = fold(row.text);
    const auto [known, added] = seen_.try_emplace(row.folded, row.row);
    if (!added) row.same_as_row = known->second;
    out_.rows.push_back(std::move(row));
  }

  template <class T>
  void put_number(std::optional<T>& to, int row, std::string_view name, const std::string& cell,
                  std::int64_t least, std::int64_t most) {
    const auto value = number_of(cell);
    if (value && *value >= least && *value <= most) {
      to = static_cast<T>(*value);
    } else {
      problem(row, std::string(name),
              fmt::format("“{}”不是 {} 到 {} 的数", cut_utf8(cell, 40), least, most));
    }
  }

  void put(KeywordRow& row, Field field, const std::string& cell) {
    switch (field) {
      case Field::kText:
        row.text = cell;
        break;
      case Field::kGroup:
        row.group = cell;
        break;
      case Field::kTarget:
        row.target_url = cell;
        break;
      case Field::kSearches:
        put_number(row.searches, row.row, "searches", cell, 0, kMostSearches);
        break;
      case Field::kIntent:
        put_number(row.intent, row.row, "intent", cell, 1, 5);
        break;
      case Field::kDifficulty:
        put_number(row.difficulty, row.row, "difficulty", cell, 0, 100);
        break;
      case Field::kPriority:
        put_number(row.priority, row.row, "priority", cell, 1, 3);
        break;
    }
  }

  KeywordFile out_;
  std::map<std::string, int> seen_;
};

}  // namespace

KeywordFile read_keyword_file(std::string_view bytes) {
  return FileReader().run(decode_guess(bytes).text);
}

}  // namespace vouch::planning
