// What only SQLite has and only the store's threads may do: checkpoints and checks.
#pragma once

#include <string>

#include "core/result.h"
#include "store/sql.h"

namespace vouch::store::sqlite {

// How long a statement waits for another program's lock.
constexpr int kBusyMillis = 5000;

enum class Checkpoint { kPassive, kTruncate };
// Writer thread only, never inside a transaction (WAL-reset bug, design §4). Returns the frames
// that are left in the log; a busy reader is no error, and is not waited for.
Result<int> checkpoint(Connection& db, Checkpoint kind);

// Table by table, so that no read transaction lasts; kCorrupt names the first damage.
Status quick_check(Connection& db);
// Everything at once, foreign keys included.
Status integrity_check(Connection& db);

// "" where this SQLite has the fix of the WAL-reset bug, else a sentence for the log.
std::string wal_reset_warning();

}  // namespace vouch::store::sqlite
