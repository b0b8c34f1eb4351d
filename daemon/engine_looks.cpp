#include "daemon/engine_looks.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/log.h"
#include "daemon/engine_request.h"
#include "daemon/provider_trial.h"
#include "store/spend.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "engine";
constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kLongestTest = std::chrono::minutes(12);  // a task takes 1 to 10 minutes
constexpr Millis kLongestTurn = std::chrono::minutes(1);   // a person waits for it

// Requests that a look takes at least.
int cost_of(const LeasedLook& look, const ConnectedProvider& provider) {
  const bool rank = look.row.kind == store::LookKind::kRank;
  return rank ? std::max(1, provider.settings.pages) : 1;
}

}  // namespace

Status EngineLooks::connect() {
  if (const Status connected = chain_.connect(); !connected) return connected;
  unanswered_.clear();  // they were of the providers before
  std::function<Result<std::vector<QueuedLook>>(store::WriteContext&)> plan =
      [rules = context_.rules](store::WriteContext& context) {
        return missing_rank_looks(context, *rules);
      };
  const auto planned = context_.store.write_now<std::vector<QueuedLook>>(std::move(plan));
  if (!planned) return tl::unexpected(planned.error());
  for (const QueuedLook& look : *planned) context_.queue.put(look);
  return {};
}

void EngineLooks::put_back(const std::vector<QueuedLook>& looks, Time due_at) {
  for (QueuedLook look : looks) {
    context_.in_flight.erase(look.id);
    look.due_at = std::max(look.due_at, due_at);
    context_.queue.put(look);
  }
}

// A pause that is cut short ends the asking: the next request would come too soon.
Task<> EngineLooks::pause_until(Time moment) {
  const bool came = co_await context_.alarms.sleep_until(moment);
  if (!came) throw Stopping();
}

Task<> EngineLooks::take_turn(Connected provider) {
  while (provider->state->busy) co_await pause_until(context_.wall.now() + std::chrono::seconds(1));
}

Task<> EngineLooks::run(QueuedLook first) {
  const Rules rules = context_.rules;
  const std::string gate = first.gate;
  const std::string engine = gate.substr(gate.find(':') + 1);
  std::vector<QueuedLook> looks;
  looks.push_back(std::move(first));
  while (looks.size() < engines::kBatchLooks) {
    auto more = context_.queue.take_more(gate, context_.wall.now());
    if (!more) break;
    looks.push_back(std::move(*more));
  }
  for (const QueuedLook& look : looks) context_.in_flight.insert(look.id);

  Status done;
  try {
    done = co_await work_on(looks, rules);
  } catch (const Stopping&) {
    done = fail(ErrorCode::kCancelled, "stopping");
  } catch (const std::exception& problem) {  // no look is lost: they stay in the queue
    ++context_.counters.task_failures["engine"];
    done = fail(ErrorCode::kInternal, problem.what());
  }
  const Time now = context_.wall.now();
  if (done) {
    for (const QueuedLook& look : looks) context_.in_flight.erase(look.id);
    context_.queue.release(gate, now + chain_.longest_pace(engine));
    co_return;
  }
  if (done.error().code != ErrorCode::kCancelled) {
    log::error(kRoom, "{}: {}", engine, done.error().text());
    context_.store_failed(done.error());
  }
  put_back(looks, now + kTryAgainAfterTrouble);
  context_.queue.release(gate, now + kTryAgainAfterTrouble);
}

Task<Result<EngineWork>> EngineLooks::lease(std::vector<QueuedLook> looks, Rules rules) {
  std::function<Result<EngineWork>(store::WriteContext&)> job =
      [looks, rules](store::WriteContext& context) { return lease_batch(context, *rules, looks); };
  co_return co_await context_.store.write<EngineWork>(std::move(job));
}

