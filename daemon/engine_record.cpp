#include "daemon/engine_record.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <boost/json.hpp>

#include <fmt/format.h>

#include "daemon/list_evidence.h"
#include "daemon/rank_writes.h"
#include "engines/look.h"
#include "store/canaries.h"
#include "store/claims.h"
#include "store/keywords.h"
#include "store/observations.h"
#include "store/queries.h"
#include "store/sites.h"
#include "store/spend.h"

namespace vouch::daemon {
namespace {

constexpr Millis kTryAgainAfterTrouble = std::chrono::minutes(5);
constexpr Millis kOldAnswer = std::chrono::hours(1);
constexpr Millis kRankDaily = std::chrono::hours(24);
constexpr Millis kRankTwiceAWeek = std::chrono::hours(84);

Status insert_query(store::WriteContext& context, const engines::Finished& done,
                    const EngineAnswers& asked, EvidenceId evidence) {
  store::Query query;
  query.provider = asked.provider;
  query.engine = asked.engine;
  query.place = asked.place;
  query.device = asked.device;
  query.text = done.observation.query;
  query.asked_at = done.observation.observed_at;
  query.outcome = std::string(to_string(done.observation.reason));
  query.answer = "{}";
  query.evidence = evidence;
  query.spent = done.spent;
  const auto id = store::queries::insert(context.db, query);
  if (!id) return tl::unexpected(id.error());
  return {};
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

// Every request counts, canaries and further pages too; a restart does not give the day anew.
Status add_spend(store::WriteContext& context, const Rulebook& rules, const std::string& provider,
                 int queries, int rank_queries, std::int64_t spent) {
  if (queries == 0 && spent == 0) return {};
  const Date day = rules.calendar.zone().date_of(context.now);
  return store::spend::add(context.db, {provider, day, queries, spent, rank_queries});
}

// The control query that a batch stands on; nothing where no control page is configured.
Status insert_canary(store::WriteContext& context, const EngineAnswers& done,
                     const std::vector<EvidenceId>& evidence) {
  const engines::CanaryResult& result = done.batch.canary;
  if (result.positive_url.empty()) return {};
  store::Canary canary;
  canary.route = done.provider;
  canary.kind = "positive";
  canary.subject = result.positive_url;
  canary.at = context.now;
  canary.passed = result.state == engines::CanaryState::kPassed;
  canary.detail = boost::json::serialize(
      boost::json::object{{"state", engines::to_string(result.state)}, {"text", result.text}});
  if (!evidence.empty()) canary.evidence = evidence.front();
  const auto id = store::canaries::insert(context.db, canary);
  if (!id) return tl::unexpected(id.error());
  return {};
}

// Writes down what was answered, look by look.
class BatchRecorder {
 public:
  BatchRecorder(store::WriteContext& context, const Rulebook& rules, const EngineAnswers& done)
      : context_(context), rules_(rules), done_(done) {
    for (const LeasedLook& look : done.looks) {
      leased_[look.row.id] = &look;
      busy_.insert(look.row.id);
    }
  }

  Status begin() {
    const engines::BatchResult& batch = done_.batch;
    Status kept =
        add_spend(context_, rules_, done_.provider, batch.queries, batch.rank_queries, batch.spent);
    if (!kept) return kept;
    auto control = append(context_, done_.canary_evidence, store::EvidenceLane::kRoutine);
    if (!control) return tl::unexpected(control.error());
    control_ = std::move(*control);
    if (done_.handed_in) control_.push_back(done_.handed_in);
    if (done_.ticket != 0) {
      const auto closed = store::tickets::close(context_.db, done_.ticket, context_.now);
      if (!closed) return tl::unexpected(closed.error());
      if (!*closed) return fail(ErrorCode::kConflict, "the ticket was closed before");
    }
    return insert_canary(context_, done_, control_);
  }

  Status finish(std::size_t i) {
    const engines::Finished& finished = done_.batch.finished[i];
    const LeasedLook* const look = leased(finished.look);
    if (look == nullptr) return {};
    const auto closed = store::looks::finish(context_.db, look->row.id, look->row.attempt);
    if (!closed) return tl::unexpected(closed.error());
    if (!*closed) return {};
    const auto seen = insert_observation(*look, finished, done_.evidence[i]);
    if (!seen) return tl::unexpected(seen.error());
    const bool rank = look->row.kind == store::LookKind::kRank;
    return rank ? keep_rank(*look, finished, *seen) : judge(*look, *seen);
  }

  Status postpone(LookId id) {
    const LeasedLook* const found = leased(id);
    if (found == nullptr) return {};
    store::Look look = found->row;
    look.due_at = done_.batch.retry_at.value_or(context_.now + kTryAgainAfterTrouble);
    const auto moved = store::looks::postpone(context_.db, id, look.attempt, look.due_at);
    if (!moved) return tl::unexpected(moved.error());
    if (!*moved) return {};
    ++look.attempt;
    put(queued(look));
    return {};
  }

  std::vector<ClaimChange> take() { return std::move(changes_); }

 private:
  [[nodiscard]] const LeasedLook* leased(LookId id) const {
    const auto found = leased_.find(id);
    return found == leased_.end() ? nullptr : found->second;
  }

  void put(const QueuedLook& look) {
    ClaimChange change;
    change.put.push_back(look);
    changes_.push_back(std::move(change));
  }

  // A task's answer may have come in long before its ticket was settled: it is dated then, so that
  // no absence from before a deadline is taken for one from after it. Where something later is
  // known of the claim already, the order stands and an old absence proves nothing.
  void date(Observation& seen, Time last) {
    const Time came = seen.observed_at;
    seen.observed_at = context_.observed_at(last);
    if (seen.observed_at - came <= kOldAnswer) return;
    seen.observed_at = std::max(came, last + Millis(1));
    if (seen.observed_at - came > kOldAnswer) seen.negative_proved = false;
  }

  Result<Observation> insert_observation(const LeasedLook& look, const engines::Finished& finished,
                                         const std::vector<store::EvidenceItem>& items) {
    Observation seen = finished.observation;
    seen.look = look.row.id;
    seen.look_no = look.row.look_no;
    const auto last = look.row.kind == store::LookKind::kRank
                          ? store::observations::last_at(context_.db, look.row.keyword)
                          : store::observations::last_at(context_.db, look.row.claim);
    if (!last) return tl::unexpected(last.error());
    date(seen, *last);
    const auto lane = seen.outcome == Outcome::kNotFound ? store::EvidenceLane::kNegative
                                                         : store::EvidenceLane::kRoutine;
    auto evidence = append(context_, items, lane);
    if (!evidence) return tl::unexpected(evidence.error());
    seen.evidence.insert(seen.evidence.end(), evidence->begin(), evidence->end());
    seen.evidence.insert(seen.evidence.end(), control_.begin(), control_.end());
    if (!seen.query.empty() && noted_.insert(seen.query).second) {
      const Status asked = insert_query(context_, finished, done_,
                                        evidence->empty() ? EvidenceId{} : evidence->front());
      if (!asked) return tl::unexpected(asked.error());
    }
    const auto id = store::observations::insert(context_.db, seen);
    if (!id) return tl::unexpected(id.error());
    seen.id = *id;
    return seen;
  }

  Status keep_rank(const LeasedLook& look, const engines::Finished& finished,
                   const Observation& seen) {
    const RankSeen list{
        look.row.keyword, done_.engine,       done_.place,         done_.device,         seen.id,
        seen.observed_at, finished.list.rows, finished.list.depth, finished.list.trusted};
    Status kept = record_rank(context_, rules_, list);
    if (!kept) return kept;
    auto learned = learn_indexed(context_, rules_, list, seen, busy_);
    if (!learned) return tl::unexpected(learned.error());
    std::move(learned->begin(), learned->end(), std::back_inserter(changes_));
    const auto next = next_rank_look(context_, look, context_.now);
    if (!next) return tl::unexpected(next.error());
    put(*next);
    return {};
  }

  Status judge(const LeasedLook& look, const Observation& seen) {
    store::WriteContext judged{context_.db, context_.evidence, context_.ledger,
                               std::max(context_.now, seen.observed_at)};
    auto change = judge_claim(judged, rules_, look.row.claim);
    if (!change) return tl::unexpected(change.error());
    changes_.push_back(std::move(*change));
    return {};
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const EngineAnswers& done_;
  std::map<LookId, const LeasedLook*> leased_;
  std::set<LookId> busy_;
  std::vector<EvidenceId> control_;
  std::set<std::string> noted_;  // one row for a query, however many looks it served
  std::vector<ClaimChange> changes_;
};

}  // namespace

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

Result<store::OpenTicket> record_ticket(store::WriteContext& context, const Rulebook& rules,
                                        TakenTask task) {
  const auto evidence = append(context, task.evidence, store::EvidenceLane::kRoutine);
  if (!evidence) return tl::unexpected(evidence.error());
  store::OpenTicket ticket = std::move(task.ticket);
  if (!evidence->empty()) ticket.evidence = evidence->front();
  const Status kept =
      add_spend(context, rules, ticket.provider, task.queries, task.rank_queries, task.spent);
  if (!kept) return tl::unexpected(kept.error());
  const auto id = store::tickets::insert(context.db, ticket, task.looks);
  if (!id) return tl::unexpected(id.error());
  ticket.id = *id;
  return ticket;
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
  BatchRecorder recorder(context, rules, done);
  if (const Status begun = recorder.begin(); !begun) return tl::unexpected(begun.error());
  for (std::size_t i = 0; i < done.batch.finished.size(); ++i) {
    if (const Status kept = recorder.finish(i); !kept) return tl::unexpected(kept.error());
  }
  for (const LookId id : done.batch.postponed) {
    if (const Status kept = recorder.postpone(id); !kept) return tl::unexpected(kept.error());
  }
  return recorder.take();
}

}  // namespace vouch::daemon
