// Windows in which a provider was blind (checks/blind_windows.h): its negatives of that while do
// not count. Append-only; inserting also appends the ledger row.
#pragma once

#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct Withdrawal {
  std::int64_t id = 0;
  std::string provider;
  std::string engine;
  Time from;  // both included
  Time to;
  Time at;             // since when it is known
  std::string reason;  // of a person; empty: found by itself
  UserId by;           // none: found by itself, or the local administrator
};

struct WithdrawnCount {
  std::int64_t looks = 0;
  std::int64_t claims = 0;
};

// A conclusive look at a page on an engine.
struct IndexLook {
  ClaimId claim;
  std::string site;
  std::string engine;
  std::string provider;
  bool found = false;
  Time at;
};

namespace withdrawals {

Result<std::int64_t> insert(Connection& db, const Withdrawal& withdrawal);
Result<std::vector<Withdrawal>> all(Connection& db);  // by id
// SHA-256 over all fields, as the ledger keeps it; "" where there is no such row.
Result<std::string> digest(Connection& db, std::int64_t id);

// Machine looks of claims since this work day, by claim, stage, time.
Result<std::vector<IndexLook>> index_looks(Connection& db, Date since);
// Claims with a proved negative inside the window.
Result<std::vector<ClaimId>> claims_in(Connection& db, const Withdrawal& window);
Result<WithdrawnCount> count_in(Connection& db, const Withdrawal& window);

}  // namespace withdrawals
}  // namespace vouch::store
