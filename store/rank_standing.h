// Where all keywords stand now on every engine, read in one pass: what the figures of the page of
// ranks and their shares of voice are made of.
#pragma once

#include <string_view>
#include <vector>

#include "store/ranks.h"

namespace vouch::store {

struct StandingRank {  // of one keyword
  int priority = 0;
  RankLook look;  // the newest
};

struct Standing {
  RankSeries group;  // engine, place and device
  std::vector<StandingRank> ranks;
  std::vector<DomainPlace> places;
};

namespace ranks {

// Keywords that are not retired, on one engine or on all (empty). Places of own domains and
// competitors only of lists that were looked at from `since` on.
Result<std::vector<Standing>> standing(Connection& db, std::string_view engine, Date since);

}  // namespace ranks
}  // namespace vouch::store
