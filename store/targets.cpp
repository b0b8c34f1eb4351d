#include "store/targets.h"

#include "store/columns.h"

namespace vouch::store {
namespace {

void read_holder(const Row& row, int column, TargetHolder& out) {
  read_word(row, column, out.scope, parse_target_scope, "scope of a target");
  out.holder = row.integer(column + 1);
  out.parent = row.integer(column + 2);
}

MonthTarget read_target(const Row& row) {
  MonthTarget out;
  read_column(row, 0, out.id);
  read_word(row, 1, out.metric, parse_target_metric, "metric of a target");
  read_holder(row, 2, out.holder);
  read_column(row, 5, out.year);
  read_column(row, 6, out.month);
  read_column(row, 7, out.amount);
  read_column(row, 8, out.weight);
  read_column(row, 9, out.locked);
  read_column(row, 10, out.at);
  read_column(row, 11, out.by);
  read_column(row, 12, out.reason);
  return out;
}

Actual read_actual(const Row& row) {
  Actual out;
  read_column(row, 0, out.id);
  read_word(row, 1, out.metric, parse_target_metric, "metric of an actual");
  read_holder(row, 2, out.holder);
  read_column(row, 5, out.from);
  read_column(row, 6, out.to);
  read_column(row, 7, out.amount);
  read_column(row, 8, out.source);
  read_column(row, 9, out.note);
  read_column(row, 10, out.at);
  read_column(row, 11, out.by);
  read_column(row, 12, out.revises);
  return out;
}

}  // namespace

namespace targets {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO target(metric, scope, holder, parent, year, month, amount, weight, locked, at, by_user,
                     reason)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)sql";
constexpr std::string_view kNewest = R"sql(
  SELECT id, metric, scope, holder, parent, year, month, amount, weight, locked, at,
    by_user, reason
  FROM target t WHERE metric = $1 AND year = $2
    AND NOT EXISTS(SELECT 1 FROM target n WHERE n.metric = t.metric AND n.year = t.year
      AND n.month = t.month AND n.scope = t.scope AND n.holder = t.holder AND n.parent = t.parent
      AND n.id > t.id)
  ORDER BY month, scope, holder, parent)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, metric, scope, holder, parent, year, month, amount, weight, locked, at,
    by_user, reason
  FROM target WHERE id = $1)sql";
constexpr std::string_view kOfPerson = R"sql(
  SELECT id, metric, scope, holder, parent, year, month, amount, weight, locked, at,
    by_user, reason
  FROM target t WHERE scope = 'user' AND holder = $1 AND year = $2 AND month = $3
    AND NOT EXISTS(SELECT 1 FROM target n WHERE n.metric = t.metric AND n.year = t.year
      AND n.month = t.month AND n.scope = t.scope AND n.holder = t.holder AND n.parent = t.parent
      AND n.id > t.id)
  ORDER BY id)sql";
constexpr std::string_view kVersions = R"sql(
  SELECT id, metric, scope, holder, parent, year, month, amount, weight, locked, at,
    by_user, reason
  FROM target WHERE metric = $1 AND scope = $2 AND holder = $3 AND parent = $4 AND year = $5
    AND month = $6 ORDER BY id)sql";
constexpr std::string_view kInsertActual = R"sql(
  INSERT INTO actual(metric, scope, holder, parent, from_day, to_day, amount, source, note, at,
                     by_user, revises)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)sql";
constexpr std::string_view kIsRevised = "SELECT EXISTS(SELECT 1 FROM actual WHERE revises = $1)";
constexpr std::string_view kFindActual = R"sql(
  SELECT id, metric, scope, holder, parent, from_day, to_day, amount, source, note, at,
    by_user, revises
  FROM actual WHERE id = $1)sql";
constexpr std::string_view kActuals = R"sql(
  SELECT id, metric, scope, holder, parent, from_day, to_day, amount, source, note, at,
    by_user, revises
  FROM actual a WHERE metric = $1 AND from_day BETWEEN $2 AND $3
    AND NOT EXISTS(SELECT 1 FROM actual n WHERE n.revises = a.id)
  ORDER BY from_day, id)sql";
