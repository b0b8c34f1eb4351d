#include "daemon/list_evidence.h"

#include <algorithm>

#include <boost/json.hpp>

#include "checks/decide.h"
#include "core/url.h"
#include "store/claims.h"
#include "store/looks.h"
#include "store/observations.h"
#include "store/tickets.h"
#include "store/verdicts.h"

namespace vouch::daemon {
namespace {

namespace json = boost::json;

Result<bool> is_indexed(store::Connection& db, ClaimId claim, const std::string& engine) {
  const auto stored = store::verdicts::get(db, claim);
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) return false;
  const auto verdict = checks::verdict_from_json((*stored)->json);
  if (!verdict) return tl::unexpected(verdict.error());
  return std::any_of(verdict->engines.begin(), verdict->engines.end(),
                     [&](const EngineResult& one) {
                       return one.engine == engine && one.verdict == IndexVerdict::kIndexed;
                     });
}

class Learner {
 public:
  Learner(store::WriteContext& context, const Rulebook& rules, const RankSeen& list,
          const Observation& seen, const std::set<LookId>& busy)
      : context_(context), rules_(rules), list_(list), seen_(seen), busy_(busy) {}

  Status take(const engines::SearchRow& row) {
    if (row.position <= 0 || !row.target_known) return {};
    const auto url = Url::parse(row.url);
    if (!url || !url->is_http()) return {};
    const auto claims = claims_at(context_.db, rules_, *url);
    if (!claims) return tl::unexpected(claims.error());
    for (const ClaimId claim : *claims) {
      const auto look = open_look(claim);
      if (!look) return tl::unexpected(look.error());
      if (!*look) continue;
      if (const Status kept = record(**look, row); !kept) return kept;
    }
    return {};
  }

  std::vector<ClaimChange> changes() { return std::move(changes_); }

 private:
  // That this row may answer; none: nobody waits for it, or it is being asked.
  Result<std::optional<store::Look>> open_look(ClaimId id) {
    const auto claim = store::claims::find(context_.db, id);
    if (!claim) return tl::unexpected(claim.error());
    if (claim->replaced_by) return std::optional<store::Look>();
    auto look = store::looks::pending_in_lane(context_.db, id, "index:" + list_.engine);
    if (!look || !*look) return look;
    if (busy_.contains((*look)->id)) return std::optional<store::Look>();
    const auto held = store::tickets::holds(context_.db, (*look)->id);
    if (!held) return tl::unexpected(held.error());
    if (*held) return std::optional<store::Look>();
    if ((*look)->due_at <= context_.now) return look;
    const auto indexed = is_indexed(context_.db, id, list_.engine);
    if (!indexed) return tl::unexpected(indexed.error());
    return *indexed ? Result<std::optional<store::Look>>(std::nullopt) : look;
  }

  Status record(const store::Look& look, const engines::SearchRow& row) {
    const auto finished = store::looks::finish(context_.db, look.id, look.attempt);
    if (!finished) return tl::unexpected(finished.error());
    if (!*finished) return {};
    const auto last = store::observations::last_at(context_.db, look.claim);
    if (!last) return tl::unexpected(last.error());
    Observation found;
    found.claim = look.claim;
    found.look = look.id;
    found.look_no = look.look_no;
    found.stage = Stage{StageKind::kIndex, list_.engine};
    found.observed_at = context_.observed_at(*last);
    found.outcome = Outcome::kFound;
    found.reason = Reason::kOk;
    found.route = seen_.route;
    found.provider = seen_.provider;
    found.query = seen_.query;
    found.final_url = row.url;
    found.http_status = seen_.http_status;
    found.evidence = seen_.evidence;
    found.detail = json::serialize(json::object{
        {"from_list", seen_.query},
        {"matched",
         json::object{{"url", row.url}, {"title", row.title}, {"position", row.position}}}});
    const auto id = store::observations::insert(context_.db, found);
    if (!id) return tl::unexpected(id.error());
    store::WriteContext judged{context_.db, context_.evidence, context_.ledger,
                               std::max(context_.now, found.observed_at)};
    auto change = judge_claim(judged, rules_, look.claim);
    if (!change) return tl::unexpected(change.error());
    change->erased.push_back(look.id);
    changes_.push_back(std::move(*change));
    return {};
  }

  store::WriteContext& context_;
  const Rulebook& rules_;
  const RankSeen& list_;
  const Observation& seen_;
  const std::set<LookId>& busy_;
  std::vector<ClaimChange> changes_;
};

}  // namespace

Result<std::vector<ClaimChange>> learn_indexed(store::WriteContext& context, const Rulebook& rules,
                                               const RankSeen& list, const Observation& seen,
                                               const std::set<LookId>& busy) {
  Learner learner(context, rules, list, seen, busy);
  if (!list.trusted) return learner.changes();
  for (const engines::SearchRow& row : list.rows) {
    if (const Status taken = learner.take(row); !taken) return tl::unexpected(taken.error());
  }
  return learner.changes();
}

}  // namespace vouch::daemon
