// Tasks at providers that answer later: handed in, stored, collected, settled.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/log.h"
#include "daemon/engine_looks.h"
#include "daemon/engine_request.h"
#include "engines/rest.h"
#include "engines/task_batch.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "engine";
constexpr Millis kTryAgain = std::chrono::minutes(5);
// A provider that is not in vouch.toml any more may come back: its task is kept for so long.
constexpr Millis kNobodyToAsk = std::chrono::hours(24);

// What a whole task says about the provider's health: its first refusal, else its first answer.
Reason reason_of(const std::vector<engines::Answered>& answers) {
  for (const engines::Answered& one : answers) {
    if (one.answer.reason != Reason::kOk) return one.answer.reason;
  }
  return Reason::kOk;
}

std::optional<Time> rest_after(const std::vector<engines::Answered>& answers, const Zone& zone,
                               Time now) {
  for (const engines::Answered& one : answers) {
    if (const auto rest = engines::rest_of(one.answer, zone, now)) return rest->until;
  }
  return std::nullopt;
}

void count(ConnectedProvider& provider, int queries, std::int64_t spent, Date today) {
  engines::Allowance& allowance = provider.state->allowance;
  allowance.quota = engines::spend(allowance.quota, today, queries);
  allowance.budget = engines::spend(allowance.budget, today, spent);
}

// Of the requests of a task those that were about keywords.
int about_ranks(const std::vector<engines::Question>& questions, int queries) {
  const auto keywords = std::count_if(
      questions.begin(), questions.end(),
      [](const engines::Question& one) { return one.kind == engines::QuestionKind::kKeyword; });
  const auto all = static_cast<std::int64_t>(std::max<std::size_t>(1, questions.size()));
  return static_cast<int>(keywords * queries / all);
}

// The control questions as they were asked, whatever the settings say by now.
void as_asked(engines::BatchRequest& request, const store::OpenTicket& ticket) {
  request.canary_url = ticket.known_url;
  request.canary_query = ticket.known_text;
}

}  // namespace

std::optional<Time> EngineLooks::next_collect() const {
  std::optional<Time> next;
  for (const auto& waiting : waiting_) {
    if (!next || waiting->collect_at < *next) next = waiting->collect_at;
  }
  return next;
}

Status EngineLooks::load() {
  std::function<Result<std::vector<store::OpenTicket>>(store::Connection&)> job =
      [](store::Connection& db) { return store::tickets::open(db); };
  const auto open = context_.store.read_now<std::vector<store::OpenTicket>>(std::move(job));
  if (!open) return tl::unexpected(open.error());
  for (const store::OpenTicket& ticket : *open) {
    auto waiting = std::make_shared<Waiting>();
    waiting->ticket = ticket;
    waiting->rest = ticket.text;
    waiting->collect_at = std::max(ticket.collect_at, context_.wall.now());
    waiting_.push_back(std::move(waiting));
  }
  return catch_up_.load();
}

