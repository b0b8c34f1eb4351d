#include "store/report_words.h"

namespace vouch::store::report_words {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO report_words(user_id, span, day, reflection, unfinished_reason, tomorrow, at,
                           revision)
  VALUES($1, $2, $3, $4, $5, $6, $7,
    (SELECT count(*) + 1 FROM report_words WHERE user_id = $1 AND span = $2 AND day = $3))
  RETURNING revision)sql";
constexpr std::string_view kOfReport = R"sql(
  SELECT user_id, span, day, reflection, unfinished_reason, tomorrow, at, revision
  FROM report_words WHERE user_id = $1 AND span = $2 AND day = $3 ORDER BY revision DESC)sql";
constexpr std::string_view kOfDays = R"sql(
  SELECT w.user_id, w.span, w.day, w.reflection, w.unfinished_reason, w.tomorrow, w.at, w.revision
  FROM report_words w
  WHERE w.user_id = $1 AND w.span = 'day' AND w.day BETWEEN $2 AND $3
    AND w.revision = (SELECT max(v.revision) FROM report_words v
                      WHERE v.user_id = w.user_id AND v.span = 'day' AND v.day = w.day)
  ORDER BY w.day)sql";

std::string_view word_of(ReportSpan span) {
  return span == ReportSpan::kDay ? "day" : "week";
}

ReportWords read_words(const Row& row) {
  ReportWords out;
  std::string span;
  row.read(out.user, span, out.day, out.reflection, out.unfinished_reason, out.tomorrow, out.at,
           out.revision);
  out.span = span == "day" ? ReportSpan::kDay : ReportSpan::kWeek;
  return out;
}

}  // namespace

Result<int> insert(Connection& db, const ReportWords& words) {
  return db.scalar<int>(kInsert, words.user, word_of(words.span), words.day, words.reflection,
                        words.unfinished_reason, words.tomorrow, words.at);
}

Result<std::vector<ReportWords>> of_report(Connection& db, UserId user, ReportSpan span, Date day) {
  return db.all<ReportWords>(kOfReport, read_words, user, word_of(span), day);
}

Result<std::vector<ReportWords>> of_days(Connection& db, UserId user, Date from, Date to) {
  return db.all<ReportWords>(kOfDays, read_words, user, from, to);
}

}  // namespace vouch::store::report_words
