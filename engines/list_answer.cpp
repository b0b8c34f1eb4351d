#include "engines/list_answer.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "engines/api_reading.h"
#include "engines/result_request.h"

namespace vouch::engines {
namespace {

SearchRow search_row(const ResultRow& row) {
  SearchRow out;
  out.position = row.position;
  out.title = short_title(row.title);
  out.shown_url = row.shown_url;
  out.target_known = !row.url.empty() && !row.shown_only;
  out.url = out.target_known ? row.url : row.href;
  if (row.shown_only && out.shown_url.empty()) out.shown_url = row.url;
  return out;
}

bool counts(const ResultRow& row) {
  if (row.kind == SerpRowKind::kOrganic) return true;
  return row.kind == SerpRowKind::kModule && !row.url.empty() && !row.shown_only;
}

}  // namespace

std::string typed_text(const SerpLayout& layout, const Question& question) {
  const bool plain = question.kind == QuestionKind::kUrl && !question.url.empty() &&
                     question.text == index_query(question.url);
  const Result<Url> url = plain ? Url::parse(question.url) : fail(ErrorCode::kInvalid, "no URL");
  return url ? index_questions(layout, *url, {}).front() : question.text;
}

std::vector<SearchRow> search_rows(const ReadResult& page) {
  std::vector<SearchRow> out;
  for (const ResultRow& row : page.rows) {
    if (counts(row)) out.push_back(search_row(row));
  }
  return out;
}

SearchAnswer list_answer(const ReadResult& page) {
  SearchAnswer answer = refused(page.outcome, page.reason, page.explanation);
  if (!page.valid()) return answer;
  answer.reason = Reason::kOk;
  answer.total = page.total;
  if (page.outcome == SerpOutcome::kNoResults) answer.total = 0;
  answer.rows = search_rows(page);
  answer.more = !page.next_page.empty();
  for (const SearchRow& row : answer.rows) answer.depth = std::max(answer.depth, row.position);
  return answer;
}

}  // namespace vouch::engines
