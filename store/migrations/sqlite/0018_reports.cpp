#include "store/migrations/sqlite/schema_0018.h"

namespace vouch::store::migrations {

// The type of work beside each verdict, so that the work of a company's days is counted by person
// and type from one index. It follows from the claim and never changes.
const std::string_view kCentres0018 = R"sql(
ALTER TABLE verdict ADD COLUMN work_type TEXT NOT NULL DEFAULT '';
UPDATE verdict SET work_type = (SELECT c.work_type FROM claim c WHERE c.id = verdict.claim_id);
ALTER TABLE verdict_engine ADD COLUMN work_type TEXT NOT NULL DEFAULT '';
UPDATE verdict_engine
SET work_type = (SELECT c.work_type FROM claim c WHERE c.id = verdict_engine.claim_id);
DROP INDEX verdict_by_day;
CREATE INDEX verdict_by_day
  ON verdict(work_day, user_id, work_type, work, phase, public_at, counted);
DROP INDEX verdict_by_user;
CREATE INDEX verdict_by_user
  ON verdict(user_id, work_day, work_type, work, phase, counted, public_at, claim_id);
DROP INDEX verdict_engine_by_day;
CREATE INDEX verdict_engine_by_day
  ON verdict_engine(work_day, user_id, work_type, verdict, counted);
CREATE INDEX claim_late_of_day ON claim(work_day, user_id) WHERE late = 1;
CREATE INDEX plan_line_by_week ON plan_line(monday, team_id, id);
CREATE INDEX work_number_first ON work_number(day, user_id, form) WHERE revision = 1;
CREATE INDEX decision_by_actor ON decision(actor_id, at, kind);
CREATE INDEX dispute_by_due ON dispute(due_at);
)sql";

// report_words: what people add to their own reports; each hand-in is a row. blocker: closed once.
// acknowledgement: `subject` is "checks_notice" or "duty:" and a post.
const std::string_view kReports0018 = R"sql(
CREATE TABLE report_words(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  span TEXT NOT NULL CHECK(span IN ('day', 'week')),
  day INTEGER NOT NULL,
  reflection TEXT NOT NULL,
  unfinished_reason TEXT NOT NULL,
  tomorrow TEXT NOT NULL,
  at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  UNIQUE(user_id, span, day, revision)
) STRICT;
CREATE TRIGGER report_words_keeps_rows BEFORE DELETE ON report_words
BEGIN SELECT RAISE(ABORT, 'report_words is append-only: a row may not be deleted'); END;
CREATE TRIGGER report_words_keeps_values BEFORE UPDATE ON report_words
BEGIN SELECT RAISE(ABORT, 'report_words is append-only: a row may not be changed'); END;
CREATE TRIGGER report_words_keeps_ids BEFORE INSERT ON report_words
WHEN EXISTS(SELECT 1 FROM report_words WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'report_words is append-only: a row may not be replaced'); END;

CREATE TABLE blocker(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  text TEXT NOT NULL,
  to_user INTEGER REFERENCES "user"(id),
  at INTEGER NOT NULL,
  closed_at INTEGER,
  closed_by INTEGER REFERENCES "user"(id),
  answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX blocker_open ON blocker(id) WHERE closed_at IS NULL;
CREATE INDEX blocker_by_user ON blocker(user_id, id);
CREATE TRIGGER blocker_keeps_rows BEFORE DELETE ON blocker
BEGIN SELECT RAISE(ABORT, 'a blocker may not be deleted'); END;
CREATE TRIGGER blocker_keeps_opening BEFORE UPDATE OF id, user_id, text, to_user, at ON blocker
BEGIN SELECT RAISE(ABORT, 'how a blocker was opened may not be changed'); END;
CREATE TRIGGER blocker_closes_once BEFORE UPDATE ON blocker WHEN OLD.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a closed blocker may not be changed'); END;

CREATE TABLE acknowledged(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  subject TEXT NOT NULL,
  version INTEGER NOT NULL CHECK(version > 0),
  at INTEGER NOT NULL,
  UNIQUE(user_id, subject, version)
) STRICT;
INSERT INTO acknowledged(id, user_id, subject, version, at)
SELECT id, user_id, 'checks_notice', version, at FROM acknowledgement;
DROP TABLE acknowledgement;
ALTER TABLE acknowledged RENAME TO acknowledgement;
CREATE TRIGGER acknowledgement_keeps_rows BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be deleted'); END;
CREATE TRIGGER acknowledgement_keeps_values BEFORE UPDATE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be changed'); END;
CREATE TRIGGER acknowledgement_keeps_ids BEFORE INSERT ON acknowledgement
WHEN EXISTS(SELECT 1 FROM acknowledgement WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'acknowledgement is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
