#include "store/migrations/sqlite/schema_0019.h"

namespace vouch::store::migrations {

// inquiry: the one place where a contact stands as it is; it is blanked when its term is over.
// inquiry_contact: what contacts are compared by. inquiry_change: what fields were; a contact
// stands there masked.
const std::string_view kInquiries0019 = R"sql(
CREATE TABLE inquiry(
  id INTEGER PRIMARY KEY,
  received_on INTEGER NOT NULL,
  source TEXT NOT NULL,
  keyword_id INTEGER REFERENCES keyword(id),
  page TEXT NOT NULL,
  claim_id INTEGER REFERENCES claim(id),
  name TEXT NOT NULL,
  contact TEXT NOT NULL,
  need TEXT NOT NULL,
  owner_id INTEGER NOT NULL REFERENCES "user"(id),
  state TEXT NOT NULL CHECK(state IN ('new', 'contacted', 'valid', 'quoted', 'won', 'lost')),
  lost_reason TEXT NOT NULL,
  amount_fen INTEGER CHECK(amount_fen >= 0),
  next_on INTEGER,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  closed_at INTEGER,
  CHECK((state = 'won') = (amount_fen IS NOT NULL)),
  CHECK((state = 'lost') = (lost_reason <> '')),
  CHECK((state IN ('won', 'lost')) = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX inquiry_by_owner ON inquiry(owner_id, id);
CREATE INDEX inquiry_by_day ON inquiry(received_on, id);
CREATE INDEX inquiry_by_term ON inquiry(closed_at) WHERE contact <> '';
CREATE INDEX inquiry_due ON inquiry(next_on) WHERE closed_at IS NULL;
CREATE TABLE inquiry_contact(
  inquiry_id INTEGER NOT NULL REFERENCES inquiry(id),
  folded TEXT NOT NULL,
  PRIMARY KEY(folded, inquiry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inquiry_contact_by_inquiry ON inquiry_contact(inquiry_id);
CREATE TABLE inquiry_change(
  id INTEGER PRIMARY KEY,
  inquiry_id INTEGER NOT NULL REFERENCES inquiry(id),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  field TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL
) STRICT;
CREATE INDEX inquiry_change_by_inquiry ON inquiry_change(inquiry_id, id);
CREATE TRIGGER inquiry_change_keeps_rows BEFORE DELETE ON inquiry_change
BEGIN SELECT RAISE(ABORT, 'inquiry_change is append-only: a row may not be deleted'); END;
CREATE TRIGGER inquiry_change_keeps_values BEFORE UPDATE ON inquiry_change
BEGIN SELECT RAISE(ABORT, 'inquiry_change is append-only: a row may not be changed'); END;
CREATE TRIGGER inquiry_change_keeps_ids BEFORE INSERT ON inquiry_change
WHEN EXISTS(SELECT 1 FROM inquiry_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'inquiry_change is append-only: a row may not be replaced'); END;
CREATE TABLE inquiry_note(
  id INTEGER PRIMARY KEY,
  inquiry_id INTEGER NOT NULL REFERENCES inquiry(id),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX inquiry_note_by_inquiry ON inquiry_note(inquiry_id, id);
CREATE TRIGGER inquiry_note_keeps_rows BEFORE DELETE ON inquiry_note
BEGIN SELECT RAISE(ABORT, 'inquiry_note is append-only: a row may not be deleted'); END;
CREATE TRIGGER inquiry_note_keeps_values BEFORE UPDATE ON inquiry_note
BEGIN SELECT RAISE(ABORT, 'inquiry_note is append-only: a row may not be changed'); END;
CREATE TRIGGER inquiry_note_keeps_ids BEFORE INSERT ON inquiry_note
WHEN EXISTS(SELECT 1 FROM inquiry_note WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'inquiry_note is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
