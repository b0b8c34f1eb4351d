// Is a move of a keyword's rank a move, or the noise of region and hour? (domain §3.6 "Trend rule")
// Pure; any thread.
#pragma once

#include <optional>
#include <span>

#include "core/rank.h"

namespace vouch::planning {

struct RankMove {
  double from = 0;     // median of the last three measured days before; beyond the top: depth + 1
  double to = 0;       // the milder of the two looks that show it
  bool lost = false;   // was ranked, is not in what was read
  bool found = false;  // the reverse
};

// Of looks in order of time, of one keyword, engine, place and device. A move is told when the two
// newest measured looks both lie max(5, 50 %) or more from that median, on the same side. A list
// that was read less deep than a move needs says nothing.
std::optional<RankMove> rank_move(std::span<const RankLook> looks);

}  // namespace vouch::planning
