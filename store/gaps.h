// Gaps: when the daemon was not running or the clock was moved. Append-only.
#pragma once

#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "store/sql.h"

namespace vouch::store::gaps {

Status insert(Connection& db, const Gap& gap, std::string_view why, Time at);
Result<std::vector<Gap>> all(Connection& db);  // by `from`

}  // namespace vouch::store::gaps
