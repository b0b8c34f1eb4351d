// Entries whose finding turned in some span of time: what a person's report tells of them. Read on
// any connection.
#pragma once

#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct TurnedRequest {
  UserId user;
  Date first_day;  // of the work, both with it
  Date last_day;
  Time from;  // the finding is what it is since then
  Time to;    // not with it
};
// Seen, gone, or for a person to look at; by entry.
Result<std::vector<ClaimId>> turned(Connection& db, const TurnedRequest& request);

}  // namespace vouch::store