Task<Status> EngineLooks::work_on(std::vector<QueuedLook> looks, Rules rules) {
  auto work = co_await lease(std::move(looks), rules);
  if (!work) co_return tl::unexpected(work.error());
  chain_.note_due(work->lanes_due);
  std::vector<LeasedLook> open = std::move(work->looks);
  Tried tried;
  while (!open.empty()) {
    Turn turn = next_turn(open, tried);
    const Connected provider = turn.provider;
    Status done;
    if (provider == nullptr) {
      done = co_await put_off(std::move(turn), rules);
    } else if (provider->provider->traits().mode == config::AskMode::kPoll) {
      done = co_await hand_in(std::move(turn), work->sites, rules, tried, open);
    } else {
      done = co_await ask(std::move(turn), work->sites, rules, tried, open);
    }
    if (!done) co_return done;
    if (provider != nullptr) tried.insert(provider->provider->name());
  }
  co_return Status();
}

Connected EngineLooks::first(const LeasedLook& look, const Tried& tried) const {
  const auto before = unanswered_.find(look.row.id);
  if (before == unanswered_.end()) return chain_.first(wanted_of(look), tried);
  Tried all = tried;
  all.insert(before->second.begin(), before->second.end());
  return chain_.first(wanted_of(look), all);
}

// Of all open looks those that are asked together with the first.
Turn EngineLooks::next_turn(std::vector<LeasedLook>& open, const Tried& tried) const {
  Turn turn;
  const config::Purpose purpose = wanted_of(open.front()).purpose;
  turn.provider = first(open.front(), tried);
  std::size_t most = engines::kBatchLooks;
  std::map<config::Purpose, int> room;
  if (turn.provider != nullptr) {
    const int batch = turn.provider->provider->traits().batch_of(purpose);
    const bool task = turn.provider->provider->traits().mode == config::AskMode::kPoll;
    const Date today = context_.rules->calendar.zone().date_of(context_.wall.now());
    const int left = engines::left(turn.provider->state->allowance, today);
    const int controls = turn.provider->least_queries() - 1;
    for (const config::Purpose one : {config::Purpose::kIndex, config::Purpose::kRank}) {
      room[one] = chain_.room(*turn.provider, one) - controls;
    }
    // And two controls.
    if (task) most = static_cast<std::size_t>(std::max(1, std::min(batch, left) - 2));
  }
  std::vector<LeasedLook> rest;
  rest.reserve(open.size());
  std::size_t questions = 0;
  for (LeasedLook& look : open) {
    const bool alike = first(look, tried) == turn.provider &&
                       (turn.provider != nullptr || wanted_of(look).purpose == purpose);
    const std::size_t its = std::max<std::size_t>(1, look.addresses.same.size());
    const config::Purpose its_purpose = wanted_of(look).purpose;
    const int costs = turn.provider == nullptr ? 0 : cost_of(look, *turn.provider);
    const bool has_room = turn.provider == nullptr || costs <= room[its_purpose];
    const bool fits = turn.looks.empty() || (questions + its <= most && has_room);
    if (alike && fits) {
      questions += its;
      room[its_purpose] -= costs;
    }
    std::vector<LeasedLook>& place = alike && fits ? turn.looks : rest;
    place.push_back(std::move(look));
  }
  open = std::move(rest);
  return turn;
}

Task<Status> EngineLooks::ask(Turn turn, const std::vector<OwnSite>& sites, Rules rules,
                              const Tried& tried, std::vector<LeasedLook>& open) {
  const Connected provider = turn.provider;
  co_await take_turn(provider);
  const Busy busy(provider);
  const Millis pace = provider->settings.min_delay;
  engines::Pause pause = [this, pace] { return pause_until(context_.wall.now() + pace); };
  engines::BatchWorld world{*provider->provider, context_.wall, context_.random,
                            rules->calendar.zone(), std::move(pause)};
  engines::BatchRequest request =
      request_for(turn.looks, sites, provider->settings, provider->provider->traits(), *rules);
  engines::BatchResult batch =
      co_await engines::run_batch(std::move(request), provider->state->allowance, std::move(world));
  note_batch(*provider, batch, context_.wall.now());
  chain_.note_asked(*provider, batch.rank_queries);
  context_.counters.queries += static_cast<std::uint64_t>(batch.queries);
  co_return co_await conclude(std::move(turn), std::move(batch), rules, tried, open);
}

