#include "daemon/claim_transaction.h"

#include <algorithm>

#include <fmt/format.h>

#include "alerts/rules.h"
#include "checks/decide.h"
#include "checks/schedule.h"
#include "core/text.h"
#include "daemon/blind_sources.h"
#include "daemon/escalation_writes.h"
#include "daemon/index_sampling.h"
#include "store/attachments.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/gaps.h"
#include "store/keywords.h"
#include "store/looks.h"
#include "store/notices.h"
#include "store/observations.h"
#include "store/people.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

constexpr std::string_view kTimerLane = "timer";

Result<checks::History> load_history(store::Connection& db, ClaimId claim, Time now) {
  auto observations = store::observations::for_claim(db, claim);
  if (!observations) return tl::unexpected(observations.error());
  const auto blind = known_windows(db);
  if (!blind) return tl::unexpected(blind.error());
  checks::withdraw(*observations, *blind, now);
  auto decisions = store::decisions::for_claim(db, claim);
  if (!decisions) return tl::unexpected(decisions.error());
  auto disputes = store::disputes::for_claim(db, claim);
  if (!disputes) return tl::unexpected(disputes.error());
  const auto attached = store::attachments::of_claim(db, claim);
  if (!attached) return tl::unexpected(attached.error());
  checks::History history{std::move(*observations), std::move(*decisions), std::move(*disputes)};
  for (const store::Attachment& one : *attached) {
    history.kept.push_back({one.at, one.drawn.value_or(true)});
  }
  return history;
}

// Which requests share one pace: the site for pages, the engine's provider for queries.
std::string gate_of(const checks::Lane& lane, const Claim& claim) {
  return lane.kind == StageKind::kIndex ? "engine:" + lane.engine : claim.site;
}

class LookPlanner {
 public:
  LookPlanner(store::Connection& db, const Claim& claim, ClaimChange& change)
      : db_(db), claim_(claim), change_(change) {}

  Status plan(std::string_view lane, store::LookKind kind, const std::string& gate,
              std::optional<Time> next) {
    const auto pending = store::looks::pending_in_lane(db_, claim_.id, lane);
    if (!pending) return tl::unexpected(pending.error());
    if (!next) return *pending ? drop(**pending) : Status{};
    if (*pending) return move(**pending, *next);
    return add(lane, kind, gate, *next);
  }

 private:
  Status drop(const store::Look& look) {
    change_.erased.push_back(look.id);
    const auto dropped = store::looks::drop_pending(db_, claim_.id, look.lane);
    if (!dropped) return tl::unexpected(dropped.error());
    return {};
  }

  // A look that a person asked for stays early; a timer follows the verdict both ways.
  Status move(store::Look look, Time next) {
    const bool timer = look.kind == store::LookKind::kTimer;
    if (look.due_at == next || (!timer && look.due_at < next)) return {};
    const auto moved = store::looks::reschedule(db_, look.id, next);
    if (!moved) return tl::unexpected(moved.error());
    look.due_at = next;
    change_.put.push_back(queued(look));
    return {};
  }

  Status add(std::string_view lane, store::LookKind kind, const std::string& gate, Time next) {
    const auto last = store::looks::last_no(db_, claim_.id, lane);
    if (!last) return tl::unexpected(last.error());
    store::Look look;
    look.claim = claim_.id;
    look.lane = std::string(lane);
    look.look_no = *last + 1;
    look.kind = kind;
    look.due_at = next;
    look.site = gate;
    const auto id = store::looks::insert_pending(db_, look);
    if (!id) return tl::unexpected(id.error());
    look.id = *id;
    change_.put.push_back(queued(look));
    return {};
  }

  store::Connection& db_;
  const Claim& claim_;
  ClaimChange& change_;
};

Status plan_looks(store::Connection& db, const Claim& claim, const checks::ClaimPlan& plan,
                  const checks::History& history, ClaimChange& change) {
  LookPlanner planner(db, claim, change);
  for (const checks::Lane& lane : checks::lanes_of(plan)) {
    const auto next = checks::next_look(claim, plan, change.verdict, lane,
                                        checks::lane_history(lane, history.observations));
    const auto kind =
        lane.kind == StageKind::kIndex ? store::LookKind::kIndex : store::LookKind::kPage;
    const Status planned = planner.plan(checks::to_string(lane), kind, gate_of(lane, claim), next);
    if (!planned) return planned;
  }
  return planner.plan(kTimerLane, store::LookKind::kTimer, {}, change.verdict.next_change_at);
}

struct Readers {
  UserId employee;
  UserId supervisor;
};

