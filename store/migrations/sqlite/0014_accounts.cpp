#include "store/migrations/sqlite/schema_0014.h"

namespace vouch::store::migrations {

// account: how a person proves who he is; no row: he cannot sign in. totp_pending: shown to him and
// not confirmed yet. totp_step: the newest step whose code was taken. Secrets that people carry
// (sessions, devices, invitations, recovery codes) are kept as SHA-256: each is random, of 112 bits
// or more. throttle: failures by account, address and device. Times of these tables are of the real
// clock, also in the practice world. audit.chained: the ledger holds the row's digest; rows of
// before have 0.
const std::string_view kAccounts0014 = R"sql(
CREATE TABLE account(
  user_id INTEGER PRIMARY KEY REFERENCES "user"(id),
  password_hash TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  totp_secret BLOB,
  totp_pending BLOB,
  totp_step INTEGER NOT NULL DEFAULT 0,
  totp_since INTEGER,
  CHECK((totp_secret IS NULL) = (totp_since IS NULL))
) STRICT;

CREATE TABLE recovery_code(
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  code_sha256 TEXT NOT NULL,
  used_at INTEGER,
  PRIMARY KEY(user_id, code_sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  code_sha256 TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX invitation_by_user ON invitation(user_id);

CREATE TABLE session(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  token_sha256 TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session(user_id, id) WHERE ended_at IS NULL;

CREATE TABLE device(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  token_sha256 TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX device_by_user ON device(user_id, last_used_at);

CREATE TABLE throttle(
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_by_age ON throttle(next_at);

ALTER TABLE api_token ADD COLUMN scope TEXT NOT NULL DEFAULT 'write'
  CHECK(scope IN ('read', 'write'));

ALTER TABLE audit ADD COLUMN chained INTEGER NOT NULL DEFAULT 0 CHECK(chained IN (0, 1));
CREATE INDEX audit_by_action ON audit(action, id);
CREATE INDEX audit_by_actor ON audit(actor_id, id);
)sql";

}  // namespace vouch::store::migrations
