#include "store/migrations/sqlite/schema_0001.h"

namespace vouch::store::migrations {

const std::string_view kMessages0001 = R"sql(
CREATE TABLE notice(
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  audience TEXT NOT NULL CHECK(audience IN ('employee', 'supervisor', 'operator')),
  recipient_id INTEGER REFERENCES "user"(id),
  claim_id INTEGER REFERENCES claim(id),
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('pending', 'shown', 'dropped')),
  body TEXT NOT NULL,
  marked_at INTEGER
) STRICT;
CREATE INDEX notice_due ON notice(due_at) WHERE state = 'pending';
CREATE INDEX notice_by_claim ON notice(claim_id);
CREATE INDEX notice_by_recipient ON notice(recipient_id, created_at);

CREATE TABLE channel(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK(kind IN ('mail', 'webhook')),
  enabled INTEGER NOT NULL CHECK(enabled IN (0, 1)),
  disabled_why TEXT NOT NULL,
  failing_since INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox(
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  dedup_key TEXT NOT NULL,
  channel_id INTEGER NOT NULL REFERENCES channel(id),
  recipient_id INTEGER REFERENCES "user"(id),
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  group_key TEXT NOT NULL,
  state TEXT NOT NULL
    CHECK(state IN ('pending', 'sending', 'sent', 'dead', 'unknown', 'cancelled')),
  attempt INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  provider_ref TEXT NOT NULL,
  last_code TEXT NOT NULL,
  possible_duplicate INTEGER NOT NULL CHECK(possible_duplicate IN (0, 1))
) STRICT;
CREATE INDEX outbox_due ON outbox(next_at) WHERE state IN ('pending', 'unknown');
CREATE INDEX outbox_open ON outbox(channel_id, group_key, sequence)
  WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_by_state ON outbox(state, sequence);

CREATE TABLE outbox_key(
  dedup_key TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery(
  id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT NOT NULL,
  ms INTEGER NOT NULL,
  UNIQUE(message_id, attempt)
) STRICT;
)sql";

}  // namespace vouch::store::migrations