constexpr std::string_view kHistory = R"sql(
  SELECT id, metric, scope, holder, parent, from_day, to_day, amount, source, note, at,
    by_user, revises
  FROM actual WHERE metric = $1 AND from_day BETWEEN $2 AND $3 ORDER BY id)sql";
constexpr std::string_view kAnswer = R"sql(
  INSERT INTO target_answer(target_id, user_id, agreed, note, at) VALUES($1, $2, $3, $4, $5))sql";
constexpr std::string_view kAnswers = R"sql(
  SELECT a.target_id, a.user_id, a.agreed, a.note, a.at
  FROM target t JOIN target_answer a ON a.target_id = t.id
  WHERE t.metric = $1 AND t.year = $2 AND t.month = $3
    AND NOT EXISTS(SELECT 1 FROM target_answer n WHERE n.target_id = a.target_id AND n.id > a.id)
  ORDER BY a.target_id)sql";

}  // namespace

Result<TargetId> insert(Connection& db, const MonthTarget& target) {
  return db.scalar<TargetId>(kInsert, to_string(target.metric), to_string(target.holder.scope),
                             target.holder.holder, target.holder.parent, target.year, target.month,
                             target.amount, target.weight, target.locked, target.at, target.by,
                             target.reason);
}

Result<std::vector<MonthTarget>> newest(Connection& db, TargetMetric metric, int year) {
  return db.all<MonthTarget>(kNewest, read_target, to_string(metric), year);
}

Result<std::optional<MonthTarget>> find(Connection& db, TargetId id) {
  return db.first<MonthTarget>(kFind, read_target, id);
}

Result<std::vector<MonthTarget>> of_person(Connection& db, UserId user, int year, int month) {
  return db.all<MonthTarget>(kOfPerson, read_target, user, year, month);
}

Result<std::vector<MonthTarget>> versions(Connection& db, TargetMetric metric,
                                          const TargetHolder& holder, int year, int month) {
  return db.all<MonthTarget>(kVersions, read_target, to_string(metric), to_string(holder.scope),
                             holder.holder, holder.parent, year, month);
}

Result<ActualId> insert(Connection& db, const Actual& actual) {
  if (actual.revises) {
    const auto revised = db.scalar<bool>(kIsRevised, actual.revises);
    if (!revised) return tl::unexpected(revised.error());
    if (*revised) return fail(ErrorCode::kConflict, "这一条已经被更正过，请更正最新的那一条");
  }
  return db.scalar<ActualId>(kInsertActual, to_string(actual.metric),
                             to_string(actual.holder.scope), actual.holder.holder,
                             actual.holder.parent, actual.from, actual.to, actual.amount,
                             actual.source, actual.note, actual.at, actual.by, actual.revises);
}

Result<std::optional<Actual>> find(Connection& db, ActualId id) {
  return db.first<Actual>(kFindActual, read_actual, id);
}

Result<std::vector<Actual>> actuals(Connection& db, TargetMetric metric, Date from, Date to) {
  return db.all<Actual>(kActuals, read_actual, to_string(metric), from, to);
}

Result<std::vector<Actual>> history(Connection& db, TargetMetric metric, Date from, Date to) {
  return db.all<Actual>(kHistory, read_actual, to_string(metric), from, to);
}

Status answer(Connection& db, const TargetAnswer& answer) {
  const auto done =
      db.run(kAnswer, answer.target, answer.user, answer.agreed, answer.note, answer.at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::vector<TargetAnswer>> answers(Connection& db, TargetMetric metric, int year,
                                          int month) {
  return db.all<TargetAnswer>(
      kAnswers,
      [](const Row& row) {
        TargetAnswer out;
        row.read(out.target, out.user, out.agreed, out.note, out.at);
        return out;
      },
      to_string(metric), year, month);
}

}  // namespace targets
}  // namespace vouch::store
