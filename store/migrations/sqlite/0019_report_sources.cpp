#include "store/migrations/sqlite/schema_0019.h"

namespace vouch::store::migrations {

// report_source: how reading from it goes. report_line: what was taken of it, once for good.
// report_waiting: reports that were not taken as a whole; `body` as it was read.
const std::string_view kReportSources0019 = R"sql(
CREATE TABLE report_source(
  name TEXT PRIMARY KEY,
  state TEXT NOT NULL CHECK(state IN ('never', 'ok', 'put_off', 'failed')),
  detail TEXT NOT NULL,
  last_run_at INTEGER,
  read_up_to INTEGER,
  counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE report_line(
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  report_id TEXT NOT NULL,
  line_key TEXT NOT NULL,
  claim_id INTEGER NOT NULL REFERENCES claim(id),
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_line_once ON report_line(source, report_id, line_key);
CREATE TRIGGER report_line_keeps_rows BEFORE DELETE ON report_line
BEGIN SELECT RAISE(ABORT, 'report_line is append-only: a row may not be deleted'); END;
CREATE TRIGGER report_line_keeps_values BEFORE UPDATE ON report_line
BEGIN SELECT RAISE(ABORT, 'report_line is append-only: a row may not be changed'); END;
CREATE TRIGGER report_line_keeps_ids BEFORE INSERT ON report_line
WHEN EXISTS(SELECT 1 FROM report_line WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'report_line is append-only: a row may not be replaced'); END;
CREATE TABLE report_waiting(
  source TEXT NOT NULL,
  report_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  day INTEGER NOT NULL,
  body TEXT NOT NULL,
  problems TEXT NOT NULL,
  author_known INTEGER NOT NULL CHECK(author_known IN (0, 1)),
  at INTEGER NOT NULL,
  PRIMARY KEY(source, report_id)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace vouch::store::migrations
