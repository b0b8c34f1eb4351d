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

bool is_telling(const Visibility& figures) {
  return figures.coverage && *figures.coverage >= kLeastCoverage;
}

}  // namespace vouch::planning
