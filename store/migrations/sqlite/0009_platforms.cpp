#include "store/migrations/sqlite/schema_0009.h"

namespace vouch::store::migrations {

const std::string_view kPlatforms0009 = R"sql(
CREATE TABLE platform_proposal(
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  engine TEXT NOT NULL,
  change TEXT NOT NULL CHECK(change IN ('not_applicable', 'applicable')),
  seen INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  low REAL NOT NULL,
  high REAL NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'accepted', 'declined', 'lapsed', 'undone')),
  decided_at INTEGER,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX platform_proposal_open ON platform_proposal(platform, engine, change)
  WHERE state = 'open';

CREATE TABLE platform_overlay(
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL,
  engine TEXT NOT NULL,
  expectation TEXT NOT NULL CHECK(expectation IN ('measure', 'not_applicable', 'shipped')),
  at INTEGER NOT NULL,
  proposal_id INTEGER NOT NULL REFERENCES platform_proposal(id),
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER platform_overlay_keeps_rows BEFORE DELETE ON platform_overlay
BEGIN SELECT RAISE(ABORT, 'platform_overlay is append-only: a row may not be deleted'); END;
CREATE TRIGGER platform_overlay_keeps_values BEFORE UPDATE ON platform_overlay
BEGIN SELECT RAISE(ABORT, 'platform_overlay is append-only: a row may not be changed'); END;
CREATE TRIGGER platform_overlay_keeps_ids BEFORE INSERT ON platform_overlay
WHEN EXISTS(SELECT 1 FROM platform_overlay WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'platform_overlay is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
