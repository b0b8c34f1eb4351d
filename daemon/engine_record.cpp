#include "daemon/engine_record.h"

#include <algorithm>
#include <set>

#include <boost/json.hpp>

#include <fmt/format.h>

#include "daemon/rank_writes.h"
#include "engines/look.h"
#include "store/canaries.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "store/observations.h"
#include "store/queries.h"
#include "store/settings.h"
#include "store/sites.h"

namespace vouch::daemon {
namespace {

constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kFirstRank = std::chrono::minutes(30);
constexpr Millis kRankDaily = std::chrono::hours(24);
constexpr Millis kRankTwiceAWeek = std::chrono::hours(84);

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

Status keep_used(store::Connection& db, const std::string& provider, const engines::Quota& quota) {
  return store::settings::put(db, quota_key(provider),
                              fmt::format("{} {}", to_iso_date(quota.day), quota.used));
}

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

std::string engine_gate(const std::string& engine) {
  return "engine:" + engine;
}

Result<int> used_today(store::Connection& db, const std::string& provider, Date today) {
  const auto text = store::settings::get(db, quota_key(provider));
  if (!text) return tl::unexpected(text.error());
  const std::string day = to_iso_date(today) + " ";
  if (!*text || !(*text)->starts_with(day)) return 0;
  return std::stoi((*text)->substr(day.size()));
}

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

Result<EngineWork> lease_batch(store::WriteContext& context, const std::vector<QueuedLook>& looks) {
  EngineWork work;
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
}

void prepare_evidence(EngineAnswers& answers, Random& random) {
  answers.evidence.reserve(answers.batch.finished.size());
  for (const engines::Finished& done : answers.batch.finished) {
    answers.evidence.push_back(evidence_of(done.exchanges, random));
  }
  answers.canary_evidence = evidence_of(answers.batch.canary_exchanges, random);
}

Result<std::vector<ClaimChange>> record_batch(store::WriteContext& context, const Rulebook& rules,
                                              const EngineAnswers& done) {
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
    canary.detail = boost::json::serialize(boost::json::object{
        {"state", engines::to_string(done.batch.canary.state)}, {"text", done.batch.canary.text}});
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
      const RankSeen list{look.row.keyword,
                          done.engine,
                          "",
                          "desktop",
                          *id,
                          seen.observed_at,
                          finished.list.rows,
                          finished.list.depth,
                          finished.list.trusted};
      if (const Status kept = record_rank(context, rules, list); !kept)
        return tl::unexpected(kept.error());
      const auto next = next_rank_look(context, look, context.now);
      if (!next) return tl::unexpected(next.error());
      ClaimChange change;
      change.put.push_back(*next);
      changes.push_back(std::move(change));
      continue;
    }
    store::WriteContext judged{context.db, context.evidence, context.ledger,
                               std::max(context.now, seen.observed_at)};
    auto change = judge_claim(judged, rules, look.row.claim);
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
}

}  // namespace vouch::daemon
