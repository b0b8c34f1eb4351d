#include "store/migrations/sqlite/schema_0017.h"

namespace vouch::store::migrations {

// week_plan: of one team; a draft until it is published. plan_line: `keywords` ids and `platforms`
// keys, separated by spaces; a line of a published plan is changed, never deleted. plan_day: the
// days of published lines. plan_change: what published lines were before.
const std::string_view kPlans0017 = R"sql(
CREATE TABLE week_plan(
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  published_at INTEGER,
  published_by INTEGER REFERENCES "user"(id),
  PRIMARY KEY(team_id, monday)
) STRICT;
CREATE TABLE plan_line(
  id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  work_type TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK(quantity >= 0),
  keywords TEXT NOT NULL,
  platforms TEXT NOT NULL,
  source TEXT NOT NULL CHECK(source IN ('new', 'copied', 'carried', 'action')),
  note TEXT NOT NULL
) STRICT;
CREATE INDEX plan_line_by_team ON plan_line(team_id, monday, id);
CREATE INDEX plan_line_by_user ON plan_line(user_id, monday, id);
CREATE TABLE plan_day(
  line_id INTEGER NOT NULL REFERENCES plan_line(id),
  day INTEGER NOT NULL,
  quantity INTEGER NOT NULL CHECK(quantity > 0),
  PRIMARY KEY(line_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_change(
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES plan_line(id),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL,
  quantity_before INTEGER NOT NULL,
  quantity_after INTEGER NOT NULL,
  user_before INTEGER NOT NULL REFERENCES "user"(id),
  user_after INTEGER NOT NULL REFERENCES "user"(id)
) STRICT;
CREATE INDEX plan_change_by_line ON plan_change(line_id, id);
CREATE TRIGGER plan_change_keeps_rows BEFORE DELETE ON plan_change
BEGIN SELECT RAISE(ABORT, 'plan_change is append-only: a row may not be deleted'); END;
CREATE TRIGGER plan_change_keeps_values BEFORE UPDATE ON plan_change
BEGIN SELECT RAISE(ABORT, 'plan_change is append-only: a row may not be changed'); END;
CREATE TRIGGER plan_change_keeps_ids BEFORE INSERT ON plan_change
WHEN EXISTS(SELECT 1 FROM plan_change WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'plan_change is append-only: a row may not be replaced'); END;
CREATE TABLE work_hours(
  user_id INTEGER PRIMARY KEY REFERENCES "user"(id),
  minutes_a_day INTEGER NOT NULL CHECK(minutes_a_day BETWEEN 0 AND 1440)
) STRICT;
)sql";

// keyword_fact: what is known of a keyword beside its text. keyword_plan: the words of a team's
// week; `goal`: "index", "rank:10" or empty.
const std::string_view kKeywordFacts0017 = R"sql(
CREATE TABLE keyword_fact(
  keyword_id INTEGER PRIMARY KEY REFERENCES keyword(id),
  group_name TEXT NOT NULL,
  intent INTEGER NOT NULL CHECK(intent BETWEEN 1 AND 5),
  searches INTEGER NOT NULL CHECK(searches >= 0),
  difficulty INTEGER NOT NULL CHECK(difficulty BETWEEN 0 AND 100),
  site_id INTEGER REFERENCES site(id),
  updated_at INTEGER NOT NULL
) STRICT;
CREATE TABLE keyword_plan(
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  keyword_id INTEGER NOT NULL REFERENCES keyword(id),
  goal TEXT NOT NULL,
  user_id INTEGER REFERENCES "user"(id),
  platforms TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY(team_id, monday, keyword_id)
) STRICT, WITHOUT ROWID;
)sql";

// review: of a team's week. spot_check: a verified entry that a person looks at again.
const std::string_view kReviews0017 = R"sql(
CREATE TABLE review(
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  notes TEXT NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  at INTEGER NOT NULL,
  PRIMARY KEY(team_id, monday)
) STRICT;
CREATE TABLE review_action(
  id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  text TEXT NOT NULL,
  user_id INTEGER REFERENCES "user"(id),
  work_type TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK(quantity >= 0),
  state TEXT NOT NULL CHECK(state IN ('open', 'planned', 'done', 'dropped')),
  at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX review_action_by_team ON review_action(team_id, monday, id);
CREATE TABLE spot_check(
  id INTEGER PRIMARY KEY,
  team_id INTEGER NOT NULL REFERENCES team(id),
  monday INTEGER NOT NULL,
  claim_id INTEGER NOT NULL UNIQUE REFERENCES claim(id),
  drawn_at INTEGER NOT NULL,
  is_right INTEGER CHECK(is_right IN (0, 1)),
  by_user INTEGER REFERENCES "user"(id),
  at INTEGER,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX spot_check_by_team ON spot_check(team_id, monday, id);
)sql";

// work_number: what a form of a day said; the newest row of a person, day and form holds.
const std::string_view kNumbers0017 = R"sql(
CREATE TABLE work_number(
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES "user"(id),
  day INTEGER NOT NULL,
  form TEXT NOT NULL,
  numbers TEXT NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  revision INTEGER NOT NULL
) STRICT;
CREATE INDEX work_number_by_day ON work_number(user_id, day, form, id);
CREATE TRIGGER work_number_keeps_rows BEFORE DELETE ON work_number
BEGIN SELECT RAISE(ABORT, 'work_number is append-only: a row may not be deleted'); END;
CREATE TRIGGER work_number_keeps_values BEFORE UPDATE ON work_number
BEGIN SELECT RAISE(ABORT, 'work_number is append-only: a row may not be changed'); END;
CREATE TRIGGER work_number_keeps_ids BEFORE INSERT ON work_number
WHEN EXISTS(SELECT 1 FROM work_number WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'work_number is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
