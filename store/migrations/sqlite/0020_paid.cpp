#include "store/migrations/sqlite/schema_0020.h"

namespace vouch::store::migrations {

// paid_channel: what is assumed of a channel from a day on; the newest row of a channel and day
// holds. Money in fen, shares in millionths. paid_budget: of a month; the newest holds.
// paid_budget_day: of each channel; a re-plan copies the days that have passed. paid_spend: what a
// channel cost and brought on a day; the newest row of a day and channel holds; NULL: not measured.
const std::string_view kPaid0020 = R"sql(
CREATE TABLE paid_channel(
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  name TEXT NOT NULL,
  effective_from INTEGER NOT NULL,
  clicked INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  inquired INTEGER NOT NULL,
  valid INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  click INTEGER NOT NULL,
  order_value INTEGER NOT NULL,
  margin INTEGER NOT NULL,
  most_clicks_a_day INTEGER,
  active INTEGER NOT NULL CHECK(active IN (0, 1)),
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX paid_channel_by_day ON paid_channel(channel, effective_from, id);
CREATE TRIGGER paid_channel_keeps_rows BEFORE DELETE ON paid_channel
BEGIN SELECT RAISE(ABORT, 'paid_channel is append-only: a row may not be deleted'); END;
CREATE TRIGGER paid_channel_keeps_values BEFORE UPDATE ON paid_channel
BEGIN SELECT RAISE(ABORT, 'paid_channel is append-only: a row may not be changed'); END;
CREATE TRIGGER paid_channel_keeps_ids BEFORE INSERT ON paid_channel
WHEN EXISTS(SELECT 1 FROM paid_channel WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'paid_channel is append-only: a row may not be replaced'); END;
CREATE TABLE paid_budget(
  id INTEGER PRIMARY KEY,
  month INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK(amount >= 0),
  revenue INTEGER,
  wanted_orders INTEGER,
  method TEXT NOT NULL CHECK(method IN ('budget', 'revenue', 'replan')),
  workday INTEGER NOT NULL,
  weekend INTEGER NOT NULL,
  holiday INTEGER NOT NULL,
  makeup INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id),
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX paid_budget_by_month ON paid_budget(month, id);
CREATE TRIGGER paid_budget_keeps_rows BEFORE DELETE ON paid_budget
BEGIN SELECT RAISE(ABORT, 'paid_budget is append-only: a row may not be deleted'); END;
CREATE TRIGGER paid_budget_keeps_values BEFORE UPDATE ON paid_budget
BEGIN SELECT RAISE(ABORT, 'paid_budget is append-only: a row may not be changed'); END;
CREATE TRIGGER paid_budget_keeps_ids BEFORE INSERT ON paid_budget
WHEN EXISTS(SELECT 1 FROM paid_budget WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'paid_budget is append-only: a row may not be replaced'); END;
CREATE TABLE paid_budget_day(
  budget_id INTEGER NOT NULL REFERENCES paid_budget(id),
  channel TEXT NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK(amount >= 0),
  PRIMARY KEY(budget_id, channel, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER paid_budget_day_keeps_rows BEFORE DELETE ON paid_budget_day
BEGIN SELECT RAISE(ABORT, 'paid_budget_day is append-only: a row may not be deleted'); END;
CREATE TRIGGER paid_budget_day_keeps_values BEFORE UPDATE ON paid_budget_day
BEGIN SELECT RAISE(ABORT, 'paid_budget_day is append-only: a row may not be changed'); END;
CREATE TRIGGER paid_budget_day_keeps_ids BEFORE INSERT ON paid_budget_day
WHEN EXISTS(SELECT 1 FROM paid_budget_day
            WHERE budget_id = NEW.budget_id AND channel = NEW.channel AND day = NEW.day)
BEGIN SELECT RAISE(ABORT, 'paid_budget_day is append-only: a row may not be replaced'); END;
CREATE TABLE paid_spend(
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,
  channel TEXT NOT NULL,
  spent INTEGER NOT NULL CHECK(spent >= 0),
  impressions INTEGER,
  clicks INTEGER,
  visits INTEGER,
  inquiries INTEGER,
  leads INTEGER,
  orders INTEGER,
  revenue INTEGER NOT NULL,
  source TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER REFERENCES "user"(id)
) STRICT;
CREATE INDEX paid_spend_by_day ON paid_spend(day, channel, id);
CREATE TRIGGER paid_spend_keeps_rows BEFORE DELETE ON paid_spend
BEGIN SELECT RAISE(ABORT, 'paid_spend is append-only: a row may not be deleted'); END;
CREATE TRIGGER paid_spend_keeps_values BEFORE UPDATE ON paid_spend
BEGIN SELECT RAISE(ABORT, 'paid_spend is append-only: a row may not be changed'); END;
CREATE TRIGGER paid_spend_keeps_ids BEFORE INSERT ON paid_spend
WHEN EXISTS(SELECT 1 FROM paid_spend WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'paid_spend is append-only: a row may not be replaced'); END;
)sql";

}  // namespace vouch::store::migrations
