// Weekly digests as they were told: one JSON body a week (planning/weekly.h), never changed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::weeklies {

// false: this week has its digest already, nothing was changed.
Result<bool> insert_once(Connection& db, Date monday, Time made_at, std::string_view body);
Result<std::optional<std::string>> find(Connection& db, Date monday);
Result<std::vector<Date>> newest(Connection& db, int limit);  // Mondays, the newest first

}  // namespace vouch::store::weeklies
