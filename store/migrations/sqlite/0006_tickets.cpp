#include "store/migrations/sqlite/schema_0006.h"

namespace vouch::store::migrations {

// `text` is the whole ticket as it was handed out: while it is open everything can be collected
// from it again. A look held by an open ticket is asked nowhere else. `spend` has a row for each
// provider and day of the company's zone; until now the number of queries stood among the settings.
// `index_sample` has rows only of claims handed in while a quota was short; `index_pace` only of
// engines whose quota is.
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

CREATE TABLE index_sample(
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  engine TEXT NOT NULL,
  drawn INTEGER NOT NULL CHECK(drawn IN (0, 1)),
  share REAL NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(claim_id, engine)
) STRICT, WITHOUT ROWID;
CREATE TABLE index_pace(
  engine TEXT NOT NULL,
  platform TEXT NOT NULL,
  scale REAL NOT NULL,
  hazard TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(engine, platform)
) STRICT, WITHOUT ROWID;

CREATE TABLE index_speed(
  engine TEXT PRIMARY KEY,
  pages INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  median_days REAL,
  in_7_days REAL,
  in_30_days REAL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE withdrawal(
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  engine TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL CHECK(to_at >= from_at),
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER withdrawal_keeps_rows BEFORE DELETE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only: a row may not be deleted'); END;
CREATE TRIGGER withdrawal_keeps_values BEFORE UPDATE ON withdrawal
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only: a row may not be changed'); END;
CREATE TRIGGER withdrawal_keeps_ids BEFORE INSERT ON withdrawal
WHEN EXISTS(SELECT 1 FROM withdrawal WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'withdrawal is append-only: a row may not be replaced'); END;

ALTER TABLE query ADD COLUMN spent INTEGER NOT NULL DEFAULT 0;
)sql";

}  // namespace vouch::store::migrations
