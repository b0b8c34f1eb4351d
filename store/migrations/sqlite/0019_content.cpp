#include "store/migrations/sqlite/schema_0019.h"

namespace vouch::store::migrations {

// asset: what an editor hands on. asset_link: the newest of an entry holds; without an asset: none.
const std::string_view kAssets0019 = R"sql(
CREATE TABLE asset(
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  url TEXT NOT NULL,
  url_key TEXT NOT NULL,
  made_by INTEGER REFERENCES "user"(id),
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER asset_keeps_rows BEFORE DELETE ON asset
BEGIN SELECT RAISE(ABORT, 'asset is append-only: a row may not be deleted'); END;
CREATE TRIGGER asset_keeps_values BEFORE UPDATE ON asset
BEGIN SELECT RAISE(ABORT, 'asset is append-only: a row may not be changed'); END;
CREATE TRIGGER asset_keeps_ids BEFORE INSERT ON asset
WHEN EXISTS(SELECT 1 FROM asset WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'asset is append-only: a row may not be replaced'); END;
CREATE TABLE asset_link(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  asset_id INTEGER REFERENCES asset(id),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  how TEXT NOT NULL CHECK(how IN ('hand_in', 'plan', 'person'))
) STRICT;
CREATE INDEX asset_link_by_claim ON asset_link(claim_id, id);
CREATE INDEX asset_link_by_asset ON asset_link(asset_id, claim_id);
CREATE TRIGGER asset_link_keeps_rows BEFORE DELETE ON asset_link
BEGIN SELECT RAISE(ABORT, 'asset_link is append-only: a row may not be deleted'); END;
CREATE TRIGGER asset_link_keeps_values BEFORE UPDATE ON asset_link
BEGIN SELECT RAISE(ABORT, 'asset_link is append-only: a row may not be changed'); END;
CREATE TRIGGER asset_link_keeps_ids BEFORE INSERT ON asset_link
WHEN EXISTS(SELECT 1 FROM asset_link WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'asset_link is append-only: a row may not be replaced'); END;
ALTER TABLE plan_line ADD COLUMN asset_id INTEGER REFERENCES asset(id);
CREATE INDEX plan_line_by_asset ON plan_line(asset_id) WHERE asset_id IS NOT NULL;
)sql";

// credit_version: the newest of an entry holds; its shares are those of its number, none: all is
// its owner's.
const std::string_view kCredit0019 = R"sql(
CREATE TABLE credit_version(
  id INTEGER PRIMARY KEY,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX credit_version_by_claim ON credit_version(claim_id, id);
CREATE TRIGGER credit_version_keeps_rows BEFORE DELETE ON credit_version
BEGIN SELECT RAISE(ABORT, 'credit_version is append-only: a row may not be deleted'); END;
CREATE TRIGGER credit_version_keeps_values BEFORE UPDATE ON credit_version
BEGIN SELECT RAISE(ABORT, 'credit_version is append-only: a row may not be changed'); END;
CREATE TRIGGER credit_version_keeps_ids BEFORE INSERT ON credit_version
WHEN EXISTS(SELECT 1 FROM credit_version WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'credit_version is append-only: a row may not be replaced'); END;
CREATE TABLE credit_share(
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES credit_version(id),
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  basis_points INTEGER NOT NULL CHECK(basis_points BETWEEN 1 AND 10000),
  hundredths INTEGER NOT NULL CHECK(hundredths BETWEEN 0 AND 100)
) STRICT;
CREATE UNIQUE INDEX credit_share_by_version ON credit_share(version_id, user_id);
CREATE INDEX credit_share_by_user ON credit_share(user_id, version_id);
CREATE TRIGGER credit_share_keeps_rows BEFORE DELETE ON credit_share
BEGIN SELECT RAISE(ABORT, 'credit_share is append-only: a row may not be deleted'); END;
CREATE TRIGGER credit_share_keeps_values BEFORE UPDATE ON credit_share
BEGIN SELECT RAISE(ABORT, 'credit_share is append-only: a row may not be changed'); END;
CREATE TRIGGER credit_share_keeps_ids BEFORE INSERT ON credit_share
WHEN EXISTS(SELECT 1 FROM credit_share WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'credit_share is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
