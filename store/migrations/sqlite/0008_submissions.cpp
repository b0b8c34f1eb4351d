#include "store/migrations/sqlite/schema_0008.h"

namespace vouch::store::migrations {

// `submission`: what is to be told, once a route and URL for ever. `submission_send`: a request,
// written before it leaves and answered once; `spent` is what it takes of the day's quota.
// `submission_event`: what came of a URL in it. `submitted_speed`: index_speed in two groups.
const std::string_view kSubmissions0008 = R"sql(
CREATE TABLE submission(
  id INTEGER PRIMARY KEY,
  route TEXT NOT NULL,
  site TEXT NOT NULL,
  engine TEXT NOT NULL,
  url TEXT NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  queued_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('queued', 'received', 'refused')),
  UNIQUE(url, route)
) STRICT;
CREATE INDEX submission_queued ON submission(route, site, id) WHERE state = 'queued';
CREATE INDEX submission_by_claim ON submission(claim_id);

CREATE TABLE submission_send(
  id INTEGER PRIMARY KEY,
  route TEXT NOT NULL,
  site TEXT NOT NULL,
  day INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  urls INTEGER NOT NULL CHECK(urls > 0),
  spent INTEGER NOT NULL CHECK(spent >= 0),
  answered_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  answer TEXT NOT NULL DEFAULT '',
  remaining INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  rests_until INTEGER,
  needs_person INTEGER NOT NULL DEFAULT 0 CHECK(needs_person IN (0, 1))
) STRICT;
CREATE INDEX submission_send_by_route ON submission_send(route, site, day, id);
CREATE TRIGGER submission_send_keeps_rows BEFORE DELETE ON submission_send
BEGIN SELECT RAISE(ABORT, 'submission_send is append-only: a row may not be deleted'); END;
CREATE TRIGGER submission_send_keeps_values BEFORE UPDATE ON submission_send
WHEN OLD.answered_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'submission_send is answered once: a row may not be changed'); END;

CREATE TABLE submission_event(
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission(id),
  send_id INTEGER NOT NULL REFERENCES submission_send(id),
  outcome TEXT NOT NULL CHECK(outcome IN ('received', 'key_pending', 'refused', 'could_not_submit')),
  why TEXT NOT NULL
) STRICT;
CREATE INDEX submission_event_by_submission ON submission_event(submission_id, id);
CREATE TRIGGER submission_event_keeps_rows BEFORE DELETE ON submission_event
BEGIN SELECT RAISE(ABORT, 'submission_event is append-only: a row may not be deleted'); END;
CREATE TRIGGER submission_event_keeps_values BEFORE UPDATE ON submission_event
BEGIN SELECT RAISE(ABORT, 'submission_event is append-only: a row may not be changed'); END;
CREATE TRIGGER submission_event_keeps_ids BEFORE INSERT ON submission_event
WHEN EXISTS(SELECT 1 FROM submission_event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'submission_event is append-only: a row may not be replaced'); END;

CREATE TABLE submitted_speed(
  engine TEXT NOT NULL,
  submitted INTEGER NOT NULL CHECK(submitted IN (0, 1)),
  pages INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  median_days REAL,
  at INTEGER NOT NULL,
  PRIMARY KEY(engine, submitted)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace vouch::store::migrations
