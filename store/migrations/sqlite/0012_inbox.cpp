#include "store/migrations/sqlite/schema_0012.h"

namespace vouch::store::migrations {

// inbox: letters as their reader sees them; a purge leaves the newest, so that no
// id is used again. preference: what
// a person said about his own letters. letter_item.inbox_id: the entry that told it;
// waits_for_way: it had a way beside the inbox when it was shown. outbox.inbox_id: the letter's
// entry; instead: it goes this way because another was broken.
const std::string_view kInbox0012 = R"sql(
CREATE TABLE inbox(
  id INTEGER PRIMARY KEY,
  reader_id INTEGER NOT NULL REFERENCES "user"(id),
  rule TEXT NOT NULL,
  letter TEXT NOT NULL,
  title TEXT NOT NULL,
  lines TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  read_at INTEGER,
  UNIQUE(reader_id, letter)
) STRICT;
CREATE INDEX inbox_by_reader ON inbox(reader_id, id);
CREATE INDEX inbox_unread ON inbox(reader_id, id) WHERE read_at IS NULL;
CREATE TRIGGER inbox_is_read_once BEFORE UPDATE ON inbox
WHEN OLD.read_at IS NOT NULL OR NEW.read_at IS NULL
  OR (NEW.id, NEW.reader_id, NEW.rule, NEW.letter, NEW.title, NEW.lines, NEW.created_at)
     <> (OLD.id, OLD.reader_id, OLD.rule, OLD.letter, OLD.title, OLD.lines, OLD.created_at)
BEGIN SELECT RAISE(ABORT, 'inbox: an entry may only be read, once'); END;

CREATE TABLE preference(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  rule TEXT NOT NULL,
  channel TEXT NOT NULL,
  letters INTEGER NOT NULL CHECK(letters IN (0, 1)),
  at INTEGER NOT NULL,
  via TEXT NOT NULL
) STRICT;
CREATE INDEX preference_newest ON preference(user_id, rule, channel, id);
CREATE TRIGGER preference_keeps_rows BEFORE DELETE ON preference
BEGIN SELECT RAISE(ABORT, 'preference is append-only: a row may not be deleted'); END;
CREATE TRIGGER preference_keeps_words BEFORE UPDATE ON preference
BEGIN SELECT RAISE(ABORT, 'preference is append-only: a row may not be changed'); END;
CREATE TRIGGER preference_keeps_ids BEFORE INSERT ON preference
WHEN EXISTS(SELECT 1 FROM preference WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'preference is append-only: a row may not be replaced'); END;

ALTER TABLE letter_item ADD COLUMN inbox_id INTEGER;
ALTER TABLE letter_item ADD COLUMN waits_for_way INTEGER NOT NULL DEFAULT 1
  CHECK(waits_for_way IN (0, 1));
CREATE INDEX letter_item_by_entry ON letter_item(inbox_id) WHERE inbox_id IS NOT NULL;

ALTER TABLE outbox ADD COLUMN inbox_id INTEGER;
ALTER TABLE outbox ADD COLUMN instead INTEGER NOT NULL DEFAULT 0 CHECK(instead IN (0, 1));
CREATE INDEX outbox_by_recipient ON outbox(recipient_id, sequence) WHERE recipient_id IS NOT NULL;
CREATE INDEX outbox_by_letter ON outbox(inbox_id) WHERE inbox_id IS NOT NULL;
)sql";

}  // namespace vouch::store::migrations
