#include "store/decisions.h"

#include <fmt/format.h>

#include "core/hash.h"
#include "store/columns.h"
#include "store/ledger.h"

namespace vouch::store::decisions {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO decision(claim_id, kind, stage, actor_id, reason, at, until_at, corrects_id)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view kFind =
    "SELECT id, claim_id, kind, stage, actor_id, reason, at, until_at, corrects_id FROM decision "
    "WHERE id = $1";
// A waiver that covers the claim is a decision about it, without a row of its own.
constexpr std::string_view kForClaim = R"sql(
  SELECT id, claim_id, kind, stage, actor_id, reason, at, until_at, corrects_id FROM decision
  WHERE claim_id = $1
  UNION ALL
  SELECT NULL, c.id, 'waive', NULL, w.by_user, w.reason, max(w.at, c.submitted_at),
    min(coalesce(w.until_at, w.ended_at), coalesce(w.ended_at, w.until_at)), NULL
  FROM claim c
  JOIN waiver w ON c.work_day BETWEEN w.from_day AND w.to_day
    AND w.platform IN ('', c.platform) AND (w.user_id IS NULL OR w.user_id = c.user_id)
    AND c.user_id IS NOT w.by_user
  WHERE c.id = $1 AND (w.team_id IS NULL
    OR EXISTS(SELECT 1 FROM waiver_person p WHERE p.waiver_id = w.id AND p.user_id = c.user_id))
  ORDER BY 1, 7)sql";
constexpr std::string_view kList =
    "SELECT id, claim_id, kind, stage, actor_id, reason, at, until_at, corrects_id FROM decision "
    "WHERE id > $1 ORDER BY id LIMIT $2";

Decision read_decision(const Row& row) {
  Decision d;
  row.read(d.id, d.claim, d.kind, d.stage, d.actor, d.reason, d.at, d.until, d.corrects);
  return d;
}

}  // namespace

Result<DecisionId> insert(Connection& db, const Decision& d) {
  auto id = db.scalar<DecisionId>(kInsert, d.claim, d.kind, d.stage, d.actor, d.reason, d.at,
                                  d.until, d.corrects);
  if (!id) return id;
  auto noted = Ledger(db).append("decision", id->value, digest(d), d.at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<Decision> find(Connection& db, DecisionId id) {
  auto found = db.first<Decision>(kFind, read_decision, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no decision {}", id.value));
  return std::move(**found);
}

Result<std::vector<Decision>> for_claim(Connection& db, ClaimId claim) {
  return db.all<Decision>(kForClaim, read_decision, claim);
}
Result<std::vector<Decision>> list(Connection& db, DecisionId after, int limit) {
  return db.all<Decision>(kList, read_decision, after.value, limit);
}

std::string digest(const Decision& d) {
  Sha256 sum;
  sum.update_field(fmt::format_int(d.claim.value).c_str());
  sum.update_field(to_string(d.kind));
  sum.update_field(d.stage ? to_string(*d.stage) : "");
  sum.update_field(fmt::format_int(d.actor.value).c_str());
  sum.update_field(d.reason);
  sum.update_field(fmt::format_int(to_millis(d.at)).c_str());
  sum.update_field(d.until ? fmt::format_int(to_millis(*d.until)).c_str() : "");
  sum.update_field(fmt::format_int(d.corrects.value).c_str());
  return to_hex(sum.finish());
}

}  // namespace vouch::store::decisions
