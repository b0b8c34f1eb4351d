// Brings a database to the newest schema: numbered steps, each in one transaction with
// user_version. Before the first step of an existing database a copy of it is kept.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "core/result.h"
#include "store/migrations/steps.h"
#include "store/sql.h"

namespace vouch::store {

struct MigrationReport {
  int from = 0;
  int to = 0;
  std::string backup;  // path of the copy; empty: the database was new or current, or none was kept
};

// Keeps a copy of an existing database that is about to be brought to version `to`; its path.
// An error stops the migration before anything is changed.
using KeepCopy = std::function<Result<std::string>(int to)>;

int newest_schema();
Result<int> schema_version(Connection& db);
// kUnsupported: the database is newer than `steps`, or of another program.
Result<MigrationReport> migrate(
    Connection& db, const KeepCopy& keep,
    std::span<const migrations::Step> steps = migrations::sqlite_steps());

}  // namespace vouch::store
