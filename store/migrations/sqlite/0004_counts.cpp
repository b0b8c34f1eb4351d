#include "store/migrations/sqlite/schema_0004.h"

namespace vouch::store::migrations {

// How many claims of a person have a verdict, by spans of 32 work days (work_day >> 5): what
// counts_by_user and counts_by_engine add up instead of all verdicts. Rows may fall to 0.
const std::string_view kCounts0004 = R"sql(
CREATE TABLE verdict_count(
  user_id INTEGER NOT NULL,
  span INTEGER NOT NULL,
  work TEXT NOT NULL,
  phase TEXT NOT NULL,
  claims INTEGER NOT NULL,
  PRIMARY KEY(user_id, span, work, phase)
) STRICT, WITHOUT ROWID;
INSERT INTO verdict_count(user_id, span, work, phase, claims)
SELECT user_id, work_day >> 5, work, phase, count(*) FROM verdict WHERE counted <> 0
GROUP BY user_id, work_day >> 5, work, phase;
CREATE TRIGGER verdict_counts_new AFTER INSERT ON verdict WHEN NEW.counted <> 0
BEGIN
  INSERT INTO verdict_count(user_id, span, work, phase, claims)
  VALUES(NEW.user_id, NEW.work_day >> 5, NEW.work, NEW.phase, 1)
  ON CONFLICT(user_id, span, work, phase) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER verdict_counts_change AFTER UPDATE ON verdict
WHEN (OLD.user_id, OLD.work_day, OLD.work, OLD.phase, OLD.counted)
  IS NOT (NEW.user_id, NEW.work_day, NEW.work, NEW.phase, NEW.counted)
BEGIN
  UPDATE verdict_count SET claims = claims - 1
  WHERE user_id = OLD.user_id AND span = OLD.work_day >> 5 AND work = OLD.work
    AND phase = OLD.phase AND OLD.counted <> 0;
  INSERT INTO verdict_count(user_id, span, work, phase, claims)
  SELECT NEW.user_id, NEW.work_day >> 5, NEW.work, NEW.phase, 1 WHERE NEW.counted <> 0
  ON CONFLICT(user_id, span, work, phase) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER verdict_counts_gone AFTER DELETE ON verdict WHEN OLD.counted <> 0
BEGIN
  UPDATE verdict_count SET claims = claims - 1
  WHERE user_id = OLD.user_id AND span = OLD.work_day >> 5 AND work = OLD.work
    AND phase = OLD.phase;
END;

CREATE TABLE engine_count(
  user_id INTEGER NOT NULL,
  span INTEGER NOT NULL,
  engine TEXT NOT NULL,
  verdict TEXT NOT NULL,
  claims INTEGER NOT NULL,
  PRIMARY KEY(user_id, span, engine, verdict)
) STRICT, WITHOUT ROWID;
INSERT INTO engine_count(user_id, span, engine, verdict, claims)
SELECT user_id, work_day >> 5, engine, verdict, count(*) FROM verdict_engine WHERE counted <> 0
GROUP BY user_id, work_day >> 5, engine, verdict;
CREATE TRIGGER engine_counts_new AFTER INSERT ON verdict_engine WHEN NEW.counted <> 0
BEGIN
  INSERT INTO engine_count(user_id, span, engine, verdict, claims)
  VALUES(NEW.user_id, NEW.work_day >> 5, NEW.engine, NEW.verdict, 1)
  ON CONFLICT(user_id, span, engine, verdict) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER engine_counts_change AFTER UPDATE ON verdict_engine
WHEN (OLD.user_id, OLD.work_day, OLD.engine, OLD.verdict, OLD.counted)
  IS NOT (NEW.user_id, NEW.work_day, NEW.engine, NEW.verdict, NEW.counted)
BEGIN
  UPDATE engine_count SET claims = claims - 1
  WHERE user_id = OLD.user_id AND span = OLD.work_day >> 5 AND engine = OLD.engine
    AND verdict = OLD.verdict AND OLD.counted <> 0;
  INSERT INTO engine_count(user_id, span, engine, verdict, claims)
  SELECT NEW.user_id, NEW.work_day >> 5, NEW.engine, NEW.verdict, 1 WHERE NEW.counted <> 0
  ON CONFLICT(user_id, span, engine, verdict) DO UPDATE SET claims = claims + 1;
END;
CREATE TRIGGER engine_counts_gone AFTER DELETE ON verdict_engine WHEN OLD.counted <> 0
BEGIN
  UPDATE engine_count SET claims = claims - 1
  WHERE user_id = OLD.user_id AND span = OLD.work_day >> 5 AND engine = OLD.engine
    AND verdict = OLD.verdict;
END;
)sql";

}  // namespace vouch::store::migrations
