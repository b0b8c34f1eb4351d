#include "store/migrations/sqlite/schema_0006.h"

namespace vouch::store::migrations {

// `text` is the whole ticket as it was handed out: while it is open everything can be collected from
// it again. A look held by an open ticket is asked nowhere else. `spend` has a row for each provider
// and day of the company's zone; until now the number of queries stood among the settings.
const std::string_view kTickets0006 = R"sql(
CREATE TABLE ticket(
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  engine TEXT NOT NULL,
  text TEXT NOT NULL,
  known_url TEXT NOT NULL,
  known_text TEXT NOT NULL,
  unknown_url TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  collect_at INTEGER NOT NULL,
  evidence_id INTEGER REFERENCES evidence(id),
  closed_at INTEGER
) STRICT;
CREATE INDEX ticket_open ON ticket(id) WHERE closed_at IS NULL;

CREATE TABLE ticket_look(
  look_id INTEGER NOT NULL REFERENCES look(id),
  ticket_id INTEGER NOT NULL REFERENCES ticket(id),
  attempt INTEGER NOT NULL,
  PRIMARY KEY(look_id, ticket_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_look_by_ticket ON ticket_look(ticket_id);

CREATE TABLE spend(
  provider TEXT NOT NULL,
  day INTEGER NOT NULL,
  queries INTEGER NOT NULL CHECK(queries >= 0),
  micros INTEGER NOT NULL CHECK(micros >= 0),
  PRIMARY KEY(provider, day)
) STRICT, WITHOUT ROWID;
INSERT INTO spend(provider, day, queries, micros)
  SELECT substr(key, 9), CAST(julianday(substr(value, 1, 10)) - 2440587.5 AS INTEGER),
    CAST(substr(value, 12) AS INTEGER), 0
  FROM setting WHERE key LIKE 'queries:%' AND julianday(substr(value, 1, 10)) IS NOT NULL;
DELETE FROM setting WHERE key LIKE 'queries:%';

ALTER TABLE query ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace vouch::store::migrations
