#include "store/reports.h"

#include <fmt/format.h>

namespace vouch::store::reports {
namespace {

constexpr std::string_view kInsert =
    "INSERT INTO report(user_id, report_day, submitted_at, source, idempotency_key) "
    "VALUES($1, $2, $3, $4, $5) RETURNING id";
constexpr std::string_view kFind =
    "SELECT id, user_id, report_day, submitted_at, source, idempotency_key FROM report "
    "WHERE id = $1";
constexpr std::string_view kList =
    "SELECT id, user_id, report_day, submitted_at, source, idempotency_key FROM report "
    "WHERE id > $1 AND (CAST($3 AS BIGINT) IS NULL OR user_id = $3) "
    "AND (CAST($4 AS BIGINT) IS NULL OR report_day >= $4) ORDER BY id LIMIT $2";
constexpr std::string_view kReporters =
    "SELECT DISTINCT user_id FROM report WHERE report_day = $1 AND source <> 'baseline' "
    "ORDER BY user_id";
constexpr std::string_view kAnswer =
    "SELECT answer FROM import_answer WHERE actor = $1 AND key = $2";
constexpr std::string_view kRemember =
    "INSERT INTO import_answer(actor, key, answer, at) VALUES($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING";

constexpr std::string_view kFirstOfDay =
    "SELECT min(submitted_at) FROM report "
    "WHERE user_id = $1 AND report_day = $2 AND source <> 'baseline'";
constexpr std::string_view kFirstOfDays =
    "SELECT user_id, report_day, min(submitted_at) FROM report "
    "WHERE report_day BETWEEN $1 AND $2 AND source <> 'baseline' "
    "GROUP BY report_day, user_id ORDER BY report_day, user_id";

Report read_report(const Row& row) {
  Report report;
  row.read(report.id, report.user, report.date, report.submitted_at, report.source,
           report.idempotency_key);
  return report;
}

}  // namespace

Result<ReportId> insert(Connection& db, const Report& report) {
  return db.scalar<ReportId>(kInsert, report.user, report.date, report.submitted_at, report.source,
                             report.idempotency_key);
}

Result<Report> find(Connection& db, ReportId id) {
  auto report = db.first<Report>(kFind, read_report, id);
  if (!report) return tl::unexpected(report.error());
  if (!*report) return fail(ErrorCode::kNotFound, fmt::format("there is no report {}", id.value));
  return std::move(**report);
}

Result<std::vector<Report>> list(Connection& db, std::optional<UserId> user,
                                 std::optional<Date> since, ReportId after, int limit) {
  return db.all<Report>(kList, read_report, after.value, limit, user, since);
}

Result<std::vector<UserId>> reporters(Connection& db, Date date) {
  return db.all<UserId>(
      kReporters, [](const Row& row) { return UserId{row.integer(0)}; }, date);
}

Result<std::optional<Time>> first_of_day(Connection& db, UserId user, Date date) {
  return db.scalar<std::optional<Time>>(kFirstOfDay, user, date);
}

Result<std::vector<FirstOfDay>> first_of_days(Connection& db, Date from, Date to) {
  return db.all<FirstOfDay>(
      kFirstOfDays,
      [](const Row& row) {
        FirstOfDay out;
        row.read(out.user, out.date, out.at);
        return out;
      },
      from, to);
}

Result<std::optional<std::string>> answer_to(Connection& db, std::string_view actor,
                                             std::string_view key) {
  return db.first<std::string>(
      kAnswer, [](const Row& row) { return std::string(row.text(0)); }, actor, key);
}

Result<bool> remember_answer(Connection& db, std::string_view actor, std::string_view key,
                             std::string_view answer, Time at) {
  auto added = db.run(kRemember, actor, key, answer, at);
  if (!added) return tl::unexpected(added.error());
  return *added == 1;
}

}  // namespace vouch::store::reports
