// Where a keyword stands in an engine's list: words shared by store, planning and daemon (domain
// §3.6). "Not in the top" and "not measured" are never the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"

namespace vouch {

inline constexpr int kFirstPage = 10;    // places of it
inline constexpr int kKeptPlaces = 100;  // whose rows are kept; deeper ones are in the evidence

using RankSeriesId = Id<struct RankSeriesTag>;
using RankId = Id<struct RankTag>;

enum class RankState { kRanked, kNotInTop, kUnmeasured };
std::string_view to_string(RankState state);  // "ranked", "not_in_top", "unmeasured"
Result<RankState> parse_rank_state(std::string_view text);

// One look at one keyword's list.
struct RankLook {
  Time at;
  Date day;  // of the company
  RankState state = RankState::kUnmeasured;
  int position = 0;  // kRanked: organic, 1-based
  int depth = 0;     // places that were really read; 0 where nothing was
};

enum class RowOwner { kOwnPage, kClaim, kCompetitor };
std::string_view to_string(RowOwner owner);  // "own_page", "claim", "competitor"
Result<RowOwner> parse_row_owner(std::string_view text);

// A row of that list that somebody asks about.
struct RankRow {
  int position = 0;
  RowOwner owner = RowOwner::kOwnPage;
  ClaimId claim;       // kClaim: whose URL it is
  std::string domain;  // registrable
  std::string url;
};

}  // namespace vouch
