// Brings a database to the newest schema: numbered steps, each in one transaction with
// user_version. Before the first step of an existing database a copy is put beside it.
#pragma once

#include <string>

#include "core/result.h"
#include "store/sql.h"

namespace vouch::store {

struct MigrationReport {
  int from = 0;
  int to = 0;
  std::string backup;  // path of the copy; empty: the database was new or current
};

int newest_schema();
Result<int> schema_version(Connection& db);
// `backup_directory`: where the copy goes. kUnsupported: the database is newer than this program.
Result<MigrationReport> migrate(Connection& db, const std::string& backup_directory, Time now);

}  // namespace vouch::store
