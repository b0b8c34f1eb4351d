#include "daemon/engine_looks.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "core/log.h"
#include "daemon/provider_trial.h"
#include "engines/look.h"
#include "engines/make_provider.h"
#include "store/canaries.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "store/observations.h"
#include "store/queries.h"
#include "store/settings.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kRoom = "engine";
constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kLongestTest = std::chrono::minutes(12);  // a task takes 1 to 10 minutes
constexpr Millis kFirstRank = std::chrono::minutes(30);
constexpr Millis kRankDaily = std::chrono::hours(24);
constexpr Millis kRankTwiceAWeek = std::chrono::hours(84);

struct LeasedLook {
  store::Look row;  // with the attempt of our lease
  Claim claim;      // index looks
  Keyword keyword;  // rank looks
};

Status insert_query(store::WriteContext& context, const engines::Finished& done,
                    const std::string& provider, const std::string& engine, EvidenceId evidence) {
  store::Query query;
  query.provider = provider;
  query.engine = engine;
  query.text = done.observation.query;
  query.asked_at = done.observation.observed_at;
  query.outcome = std::string(to_string(done.observation.reason));
  query.answer = "{}";
  query.evidence = evidence;
  const auto id = store::queries::insert(context.db, query);
  if (!id) return tl::unexpected(id.error());
  return {};
}

// Every request counts, canaries and further pages too; a restart does not give the day anew.
std::string quota_key(const std::string& provider) {
  return "queries:" + provider;
}

Result<int> used_today(store::Connection& db, const std::string& provider, Date today) {
  const auto text = store::settings::get(db, quota_key(provider));
  if (!text) return tl::unexpected(text.error());
  const std::string day = to_iso_date(today) + " ";
  if (!*text || !(*text)->starts_with(day)) return 0;
  return std::stoi((*text)->substr(day.size()));
}

Status keep_used(store::Connection& db, const std::string& provider, const engines::Quota& quota) {
  return store::settings::put(db, quota_key(provider),
                              fmt::format("{} {}", to_iso_date(quota.day), quota.used));
}

// Keywords that were entered before their engine was connected.
Result<std::vector<QueuedLook>> missing_rank_looks(store::WriteContext& context,
                                                   const Rulebook& rules) {
  std::vector<QueuedLook> planned;
  const auto keywords = store::keywords::list(context.db);
  if (!keywords) return tl::unexpected(keywords.error());
  for (const Keyword& keyword : *keywords) {
    const auto pending = store::looks::pending_for_keyword(context.db, keyword.id);
    if (!pending) return tl::unexpected(pending.error());
    for (const checks::EngineStatus& engine : rules.engines) {
      const std::string lane = "rank:" + engine.key;
      const bool there = std::any_of(pending->begin(), pending->end(),
                                     [&](const store::Look& look) { return look.lane == lane; });
      if (!engine.connected || there) continue;
      const auto last = store::looks::last_no(context.db, keyword.id, lane);
      if (!last) return tl::unexpected(last.error());
      store::Look look;
      look.keyword = keyword.id;
      look.lane = lane;
      look.look_no = *last + 1;
      look.kind = store::LookKind::kRank;
      look.due_at = context.now + kFirstRank;
      look.site = engine_gate(engine.key);
      const auto id = store::looks::insert_pending(context.db, look);
      if (!id) return tl::unexpected(id.error());
      look.id = *id;
      planned.push_back(queued(look));
    }
  }
  return planned;
}

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

std::string engine_gate(const std::string& engine) {
  return "engine:" + engine;
}

struct EngineLooks::Connected {
  config::ProviderSettings settings;
  std::unique_ptr<engines::Provider> provider;
  engines::Quota quota;
  engines::Breaker breaker;
  engines::CanaryResult canary;
  std::optional<Time> last_ok_at;
};

struct EngineLooks::Work {
  std::vector<LeasedLook> looks;
  std::vector<OwnSite> sites;
};

struct EngineLooks::Answered {
  Work work;
  engines::BatchResult batch;
  std::string provider;
  std::string engine;
  std::vector<std::vector<store::EvidenceItem>> evidence;  // one list a finished look
  std::vector<store::EvidenceItem> canary_evidence;
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
  } catch (const std::exception& problem) {  // no look is lost: they stay in the queue
    ++context_.counters.task_failures["engine"];
    done = fail(ErrorCode::kInternal, problem.what());
  }
  const Time now = context_.wall.now();
  if (done) {
    context_.queue.release(gate, now + provider->settings.min_delay);
    co_return;
  }
  log::error(kRoom, "{}: {}", engine, done.error().text());
  context_.store_failed(done.error());
  const Time again = std::max(rest_until.value_or(now), now + kTryAgainAfterTrouble);
  put_back(std::move(looks), again);
  context_.queue.release(gate, again);
}

