#include "engines/providers/person.h"

#include <charconv>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "engines/providers/api_access.h"
#include "engines/ticket.h"

namespace vouch::engines {
namespace {

std::int64_t number_of(const std::string& id) {
  std::int64_t number = 0;
  const char* const end = id.data() + id.size();
  const auto [stopped, error] = std::from_chars(id.data(), end, number);
  return error == std::errc() && stopped == end ? number : 0;
}

std::vector<std::int64_t> numbers_of(const Ticket& ticket) {
  std::vector<std::int64_t> out;
  out.reserve(ticket.tasks.size());
  for (const TicketTask& task : ticket.tasks) out.push_back(number_of(task.id));
  return out;
}

// What was captured before this ticket was another look's: it may not count twice.
std::optional<SearchAnswer> answer_to(const CaptureDesk::Waiting& waiting, const Ticket& ticket,
                                      Time now, Time until) {
  std::vector<Capture> since;
  for (const Capture& capture : waiting.captures) {
    if (capture.at >= ticket.submitted_at) since.push_back(capture);
  }
  const bool skipped = !waiting.skipped.empty();
  if (skipped && since.empty()) {
    return refused(SerpOutcome::kBlocked, Reason::kProviderError,
                   "跳过，没有截取：" + waiting.skipped);
  }
  return answer_of(waiting.question, since, now, skipped ? now : until);
}

}  // namespace

Result<PersonAsking> PersonAsking::from(const config::ProviderSettings& settings,
                                        const config::ProviderTraits& traits) {
  PersonAsking out;
  out.name = fmt::format("{}:{}", traits.key, settings.name);
  out.engine = settings.engine;
  out.device = settings.device == "mobile" ? Device::kMobile : Device::kDesktop;
  out.traits = traits;
  return out;
}

PersonProvider::PersonProvider(PersonAsking asking, CaptureDesk& desk, const WallClock& wall)
    : asking_(std::move(asking)), desk_(desk), wall_(wall) {}

Task<Submitted> PersonProvider::submit(Asking asking) {
  Submitted out;
  std::vector<Question> questions = std::move(asking.questions);
  const auto most = static_cast<std::size_t>(asking_.traits.largest_batch);
  if (questions.size() > most) {
    const auto first = questions.begin() + static_cast<std::ptrdiff_t>(most);
    const std::vector<Question> rest(first, questions.end());
    out.answers = refuse_all(rest, not_asked("more questions than one task takes"));
    questions.resize(most);
  }
  if (questions.empty()) co_return out;
  const Time now = wall_.now();
  CaptureDesk::Wanted wanted;
  wanted.provider = name();
  wanted.questions = questions;
  wanted.until = now + asking_.traits.ticket_life;
  for (Question& question : wanted.questions) {
    if (question.device == Device::kDesktop) question.device = asking_.device;
  }
  const Result<std::vector<std::int64_t>> ids = co_await desk_.put(std::move(wanted));
  if (!ids || ids->size() != questions.size()) {
    const std::string why = ids ? std::string("the queue is damaged") : ids.error().message;
    const std::vector<Answered> none =
        refuse_all(questions, refused(SerpOutcome::kBlocked, Reason::kProviderError, why));
    out.answers.insert(out.answers.end(), none.begin(), none.end());
    co_return out;
  }
  Ticket ticket;
  ticket.provider = name();
  ticket.purpose = "capture";
  ticket.submitted_at = now;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    TicketTask task;
    task.id = std::to_string((*ids)[i]);
    task.questions.push_back(questions[i]);
    ticket.tasks.push_back(std::move(task));
  }
  out.queries = static_cast<int>(questions.size());
  out.ticket = to_text(ticket);
  out.collect_at = now + asking_.traits.poll_after;
  co_return out;
}

Task<Collected> PersonProvider::collect(std::string text) {
  Collected out;
  std::optional<Ticket> ticket = opened(text, name(), out);
  if (!ticket) co_return out;
  const Time now = wall_.now();
  const Time until = ticket->submitted_at + asking_.traits.ticket_life;
  std::vector<std::int64_t> numbers = numbers_of(*ticket);
  Result<std::vector<CaptureDesk::Waiting>> found = co_await desk_.look(std::move(numbers));
  if (!found) {  // the queue is unharmed; asked again later
    out.reason = Reason::kProviderError;
    out.explanation = found.error().message;
    out.ticket = std::move(text);
    out.collect_at = now + asking_.traits.poll_every;
    co_return out;
  }
  std::map<std::int64_t, const CaptureDesk::Waiting*> by_id;
  for (const CaptureDesk::Waiting& waiting : *found) by_id[waiting.id] = &waiting;
  Ticket open = *ticket;
  open.tasks.clear();
  for (const TicketTask& task : ticket->tasks) {
    const auto known = by_id.find(number_of(task.id));
    std::optional<SearchAnswer> answer;
    if (known == by_id.end()) answer = not_asked("the queue does not know this question");
    if (known != by_id.end()) answer = answer_to(*known->second, *ticket, now, until);
    if (!answer) {
      open.tasks.push_back(task);
      continue;
    }
    for (const Question& question : task.questions) {
      Answered done;
      done.question = question;
      done.answer = *answer;
      out.answers.push_back(std::move(done));
    }
  }
  if (open.tasks.empty()) co_return out;
  out.ticket = to_text(open);
  out.collect_at = now + asking_.traits.poll_every;
  co_return out;
}

}  // namespace vouch::engines
