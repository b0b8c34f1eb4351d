#include "store/migrations/sqlite/schema_0008.h"

namespace vouch::store::migrations {

// How many pages of a site an engine says it has. `pages` is NULL where it was asked and nothing
// was measured; `why` says why.
const std::string_view kSiteCounts0008 = R"sql(
CREATE TABLE site_count(
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL,
  engine TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('estimate', 'official')),
  provider TEXT NOT NULL,
  at INTEGER NOT NULL,
  pages INTEGER CHECK(pages >= 0),
  why TEXT NOT NULL
) STRICT;
CREATE INDEX site_count_by_site ON site_count(domain, engine, kind, at);
CREATE TRIGGER site_count_keeps_rows BEFORE DELETE ON site_count
BEGIN SELECT RAISE(ABORT, 'site_count is append-only: a row may not be deleted'); END;
CREATE TRIGGER site_count_keeps_values BEFORE UPDATE ON site_count
BEGIN SELECT RAISE(ABORT, 'site_count is append-only: a row may not be changed'); END;
CREATE TRIGGER site_count_keeps_ids BEFORE INSERT ON site_count
WHEN EXISTS(SELECT 1 FROM site_count WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'site_count is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
