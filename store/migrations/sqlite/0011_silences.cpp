#include "store/migrations/sqlite/schema_0011.h"

namespace vouch::store::migrations {

// notice_told, decision_by_time: what the false-alert rate counts. silence: letters put off by a
// person; ended_at is set once. letter_item.silence_id: the one that holds this letter back now.
const std::string_view kSilences0011 = R"sql(
CREATE TABLE silence(
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  subject TEXT NOT NULL DEFAULT '',
  known_only INTEGER NOT NULL CHECK(known_only IN (0, 1)),
  reader_id INTEGER REFERENCES "user"(id),
  by_user INTEGER REFERENCES "user"(id),
  author TEXT NOT NULL,
  reason TEXT NOT NULL CHECK(reason <> ''),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK(to_at > from_at),
  ended_at INTEGER,
  ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX silence_open ON silence(to_at) WHERE ended_at IS NULL;
CREATE TRIGGER silence_keeps_rows BEFORE DELETE ON silence
BEGIN SELECT RAISE(ABORT, 'silence is append-only: a row may not be deleted'); END;
CREATE TRIGGER silence_ends_once BEFORE UPDATE ON silence
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
  OR (NEW.id, NEW.rule, NEW.subject, NEW.known_only, NEW.author, NEW.reason, NEW.from_at, NEW.to_at)
     <> (OLD.id, OLD.rule, OLD.subject, OLD.known_only, OLD.author, OLD.reason, OLD.from_at, OLD.to_at)
  OR NEW.reader_id IS NOT OLD.reader_id OR NEW.by_user IS NOT OLD.by_user
BEGIN SELECT RAISE(ABORT, 'silence is append-only: a row may only be ended, once'); END;

ALTER TABLE letter_item ADD COLUMN silence_id INTEGER REFERENCES silence(id);
CREATE INDEX letter_item_silenced ON letter_item(silence_id) WHERE silence_id IS NOT NULL;
CREATE INDEX letter_item_trouble ON letter_item(rule, notice_id)
  WHERE rule = 'system' AND state IN ('waiting', 'told', 'inhibited');

CREATE INDEX notice_told ON notice(created_at)
  WHERE state = 'shown' AND audience = 'employee'
    AND kind IN ('needs_correction', 'regressed', 'correction');
CREATE INDEX decision_by_time ON decision(at) WHERE kind = 'waive';
)sql";

}  // namespace vouch::store::migrations
