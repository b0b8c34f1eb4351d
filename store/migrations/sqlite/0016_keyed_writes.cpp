#include "store/migrations/sqlite/schema_0016.h"

namespace vouch::store::migrations {

// One row a write that came with an Idempotency-Key, written before it is carried out. actor_id 0:
// the local administrator. status NULL: it runs, or nobody knows how it ended; body NULL beside a
// status: the answer was too long to be kept.
const std::string_view kKeyedWrites0016 = R"sql(
CREATE TABLE keyed_write(
  id INTEGER PRIMARY KEY,
  actor_id INTEGER NOT NULL,
  key TEXT NOT NULL CHECK(key <> ''),
  request TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  content_type TEXT NOT NULL DEFAULT '',
  body BLOB,
  UNIQUE(actor_id, key)
) STRICT;
CREATE INDEX keyed_write_by_age ON keyed_write(at);
)sql";

}  // namespace vouch::store::migrations
