// A week's plan, and the words of a week, as a spreadsheet holds them: headings in any order and in
// either language, those of what is exported among them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "planning/table_file.h"

namespace vouch::planning {

struct PlanFileRow {
  int line = 0;
  std::string person;  // login or name
  std::string work_type;
  int quantity = 0;  // else the sum of its days
  std::vector<std::string> keywords;
  std::vector<std::string> platforms;
  std::int64_t asset = 0;  // 0: none
  std::string note;
};
struct PlanFile {
  std::vector<std::string> columns;
  std::vector<PlanFileRow> rows;
  std::vector<TableProblem> problems;  // of single cells, too
};
PlanFile read_plan_file(std::string_view bytes);

struct KeywordPlanFileRow {
  int line = 0;
  std::string keyword;
  std::string goal;  // "index", "rank:10", or empty; anything else as written
  std::string person;
  std::vector<std::string> platforms;
  std::string note;
};
struct KeywordPlanFile {
  std::vector<std::string> columns;
  std::vector<KeywordPlanFileRow> rows;
  std::vector<TableProblem> problems;
};
KeywordPlanFile read_keyword_plan_file(std::string_view bytes);

// How a goal stands in a sheet; "rank:10" is 排名前10.
std::string goal_words(std::string_view goal, bool english);

}  // namespace vouch::planning
