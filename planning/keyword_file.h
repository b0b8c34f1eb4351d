// Keywords as people bring them: a column of words, Excel cells, or a CSV with headings in any
// order (K02). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::planning {

struct KeywordRow {
  int row = 0;  // line of the text, 1-based
  std::string text;
  std::string folded;
  std::optional<std::string> group;  // these: none where no column says so
  std::optional<std::int64_t> searches;
  std::optional<int> intent;      // 1 .. 5
  std::optional<int> difficulty;  // per cent
  std::optional<int> priority;    // 1 .. 3
  std::optional<std::string> target_url;
  int same_as_row = 0;  // an earlier row with this word; 0: none
};

struct KeywordProblem {
  int row = 0;
  std::string field;
  std::string message;  // zh-CN
};

struct KeywordFile {
  std::vector<KeywordRow> rows;          // each word once or more; see same_as_row
  std::vector<KeywordProblem> problems;  // of single cells; the row is kept without them
};

// `bytes` in whatever charset. Without headings the first cell is the word.
KeywordFile read_keyword_file(std::string_view bytes);

}  // namespace vouch::planning
