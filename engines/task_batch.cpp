#include "engines/task_batch.h"

#include <algorithm>

#include <map>

#include "engines/list_sanity.h"
#include "engines/searches.h"

namespace vouch::engines {
namespace {

using ByQuestion = std::map<Question, const SearchAnswer*>;

const SearchAnswer* answer_to(const ByQuestion& answers, const Question& question) {
  const auto found = answers.find(question);
  return found == answers.end() ? nullptr : found->second;
}

// One control question after the other; the first that does not pass decides.
CanaryResult judge_controls(const BatchRequest& request, const std::string& unknown,
                            const std::string& engine, const ByQuestion& answers,
                            std::vector<Exchange>& exchanges) {
  CanaryResult canary;
  if (!request.framed()) return canary;
  canary.positive_url = request.canary_url;
  canary.negative_url = unknown;
  const SearchAnswer none = refused(SerpOutcome::kBlocked, Reason::kProviderError, "no answer");
  for (const bool known : {true, false}) {
    if (!known && request.lists_only) break;
    const Question question =
        known ? known_question(request, engine) : unknown_question(request, engine, unknown);
    const SearchAnswer* const answer = answer_to(answers, question);
    if (answer != nullptr) {
      exchanges.insert(exchanges.end(), answer->exchanges.begin(), answer->exchanges.end());
    }
    const bool failed_before = known ? false : canary.state != CanaryState::kPassed;
    if (failed_before) continue;
    canary = judge_canary(std::move(canary), answer == nullptr ? none : *answer, known);
  }
  return canary;
}

std::optional<SearchAnswer> answer_of(const Search& search, const BatchRequest& request,
                                      const ByQuestion& answers) {
  const SearchAnswer* const first = answer_to(answers, search.question);
  if (first == nullptr) return std::nullopt;
  Search so_far = search;
  so_far.answer = counted(*first, search.question, request.page_size);
  for (const Question& other : search.other_addresses) {
    if (!wants(so_far, other, request)) break;
    const SearchAnswer* const more = answer_to(answers, other);
    if (more == nullptr) {  // a ticket of before the address was known
      so_far.answer->absence_counts = false;
      break;
    }
    so_far.answer =
        both_answers(std::move(*so_far.answer), counted(*more, other, request.page_size));
  }
  return std::move(so_far.answer);
}

// When the last of what was used came in: tickets stay open until every question is answered.
Time seen_at(const Search& search, const std::vector<Answered>& answers, Time now) {
  Time latest{};
  for (const Answered& one : answers) {
    const bool used = one.question == search.question ||
                      std::find(search.other_addresses.begin(), search.other_addresses.end(),
                                one.question) != search.other_addresses.end();
    if (used) latest = std::max(latest, one.seen_at == Time{} ? now : one.seen_at);
  }
  return latest == Time{} ? now : std::min(latest, now);
}

}  // namespace

std::string control_that_cannot_exist(const BatchRequest& request, Random& random) {
  const bool asked = request.framed() && !request.lists_only;
  return asked ? unknown_url(request.canary_url, random) : std::string();
}

std::vector<Question> task_questions(const BatchRequest& request, const std::string& engine,
                                     const std::string& unknown) {
  std::vector<Question> out;
  if (request.framed()) out.push_back(known_question(request, engine));
  if (!unknown.empty()) out.push_back(unknown_question(request, engine, unknown));
  // A task has no second turn: the other addresses are asked about at once, the title never.
  for (Search& search : plan_searches(request, engine)) {
    out.push_back(std::move(search.question));
    for (Question& other : search.other_addresses) out.push_back(std::move(other));
  }
  return out;
}

BatchResult settle_task(const BatchRequest& request, const std::string& unknown,
                        const std::vector<Answered>& answers, const Provider& provider, Time now) {
  BatchResult result;
  ByQuestion by_question;
  for (const Answered& one : answers) by_question[one.question] = &one.answer;
  result.canary =
      judge_controls(request, unknown, provider.engine(), by_question, result.canary_exchanges);
  std::vector<Search> searches = plan_searches(request, provider.engine());
  for (Search& search : searches) {
    search.asked_at = seen_at(search, answers, now);
    search.answer = answer_of(search, request, by_question);
  }
  distrust(searches);
  for (const Search& search : searches) {
    if (!search.answer) {
      for (const std::size_t i : search.index) result.postponed.push_back(request.index[i].look);
      for (const std::size_t i : search.rank) result.postponed.push_back(request.rank[i].look);
      continue;
    }
    for (Finished& done : settle(request, search, result.canary, provider)) {
      result.finished.push_back(std::move(done));
    }
  }
  if (!result.postponed.empty()) {
    result.postponed_why = Reason::kProviderError;
    result.retry_at = now;
  }
  return result;
}

}  // namespace vouch::engines
