#include "store/turned.h"

namespace vouch::store {
namespace {

constexpr std::string_view kTurned = R"sql(
  SELECT claim_id FROM verdict
  WHERE user_id = $1 AND work_day BETWEEN $2 AND $3 AND counted = 1 AND since >= $4 AND since < $5
    AND work IN ('VERIFIED', 'ACCEPTED', 'FAILED', 'REGRESSED', 'CONFIRMED', 'MANUAL')
  ORDER BY claim_id)sql";

}  // namespace

Result<std::vector<ClaimId>> turned(Connection& db, const TurnedRequest& request) {
  return db.all<ClaimId>(
      kTurned,
      [](const Row& row) {
        ClaimId out;
        row.read(out);
        return out;
      },
      request.user, request.first_day, request.last_day, request.from, request.to);
}

}  // namespace vouch::store
