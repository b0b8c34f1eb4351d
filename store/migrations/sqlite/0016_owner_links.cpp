#include "store/migrations/sqlite/schema_0016.h"

namespace vouch::store::migrations {

// The token is random, of 238 bits: SHA-256 is enough. created_by: none is the local administrator.
const std::string_view kOwnerLinks0016 = R"sql(
CREATE TABLE owner_link(
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL CHECK(label <> ''),
  token_sha256 TEXT NOT NULL UNIQUE,
  created_by INTEGER REFERENCES "user"(id),
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL CHECK(expires_at > at),
  ended_at INTEGER,
  ended_by TEXT NOT NULL DEFAULT '',
  last_used_at INTEGER
) STRICT;
CREATE TRIGGER owner_link_keeps_rows BEFORE DELETE ON owner_link
BEGIN SELECT RAISE(ABORT, 'owner_link is append-only: a row may not be deleted'); END;
CREATE TRIGGER owner_link_ends_once BEFORE UPDATE ON owner_link
WHEN (OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NOT OLD.ended_at OR NEW.ended_by <> OLD.ended_by))
  OR (NEW.id, NEW.label, NEW.token_sha256, NEW.author, NEW.at, NEW.expires_at)
     <> (OLD.id, OLD.label, OLD.token_sha256, OLD.author, OLD.at, OLD.expires_at)
  OR NEW.created_by IS NOT OLD.created_by
BEGIN SELECT RAISE(ABORT, 'owner_link is append-only: a row may only be used, and ended once'); END;
)sql";

}  // namespace vouch::store::migrations
