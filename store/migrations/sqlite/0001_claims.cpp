#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

const std::string_view kClaims0001 = R"sql(
CREATE TABLE report(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  report_day INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  source TEXT NOT NULL,
  idempotency_key TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_user ON report(user_id, report_day);
CREATE INDEX report_by_day ON report(report_day, user_id);

CREATE TABLE import_answer(
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY(actor, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim(
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report(id),
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  caretaker_id INTEGER REFERENCES "user"(id),
  work_day INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  work_type TEXT NOT NULL,
  platform TEXT NOT NULL,
  title TEXT NOT NULL,
  raw_url TEXT NOT NULL,
  url TEXT NOT NULL,
  strict_key TEXT NOT NULL,
  loose_key TEXT NOT NULL,
  site TEXT NOT NULL,
  link_target TEXT NOT NULL,
  content_asset TEXT NOT NULL,
  late INTEGER NOT NULL CHECK(late IN (0, 1)),
  unplanned INTEGER NOT NULL CHECK(unplanned IN (0, 1)),
  duplicate_of INTEGER REFERENCES claim(id),
  off_list INTEGER NOT NULL CHECK(off_list IN (0, 1)),
  baseline INTEGER NOT NULL CHECK(baseline IN (0, 1)),
  historic INTEGER NOT NULL CHECK(historic IN (0, 1)),
  policy_version_id INTEGER REFERENCES record_version(id),
  platform_version_id INTEGER REFERENCES record_version(id),
  replaced_by INTEGER REFERENCES claim(id)
) STRICT;
CREATE INDEX claim_by_user ON claim(user_id, id);
CREATE INDEX claim_by_report ON claim(report_id);
CREATE INDEX claim_by_day ON claim(work_day, id);
CREATE INDEX claim_by_strict_key ON claim(strict_key, id) WHERE strict_key <> '';
CREATE INDEX claim_by_loose_key ON claim(loose_key, id) WHERE loose_key <> '';

CREATE TABLE claim_keyword(
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  ordinal INTEGER NOT NULL,
  text TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY(claim_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_keyword_by_folded ON claim_keyword(folded, claim_id);

CREATE TABLE look(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER REFERENCES claim(id),
  keyword_id INTEGER REFERENCES keyword(id),
  lane TEXT NOT NULL,
  look_no INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('page', 'index', 'rank', 'timer')),
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('pending', 'done', 'dropped')),
  attempt INTEGER NOT NULL DEFAULT 0,
  site_key TEXT NOT NULL,
  CHECK((claim_id IS NULL) <> (keyword_id IS NULL)),
  UNIQUE(claim_id, lane, look_no)
) STRICT;
CREATE UNIQUE INDEX look_by_keyword ON look(keyword_id, lane, look_no)
  WHERE keyword_id IS NOT NULL;
CREATE INDEX look_due ON look(due_at) WHERE state = 'pending';

CREATE TABLE host_state(
  site TEXT PRIMARY KEY,
  next_at INTEGER NOT NULL,
  delay_ms INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  cool_until INTEGER,
  why TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE robots_cache(
  origin TEXT PRIMARY KEY,
  fetched_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  body TEXT NOT NULL,
  etag TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  unreachable_since INTEGER NOT NULL,
  evidence_id INTEGER REFERENCES evidence(id)
) STRICT;
)sql";

}  // namespace vouch::store::migrations
