#include "store/work_plans.h"

#include <array>
#include <charconv>

#include "store/columns.h"
#include "store/words.h"

namespace vouch::store {
namespace {

constexpr auto kSources = std::to_array<std::string_view>({"new", "copied", "carried", "action"});
static_assert(kSources.size() == static_cast<std::size_t>(LineSource::kAction) + 1);

std::string_view to_string(LineSource source) {
  return kSources[static_cast<std::size_t>(source)];
}

std::string joined(const std::vector<KeywordId>& ids) {
  std::string out;
  for (const KeywordId id : ids) {
    if (!out.empty()) out += ' ';
    out += std::to_string(id.value);
  }
  return out;
}

}  // namespace

namespace work_plans {
namespace {

constexpr std::string_view kFind =
    "SELECT team_id, monday, published_at, published_by FROM week_plan "
    "WHERE team_id = $1 AND monday = $2";
constexpr std::string_view kBegin =
    "INSERT INTO week_plan(team_id, monday) VALUES($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view kPublish =
    "UPDATE week_plan SET published_at = $3, published_by = $4 "
    "WHERE team_id = $1 AND monday = $2 AND published_at IS NULL";
constexpr std::string_view kWithout = R"sql(
  SELECT DISTINCT team_id FROM week_plan w WHERE w.published_at IS NOT NULL AND w.monday < $1
    AND NOT EXISTS(SELECT 1 FROM week_plan n WHERE n.team_id = w.team_id AND n.monday = $1
      AND n.published_at IS NOT NULL)
  ORDER BY team_id)sql";
constexpr std::string_view kInsertLine = R"sql(
  INSERT INTO plan_line(team_id, monday, user_id, work_type, quantity, keywords, platforms, source,
                        note, asset_id)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kUpdateLine =
    "UPDATE plan_line SET user_id = $2, quantity = $3 WHERE id = $1";
constexpr std::string_view kClear = "DELETE FROM plan_line WHERE team_id = $1 AND monday = $2";
constexpr std::string_view kLine = R"sql(
  SELECT id, team_id, monday, user_id, work_type, quantity, keywords, platforms, source, note,
    asset_id
  FROM plan_line WHERE id = $1)sql";
constexpr std::string_view kLines = R"sql(
  SELECT id, team_id, monday, user_id, work_type, quantity, keywords, platforms, source, note,
    asset_id
  FROM plan_line WHERE team_id = $1 AND monday = $2 ORDER BY id)sql";
constexpr std::string_view kLinesOf = R"sql(
  SELECT l.id, l.team_id, l.monday, l.user_id, l.work_type, l.quantity, l.keywords, l.platforms,
    l.source, l.note, l.asset_id
  FROM plan_line l JOIN week_plan w ON w.team_id = l.team_id AND w.monday = l.monday
  WHERE l.user_id = $1 AND l.monday = $2 AND w.published_at IS NOT NULL ORDER BY l.id)sql";
constexpr std::string_view kHasPlan = R"sql(
  SELECT EXISTS(SELECT 1 FROM plan_line l
    JOIN week_plan w ON w.team_id = l.team_id AND w.monday = l.monday
    WHERE l.user_id = $1 AND l.monday = $2 AND w.published_at IS NOT NULL))sql";
constexpr std::string_view kDropDays = "DELETE FROM plan_day WHERE line_id = $1";
constexpr std::string_view kInsertDay =
    "INSERT INTO plan_day(line_id, day, quantity) VALUES($1, $2, $3)";
constexpr std::string_view kDays = R"sql(
  SELECT d.line_id, d.day, d.quantity FROM plan_day d JOIN plan_line l ON l.id = d.line_id
  WHERE l.team_id = $1 AND l.monday = $2 ORDER BY d.line_id, d.day)sql";
constexpr std::string_view kDaysOf =
    "SELECT line_id, day, quantity FROM plan_day WHERE line_id = $1 ORDER BY day";
constexpr std::string_view kInsertChange = R"sql(
  INSERT INTO plan_change(line_id, at, by_user, reason, quantity_before, quantity_after,
                          user_before, user_after)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kChanges = R"sql(
  SELECT c.line_id, c.at, c.by_user, c.reason, c.quantity_before, c.quantity_after, c.user_before,
    c.user_after
  FROM plan_change c JOIN plan_line l ON l.id = c.line_id
  WHERE l.team_id = $1 AND l.monday = $2 ORDER BY c.id)sql";
