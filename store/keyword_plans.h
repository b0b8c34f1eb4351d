// Cards of keywords and the words of a team's week.
#pragma once

#include <vector>

#include "core/keyword_plan.h"
#include "store/sql.h"

namespace vouch::store::keyword_plans {

Result<std::vector<KeywordCard>> cards(Connection& db);  // of those that have one, by keyword
Status put_card(Connection& db, const KeywordCard& card, Time at);

Result<std::vector<KeywordPlanLine>> lines(Connection& db, TeamId team, Date monday);
// In place of what stood there.
Status put_lines(Connection& db, TeamId team, Date monday,
                 const std::vector<KeywordPlanLine>& lines);

}  // namespace vouch::store::keyword_plans