// Survival notices of a person who left go to the successor (design §9).
Result<Readers> readers_of(store::Connection& db, const Rulebook& rules, const Claim& claim,
                           Time now) {
  Readers readers;
  if (!claim.user) return readers;
  const auto caretaker = store::claims::caretaker(db, claim.id);
  if (!caretaker) return tl::unexpected(caretaker.error());
  const auto author = store::people::find_user(db, claim.user);
  if (!author) return tl::unexpected(author.error());
  readers.employee = *caretaker ? **caretaker : author->active ? author->id : UserId{};
  if (!author->team) return readers;
  const auto team = store::people::find_team(db, author->team);
  if (!team) return tl::unexpected(team.error());
  readers.supervisor = alerts::acting_supervisor(*team, rules.calendar.zone().date_of(now));
  return readers;
}

Status add_notices(store::WriteContext& context, const Rulebook& rules, const Claim& claim,
                   const checks::ClaimPlan& plan, const checks::History& history,
                   const std::vector<Gap>& gaps, const ClaimChange& change) {
  const auto readers = readers_of(context.db, rules, claim, context.now);
  if (!readers) return tl::unexpected(readers.error());
  const auto told = store::notices::for_claim(context.db, claim.id);
  if (!told) return tl::unexpected(told.error());
  const auto priority = best_priority(context.db, claim);
  if (!priority) return tl::unexpected(priority.error());
  const alerts::ClaimChange facts{claim,
                                  plan,
                                  change.verdict,
                                  readers->employee,
                                  readers->supervisor,
                                  history.observations,
                                  *told,
                                  *priority,
                                  rules.calendar,
                                  gaps,
                                  context.now};
  for (const Notice& notice : alerts::notices_for(facts)) {
    const auto added = store::notices::insert_once(context.db, notice);
    if (!added) return tl::unexpected(added.error());
    if (!*added) continue;
    if (const Status planned = plan_escalations(context, rules, notice); !planned) return planned;
  }
  return {};
}

}  // namespace

QueuedLook queued(const store::Look& look) {
  return {look.id, look.due_at, look.site};
}

Result<int> best_priority(store::Connection& db, const Claim& claim) {
  int best = 3;
  for (const std::string& text : claim.keywords) {
    const auto keyword = store::keywords::find_by_folded(db, fold(text));
    if (!keyword) return tl::unexpected(keyword.error());
    if (*keyword) best = std::min(best, (*keyword)->priority);
  }
  return best;
}

Result<ClaimChange> judge_claim(store::WriteContext& context, const Rulebook& rules, ClaimId id) {
  const auto claim = store::claims::find(context.db, id);
  if (!claim) return tl::unexpected(claim.error());
  const auto plan = sampled_plan(context.db, rules, *claim);
  if (!plan) return tl::unexpected(plan.error());
  const auto history = load_history(context.db, id, context.now);
  if (!history) return tl::unexpected(history.error());
  const auto gaps = store::gaps::all(context.db);
  if (!gaps) return tl::unexpected(gaps.error());
  const auto stored = store::verdicts::get(context.db, id);
  if (!stored) return tl::unexpected(stored.error());

  ClaimChange change;
  if (*stored) {
    auto before = checks::verdict_from_json((*stored)->json);
    if (!before) return tl::unexpected(before.error());
    change.before = std::move(*before);
  }
  change.verdict = checks::decide(*claim, *plan, rules.calendar, *gaps, *history, context.now);
  const Status put =
      store::verdicts::put(context.db, change.verdict, checks::to_json(change.verdict));
  if (!put) return tl::unexpected(put.error());
  const Status looks = plan_looks(context.db, *claim, *plan, *history, change);
  if (!looks) return tl::unexpected(looks.error());
  const Status notices = add_notices(context, rules, *claim, *plan, *history, *gaps, change);
  if (!notices) return tl::unexpected(notices.error());
  return change;
}

Result<std::optional<QueuedLook>> look_now(store::WriteContext& context, const Rulebook& rules,
                                           const Claim& claim) {
  const auto plan = rules.plan_of(claim);
  if (!plan) return tl::unexpected(plan.error());
  if (plan->assisted || claim.url.empty()) return std::optional<QueuedLook>();
  ClaimChange change;
  LookPlanner planner(context.db, claim, change);
  const Status planned = planner.plan("page", store::LookKind::kPage, claim.site, context.now);
  if (!planned) return tl::unexpected(planned.error());
  if (change.put.empty()) return std::optional<QueuedLook>();
  return change.put.front();
}

}  // namespace vouch::daemon
