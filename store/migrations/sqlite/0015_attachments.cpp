#include "store/migrations/sqlite/schema_0015.h"

namespace vouch::store::migrations {

// attachment: a picture that somebody handed in for an entry; its bytes are the evidence. drawn: a
// person is to look at it; NULL: a program looks at the entry itself.
const std::string_view kAttachments0015 = R"sql(
CREATE TABLE attachment(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  evidence_id INTEGER NOT NULL REFERENCES evidence(id),
  user_id INTEGER REFERENCES "user"(id),
  at INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  text TEXT NOT NULL,
  drawn INTEGER CHECK(drawn IN (0, 1)),
  UNIQUE(claim_id, sha256)
) STRICT;
CREATE INDEX attachment_evidence ON attachment(evidence_id);
CREATE INDEX attachment_sha256 ON attachment(sha256);
CREATE TRIGGER attachment_keeps_rows BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'attachment is append-only: a row may not be deleted'); END;
CREATE TRIGGER attachment_keeps_values BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ABORT, 'attachment is append-only: a row may not be changed'); END;
CREATE TRIGGER attachment_keeps_ids BEFORE INSERT ON attachment
WHEN EXISTS(SELECT 1 FROM attachment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'attachment is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