Task<Status> EngineLooks::put_off(Turn turn, Rules rules) {
  const engines::Wanted wanted = wanted_of(turn.looks.front());
  const engines::Rest rest = chain_.rest(wanted);
  EngineAnswers done;
  done.engine = std::string(wanted.engine);
  done.batch.postponed_why = rest.why;
  done.batch.retry_at = std::max(rest.until, context_.wall.now() + kTryAgainAfterTrouble);
  for (const LeasedLook& look : turn.looks) done.batch.postponed.push_back(look.row.id);
  done.looks = std::move(turn.looks);
  co_return co_await record(std::move(done), rules);
}

Task<Status> EngineLooks::conclude(Turn turn, engines::BatchResult batch, Rules rules,
                                   const Tried& tried, std::vector<LeasedLook>& open) {
  const std::string engine = turn.provider->settings.engine;
  const Heard heard = heard_in(batch);
  const Time heard_at = context_.wall.now();
  Tried after = tried;
  after.insert(turn.provider->provider->name());
  EngineAnswers done = answers_of(std::move(turn), std::move(batch));
  const auto goes_on = [&](const LeasedLook& look) { return first(look, after) != nullptr; };
  if (!context_.alarms.stopping()) hand_on(done, goes_on, open);
  const Status kept = co_await record(std::move(done), rules);
  if (kept) co_await catch_up_.note(engine, heard, heard_at);
  co_return kept;
}

Task<Status> EngineLooks::record(EngineAnswers done, Rules rules) {
  auto shared = std::make_shared<EngineAnswers>(std::move(done));
  std::function<int()> prepare = [this, shared] {
    prepare_evidence(*shared, context_.random);
    return 0;
  };
  auto start = [this, &prepare](Completion<Computed<int>> completed) {
    context_.parse.run<int>(std::move(prepare), std::move(completed));
  };
  auto prepared = co_await await_callback<Computed<int>>(start);
  std::move(prepared).take();

  std::function<Result<std::vector<ClaimChange>>(store::WriteContext&)> job =
      [shared, rules](store::WriteContext& context) {
        return record_batch(context, *rules, *shared);
      };
  const auto changes = co_await context_.store.write<std::vector<ClaimChange>>(std::move(job));
  if (!changes) co_return tl::unexpected(changes.error());
  for (const LeasedLook& look : shared->looks) {
    context_.in_flight.erase(look.row.id);
    unanswered_.erase(look.row.id);
  }
  for (const ClaimChange& change : *changes) context_.apply(change);
  co_return Status();
}

Task<std::optional<engines::SearchAnswer>> EngineLooks::ask_aside(Connected provider,
                                                                  engines::Question question) {
  if (provider->state->busy || chain_.rests(*provider)) co_return std::nullopt;
  const Busy busy(provider);
  const Millis pace = provider->settings.min_delay;
  const bool came = co_await context_.alarms.sleep_until(context_.wall.now() + pace);
  if (!came) co_return std::nullopt;
  engines::Pause pause = [this, pace] { return pause_until(context_.wall.now() + pace); };
  const engines::SearchAnswer answer =
      co_await engines::ask_now(*provider->provider, std::move(question), std::move(pause));
  const Time now = context_.wall.now();
  note_answer(*provider->state, answer, context_.rules->calendar.zone(), now);
  context_.counters.queries += static_cast<std::uint64_t>(answer.queries);
  if (answer.cancelled) co_return std::nullopt;
  const bool sleeps = co_await context_.alarms.sleep_until(now + pace);  // nor too soon after it
  static_cast<void>(sleeps);
  co_return answer;
}

