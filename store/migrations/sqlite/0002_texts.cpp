#include "store/migrations/sqlite/schema_0002.h"

namespace vouch::store::migrations {

// text_key answers "which texts agree with this one in a bin"; its rows follow from the sketches.
const std::string_view kTexts0002 = R"sql(
CREATE TABLE claim_text(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  observation_id INTEGER NOT NULL REFERENCES observation(id),
  origin_at INTEGER NOT NULL,
  page_key TEXT NOT NULL,
  canonical_key TEXT NOT NULL,
  grams INTEGER NOT NULL,
  sketch BLOB NOT NULL CHECK(length(sketch) = 128),
  size INTEGER NOT NULL,
  text BLOB NOT NULL
) STRICT;
CREATE INDEX claim_text_by_claim ON claim_text(claim_id);
CREATE INDEX claim_replaced_by ON claim(replaced_by) WHERE replaced_by IS NOT NULL;

CREATE TABLE text_key(
  key INTEGER NOT NULL,
  text_id INTEGER NOT NULL,
  PRIMARY KEY(key, text_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE text_match(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  first_claim_id INTEGER NOT NULL REFERENCES claim(id),
  text_id INTEGER NOT NULL REFERENCES claim_text(id),
  first_text_id INTEGER NOT NULL REFERENCES claim_text(id),
  share REAL NOT NULL CHECK(share > 0 AND share <= 1),
  found_at INTEGER NOT NULL,
  public_at INTEGER NOT NULL,
  passages TEXT NOT NULL,
  UNIQUE(claim_id, first_claim_id)
) STRICT;

CREATE TRIGGER claim_text_keeps_rows BEFORE DELETE ON claim_text
BEGIN SELECT RAISE(ABORT, 'claim_text is append-only: a row may not be deleted'); END;
CREATE TRIGGER claim_text_keeps_values BEFORE UPDATE ON claim_text
BEGIN SELECT RAISE(ABORT, 'claim_text is append-only: a row may not be changed'); END;
CREATE TRIGGER claim_text_keeps_ids BEFORE INSERT ON claim_text
WHEN EXISTS(SELECT 1 FROM claim_text WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'claim_text is append-only: a row may not be replaced'); END;

CREATE TRIGGER text_match_keeps_rows BEFORE DELETE ON text_match
BEGIN SELECT RAISE(ABORT, 'text_match is append-only: a row may not be deleted'); END;
CREATE TRIGGER text_match_keeps_values BEFORE UPDATE ON text_match
BEGIN SELECT RAISE(ABORT, 'text_match is append-only: a row may not be changed'); END;
CREATE TRIGGER text_match_keeps_ids BEFORE INSERT ON text_match
WHEN EXISTS(SELECT 1 FROM text_match WHERE id = NEW.id
            OR (claim_id = NEW.claim_id AND first_claim_id = NEW.first_claim_id))
BEGIN SELECT RAISE(ABORT, 'text_match is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
