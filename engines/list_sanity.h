// Signs that a well-formed list leaves out more than it should: what it shows counts, what it lacks
// does not (decision 085). Pure; any thread. Internal to engines.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engines/answer.h"
#include "engines/question.h"

namespace vouch::engines {

// A first page that is not a third full.
inline constexpr double kLeastFilled = 0.3;
// So many unrelated questions with one first row that is about none of them.
inline constexpr std::size_t kSameFirstRow = 3;

// Far fewer rows than a page holds, and the engine does not say that this is all: it offers another
// page, or says that it has a page's worth and more; of a keyword also where it says nothing. A
// list for an address is short by nature: where nothing is said the controls decide.
bool is_short(const SearchAnswer& answer, QuestionKind kind, int page_size);
// The answer as it counts: absence from a short list proves nothing.
SearchAnswer counted(SearchAnswer answer, const Question& question, int page_size);

struct AskedList {
  const Question* question = nullptr;
  const SearchAnswer* answer = nullptr;
};
// Those (numbers into `lists`) that begin with one and the same row that is not about their
// question, kSameFirstRow and more of them for keywords without a common word. What an engine shows
// instead of an address that it does not know may begin alike: there the controls decide.
std::vector<std::size_t> same_first_rows(std::span<const AskedList> lists);
inline constexpr std::string_view kSameFirstWords =
    "互不相干的查询得到同一条首位结果：没有列出的不算没有";

}  // namespace vouch::engines
