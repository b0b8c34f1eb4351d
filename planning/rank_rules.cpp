#include "planning/rank_rules.h"

#include <algorithm>

namespace vouch::planning {

double priority_weight(int priority) {
  return 10.0 - std::clamp(priority, 1, 9);
}

bool is_outdated(const RankLook& look, Date day) {
  return look.day + kLookSpeaksFor < day;
}

RankState state_on(const RankLook& look, Date day) {
  return is_outdated(look, day) ? RankState::kUnmeasured : look.state;
}

bool still_holds(const RankMove& move, const RankLook& newest) {
  if (newest.state == RankState::kUnmeasured) return true;
  const double place = newest.state == RankState::kRanked ? newest.position : newest.depth + 1;
  return move.to < move.from ? place < move.from : place > move.from;
}

bool is_telling(const Visibility& figures) {
  return figures.coverage && *figures.coverage >= kLeastCoverage;
}

}  // namespace vouch::planning
