#include "engines/list_sanity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "engines/relevance.h"

namespace vouch::engines {
namespace {

constexpr int kOrdinaryPage = 10;  // where more are asked for at once engines need not give them

constexpr std::string_view kShort = "结果条数远少于一页，又没有说明就这些：没有列出的不算没有";

// What a question is about.
std::set<std::string> subject_of(const Question& question) {
  const std::vector<std::string> terms = query_terms(question.text);
  return {terms.begin(), terms.end()};
}

bool related(const std::set<std::string>& left, const std::set<std::string>& right) {
  if (left.empty() || right.empty()) return true;  // nothing can be said
  return std::any_of(left.begin(), left.end(),
                     [&](const std::string& word) { return right.contains(word); });
}

bool is_about(const SearchRow& row, const Question& question) {
  const std::vector<std::string> text = {row.title + '\n' + row.snippet};
  return relevant_share(text, question.text, 1).value_or(1) > 0;
}

struct Suspect {
  std::size_t list = 0;
  std::set<std::string> subject;
};

// How many have nothing in common with those counted before.
std::size_t unrelated(const std::vector<Suspect>& suspects) {
  std::vector<const Suspect*> counted;
  for (const Suspect& one : suspects) {
    const bool known = std::any_of(counted.begin(), counted.end(), [&](const Suspect* other) {
      return related(one.subject, other->subject);
    });
    if (!known) counted.push_back(&one);
  }
  return counted.size();
}

}  // namespace

bool is_short(const SearchAnswer& answer, QuestionKind kind, int page_size) {
  if (answer.kind != AnswerKind::kList || !answer.valid() || answer.rows.empty()) return false;
  const int page = std::clamp(page_size, 1, kOrdinaryPage);
  const auto least = static_cast<std::size_t>(std::ceil(kLeastFilled * page));
  if (answer.rows.size() >= least) return false;
  if (answer.more) return true;
  if (answer.total) return *answer.total >= page;
  return kind == QuestionKind::kKeyword;
}

SearchAnswer counted(SearchAnswer answer, const Question& question, int page_size) {
  if (!is_short(answer, question.kind, page_size)) return answer;
  answer.absence_counts = false;
  answer.explanation = kShort;
  return answer;
}

std::vector<std::size_t> same_first_rows(std::span<const AskedList> lists) {
  std::map<std::string, std::vector<Suspect>> by_row;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (lists[i].question->kind != QuestionKind::kKeyword || lists[i].answer->rows.empty())
      continue;
    const SearchRow& row = lists[i].answer->rows.front();
    if (!row.target_known) continue;
    std::set<std::string> subject = subject_of(*lists[i].question);
    if (subject.empty() || is_about(row, *lists[i].question)) continue;
    by_row[row.url].push_back({i, std::move(subject)});
  }
  std::vector<std::size_t> out;
  for (const auto& [url, suspects] : by_row) {
    if (unrelated(suspects) < kSameFirstRow) continue;
    for (const Suspect& one : suspects) out.push_back(one.list);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace vouch::engines
