// What people said about their own letters; append-only. Writer thread writes; read on any
// connection.
#pragma once

#include <vector>

#include "core/inbox.h"
#include "store/sql.h"

namespace vouch::store::preferences {

// Said by the person himself: a row names nobody else. `via`: "link" or "token".
Status add(Connection& db, UserId user, const Preference& said, Time at, std::string_view via);
// The newest of each rule and channel of which he ever said something.
Result<std::vector<Preference>> current(Connection& db, UserId user);

}  // namespace vouch::store::preferences
