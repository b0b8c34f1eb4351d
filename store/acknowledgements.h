// Who has read which version of what is checked (检测说明). Append-only.
#pragma once

#include <optional>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::acknowledgements {

// False: he has read this version before.
Result<bool> insert(Connection& db, UserId user, int version, Time at);
// When this person read it; none: he has not.
Result<std::optional<Time>> find(Connection& db, UserId user, int version);
struct Reader {
  UserId user;
  Time at;
};
Result<std::vector<Reader>> readers(Connection& db, int version);

}  // namespace vouch::store::acknowledgements
