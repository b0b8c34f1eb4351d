// Whose work entries are. Append-only versions; the newest of an entry holds. Sums over people are
// the count of entries, whatever the shares.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/credit.h"
#include "store/sql.h"

namespace vouch::store::shares {

Status insert(Connection& db, const ShareVersion& version);
Result<std::vector<ShareVersion>> versions(Connection& db, ClaimId claim);  // the newest first
Result<std::vector<Share>> in_force(Connection& db, ClaimId claim);         // none: all its owner's

// Of entries of work days `from` to `to`; void and baseline ones left out. Whoever has neither is
// absent.
Result<std::map<UserId, Credit>> sums(Connection& db, Date from, Date to);
Result<Credit> of(Connection& db, UserId user, Date from, Date to);

}  // namespace vouch::store::shares
