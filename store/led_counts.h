// What leaders did in some days (planning/led_work.h). Read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store {

struct LedWeek {  // that was planned and published
  TeamId team;
  Date monday;
  Time published_at;
};

struct LedReview {
  TeamId team;
  Date monday;
};

struct LedActions {
  TeamId team;
  std::int64_t made = 0;
  std::int64_t closed = 0;
  std::int64_t open = 0;  // whenever they were made
};

struct LedDispute {
  UserId owner;  // of the claim
  DisputeState state = DisputeState::kOpen;
  Time due_at;
  std::optional<Time> closed_at;
};

struct LedDecisions {
  std::string kind;
  std::int64_t count = 0;
};

namespace led_counts {

// All that there are up to this week: a team's first one says since when it plans.
Result<std::vector<LedWeek>> published(Connection& db, Date to);
// With notes, an action or a spot check that somebody judged.
Result<std::vector<LedReview>> reviews(Connection& db, Date from, Date to);
Result<std::vector<LedActions>> actions(Connection& db, Time from, Time to);
// Due from `from` on and before `to`, or open.
Result<std::vector<LedDispute>> disputes(Connection& db, Time from, Time to);
// Those of a leader about others' entries.
Result<std::vector<LedDecisions>> decisions(Connection& db, UserId actor, Time from, Time to);
Result<std::int64_t> waivers(Connection& db, UserId actor, Time from, Time to);

}  // namespace led_counts
}  // namespace vouch::store
