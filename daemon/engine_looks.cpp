#include "daemon/engine_looks.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/log.h"
#include "daemon/provider_trial.h"
#include "engines/make_provider.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "engine";
constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kLongestTest = std::chrono::minutes(12);  // a task takes 1 to 10 minutes

// Ends whatever asks a provider while we shut down; nothing was observed.
struct Stopping : std::exception {};

Heard heard_in(const engines::BatchResult& batch) {
  Heard heard = Heard::kNothing;
  for (const engines::Finished& look : batch.finished) {
    const Heard one = heard_of_engine(look.observation.outcome, look.observation.reason);
    if (one == Heard::kAnswer) return one;
    if (one == Heard::kSilence) heard = one;
  }
  return heard;
}

}  // namespace

struct EngineLooks::Connected {
  config::ProviderSettings settings;
  std::unique_ptr<engines::Provider> provider;
  engines::Quota quota;
  engines::Breaker breaker;
  engines::CanaryResult canary;
  std::optional<Time> last_ok_at;
};

Status EngineLooks::connect() {
  const config::Settings& settings = context_.rules->settings;
  const Zone& zone = context_.rules->calendar.zone();
  const Date today = zone.date_of(context_.wall.now());
  std::vector<std::shared_ptr<Connected>> connected;
  for (const config::ProviderSettings& wanted : settings.providers) {
    const std::string kind(config::to_string(wanted.kind));
    const config::ProviderTraits* const traits = context_.rules->records.provider(kind);
    if (traits == nullptr) return fail(ErrorCode::kInvalid, "no record describes " + kind);
    auto provider = engines::make_provider(wanted, *traits, http_, context_.wall);
    if (!provider) return tl::unexpected(provider.error());
    auto made = std::make_shared<Connected>();
    made->settings = wanted;
    made->provider = std::move(*provider);
    std::function<Result<int>(store::Connection&)> job = [name = made->provider->name(),
                                                          today](store::Connection& db) {
      return used_today(db, name, today);
    };
    const auto used = context_.store.read_now<int>(std::move(job));
    if (!used) return tl::unexpected(used.error());
    made->quota.daily = wanted.daily_quota;
    made->quota.day = today;
    made->quota.used = *used;
    connected.push_back(std::move(made));
  }
  providers_ = std::move(connected);
  std::function<Result<std::vector<QueuedLook>>(store::WriteContext&)> plan =
      [rules = context_.rules](store::WriteContext& context) {
        return missing_rank_looks(context, *rules);
      };
  const auto planned = context_.store.write_now<std::vector<QueuedLook>>(std::move(plan));
  if (!planned) return tl::unexpected(planned.error());
  for (const QueuedLook& look : *planned) context_.queue.put(look);
  return {};
}

std::shared_ptr<EngineLooks::Connected> EngineLooks::provider_for(const std::string& engine) {
  std::shared_ptr<Connected> found;
  for (const auto& candidate : providers_) {
    if (!serves_looks(candidate->settings, candidate->provider->traits(), engine)) continue;
    candidate->breaker = engines::at_time(candidate->breaker, context_.wall.now());
    if (engines::allows(candidate->breaker)) return candidate;
    if (found == nullptr) found = candidate;
  }
  return found;
}

