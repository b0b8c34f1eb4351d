#include "engines/shares.h"

#include <algorithm>
#include <cmath>

namespace vouch::engines {
namespace {

int part(const Quota& quota, double share) {
  return static_cast<int>(std::floor(quota.daily * share));
}

Time late(const Zone& zone, Time now) {
  return zone.at(zone.date_of(now), kLateInTheDay);
}

// What is kept for a class that has something due.
int kept_for(const Quota& quota, double share, int used, bool due) {
  return due ? std::max(0, part(quota, share) - used) : 0;
}

}  // namespace

int room(const Quota& quota, const DayOfClasses& day, config::Purpose purpose, const Zone& zone,
         Time now) {
  const Date today = zone.date_of(now);
  const int left = quota.left(today);
  if (now >= late(zone, now)) return left;
  const int used = quota.day == today ? quota.used : 0;
  const int used_rank = quota.day == today ? std::min(day.used_rank, used) : 0;
  const bool rank = purpose == config::Purpose::kRank;
  const int other = rank ? kept_for(quota, kIndexShare, used - used_rank, day.index_due)
                         : kept_for(quota, kRankShare, used_rank, day.rank_due);
  return std::max(0, left - other - part(quota, kPeopleShare));
}

std::optional<Rest> share_rest(const Quota& quota, const DayOfClasses& day, config::Purpose purpose,
                               int queries, const Zone& zone, Time now) {
  if (room(quota, day, purpose, zone, now) >= queries) return std::nullopt;
  if (quota.left(zone.date_of(now)) < queries) return std::nullopt;  // the quota's own matter
  return Rest{Reason::kQuotaExhausted, std::min(now + kAskAgain, late(zone, now))};
}

}  // namespace vouch::engines