Task<Status> EngineLooks::work_on(std::vector<QueuedLook> looks,
                                  std::shared_ptr<Connected> provider, Rules rules,
                                  std::optional<Time>& rest_until) {
  auto work = co_await lease(looks, rules);
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
  engines::Pause pause = [this, pace]() -> Task<void> {
    return context_.alarms.sleep_until(context_.wall.now() + pace);
  };
  engines::BatchWorld world{*provider->provider, context_.wall, context_.random,
                            rules->calendar.zone(), std::move(pause)};
  Answered outcome;
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

Task<Result<EngineLooks::Work>> EngineLooks::lease(std::vector<QueuedLook> looks, Rules rules) {
  std::function<Result<Work>(store::WriteContext&)> job =
      [looks, rules](store::WriteContext& context) -> Result<Work> {
    Work work;
    auto sites = store::sites::list(context.db);
    if (!sites) return tl::unexpected(sites.error());
    work.sites = std::move(*sites);
    for (const QueuedLook& look : looks) {
      auto row = store::looks::find(context.db, look.id);
      if (!row) return tl::unexpected(row.error());
      if (row->state != store::LookState::kPending) continue;
      const auto taken = store::looks::lease(context.db, look.id, row->attempt);
      if (!taken) return tl::unexpected(taken.error());
      if (!*taken) continue;
      LeasedLook leased;
      leased.row = *row;
      leased.row.attempt = row->attempt + 1;
      if (row->kind == store::LookKind::kRank) {
        auto keyword = store::keywords::find(context.db, row->keyword);
        if (!keyword) return tl::unexpected(keyword.error());
        leased.keyword = std::move(*keyword);
      } else {
        auto claim = store::claims::find(context.db, row->claim);
        if (!claim) return tl::unexpected(claim.error());
        leased.claim = std::move(*claim);
      }
      work.looks.push_back(std::move(leased));
    }
    return work;
  };
  co_return co_await context_.store.write<Work>(std::move(job));
}

namespace {

std::vector<store::EvidenceItem> evidence_of(const std::vector<Exchange>& exchanges,
                                             Random& random) {
  std::vector<store::EvidenceItem> items;
  for (const Exchange& exchange : exchanges) {
    for (const Hop& hop : exchange.hops) {
      if (hop.status != 0) items.push_back(store::prepare_evidence(hop, "provider", random));
    }
  }
  return items;
}

Result<std::vector<EvidenceId>> append(store::WriteContext& context,
                                       const std::vector<store::EvidenceItem>& items,
                                       store::EvidenceLane lane) {
  std::vector<EvidenceId> ids;
  for (const store::EvidenceItem& item : items) {
    const auto id = context.evidence.add(item, lane);
    if (!id) return tl::unexpected(id.error());
    ids.push_back(*id);
  }
  return ids;
}

// Rank looks go on for as long as the keyword stands in the library.
Result<QueuedLook> next_rank_look(store::WriteContext& context, const LeasedLook& done, Time now) {
  store::Look look;
  look.keyword = done.row.keyword;
  look.lane = done.row.lane;
  look.look_no = done.row.look_no + 1;
  look.kind = store::LookKind::kRank;
  look.due_at = now + (done.keyword.priority <= 1 ? kRankDaily : kRankTwiceAWeek);
  look.site = done.row.site;
  const auto id = store::looks::insert_pending(context.db, look);
  if (!id) return tl::unexpected(id.error());
  look.id = *id;
  return queued(look);
}

}  // namespace

Task<Result<std::vector<ClaimChange>>> EngineLooks::record(Answered outcome, Rules rules) {
  auto shared = std::make_shared<Answered>(std::move(outcome));
  std::function<int()> prepare = [this, shared] {
    for (const engines::Finished& done : shared->batch.finished) {
      shared->evidence.push_back(evidence_of(done.exchanges, context_.random));
    }
    shared->canary_evidence = evidence_of(shared->batch.canary_exchanges, context_.random);
    return 0;
  };
  auto start = [this, &prepare](Completion<Computed<int>> done) {
    context_.parse.run<int>(std::move(prepare), std::move(done));
  };
  auto prepared = co_await await_callback<Computed<int>>(start);
  std::move(prepared).take();

  std::function<Result<std::vector<ClaimChange>>(store::WriteContext&)> job =
      [shared, rules](store::WriteContext& context) -> Result<std::vector<ClaimChange>> {
    const Answered& done = *shared;
    std::vector<ClaimChange> changes;
    std::map<LookId, const LeasedLook*> leased;
    for (const LeasedLook& look : done.work.looks) leased[look.row.id] = &look;

    if (const Status kept = keep_used(context.db, done.provider, done.batch.quota); !kept)
      return tl::unexpected(kept.error());
    std::set<std::string> noted;  // one row for a query, however many looks it served
    const auto control = append(context, done.canary_evidence, store::EvidenceLane::kRoutine);
    if (!control) return tl::unexpected(control.error());
    if (!done.batch.canary.positive_url.empty()) {
      store::Canary canary;
      canary.route = done.provider;
      canary.kind = "positive";
      canary.subject = done.batch.canary.positive_url;
      canary.at = context.now;
      canary.passed = done.batch.canary.state == engines::CanaryState::kPassed;
      canary.detail = boost::json::serialize(
          boost::json::object{{"state", engines::to_string(done.batch.canary.state)},
                              {"text", done.batch.canary.text}});
      if (!control->empty()) canary.evidence = control->front();
      const auto id = store::canaries::insert(context.db, canary);
      if (!id) return tl::unexpected(id.error());
    }
    for (std::size_t i = 0; i < done.batch.finished.size(); ++i) {
      const engines::Finished& finished = done.batch.finished[i];
      const auto found = leased.find(finished.look);
      if (found == leased.end()) continue;
      const LeasedLook& look = *found->second;
      const auto closed = store::looks::finish(context.db, look.row.id, look.row.attempt);
      if (!closed) return tl::unexpected(closed.error());
      if (!*closed) continue;
      Observation seen = finished.observation;
      seen.look = look.row.id;
      seen.look_no = look.row.look_no;
      const bool rank = look.row.kind == store::LookKind::kRank;
      const auto last = rank ? store::observations::last_at(context.db, look.row.keyword)
                             : store::observations::last_at(context.db, look.row.claim);
      if (!last) return tl::unexpected(last.error());
      seen.observed_at = context.observed_at(*last);
      const auto lane = seen.outcome == Outcome::kNotFound ? store::EvidenceLane::kNegative
                                                           : store::EvidenceLane::kRoutine;
      auto evidence = append(context, done.evidence[i], lane);
      if (!evidence) return tl::unexpected(evidence.error());
      seen.evidence = *evidence;
      seen.evidence.insert(seen.evidence.end(), control->begin(), control->end());
      if (noted.insert(seen.query).second && !seen.query.empty()) {
        const Status asked = insert_query(context, finished, done.provider, done.engine,
                                          evidence->empty() ? EvidenceId{} : evidence->front());
        if (!asked) return tl::unexpected(asked.error());
      }
      const auto id = store::observations::insert(context.db, seen);
      if (!id) return tl::unexpected(id.error());
      if (rank) {
        const auto next = next_rank_look(context, look, context.now);
        if (!next) return tl::unexpected(next.error());
        ClaimChange change;
        change.put.push_back(*next);
        changes.push_back(std::move(change));
        continue;
      }
      store::WriteContext judged{context.db, context.evidence, context.ledger,
                                 std::max(context.now, seen.observed_at)};
      auto change = judge_claim(judged, *rules, look.row.claim);
      if (!change) return tl::unexpected(change.error());
      changes.push_back(std::move(*change));
    }
    for (const LookId id : done.batch.postponed) {
      const auto found = leased.find(id);
      if (found == leased.end()) continue;
      store::Look look = found->second->row;
      look.due_at = done.batch.retry_at.value_or(context.now + kTryAgainAfterTrouble);
      const auto moved = store::looks::postpone(context.db, id, look.attempt, look.due_at);
      if (!moved) return tl::unexpected(moved.error());
      if (!*moved) continue;
      ClaimChange change;
      ++look.attempt;
      change.put.push_back(queued(look));
      changes.push_back(std::move(change));
    }
    return changes;
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
  engines::SleepUntil sleep = [this](Time at) { return context_.alarms.sleep_until(at); };
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
