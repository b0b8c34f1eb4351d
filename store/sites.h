// The company's own sites.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/people.h"
#include "store/sql.h"

namespace vouch::store::sites {

Result<SiteId> insert(Connection& db, const OwnSite& site);  // kConflict: domain exists
Result<bool> remove(Connection& db, std::string_view domain);
Result<std::vector<OwnSite>> list(Connection& db);

}  // namespace vouch::store::sites
