// How the quota of a day is kept for every class of question (domain §5.10): 70 % for the index
// (due looks 60, survival 10), 25 % for ranks, 5 % for what people ask. A class may go beyond its
// share only with what no other class still has a claim to: so that ranks cannot starve the index,
// nor the index the ranks. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>

#include "config/provider_traits.h"
#include "engines/allowance.h"

namespace vouch::engines {

inline constexpr double kIndexShare = 0.70;
inline constexpr double kRankShare = 0.25;
inline constexpr double kPeopleShare = 0.05;
// From then on whoever has something due takes what is left.
inline constexpr Millis kLateInTheDay = std::chrono::hours(20);
// How long a class that used up its share waits before it asks again whether the others still want
// theirs.
inline constexpr Millis kAskAgain = std::chrono::hours(1);

struct DayOfClasses {
  int used_rank = 0;  // of Quota::used; the rest is the index's
  // Has looks of its own due before this day ends.
  bool index_due = false;
  bool rank_due = false;
};

// Questions that looks of this purpose may still ask today. Not below zero.
int room(const Quota& quota, const DayOfClasses& day, config::Purpose purpose, const Zone& zone,
         Time now);

// Why not even `queries` of this purpose may be asked now, though the quota is not used up; none:
// they may.
std::optional<Rest> share_rest(const Quota& quota, const DayOfClasses& day, config::Purpose purpose,
                               int queries, const Zone& zone, Time now);

}  // namespace vouch::engines
