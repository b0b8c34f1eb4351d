#include "store/led_counts.h"

#include "store/columns.h"

namespace vouch::store::led_counts {
namespace {

constexpr std::string_view kPublished = R"sql(
  SELECT team_id, monday, published_at FROM week_plan
  WHERE published_at IS NOT NULL AND monday <= $1 ORDER BY team_id, monday)sql";
constexpr std::string_view kReviews = R"sql(
  SELECT team_id, monday FROM review WHERE monday BETWEEN $1 AND $2
  UNION SELECT team_id, monday FROM review_action WHERE monday BETWEEN $1 AND $2
  UNION SELECT team_id, monday FROM spot_check
        WHERE monday BETWEEN $1 AND $2 AND is_right IS NOT NULL
  ORDER BY team_id, monday)sql";
constexpr std::string_view kActions = R"sql(
  SELECT team_id,
    sum(CASE WHEN at >= $1 AND at < $2 THEN 1 ELSE 0 END),
    sum(CASE WHEN state IN ('done', 'dropped') AND closed_at >= $1 AND closed_at < $2
        THEN 1 ELSE 0 END),
    sum(CASE WHEN state IN ('open', 'planned') THEN 1 ELSE 0 END)
  FROM review_action GROUP BY team_id ORDER BY team_id)sql";
constexpr std::string_view kDisputes = R"sql(
  SELECT c.user_id, d.state, d.due_at, d.closed_at
  FROM dispute d JOIN claim c ON c.id = d.claim_id
  WHERE (d.due_at >= $1 AND d.due_at < $2) OR d.state = 'open' ORDER BY d.id)sql";
constexpr std::string_view kDecisions = R"sql(
  SELECT kind, count(*) FROM decision
  WHERE actor_id = $1 AND at >= $2 AND at < $3
    AND kind IN ('waive', 'confirm', 'overrule', 'accept_manual', 'reject_manual')
  GROUP BY kind ORDER BY kind)sql";
constexpr std::string_view kWaivers =
    "SELECT count(*) FROM waiver WHERE by_user = $1 AND at >= $2 AND at < $3";

}  // namespace

Result<std::vector<LedWeek>> published(Connection& db, Date to) {
  return db.all<LedWeek>(
      kPublished,
      [](const Row& row) {
        LedWeek out;
        row.read(out.team, out.monday, out.published_at);
        return out;
      },
      to);
}

Result<std::vector<LedReview>> reviews(Connection& db, Date from, Date to) {
  return db.all<LedReview>(
      kReviews,
      [](const Row& row) {
        LedReview out;
        row.read(out.team, out.monday);
        return out;
      },
      from, to);
}

Result<std::vector<LedActions>> actions(Connection& db, Time from, Time to) {
  return db.all<LedActions>(
      kActions,
      [](const Row& row) {
        LedActions out;
        row.read(out.team, out.made, out.closed, out.open);
        return out;
      },
      from, to);
}

Result<std::vector<LedDispute>> disputes(Connection& db, Time from, Time to) {
  return db.all<LedDispute>(
      kDisputes,
      [](const Row& row) {
        LedDispute out;
        row.read(out.owner, out.state, out.due_at, out.closed_at);
        return out;
      },
      from, to);
}

Result<std::vector<LedDecisions>> decisions(Connection& db, UserId actor, Time from, Time to) {
  return db.all<LedDecisions>(
      kDecisions,
      [](const Row& row) {
        LedDecisions out;
        row.read(out.kind, out.count);
        return out;
      },
      actor, from, to);
}

Result<std::int64_t> waivers(Connection& db, UserId actor, Time from, Time to) {
  return db.scalar<std::int64_t>(kWaivers, actor, from, to);
}

}  // namespace vouch::store::led_counts
