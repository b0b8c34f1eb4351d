#include "store/migrations/sqlite/schema_0013.h"

namespace vouch::store::migrations {

// One row a week, as it was told: verdicts are replaced later, a digest is not.
const std::string_view kWeeklies0013 = R"sql(
CREATE TABLE weekly(
  monday INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TRIGGER weekly_keeps_rows BEFORE DELETE ON weekly
BEGIN SELECT RAISE(ABORT, 'weekly is append-only: a row may not be deleted'); END;
CREATE TRIGGER weekly_keeps_text BEFORE UPDATE ON weekly
BEGIN SELECT RAISE(ABORT, 'weekly is append-only: a row may not be changed'); END;
)sql";

}  // namespace vouch::store::migrations
