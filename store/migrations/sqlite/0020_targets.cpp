#include "store/migrations/sqlite/schema_0020.h"

namespace vouch::store::migrations {

// target: the newest row of a metric, month and holder holds. `holder`: id of the team or person, 0
// of the company; `parent`: a person's team. actual: what was reached on days of one month;
// `revises`: the row that it stands for. target_answer: 确认 or 异议 of the person whose target it
// is.
const std::string_view kTargets0020 = R"sql(
CREATE TABLE target(
  id INTEGER PRIMARY KEY,
  metric TEXT NOT NULL,
  scope TEXT NOT NULL CHECK(scope IN ('company', 'team', 'user')),
  holder INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  year INTEGER NOT NULL,
  month INTEGER NOT NULL CHECK(month BETWEEN 1 AND 12),
  amount INTEGER NOT NULL CHECK(amount >= 0),
  weight INTEGER NOT NULL CHECK(weight >= 0),
  locked INTEGER NOT NULL CHECK(locked IN (0, 1)),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX target_by_holder ON target(metric, year, month, scope, holder, parent, id);
CREATE INDEX target_by_person ON target(holder, year, month, id) WHERE scope = 'user';
CREATE TRIGGER target_keeps_rows BEFORE DELETE ON target
BEGIN SELECT RAISE(ABORT, 'target is append-only: a row may not be deleted'); END;
CREATE TRIGGER target_keeps_values BEFORE UPDATE ON target
BEGIN SELECT RAISE(ABORT, 'target is append-only: a row may not be changed'); END;
CREATE TRIGGER target_keeps_ids BEFORE INSERT ON target
WHEN EXISTS(SELECT 1 FROM target WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'target is append-only: a row may not be replaced'); END;
CREATE TABLE actual(
  id INTEGER PRIMARY KEY,
  metric TEXT NOT NULL,
  scope TEXT NOT NULL CHECK(scope IN ('company', 'team', 'user')),
  holder INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL CHECK(to_day >= from_day),
  amount INTEGER NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  revises INTEGER REFERENCES actual(id)
) STRICT;
CREATE UNIQUE INDEX actual_revised_once ON actual(revises) WHERE revises IS NOT NULL;
CREATE INDEX actual_by_day ON actual(metric, from_day, scope, holder, parent);
CREATE TRIGGER actual_keeps_rows BEFORE DELETE ON actual
BEGIN SELECT RAISE(ABORT, 'actual is append-only: a row may not be deleted'); END;
CREATE TRIGGER actual_keeps_values BEFORE UPDATE ON actual
BEGIN SELECT RAISE(ABORT, 'actual is append-only: a row may not be changed'); END;
CREATE TRIGGER actual_keeps_ids BEFORE INSERT ON actual
WHEN EXISTS(SELECT 1 FROM actual WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'actual is append-only: a row may not be replaced'); END;
CREATE TABLE target_answer(
  id INTEGER PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES target(id),
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  agreed INTEGER NOT NULL CHECK(agreed IN (0, 1)),
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX target_answer_by_target ON target_answer(target_id, id);
CREATE TRIGGER target_answer_keeps_rows BEFORE DELETE ON target_answer
BEGIN SELECT RAISE(ABORT, 'target_answer is append-only: a row may not be deleted'); END;
CREATE TRIGGER target_answer_keeps_values BEFORE UPDATE ON target_answer
BEGIN SELECT RAISE(ABORT, 'target_answer is append-only: a row may not be changed'); END;
CREATE TRIGGER target_answer_keeps_ids BEFORE INSERT ON target_answer
WHEN EXISTS(SELECT 1 FROM target_answer WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'target_answer is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