Task<Status> EngineLooks::hand_in(Turn turn, const std::vector<OwnSite>& sites, Rules rules,
                                  const Tried& tried, std::vector<LeasedLook>& open) {
  const Connected provider = turn.provider;
  co_await take_turn(provider);
  const Busy busy(provider);
  const Time now = context_.wall.now();
  const Date today = rules->calendar.zone().date_of(now);
  const engines::BatchRequest request =
      request_for(turn.looks, sites, provider->settings, provider->provider->traits(), *rules);
  const std::string unknown = engines::control_that_cannot_exist(request, context_.random);
  engines::Asking asking;
  const std::vector<engines::Question> questions =
      engines::task_questions(request, provider->settings.engine, unknown);
  asking.questions = questions;
  // Others may have asked it while we waited, or its limits are new: another one answers, or
  // nobody.
  const int paid = provider->state->allowance.budget.left(today);
  if (chain_.rests(*provider) || std::cmp_less(paid, questions.size())) {
    std::move(turn.looks.begin(), turn.looks.end(), std::back_inserter(open));
    co_return Status();
  }
  engines::Submitted submitted = co_await provider->provider->submit(std::move(asking));
  count(*provider, submitted.queries, submitted.spent, today);
  const int rank_queries = about_ranks(questions, submitted.queries);
  chain_.note_asked(*provider, rank_queries);
  context_.counters.queries += static_cast<std::uint64_t>(submitted.queries);
  if (submitted.ticket.empty()) {
    engines::Allowance& allowance = provider->state->allowance;
    allowance.breaker =
        engines::record_call(std::move(allowance.breaker), reason_of(submitted.answers), now);
    const auto rest = rest_after(submitted.answers, rules->calendar.zone(), now);
    if (rest) engines::rest(allowance, now, *rest);
    engines::BatchResult batch =
        engines::settle_task(request, unknown, submitted.answers, *provider->provider, now);
    batch.queries = submitted.queries;
    batch.rank_queries = rank_queries;
    batch.spent = submitted.spent;
    note_batch(*provider, batch, now);
    co_return co_await conclude(std::move(turn), std::move(batch), rules, tried, open);
  }
  auto handed = std::make_shared<TakenTask>();
  handed->ticket.provider = provider->provider->name();
  handed->ticket.engine = provider->settings.engine;
  handed->ticket.text = submitted.ticket;
  handed->ticket.known_url = request.canary_url;
  handed->ticket.known_text = request.canary_query;
  handed->ticket.unknown_url = unknown;
  handed->ticket.submitted_at = now;
  handed->ticket.collect_at = submitted.collect_at.value_or(now + kTryAgain);
  handed->queries = submitted.queries;
  handed->rank_queries = rank_queries;
  handed->spent = submitted.spent;
  handed->evidence = evidence_of(submitted.exchanges, context_.random);
  for (const LeasedLook& look : turn.looks) {
    handed->looks.push_back({look.row.id, look.row.attempt});
  }
  std::function<Result<store::OpenTicket>(store::WriteContext&)> job =
      [handed, rules](store::WriteContext& context) {
        return record_ticket(context, *rules, *handed);
      };
  auto kept = co_await context_.store.write<store::OpenTicket>(std::move(job));
  if (!kept) co_return tl::unexpected(kept.error());
  auto waiting = std::make_shared<Waiting>();
  waiting->ticket = std::move(*kept);
  waiting->rest = std::move(submitted.ticket);
  waiting->answers = std::move(submitted.answers);
  waiting->collect_at = waiting->ticket.collect_at;
  waiting_.push_back(std::move(waiting));
  co_return Status();
}

Task<> EngineLooks::collect() {
  const Rules rules = context_.rules;
  std::vector<std::shared_ptr<Waiting>> due;
  for (const auto& waiting : waiting_) {
    if (waiting->collect_at <= context_.wall.now()) due.push_back(waiting);
  }
  for (const auto& waiting : due) {
    Status done;
    try {
      done = co_await collect_one(waiting, rules);
    } catch (const Stopping&) {
      co_return;
    }
    if (done) continue;
    log::error(kRoom, "task at {}: {}", waiting->ticket.provider, done.error().text());
    context_.store_failed(done.error());
    waiting->collect_at = context_.wall.now() + kTryAgain;
  }
}

