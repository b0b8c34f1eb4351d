// Reviews of weeks: notes, actions, spot checks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/review.h"
#include "store/sql.h"

namespace vouch::store::reviews {

Result<std::string> notes(Connection& db, TeamId team, Date monday);  // empty: none
Status put_notes(Connection& db, TeamId team, Date monday, std::string_view notes, UserId by,
                 Time at);

Result<ReviewActionId> insert(Connection& db, const ReviewAction& action);
Result<std::optional<ReviewAction>> find(Connection& db, ReviewActionId id);
// Of that week's review, and open ones of earlier weeks; the oldest first.
Result<std::vector<ReviewAction>> actions(Connection& db, TeamId team, Date monday);
Result<std::vector<ReviewAction>> open_actions(Connection& db, TeamId team);
Result<bool> set_state(Connection& db, ReviewActionId id, ActionState state, Time at);

// Verified entries of the team's week that were not drawn yet, in an order that `seed` decides.
Result<std::vector<ClaimId>> draw(Connection& db, TeamId team, Date monday, std::int64_t seed,
                                  int count);
Result<SpotCheckId> insert(Connection& db, const SpotCheck& check);
Result<std::optional<SpotCheck>> find(Connection& db, SpotCheckId id);
Result<std::vector<SpotCheck>> spot_checks(Connection& db, TeamId team, Date monday);
// False: somebody has judged it before.
Result<bool> judge(Connection& db, const SpotCheck& check);
struct SpotSum {
  int looked_at = 0;
  int wrong = 0;
};
Result<SpotSum> spot_sum(Connection& db, Date from,
                         Date to);  // of the company, by the review's week

}  // namespace vouch::store::reviews