// A person's question goes out although the source rests: it may show that the trouble is over.
Task<Result<engines::SearchAnswer>> EngineLooks::try_out(Connected provider,
                                                         engines::Question question) {
  const Time patience = context_.wall.now() + kLongestTurn;
  while (provider->state->busy) {
    if (context_.wall.now() >= patience) {
      co_return fail(ErrorCode::kUnavailable, "这个数据源正在查询，请过几分钟再试");
    }
    co_await pause_until(context_.wall.now() + std::chrono::seconds(1));
  }
  const Rules rules = context_.rules;
  const Zone& zone = rules->calendar.zone();
  engines::Allowance& allowance = provider->state->allowance;
  if (engines::left(allowance, zone.date_of(context_.wall.now())) < 1) {
    co_return fail(ErrorCode::kUnavailable, "今天的查询次数或这个月的费用上限已用完，没有查询");
  }
  const Busy busy(provider);
  const Millis pace = provider->settings.min_delay;
  co_await pause_until(context_.wall.now() + pace);
  const bool rank = question.kind == engines::QuestionKind::kKeyword;
  engines::SleepUntil sleep = [this](Time at) { return context_.alarms.sleep_until(at); };
  const Time give_up = context_.wall.now() + kLongestTest;
  engines::SearchAnswer answer = co_await engines::ask_and_wait(
      *provider->provider, std::move(question), std::move(sleep), give_up);
  const Time now = context_.wall.now();
  note_answer(*provider->state, answer, zone, now);
  if (answer.valid()) allowance.rests_until.reset();
  const int rank_queries = rank ? answer.queries : 0;
  chain_.note_asked(*provider, rank_queries);
  context_.counters.queries += static_cast<std::uint64_t>(answer.queries);
  const store::Spend spent{provider->provider->name(), zone.date_of(now), answer.queries,
                           answer.spent, rank_queries};
  std::function<Result<int>(store::WriteContext&)> job =
      [spent](store::WriteContext& writing) -> Result<int> {
    if (const Status added = store::spend::add(writing.db, spent); !added)
      return tl::unexpected(added.error());
    return 0;
  };
  const auto written = co_await context_.store.write<int>(std::move(job));
  if (!written) {
    context_.store_failed(written.error());
    co_return tl::unexpected(written.error());
  }
  const bool sleeps = co_await context_.alarms.sleep_until(now + pace);
  static_cast<void>(sleeps);
  co_return answer;
}

Task<web::TestAnswer> EngineLooks::test(std::string name) {
  web::TestAnswer answer;
  const Connected found = chain_.find(name);
  if (found == nullptr) {
    answer.detail = "没有名为 " + name + " 的数据源";
    co_return answer;
  }
  const engines::Question question = trial_question(found->settings, found->provider->traits());
  const auto tried = co_await try_out(found, question);
  if (!tried) {
    answer.detail = tried.error().message;
    co_return answer;
  }
  const engines::SearchAnswer& got = *tried;
  const TrialReport report = report_trial(found->settings, question, got);
  answer.ok = report.ok;
  answer.detail = report.detail;
  std::function<Status()> save = [text = report.saved, name = found->settings.name,
                                  state = context_.store.directory()] {
    return save_trial(state, name, text);
  };
  auto start = [this, &save](Completion<Computed<Status>> done) {
    context_.parse.run<Status>(std::move(save), std::move(done));
  };
  auto saved = co_await await_callback<Computed<Status>>(start);
  const Status kept = std::move(saved).take();
  if (kept) {
    answer.detail += "；答复（已去除密钥）存于 " +
                     trial_file(context_.store.directory(), found->settings.name).string();
  } else {
    answer.detail += "；答复没有存下：" + kept.error().message;
  }
  co_return answer;
}

}  // namespace vouch::daemon
