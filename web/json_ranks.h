// The JSON texts of ranks (docs/openapi.yaml). "Not measured" is never a number: its position,
// first-page count and moment are null. Pure.
#pragma once

#include <string>
#include <vector>

#include "web/rank_views.h"

namespace vouch::web {

std::string places_json(const std::vector<store::ClaimRank>& places);  // a list

// `today`: from which a look is outdated.
std::string keywords_json(const RankBoard& board, Date today);
std::string to_json(const RankBoard& board, Date today);
std::string to_json(const RankFigures& figures);
std::string to_json(const RankHistory& history);
std::string to_json(const RankMovers& movers);

}  // namespace vouch::web
