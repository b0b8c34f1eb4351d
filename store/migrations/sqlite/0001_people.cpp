#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

const std::string_view kPeople0001 = R"sql(
CREATE TABLE team(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  supervisor_id INTEGER REFERENCES "user"(id),
  deputy_id INTEGER REFERENCES "user"(id),
  deputy_first_day INTEGER,
  deputy_last_day INTEGER
) STRICT;

CREATE TABLE "user"(
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE CHECK(login <> ''),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('employee', 'supervisor', 'admin', 'owner')),
  post TEXT NOT NULL,
  team_id INTEGER REFERENCES team(id),
  active INTEGER NOT NULL CHECK(active IN (0, 1)),
  report_weekdays INTEGER NOT NULL CHECK(report_weekdays BETWEEN 0 AND 127),
  link_token TEXT UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX user_by_team ON "user"(team_id);

CREATE TABLE leave(
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL CHECK(last_day >= first_day),
  PRIMARY KEY(user_id, first_day, last_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_token(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  label TEXT NOT NULL,
  token_sha256 TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_token_by_user ON api_token(user_id);

CREATE TABLE site(
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE keyword(
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  priority INTEGER NOT NULL,
  retired INTEGER NOT NULL DEFAULT 0 CHECK(retired IN (0, 1))
) STRICT;

CREATE TABLE record_version(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  effective_from INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  source TEXT NOT NULL,
  text TEXT NOT NULL,
  UNIQUE(kind, key, revision)
) STRICT;

CREATE TABLE audit(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_id INTEGER,
  via TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE setting(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gap(
  id INTEGER PRIMARY KEY,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK(ends_at >= starts_at),
  why TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace vouch::store::migrations
