#include "store/false_alerts.h"

namespace vouch::store {
namespace {

// The facts of a notice are canonical JSON, in which quotes of foreign texts are escaped.
constexpr std::string_view kNotices = R"sql(
  SELECT count(CASE WHEN kind <> 'correction' THEN 1 END),
    count(CASE WHEN kind = 'correction' AND body LIKE '%"correction":"overturned"%' THEN 1 END),
    count(CASE WHEN kind = 'correction' AND body LIKE '%"correction":"withdrawn"%' THEN 1 END)
  FROM notice
  WHERE state = 'shown' AND audience = 'employee'
    AND kind IN ('needs_correction', 'regressed', 'correction') AND created_at >= $1)sql";
constexpr std::string_view kDisputes = R"sql(
  SELECT count(*), count(CASE WHEN state = 'accepted' OR (state IN ('open', 'expired') AND due_at <= $2) THEN 1 END)
  FROM dispute WHERE opened_at >= $1)sql";
constexpr std::string_view kWaived = R"sql(
  SELECT (SELECT count(DISTINCT claim_id) FROM decision WHERE kind = 'waive' AND at >= $1)
    + (SELECT count(*) FROM waiver WHERE at >= $1))sql";

}  // namespace

Result<FalseAlerts> false_alerts(Connection& db, Time since, Time now) {
  FalseAlerts out;
  out.since = since;
  const auto notices = db.first<int>(
      kNotices,
      [&out](const Row& row) {
        row.read(out.told, out.overturned, out.withdrawn);
        return 0;
      },
      since);
  if (!notices) return tl::unexpected(notices.error());
  const auto disputes = db.first<int>(
      kDisputes,
      [&out](const Row& row) {
        row.read(out.disputes, out.upheld);
        return 0;
      },
      since, now);
  if (!disputes) return tl::unexpected(disputes.error());
  const auto waived = db.scalar<std::int64_t>(kWaived, since);
  if (!waived) return tl::unexpected(waived.error());
  out.waived = *waived;
  return out;
}

}  // namespace vouch::store
