#include "store/migrations/sqlite/schema_0014.h"

namespace vouch::store::migrations {

// Ways into a filtered list, each in the order of the entries' ids, and counts of days that are
// read from their index alone. acknowledgement: who has read which version of what is checked.
const std::string_view kLists0014 = R"sql(
CREATE INDEX claim_by_platform ON claim(platform, id, user_id);
CREATE INDEX claim_by_type ON claim(work_type, id, user_id);
CREATE INDEX claim_late ON claim(id, user_id) WHERE late = 1;
CREATE INDEX claim_late_of_user ON claim(user_id, work_day) WHERE late = 1;
CREATE INDEX verdict_of_user ON verdict(user_id, work, phase, claim_id);
DROP INDEX verdict_by_user;
CREATE INDEX verdict_by_user
  ON verdict(user_id, work_day, work, phase, counted, public_at, claim_id);
CREATE INDEX verdict_engine_by_verdict ON verdict_engine(engine, verdict, claim_id, user_id);

CREATE TABLE acknowledgement(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  version INTEGER NOT NULL CHECK(version > 0),
  at INTEGER NOT NULL,
  UNIQUE(user_id, version)
) STRICT;
CREATE TRIGGER acknowledgement_keeps_rows BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be deleted'); END;
CREATE TRIGGER acknowledgement_keeps_values BEFORE UPDATE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be changed'); END;
CREATE TRIGGER acknowledgement_keeps_ids BEFORE INSERT ON acknowledgement
WHEN EXISTS(SELECT 1 FROM acknowledgement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
