#include "store/migrations/sqlite/schema_0004.h"

namespace vouch::store::migrations {

// Indexes that answer a list by themselves, and the few claims that have no verdict yet, so that
// nobody has to search all claims for them.
const std::string_view kListIndexes0004 = R"sql(
DROP INDEX look_due;
CREATE INDEX look_due ON look(due_at, site_key, state) WHERE state = 'pending';

CREATE INDEX verdict_by_phase ON verdict(work, phase, claim_id, user_id, work_day);
CREATE INDEX verdict_engine_by_user
  ON verdict_engine(user_id, work_day, engine, verdict, counted);

CREATE TABLE unjudged_claim(
  claim_id INTEGER PRIMARY KEY REFERENCES claim(id)
) STRICT;
INSERT INTO unjudged_claim(claim_id)
SELECT c.id FROM claim c WHERE NOT EXISTS(SELECT 1 FROM verdict v WHERE v.claim_id = c.id);
CREATE TRIGGER claim_begins_unjudged AFTER INSERT ON claim
BEGIN INSERT INTO unjudged_claim(claim_id) VALUES(NEW.id); END;
CREATE TRIGGER verdict_judges_claim AFTER INSERT ON verdict
BEGIN DELETE FROM unjudged_claim WHERE claim_id = NEW.claim_id; END;
)sql";

}  // namespace vouch::store::migrations
