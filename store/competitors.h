// Domains whose places are kept beside our own. They appear in shares of voice only, in nobody's
// figures.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/sql.h"

namespace vouch::store {

struct Competitor {
  std::string domain;  // host without www.; sub-domains belong to it
  std::string name;
};

namespace competitors {

Status insert(Connection& db, const Competitor& competitor);  // kConflict: domain exists
Result<bool> remove(Connection& db, std::string_view domain);
Result<std::vector<Competitor>> list(Connection& db);  // by domain

}  // namespace competitors
}  // namespace vouch::store
