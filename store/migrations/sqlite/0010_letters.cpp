#include "store/migrations/sqlite/schema_0010.h"

namespace vouch::store::migrations {

// letter_item: shown notices that are to be told by letter, and what became of that. letter_group:
// the notification log, one row a reader and rule. outbox.calm: not sent in quiet time.
const std::string_view kLetters0010 = R"sql(
CREATE TABLE letter_item(
  notice_id INTEGER PRIMARY KEY REFERENCES notice(id),
  reader_id INTEGER NOT NULL REFERENCES "user"(id),
  rule TEXT NOT NULL,
  since INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('waiting', 'told', 'over', 'inhibited')),
  at INTEGER,
  message_id TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX letter_item_open ON letter_item(reader_id, rule, state)
  WHERE state IN ('waiting', 'told', 'inhibited');

CREATE TABLE letter_group(
  reader_id INTEGER NOT NULL REFERENCES "user"(id),
  rule TEXT NOT NULL,
  told_at INTEGER,
  due_at INTEGER,
  PRIMARY KEY(reader_id, rule)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_group_due ON letter_group(due_at) WHERE due_at IS NOT NULL;

ALTER TABLE outbox ADD COLUMN calm INTEGER NOT NULL DEFAULT 0 CHECK(calm IN (0, 1));
)sql";

}  // namespace vouch::store::migrations
