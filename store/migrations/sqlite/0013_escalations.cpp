#include "store/migrations/sqlite/schema_0013.h"

namespace vouch::store::migrations {

// workdays: of the rule in force when the negative was told; it never changes.
const std::string_view kEscalations0013 = R"sql(
CREATE TABLE escalation(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  stage TEXT NOT NULL,
  episode INTEGER NOT NULL,
  step TEXT NOT NULL CHECK(step IN ('deputy', 'owner')),
  workdays INTEGER NOT NULL CHECK(workdays > 0),
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK(state IN ('pending', 'told', 'dropped')),
  at INTEGER,
  UNIQUE(claim_id, stage, episode, step)
) STRICT;
CREATE INDEX escalation_due ON escalation(due_at) WHERE state = 'pending';
CREATE TRIGGER escalation_keeps_rows BEFORE DELETE ON escalation
BEGIN SELECT RAISE(ABORT, 'escalation is append-only: a row may not be deleted'); END;
CREATE TRIGGER escalation_ends_once BEFORE UPDATE ON escalation
WHEN OLD.state <> 'pending'
  OR (NEW.id, NEW.claim_id, NEW.stage, NEW.episode, NEW.step, NEW.workdays)
     <> (OLD.id, OLD.claim_id, OLD.stage, OLD.episode, OLD.step, OLD.workdays)
BEGIN SELECT RAISE(ABORT, 'escalation: what was told or dropped stays so'); END;
)sql";

}  // namespace vouch::store::migrations
