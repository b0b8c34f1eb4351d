// What blocks people's work. How one was opened never changes; closing happens once.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/blocker.h"
#include "store/sql.h"

namespace vouch::store::blockers {

Result<BlockerId> insert(Connection& db, const Blocker& blocker);
// False: it was closed before, nothing was changed.
Result<bool> close(Connection& db, BlockerId id, UserId by, std::string_view answer, Time at);
Result<std::optional<Blocker>> find(Connection& db, BlockerId id);
// The newest first, ids below `before` (0: from the newest); open or closed ones or all.
Result<std::vector<Blocker>> newest(Connection& db, std::optional<bool> open, BlockerId before,
                                    int limit);
Result<std::vector<Blocker>> open_ones(Connection& db);               // the oldest first
Result<std::vector<Blocker>> open_of(Connection& db, UserId author);  // the oldest first

}  // namespace vouch::store::blockers
