// Looks: what is to be checked when, exactly once. `attempt` is the fencing token: whoever holds a
// stale one changes no row and must discard what he saw (design §8).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/observation.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

enum class LookKind { kPage, kIndex, kRank, kTimer };
enum class LookState { kPending, kDone, kDropped };
std::string_view to_string(LookKind kind);  // "page"
std::string_view to_string(LookState state);

struct Look {
  LookId id;
  ClaimId claim;      // none for rank looks
  KeywordId keyword;  // rank looks only
  std::string lane;   // "page", "index:<engine>", "rank:<engine>", "timer"
  int look_no = 0;    // UNIQUE(claim, lane, look_no), UNIQUE(keyword, lane, look_no)
  LookKind kind = LookKind::kPage;
  Time due_at;
  LookState state = LookState::kPending;
  int attempt = 0;
  std::string site;  // politeness key; empty: none
};

struct DueLook {  // what the scheduler's queue holds
  LookId id;
  Time due_at;
  std::string site;
};

struct PutOffLook {
  Look look;
  Reason why = Reason::kProviderError;  // of the look before it
};

struct HeardLook {  // what one look met, for whoever wants to know whether anybody answers
  std::string stage;
  std::string site;
  Time observed_at;
  Outcome outcome = Outcome::kInconclusive;
  Reason reason = Reason::kProviderError;
  int http_status = 0;
};

namespace looks {

// kConflict when (claim or keyword, lane, look_no) exists.
Result<LookId> insert_pending(Connection& db, const Look& look);
Result<Look> find(Connection& db, LookId id);  // kNotFound
// Pending looks due at or before `until`, soonest first.
Result<std::vector<DueLook>> due(Connection& db, Time until, std::int64_t limit);
// Every pending look, soonest first, read from its index alone; a million must not take a second.
Status due_all(Connection& db, const std::function<void(const DueLook&)>& row);
Result<std::optional<Time>> next_due(Connection& db);
Result<std::int64_t> count_due(Connection& db, Time now);
struct LaneCount {
  std::string lane;
  std::int64_t looks = 0;
};
// Looks at engines that are due by then, by lane.
Result<std::vector<LaneCount>> engine_looks_due(Connection& db, Time until);

// attempt + 1, if it still is `attempt` and pending; false: somebody else has it.
Result<bool> lease(Connection& db, LookId id, int attempt);
// pending -> done; false: stale attempt, discard everything (let the job fail).
Result<bool> finish(Connection& db, LookId id, int attempt);
// Pending stays pending with a new due time and attempt + 1; false: stale attempt.
Result<bool> postpone(Connection& db, LookId id, int attempt, Time due_at);
// Moves a pending look without a token, by a person or by the rules (recheck, new deadline).
Result<bool> reschedule(Connection& db, LookId id, Time due_at);
// Pending looks of claims in this lane that are due after `now` and whose last look, of this stage,
// could not check at or after `since`.
Result<std::vector<PutOffLook>> put_off(Connection& db, std::string_view lane,
                                        std::string_view stage, Time since, Time now);
// What claims' newest looks met, of the stages that are no content; the newest first.
Result<std::vector<HeardLook>> newest_heard(Connection& db, std::int64_t limit);
// Pending looks of the claim (of one lane, where given) -> dropped; how many.
Result<std::int64_t> drop_pending(Connection& db, ClaimId claim, std::string_view lane = {});

Result<std::vector<Look>> for_claim(Connection& db, ClaimId claim);  // by lane, look_no
// When the claim is fetched or asked for next; timers look at nothing.
Result<std::optional<Time>> next_for_claim(Connection& db, ClaimId claim);
Result<std::vector<Look>> pending_for_claim(Connection& db, ClaimId claim);
Result<std::vector<Look>> pending_for_keyword(Connection& db, KeywordId keyword);
// The pending look of this lane with the smallest due time; none where nothing is pending.
Result<std::optional<Look>> pending_in_lane(Connection& db, ClaimId claim, std::string_view lane);
// Highest number given so far in the lane; 0: none.
Result<int> last_no(Connection& db, ClaimId claim, std::string_view lane);
Result<int> last_no(Connection& db, KeywordId keyword, std::string_view lane);

}  // namespace looks
}  // namespace vouch::store