constexpr std::string_view kChangesOf = R"sql(
  SELECT c.line_id, c.at, c.by_user, c.reason, c.quantity_before, c.quantity_after, c.user_before,
    c.user_after, l.work_type
  FROM plan_change c JOIN plan_line l ON l.id = c.line_id
  WHERE (c.user_before = $1 OR c.user_after = $1) AND c.at >= $2 AND c.at < $3 ORDER BY c.id)sql";
constexpr std::string_view kDone = R"sql(
  SELECT c.user_id, c.work_type, c.work_day, count(*),
    sum(CASE WHEN v.work IN ('VERIFIED', 'ACCEPTED') THEN 1 ELSE 0 END)
  FROM "user" u JOIN claim c ON c.user_id = u.id LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE u.team_id = $1 AND c.work_day BETWEEN $2 AND $3 AND c.baseline = 0
    AND coalesce(v.work, '') <> 'VOID'
  GROUP BY c.user_id, c.work_type, c.work_day ORDER BY c.user_id, c.work_type, c.work_day)sql";
constexpr std::string_view kDoneBy = R"sql(
  SELECT c.user_id, c.work_type, c.work_day, count(*),
    sum(CASE WHEN v.work IN ('VERIFIED', 'ACCEPTED') THEN 1 ELSE 0 END)
  FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.user_id = $1 AND c.work_day BETWEEN $2 AND $3 AND c.baseline = 0
    AND coalesce(v.work, '') <> 'VOID'
  GROUP BY c.user_id, c.work_type, c.work_day ORDER BY c.work_type, c.work_day)sql";
constexpr std::string_view kMinutes = "SELECT user_id, minutes_a_day FROM work_hours";
constexpr std::string_view kSetMinutes = R"sql(
  INSERT INTO work_hours(user_id, minutes_a_day) VALUES($1, $2)
  ON CONFLICT(user_id) DO UPDATE SET minutes_a_day = $2)sql";

PlanLine read_line(const Row& row) {
  PlanLine out;
  std::string keywords;
  std::string platforms;
  std::string source;
  row.read(out.id, out.team, out.monday, out.user, out.work_type, out.quantity, keywords, platforms,
           source, out.note, out.asset);
  for (const std::string& part : split_words(keywords)) {
    std::int64_t id = 0;
    std::from_chars(part.data(), part.data() + part.size(), id);
    if (id > 0) out.keywords.push_back(KeywordId{id});
  }
  out.platforms = split_words(platforms);
  for (std::size_t i = 0; i < kSources.size(); ++i) {
    if (kSources[i] == source) out.source = static_cast<LineSource>(i);
  }
  return out;
}

PlanDay read_day(const Row& row) {
  PlanDay out;
  row.read(out.line, out.day, out.quantity);
  return out;
}

DonePieces read_done(const Row& row) {
  DonePieces out;
  row.read(out.user, out.work_type, out.day, out.pieces, out.verified);
  return out;
}

