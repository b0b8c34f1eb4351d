#include "engines/provider.h"

#include <array>

#include "core/text.h"
#include "engines/allowance.h"

namespace vouch::engines {
namespace {

constexpr auto kOutcomes = std::to_array<std::string_view>(
    {"ranked_list", "no_results", "no_exact_match", "blocked", "untrusted", "unknown_layout"});
static_assert(kOutcomes.size() == static_cast<std::size_t>(SerpOutcome::kUnknownLayout) + 1);
constexpr auto kStates =
    std::to_array<std::string_view>({"indexed", "not_indexed", "crawled_only", "unknown"});
static_assert(kStates.size() == static_cast<std::size_t>(IndexState::kUnknown) + 1);

constexpr std::size_t kLongestExplanation = 300;

bool ends_the_asking(const SearchAnswer& answer) {
  if (answer.reason == Reason::kOk) return false;
  return answer.cancelled || answer.retry_after || is_wall(answer.reason) ||
         answer.retry != RetryClass::kBackOff;
}

}  // namespace

std::string_view to_string(SerpOutcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}

std::string_view to_string(IndexState state) {
  return kStates[static_cast<std::size_t>(state)];
}

SearchAnswer refused(SerpOutcome outcome, Reason reason, std::string_view explanation) {
  SearchAnswer answer;
  answer.outcome = outcome;
  answer.reason = reason;
  answer.explanation = std::string(cut_utf8(to_valid_utf8(explanation), kLongestExplanation));
  return answer;
}

std::vector<Answered> refuse_all(const std::vector<Question>& questions, const SearchAnswer& why) {
  std::vector<Answered> out;
  out.reserve(questions.size());
  for (const Question& question : questions) {
    SearchAnswer answer = why;
    answer.queries = 0;
    answer.spent = 0;
    out.push_back(Answered{question, std::move(answer)});
  }
  return out;
}

Task<Submitted> ProviderThatAnswersAtOnce::submit(Asking asking) {
  Submitted out;
  out.answers.reserve(asking.questions.size());
  for (std::size_t i = 0; i < asking.questions.size(); ++i) {
    if (i > 0 && asking.pause) co_await asking.pause();
    SearchAnswer answer = co_await ask(asking.questions[i], asking.pause);
    const bool last = ends_the_asking(answer);
    out.queries += answer.queries;
    out.spent += answer.spent;
    out.answers.push_back(Answered{asking.questions[i], answer});
    if (!last) continue;
    const auto next = asking.questions.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    const std::vector<Question> rest(next, asking.questions.end());
    for (Answered& refusal : refuse_all(rest, answer)) out.answers.push_back(std::move(refusal));
    break;
  }
  co_return out;
}

Task<Collected> ProviderThatAnswersAtOnce::collect(std::string) {
  Collected out;
  out.reason = Reason::kProviderError;
  out.explanation = name() + " answers at once and gives no tickets";
  co_return out;
}

Task<SearchAnswer> ask_now(Provider& provider, Question question, Pause pause) {
  if (provider.traits().mode != config::AskMode::kNow) {
    co_return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                      provider.name() + " answers later and is not asked in passing");
  }
  Asking asking;
  asking.questions.push_back(std::move(question));
  asking.pause = std::move(pause);
  Submitted submitted = co_await provider.submit(std::move(asking));
  if (submitted.answers.empty()) {
    co_return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                      provider.name() + " gave no answer");
  }
  co_return std::move(submitted.answers.front().answer);
}

Task<SearchAnswer> ask_and_wait(Provider& provider, Question question, SleepUntil sleep,
                                Time give_up) {
  Asking asking;
  asking.questions.push_back(std::move(question));
  Submitted submitted = co_await provider.submit(std::move(asking));
  std::vector<Answered> answers = std::move(submitted.answers);
  std::string ticket = std::move(submitted.ticket);
  std::optional<Time> at = submitted.collect_at;
  int queries = submitted.queries;
  config::Micros spent = submitted.spent;
  std::string trouble = "no answer yet";
  while (answers.empty() && !ticket.empty() && at && *at <= give_up) {
    const bool came = co_await sleep(*at);
    if (!came) break;
    Collected collected = co_await provider.collect(ticket);
    queries += collected.queries;
    spent += collected.spent;
    answers = std::move(collected.answers);
    ticket = std::move(collected.ticket);
    at = collected.collect_at;
    if (!collected.explanation.empty()) trouble = collected.explanation;
  }
  SearchAnswer answer = refused(SerpOutcome::kBlocked, Reason::kTimeout, trouble);
  if (!answers.empty()) answer = std::move(answers.front().answer);
  answer.queries = queries;
  answer.spent = spent;
  co_return answer;
}

}  // namespace vouch::engines