Task<Status> EngineLooks::collect_one(std::shared_ptr<Waiting> waiting, Rules rules) {
  const Connected provider = chain_.find(waiting->ticket.provider);
  const Time now = context_.wall.now();
  if (provider == nullptr) {
    if (now - waiting->ticket.submitted_at > kNobodyToAsk) co_return co_await abandon(waiting);
    waiting->collect_at = now + std::chrono::hours(1);
    co_return Status();
  }
  waiting->collect_at = now + kTryAgain;  // stands if the provider throws
  co_await take_turn(provider);
  engines::Collected collected;
  {
    const Busy busy(provider);
    collected = co_await provider->provider->collect(waiting->rest);
    if (provider->settings.min_delay > Millis(0)) {
      co_await pause_until(context_.wall.now() + provider->settings.min_delay);
    }
  }
  waiting->spent += collected.spent;
  waiting->queries += collected.queries;
  const Date today = rules->calendar.zone().date_of(now);
  count(*provider, collected.queries, collected.spent, today);
  context_.counters.queries += static_cast<std::uint64_t>(collected.queries);
  for (engines::Answered& one : collected.answers) {
    one.seen_at = context_.wall.now();
    waiting->answers.push_back(std::move(one));
  }
  waiting->rest = std::move(collected.ticket);
  if (waiting->rest.empty()) co_return co_await settle(waiting, provider, rules);
  waiting->collect_at = collected.collect_at.value_or(context_.wall.now() + kTryAgain);
  if (!collected.explanation.empty()) {
    log::info(kRoom, "task at {}: {}", waiting->ticket.provider, collected.explanation);
  }
  co_return Status();
}

// Everything has come. A failed write leaves the task open: it is settled again.
Task<Status> EngineLooks::settle(std::shared_ptr<Waiting> waiting, Connected provider,
                                 Rules rules) {
  const std::int64_t id = waiting->ticket.id;
  std::function<Result<EngineWork>(store::WriteContext&)> job = [id](store::WriteContext& context) {
    return work_of_ticket(context.db, id);
  };
  auto work = co_await context_.store.write<EngineWork>(std::move(job));
  if (!work) co_return tl::unexpected(work.error());
  const Time now = context_.wall.now();
  engines::BatchRequest request = request_for(work->looks, work->sites, provider->settings,
                                              provider->provider->traits(), *rules);
  as_asked(request, waiting->ticket);
  Turn turn;
  turn.provider = provider;
  turn.looks = std::move(work->looks);
  engines::BatchResult batch = engines::settle_task(request, waiting->ticket.unknown_url,
                                                    waiting->answers, *provider->provider, now);
  batch.queries = waiting->queries;
  batch.spent = waiting->spent;
  note_batch(*provider, batch, now);
  const Heard heard = heard_in(batch);
  EngineAnswers done = answers_of(std::move(turn), std::move(batch));
  done.ticket = id;
  done.handed_in = waiting->ticket.evidence;
  std::vector<LeasedLook> open;
  const Tried tried = {provider->provider->name()};
  const auto goes_on = [&](const LeasedLook& look) { return first(look, tried) != nullptr; };
  hand_on(done, goes_on, open);
  const Status kept = co_await record(std::move(done), rules);
  if (!kept) co_return kept;
  forget(*waiting);
  for (const LeasedLook& look : open) {  // free again, and asked of the next
    unanswered_[look.row.id].insert(provider->provider->name());
    context_.queue.put(queued(look.row));
  }
  co_await catch_up_.note(waiting->ticket.engine, heard, now);
  co_return Status();
}

// Nobody is left who could be asked for the answers: the looks are free for others.
Task<Status> EngineLooks::abandon(std::shared_ptr<Waiting> waiting) {
  const std::int64_t id = waiting->ticket.id;
  std::function<Result<EngineWork>(store::WriteContext&)> job =
      [id](store::WriteContext& context) -> Result<EngineWork> {
    auto work = work_of_ticket(context.db, id);
    if (!work) return work;
    const auto closed = store::tickets::close(context.db, id, context.now);
    if (!closed) return tl::unexpected(closed.error());
    return work;
  };
  const auto work = co_await context_.store.write<EngineWork>(std::move(job));
  if (!work) co_return tl::unexpected(work.error());
  log::warning(kRoom, "a task at {} was given up: the provider is not configured any more",
               waiting->ticket.provider);
  for (const LeasedLook& look : work->looks) context_.queue.put(queued(look.row));
  forget(*waiting);
  co_return Status();
}

void EngineLooks::forget(const Waiting& waiting) {
  std::erase_if(waiting_, [&](const auto& one) { return one.get() == &waiting; });
}

}  // namespace vouch::daemon
