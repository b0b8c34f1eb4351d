#include "store/migrations/sqlite/schema_0007.h"

namespace vouch::store::migrations {

// A task is one question that waits for people; equal questions share one while it is open.
// Captures are facts: never changed, never deleted.
const std::string_view kCaptures0007 = R"sql(
CREATE TABLE capture_task(
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  engine TEXT NOT NULL,
  text TEXT NOT NULL,
  question TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'answered', 'skipped')),
  closed_at INTEGER,
  skipped_by INTEGER REFERENCES "user"(id),
  skip_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX capture_task_open ON capture_task(provider, question) WHERE state = 'open';
CREATE INDEX capture_task_by_engine ON capture_task(engine, asked_at) WHERE state = 'open';

CREATE TABLE capture(
  id INTEGER PRIMARY KEY,
  task_id INTEGER NOT NULL REFERENCES capture_task(id),
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  gains INTEGER NOT NULL CHECK(gains IN (0, 1)),
  at INTEGER NOT NULL,
  address TEXT NOT NULL,
  answer TEXT NOT NULL,
  evidence_id INTEGER NOT NULL REFERENCES evidence(id)
) STRICT;
CREATE INDEX capture_by_task ON capture(task_id, id);
CREATE TRIGGER capture_keeps_rows BEFORE DELETE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is append-only: a row may not be deleted'); END;
CREATE TRIGGER capture_keeps_values BEFORE UPDATE ON capture
BEGIN SELECT RAISE(ABORT, 'capture is append-only: a row may not be changed'); END;
CREATE TRIGGER capture_keeps_ids BEFORE INSERT ON capture
WHEN EXISTS(SELECT 1 FROM capture WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'capture is append-only: a row may not be replaced'); END;

CREATE TABLE capture_token(
  user_id INTEGER PRIMARY KEY REFERENCES "user"(id),
  token_sha256 TEXT NOT NULL UNIQUE,
  expires_at INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace vouch::store::migrations
