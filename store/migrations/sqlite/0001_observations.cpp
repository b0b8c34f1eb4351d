#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

const std::string_view kObservations0001 = R"sql(
CREATE TABLE warc_file(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL CHECK(lane IN ('routine', 'negative')),
  opened_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  last_captured_at INTEGER NOT NULL,
  closed_at INTEGER,
  disposed_at INTEGER
) STRICT;

CREATE TABLE evidence(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  record_id BLOB NOT NULL CHECK(length(record_id) = 16),
  record_type TEXT NOT NULL CHECK(record_type IN ('response', 'revisit', 'resource')),
  url TEXT NOT NULL,
  captured_at INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
  payload_sha256 BLOB NOT NULL CHECK(length(payload_sha256) = 32),
  size INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  truncated INTEGER NOT NULL CHECK(truncated IN (0, 1)),
  refers_to INTEGER REFERENCES evidence(id),
  warc_file_id INTEGER NOT NULL REFERENCES warc_file(id),
  byte_offset INTEGER NOT NULL,
  byte_length INTEGER NOT NULL,
  request_offset INTEGER,
  request_length INTEGER
) STRICT;
CREATE INDEX evidence_by_payload ON evidence(payload_sha256) WHERE record_type = 'response';
CREATE INDEX evidence_by_file ON evidence(warc_file_id);
CREATE INDEX evidence_by_referred ON evidence(refers_to) WHERE refers_to IS NOT NULL;

-- A revisit is gone as soon as the file that holds its body is.
CREATE VIEW evidence_place AS
SELECT e.id, e.kind, e.record_type, e.url, e.captured_at, e.sha256, e.payload_sha256, e.size,
  e.http_status, e.truncated, e.refers_to, f.name AS file, e.byte_offset, e.byte_length,
  f.disposed_at IS NOT NULL OR (e.http_status <> 304 AND g.disposed_at IS NOT NULL) AS gone
FROM evidence e JOIN warc_file f ON f.id = e.warc_file_id
LEFT JOIN evidence r ON r.id = e.refers_to LEFT JOIN warc_file g ON g.id = r.warc_file_id;

CREATE TABLE observation(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER REFERENCES claim(id),
  keyword_id INTEGER REFERENCES keyword(id),
  stage TEXT NOT NULL,
  look_no INTEGER NOT NULL,
  look_id INTEGER REFERENCES look(id),
  observed_at INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK(outcome IN ('FOUND', 'NOT_FOUND', 'INCONCLUSIVE', 'NOT_APPLICABLE')),
  reason TEXT NOT NULL,
  negative_proved INTEGER NOT NULL CHECK(negative_proved IN (0, 1)),
  route TEXT NOT NULL CHECK(route IN ('machine', 'person')),
  provider TEXT NOT NULL,
  query TEXT NOT NULL,
  final_url TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  position INTEGER,
  content_digest TEXT NOT NULL,
  detail TEXT NOT NULL,
  CHECK((claim_id IS NULL) <> (keyword_id IS NULL)),
  CHECK(outcome = 'NOT_FOUND' OR NOT negative_proved),
  UNIQUE(claim_id, stage, look_no)
) STRICT;
CREATE UNIQUE INDEX observation_by_keyword ON observation(keyword_id, stage, look_no)
  WHERE keyword_id IS NOT NULL;

CREATE TABLE observation_evidence(
  observation_id INTEGER NOT NULL REFERENCES observation(id),
  ordinal INTEGER NOT NULL,
  evidence_id INTEGER NOT NULL REFERENCES evidence(id),
  PRIMARY KEY(observation_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX observation_evidence_by_evidence ON observation_evidence(evidence_id);

CREATE TABLE decision(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  kind TEXT NOT NULL,
  stage TEXT,
  actor_id INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  until_at INTEGER,
  corrects_id INTEGER REFERENCES decision(id)
) STRICT;
CREATE INDEX decision_by_claim ON decision(claim_id);

CREATE TABLE dispute(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  stage TEXT,
  opened_by INTEGER REFERENCES "user"(id),
  text TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('open', 'accepted', 'rejected', 'expired')),
  closed_by INTEGER REFERENCES "user"(id),
  answer TEXT NOT NULL,
  closed_at INTEGER,
  CHECK((state = 'open') = (closed_at IS NULL))
) STRICT;
CREATE INDEX dispute_by_claim ON dispute(claim_id);
CREATE INDEX dispute_open ON dispute(due_at) WHERE state = 'open';

CREATE TABLE verdict(
  claim_id INTEGER PRIMARY KEY REFERENCES claim(id),
  user_id INTEGER NOT NULL,
  work_day INTEGER NOT NULL,
  counted INTEGER NOT NULL CHECK(counted IN (0, 1)),
  work TEXT NOT NULL,
  phase TEXT NOT NULL,
  reason TEXT NOT NULL,
  stage TEXT,
  since INTEGER NOT NULL,
  public_at INTEGER,
  next_change_at INTEGER,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_by_user ON verdict(user_id, work_day, work, phase, counted);
CREATE INDEX verdict_by_day ON verdict(work_day, user_id, work, phase, counted);
CREATE INDEX verdict_by_work ON verdict(work, claim_id);
CREATE INDEX verdict_by_public ON verdict(public_at) WHERE public_at IS NOT NULL;

CREATE TABLE verdict_engine(
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  engine TEXT NOT NULL,
  verdict TEXT NOT NULL,
  first_indexed_at INTEGER,
  user_id INTEGER NOT NULL,
  work_day INTEGER NOT NULL,
  counted INTEGER NOT NULL CHECK(counted IN (0, 1)),
  PRIMARY KEY(claim_id, engine)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_engine_by_day ON verdict_engine(work_day, user_id, engine, verdict, counted);

CREATE TABLE query(
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  engine TEXT NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL,
  device TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  answer TEXT NOT NULL,
  evidence_id INTEGER REFERENCES evidence(id)
) STRICT;
CREATE INDEX query_by_text ON query(engine, text, place, device, asked_at);
CREATE INDEX query_by_provider ON query(provider, asked_at);

CREATE TABLE canary(
  id INTEGER PRIMARY KEY,
  route TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  passed INTEGER NOT NULL CHECK(passed IN (0, 1)),
  detail TEXT NOT NULL,
  evidence_id INTEGER REFERENCES evidence(id)
) STRICT;
CREATE INDEX canary_by_route ON canary(route, kind, at);
CREATE INDEX canary_by_subject ON canary(route, kind, subject, at);

CREATE TABLE disposal(
  id INTEGER PRIMARY KEY,
  warc_file_id INTEGER NOT NULL REFERENCES warc_file(id),
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  why TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE ledger(
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK(length(digest) = 32),
  hash BLOB NOT NULL CHECK(length(hash) = 32)
) STRICT;
)sql";

}  // namespace vouch::store::migrations