Status ran(const Result<std::int64_t>& done) {
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace

Result<std::optional<WeekPlan>> find(Connection& db, TeamId team, Date monday) {
  return db.first<WeekPlan>(
      kFind,
      [](const Row& row) {
        WeekPlan out;
        row.read(out.team, out.monday, out.published_at, out.published_by);
        return out;
      },
      team, monday);
}

Status begin(Connection& db, TeamId team, Date monday) {
  return ran(db.run(kBegin, team, monday));
}

Result<std::vector<TeamId>> without_plan(Connection& db, Date monday) {
  return db.all<TeamId>(
      kWithout,
      [](const Row& row) {
        TeamId out;
        row.read(out);
        return out;
      },
      monday);
}

Result<bool> publish(Connection& db, TeamId team, Date monday, Time at, UserId by) {
  const auto done = db.run(kPublish, team, monday, at, by);
  if (!done) return tl::unexpected(done.error());
  return *done == 1;
}

Result<PlanLineId> insert(Connection& db, const PlanLine& line) {
  return db.scalar<PlanLineId>(kInsertLine, line.team, line.monday, line.user, line.work_type,
                               line.quantity, joined(line.keywords), join_words(line.platforms),
                               to_string(line.source), line.note, line.asset);
}

Status update(Connection& db, const PlanLine& line) {
  return ran(db.run(kUpdateLine, line.id, line.user, line.quantity));
}

Status clear_draft(Connection& db, TeamId team, Date monday) {
  const auto plan = find(db, team, monday);
  if (!plan) return tl::unexpected(plan.error());
  if (*plan && (*plan)->published_at)
    return fail(ErrorCode::kConflict, "the plan of this week is published");
  return ran(db.run(kClear, team, monday));
}

Result<std::optional<PlanLine>> find(Connection& db, PlanLineId id) {
  return db.first<PlanLine>(kLine, read_line, id);
}

Result<std::vector<PlanLine>> lines(Connection& db, TeamId team, Date monday) {
  return db.all<PlanLine>(kLines, read_line, team, monday);
}

Result<std::vector<PlanLine>> lines_of(Connection& db, UserId user, Date monday) {
  return db.all<PlanLine>(kLinesOf, read_line, user, monday);
}

Result<bool> has_plan(Connection& db, UserId user, Date monday) {
  const auto found = db.scalar<std::int64_t>(kHasPlan, user, monday);
  if (!found) return tl::unexpected(found.error());
  return *found != 0;
}

Status put_days(Connection& db, PlanLineId line, const std::vector<PlanDay>& days) {
  if (const Status dropped = ran(db.run(kDropDays, line)); !dropped) return dropped;
  for (const PlanDay& day : days) {
    if (const Status put = ran(db.run(kInsertDay, line, day.day, day.quantity)); !put) return put;
  }
  return {};
}

Result<std::vector<PlanDay>> days(Connection& db, TeamId team, Date monday) {
  return db.all<PlanDay>(kDays, read_day, team, monday);
}

Result<std::vector<PlanDay>> days_of(Connection& db, PlanLineId line) {
  return db.all<PlanDay>(kDaysOf, read_day, line);
}

Status add_change(Connection& db, const PlanChange& change) {
  return ran(db.run(kInsertChange, change.line, change.at, change.by, change.reason,
                    change.quantity_before, change.quantity_after, change.user_before,
                    change.user_after));
}

Result<std::vector<PlanChange>> changes(Connection& db, TeamId team, Date monday) {
  return db.all<PlanChange>(
      kChanges,
      [](const Row& row) {
        PlanChange out;
        row.read(out.line, out.at, out.by, out.reason, out.quantity_before, out.quantity_after,
                 out.user_before, out.user_after);
        return out;
      },
      team, monday);
}

Result<std::vector<ChangeOf>> changes_of(Connection& db, UserId user, Time from, Time to) {
  return db.all<ChangeOf>(
      kChangesOf,
      [](const Row& row) {
        ChangeOf out;
        PlanChange& change = out.change;
        row.read(change.line, change.at, change.by, change.reason, change.quantity_before,
                 change.quantity_after, change.user_before, change.user_after, out.work_type);
        return out;
      },
      user, from, to);
}

Result<std::vector<DonePieces>> done(Connection& db, TeamId team, Date from, Date to) {
  return db.all<DonePieces>(kDone, read_done, team, from, to);
}

Result<std::vector<DonePieces>> done_by(Connection& db, UserId user, Date from, Date to) {
  return db.all<DonePieces>(kDoneBy, read_done, user, from, to);
}

Result<std::map<UserId, int>> work_minutes(Connection& db) {
  const auto rows = db.all<std::pair<UserId, int>>(kMinutes, [](const Row& row) {
    std::pair<UserId, int> out;
    row.read(out.first, out.second);
    return out;
  });
  if (!rows) return tl::unexpected(rows.error());
  return std::map<UserId, int>(rows->begin(), rows->end());
}

Status set_work_minutes(Connection& db, UserId user, int minutes_a_day) {
  return ran(db.run(kSetMinutes, user, minutes_a_day));
}

}  // namespace work_plans
}  // namespace vouch::store
