#include "store/plan_counts.h"

namespace vouch::store::plan_counts {
namespace {

constexpr std::string_view kAsked = R"sql(
  SELECT l.user_id, l.monday, l.work_type, coalesce(d.day, l.monday), coalesce(d.quantity, 0)
  FROM plan_line l JOIN week_plan w ON w.team_id = l.team_id AND w.monday = l.monday
    LEFT JOIN plan_day d ON d.line_id = l.id
  WHERE l.monday BETWEEN $1 AND $2 AND w.published_at IS NOT NULL
  ORDER BY l.user_id, l.id, d.day)sql";
constexpr std::string_view kAskedOf = R"sql(
  SELECT l.user_id, l.monday, l.work_type, coalesce(d.day, l.monday), coalesce(d.quantity, 0)
  FROM plan_line l JOIN week_plan w ON w.team_id = l.team_id AND w.monday = l.monday
    LEFT JOIN plan_day d ON d.line_id = l.id
  WHERE l.user_id = $3 AND l.monday BETWEEN $1 AND $2 AND w.published_at IS NOT NULL
  ORDER BY l.id, d.day)sql";
// In the order of the index: nothing is sorted.
constexpr std::string_view kPieces = R"sql(
  SELECT user_id, work_day, work_type, count(*) FROM verdict
  WHERE work_day BETWEEN $1 AND $2 AND counted = 1 AND work <> 'VOID'
  GROUP BY work_day, user_id, work_type)sql";
constexpr std::string_view kPiecesOf = R"sql(
  SELECT user_id, work_day, work_type, count(*) FROM verdict
  WHERE user_id = $3 AND work_day BETWEEN $1 AND $2 AND counted = 1 AND work <> 'VOID'
  GROUP BY work_day, work_type)sql";
// Handed in a moment ago: no verdict yet. There are few.
constexpr std::string_view kUnjudged = R"sql(
  SELECT c.user_id, c.work_day, c.work_type, 1
  FROM unjudged_claim u CROSS JOIN claim c ON c.id = u.claim_id
  WHERE c.work_day BETWEEN $1 AND $2 AND c.baseline = 0 AND c.historic = 0
    AND (CAST($3 AS BIGINT) IS NULL OR c.user_id = $3))sql";
constexpr std::string_view kLate = R"sql(
  SELECT c.user_id, c.work_day, c.work_type, c.submitted_at
  FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.late = 1 AND c.work_day BETWEEN $1 AND $2 AND c.baseline = 0 AND c.historic = 0
    AND coalesce(v.work, '') <> 'VOID')sql";
constexpr std::string_view kLateOf = R"sql(
  SELECT c.user_id, c.work_day, c.work_type, c.submitted_at
  FROM claim c LEFT JOIN verdict v ON v.claim_id = c.id
  WHERE c.late = 1 AND c.user_id = $3 AND c.work_day BETWEEN $1 AND $2 AND c.baseline = 0
    AND c.historic = 0 AND coalesce(v.work, '') <> 'VOID')sql";
constexpr std::string_view kNumbers = R"sql(
  SELECT user_id, day, form, at FROM work_number
  WHERE revision = 1 AND day BETWEEN $1 AND $2 ORDER BY day, user_id, form)sql";
constexpr std::string_view kNumbersOf = R"sql(
  SELECT user_id, day, form, at FROM work_number
  WHERE revision = 1 AND user_id = $3 AND day BETWEEN $1 AND $2 ORDER BY day, form)sql";

PlanAsked read_asked(const Row& row) {
  PlanAsked out;
  row.read(out.user, out.monday, out.work_type, out.day, out.quantity);
  return out;
}

PlanPieces read_pieces(const Row& row) {
  PlanPieces out;
  row.read(out.user, out.day, out.work_type, out.pieces);
  return out;
}

PlanLate read_late(const Row& row) {
  PlanLate out;
  row.read(out.user, out.day, out.work_type, out.at);
  return out;
}

}  // namespace

Result<std::vector<PlanAsked>> asked(Connection& db, std::optional<UserId> user, Date from,
                                     Date to) {
  if (!user) return db.all<PlanAsked>(kAsked, read_asked, from, to);
  return db.all<PlanAsked>(kAskedOf, read_asked, from, to, *user);
}

Result<std::vector<PlanPieces>> pieces(Connection& db, std::optional<UserId> user, Date from,
                                       Date to) {
  auto out = user ? db.all<PlanPieces>(kPiecesOf, read_pieces, from, to, *user)
                  : db.all<PlanPieces>(kPieces, read_pieces, from, to);
  if (!out) return out;
  const auto more = without_verdict(db, user, from, to);
  if (!more) return more;
  out->insert(out->end(), more->begin(), more->end());
  return out;
}

Result<std::vector<PlanPieces>> without_verdict(Connection& db, std::optional<UserId> user,
                                                Date from, Date to) {
  auto out = db.all<PlanPieces>(kUnjudged, read_pieces, from, to, user);
  if (!out) return out;
  const auto numbers = first_numbers(db, user, from, to);
  if (!numbers) return tl::unexpected(numbers.error());
  for (const PlanLate& one : *numbers) out->push_back({one.user, one.day, one.work_type, 1});
  return out;
}

Result<std::vector<PlanLate>> late_entries(Connection& db, std::optional<UserId> user, Date from,
                                           Date to) {
  if (!user) return db.all<PlanLate>(kLate, read_late, from, to);
  return db.all<PlanLate>(kLateOf, read_late, from, to, *user);
}

Result<std::vector<PlanLate>> first_numbers(Connection& db, std::optional<UserId> user, Date from,
                                            Date to) {
  if (!user) return db.all<PlanLate>(kNumbers, read_late, from, to);
  return db.all<PlanLate>(kNumbersOf, read_late, from, to, *user);
}

}  // namespace vouch::store::plan_counts
