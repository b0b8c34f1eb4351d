#include "store/migrations/sqlite/schema_0003.h"

namespace vouch::store::migrations {

const std::string_view kPageMemory0003 = R"sql(
CREATE TABLE page_memory(
  claim_id INTEGER PRIMARY KEY REFERENCES claim(id),
  context BLOB NOT NULL CHECK(length(context) = 32),
  url TEXT NOT NULL,
  headers TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  body_sha256 BLOB NOT NULL CHECK(length(body_sha256) = 32),
  tokens BLOB NOT NULL CHECK(length(tokens) = 32),
  header_date TEXT,
  read_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  evidence_id INTEGER NOT NULL REFERENCES evidence(id),
  findings TEXT NOT NULL
) STRICT;
)sql";

}  // namespace vouch::store::migrations
