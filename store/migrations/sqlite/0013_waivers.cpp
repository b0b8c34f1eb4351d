#include "store/migrations/sqlite/schema_0013.h"

namespace vouch::store::migrations {

// waiver_person: who was in the team when a team's waiver was written. Whoever moves later stays
// covered, and brings nobody under it.
const std::string_view kWaivers0013 = R"sql(
CREATE TABLE waiver(
  id INTEGER PRIMARY KEY,
  platform TEXT NOT NULL DEFAULT '',
  user_id INTEGER REFERENCES "user"(id),
  team_id INTEGER REFERENCES team(id),
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL CHECK(to_day >= from_day),
  until_at INTEGER,
  reason TEXT NOT NULL CHECK(reason <> ''),
  by_user INTEGER REFERENCES "user"(id),
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE waiver_person(
  waiver_id INTEGER NOT NULL REFERENCES waiver(id),
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  PRIMARY KEY(waiver_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER waiver_person_keeps_rows BEFORE DELETE ON waiver_person
BEGIN SELECT RAISE(ABORT, 'waiver_person is append-only: a row may not be deleted'); END;
CREATE INDEX waiver_days ON waiver(to_day, from_day);
CREATE INDEX waiver_by_time ON waiver(at);
CREATE TRIGGER waiver_keeps_rows BEFORE DELETE ON waiver
BEGIN SELECT RAISE(ABORT, 'waiver is append-only: a row may not be deleted'); END;
CREATE TRIGGER waiver_ends_once BEFORE UPDATE ON waiver
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
  OR (NEW.id, NEW.platform, NEW.from_day, NEW.to_day, NEW.reason, NEW.author, NEW.at)
     <> (OLD.id, OLD.platform, OLD.from_day, OLD.to_day, OLD.reason, OLD.author, OLD.at)
  OR NEW.user_id IS NOT OLD.user_id OR NEW.team_id IS NOT OLD.team_id
  OR NEW.until_at IS NOT OLD.until_at OR NEW.by_user IS NOT OLD.by_user
BEGIN SELECT RAISE(ABORT, 'waiver is append-only: a row may only be ended, once'); END;
)sql";

}  // namespace vouch::store::migrations