void EngineLooks::put_back(std::vector<QueuedLook> looks, Time due_at) {
  for (QueuedLook& look : looks) {
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

Task<> EngineLooks::run(QueuedLook first) {
  const Rules rules = context_.rules;
  const std::string gate = first.gate;
  const std::string engine = gate.substr(gate.find(':') + 1);
  const std::shared_ptr<Connected> provider = provider_for(engine);
  std::vector<QueuedLook> looks;
  looks.push_back(std::move(first));
  if (provider == nullptr) {  // disconnected since; the claim says 未接入 at its next judgement
    context_.queue.release(gate, context_.wall.now() + std::chrono::hours(1));
    put_back(std::move(looks), context_.wall.now());
    co_return;
  }
  while (looks.size() < engines::kBatchLooks) {
    auto more = context_.queue.take_more(gate, context_.wall.now());
    if (!more) break;
    looks.push_back(std::move(*more));
  }
  for (const QueuedLook& look : looks) context_.in_flight.insert(look.id);

  Status done;
  std::optional<Time> rest_until;
  try {
    done = co_await work_on(looks, provider, rules, rest_until);
  } catch (const Stopping&) {
    done = fail(ErrorCode::kCancelled, "stopping");
  } catch (const std::exception& problem) {  // no look is lost: they stay in the queue
    ++context_.counters.task_failures["engine"];
    done = fail(ErrorCode::kInternal, problem.what());
  }
  const Time now = context_.wall.now();
  if (done) {
    context_.queue.release(gate, now + provider->settings.min_delay);
    co_return;
  }
  if (done.error().code != ErrorCode::kCancelled) {
    log::error(kRoom, "{}: {}", engine, done.error().text());
    context_.store_failed(done.error());
  }
  const Time again = std::max(rest_until.value_or(now), now + kTryAgainAfterTrouble);
  put_back(std::move(looks), again);
  context_.queue.release(gate, again);
}

Task<Status> EngineLooks::work_on(std::vector<QueuedLook> looks,
                                  std::shared_ptr<Connected> provider, Rules rules,
                                  std::optional<Time>& rest_until) {
  auto work = co_await lease(looks);
  if (!work) co_return tl::unexpected(work.error());
  if (work->looks.empty()) {  // dropped meanwhile: a frame of canaries would be a waste
    for (const QueuedLook& look : looks) context_.in_flight.erase(look.id);
    co_return Status();
  }
  engines::BatchRequest request;
  request.canary_url = provider->settings.canary_url;
  request.canary_query = provider->settings.canary_query;
  request.rank_pages = provider->settings.pages;
  request.page_size = provider->settings.page_size;
  for (const LeasedLook& look : work->looks) {
    if (look.row.kind == store::LookKind::kRank) {
      engines::RankTarget target;
      target.keyword = look.keyword.id;
      target.look = look.row.id;
      target.look_no = look.row.look_no;
      target.text = look.keyword.text;
      for (const OwnSite& site : work->sites) target.urls.push_back("https://" + site.domain + "/");
      request.rank.push_back(std::move(target));
      continue;
    }
    engines::IndexTarget target;
    target.claim = look.claim.id;
    target.look = look.row.id;
    target.look_no = look.row.look_no;
    target.url = look.claim.url;
    if (const auto platform = rules->platform_of(look.claim)) {
      target.rules.identity_params = (*platform)->identity_params;
      target.rules.drop_params = (*platform)->drop_params;
    }
    request.index.push_back(std::move(target));
  }
  const Millis pace = provider->settings.min_delay;
  engines::Pause pause = [this, pace] { return pause_until(context_.wall.now() + pace); };
  engines::BatchWorld world{*provider->provider, context_.wall, context_.random,
                            rules->calendar.zone(), std::move(pause)};
  EngineAnswers outcome;
  outcome.provider = provider->provider->name();
  outcome.engine = provider->settings.engine;
  outcome.work = std::move(*work);
  outcome.batch = co_await engines::run_batch(std::move(request), provider->quota,
                                              provider->breaker, std::move(world));
  provider->quota = outcome.batch.quota;
  provider->breaker = outcome.batch.breaker;
  provider->canary = outcome.batch.canary;
  if (outcome.batch.canary.state == engines::CanaryState::kPassed)
    provider->last_ok_at = context_.wall.now();
  context_.counters.queries += static_cast<std::uint64_t>(outcome.batch.queries);
  rest_until = outcome.batch.retry_at;

  const Heard heard = heard_in(outcome.batch);
  const Time heard_at = context_.wall.now();
  const auto changes = co_await record(std::move(outcome), rules);
  if (!changes) co_return tl::unexpected(changes.error());
  for (const QueuedLook& look : looks) context_.in_flight.erase(look.id);
  for (const ClaimChange& change : *changes) context_.apply(change);
  co_await catch_up_.note(provider->settings.engine, heard, heard_at);
  co_return Status();
}

Task<Result<EngineWork>> EngineLooks::lease(std::vector<QueuedLook> looks) {
  std::function<Result<EngineWork>(store::WriteContext&)> job =
      [looks](store::WriteContext& context) { return lease_batch(context, looks); };
  co_return co_await context_.store.write<EngineWork>(std::move(job));
}

Task<Result<std::vector<ClaimChange>>> EngineLooks::record(EngineAnswers outcome, Rules rules) {
  auto shared = std::make_shared<EngineAnswers>(std::move(outcome));
  std::function<int()> prepare = [this, shared] {
    prepare_evidence(*shared, context_.random);
    return 0;
  };
  auto start = [this, &prepare](Completion<Computed<int>> done) {
    context_.parse.run<int>(std::move(prepare), std::move(done));
  };
  auto prepared = co_await await_callback<Computed<int>>(start);
  std::move(prepared).take();

  std::function<Result<std::vector<ClaimChange>>(store::WriteContext&)> job =
      [shared, rules](store::WriteContext& context) {
        return record_batch(context, *rules, *shared);
      };
  co_return co_await context_.store.write<std::vector<ClaimChange>>(std::move(job));
}

std::vector<web::ProviderFacts> EngineLooks::facts() const {
  std::vector<web::ProviderFacts> out;
  for (const auto& connected : providers_) {
    web::ProviderFacts facts;
    facts.name = connected->provider->name();
    facts.engines = {connected->settings.engine};
    const engines::Breaker breaker = engines::at_time(connected->breaker, context_.wall.now());
    const bool canary_bad = connected->canary.state != engines::CanaryState::kPassed &&
                            connected->canary.state != engines::CanaryState::kNotConfigured;
    facts.healthy = engines::allows(breaker) && !canary_bad;
    if (!engines::allows(breaker)) facts.why = "多次遇到验证码或拒绝，暂停查询";
    if (canary_bad) facts.why = connected->canary.text;
    facts.last_ok_at = connected->last_ok_at;
    out.push_back(std::move(facts));
  }
  return out;
}

Task<web::TestAnswer> EngineLooks::test(std::string name) {
  web::TestAnswer answer;
  std::shared_ptr<Connected> found;
  for (const auto& connected : providers_) {
    if (connected->settings.name == name || connected->provider->name() == name) found = connected;
  }
  if (found == nullptr) {
    answer.detail = "没有名为 " + name + " 的数据源";
    co_return answer;
  }
  engines::SleepUntil sleep = [this](Time at) { return pause_until(at); };
  const Time give_up = context_.wall.now() + kLongestTest;
  engines::Question question = trial_question(found->settings, found->provider->traits());
  const engines::SearchAnswer got =
      co_await engines::ask_and_wait(*found->provider, question, std::move(sleep), give_up);
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
