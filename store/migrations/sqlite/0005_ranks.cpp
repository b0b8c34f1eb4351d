#include "store/migrations/sqlite/schema_0005.h"

namespace vouch::store::migrations {

// A series is one keyword on one engine, from one place, on one device. Its own columns repeat its
// newest row of `rank` (state '' before the first), so that a team's visibility is one scan.
const std::string_view kRanks0005 = R"sql(
CREATE TABLE competitor(
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;
ALTER TABLE keyword ADD COLUMN target_url TEXT NOT NULL DEFAULT '';

CREATE TABLE rank_series(
  id INTEGER PRIMARY KEY,
  keyword_id INTEGER NOT NULL REFERENCES keyword(id),
  engine TEXT NOT NULL,
  place TEXT NOT NULL,
  device TEXT NOT NULL,
  rank_id INTEGER,
  at INTEGER NOT NULL DEFAULT 0,
  day INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'unmeasured' CHECK(state IN ('ranked', 'not_in_top', 'unmeasured')),
  position INTEGER NOT NULL DEFAULT 0,
  depth INTEGER NOT NULL DEFAULT 0,
  wrong_page INTEGER NOT NULL DEFAULT 0 CHECK(wrong_page IN (0, 1)),
  first_page INTEGER NOT NULL DEFAULT 0,
  UNIQUE(keyword_id, engine, place, device)
) STRICT;
CREATE INDEX rank_series_by_engine ON rank_series(engine, place, device);

CREATE TABLE rank(
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES rank_series(id),
  observation_id INTEGER NOT NULL UNIQUE REFERENCES observation(id),
  at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('ranked', 'not_in_top', 'unmeasured')),
  position INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  wrong_page INTEGER NOT NULL CHECK(wrong_page IN (0, 1)),
  first_page INTEGER NOT NULL,
  url TEXT NOT NULL,
  CHECK((state = 'ranked') = (position > 0)),
  CHECK(state <> 'not_in_top' OR depth > 0)
) STRICT;
CREATE INDEX rank_by_series ON rank(series_id, day, at);

CREATE TABLE rank_row(
  rank_id INTEGER NOT NULL REFERENCES rank(id),
  position INTEGER NOT NULL,
  owner TEXT NOT NULL CHECK(owner IN ('own_page', 'claim', 'competitor')),
  claim_id INTEGER NOT NULL,
  domain TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY(rank_id, position, owner, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rank_row_by_claim ON rank_row(claim_id, rank_id) WHERE claim_id <> 0;

CREATE TABLE rank_move(
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES rank_series(id),
  rank_id INTEGER NOT NULL UNIQUE REFERENCES rank(id),
  at INTEGER NOT NULL,
  from_place REAL NOT NULL,
  to_place REAL NOT NULL,
  lost INTEGER NOT NULL CHECK(lost IN (0, 1)),
  found INTEGER NOT NULL CHECK(found IN (0, 1))
) STRICT;
CREATE INDEX rank_move_by_time ON rank_move(at);
CREATE INDEX rank_move_by_series ON rank_move(series_id, at);

CREATE TRIGGER rank_keeps_rows BEFORE DELETE ON rank
BEGIN SELECT RAISE(ABORT, 'rank is append-only: a row may not be deleted'); END;
CREATE TRIGGER rank_keeps_values BEFORE UPDATE ON rank
BEGIN SELECT RAISE(ABORT, 'rank is append-only: a row may not be changed'); END;
CREATE TRIGGER rank_keeps_ids BEFORE INSERT ON rank
WHEN EXISTS(SELECT 1 FROM rank WHERE id = NEW.id OR observation_id = NEW.observation_id)
BEGIN SELECT RAISE(ABORT, 'rank is append-only: a row may not be replaced'); END;
CREATE TRIGGER rank_row_keeps_rows BEFORE DELETE ON rank_row
BEGIN SELECT RAISE(ABORT, 'rank_row is append-only: a row may not be deleted'); END;
CREATE TRIGGER rank_row_keeps_values BEFORE UPDATE ON rank_row
BEGIN SELECT RAISE(ABORT, 'rank_row is append-only: a row may not be changed'); END;
CREATE TRIGGER rank_row_keeps_ids BEFORE INSERT ON rank_row
WHEN EXISTS(SELECT 1 FROM rank_row WHERE rank_id = NEW.rank_id AND position = NEW.position
            AND owner = NEW.owner AND claim_id = NEW.claim_id)
BEGIN SELECT RAISE(ABORT, 'rank_row is append-only: a row may not be replaced'); END;
CREATE TRIGGER rank_move_keeps_rows BEFORE DELETE ON rank_move
BEGIN SELECT RAISE(ABORT, 'rank_move is append-only: a row may not be deleted'); END;
CREATE TRIGGER rank_move_keeps_values BEFORE UPDATE ON rank_move
BEGIN SELECT RAISE(ABORT, 'rank_move is append-only: a row may not be changed'); END;
CREATE TRIGGER rank_move_keeps_ids BEFORE INSERT ON rank_move
WHEN EXISTS(SELECT 1 FROM rank_move WHERE id = NEW.id OR rank_id = NEW.rank_id)
BEGIN SELECT RAISE(ABORT, 'rank_move is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
