#include "store/escalations.h"

#include "store/columns.h"

namespace vouch::store::escalations {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO escalation(claim_id, stage, episode, step, workdays, due_at)
  VALUES($1, $2, $3, $4, $5, $6) ON CONFLICT(claim_id, stage, episode, step) DO NOTHING)sql";
constexpr std::string_view kDue = R"sql(
  SELECT id, claim_id, stage, episode, step, workdays, due_at, state FROM escalation
  WHERE state = 'pending' AND due_at <= $1 ORDER BY due_at, id)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT id, claim_id, stage, episode, step, workdays, due_at, state FROM escalation
  WHERE claim_id = $1 ORDER BY id)sql";
constexpr std::string_view kPostpone =
    "UPDATE escalation SET due_at = $2 WHERE id = $1 AND state = 'pending'";
constexpr std::string_view kEnd =
    "UPDATE escalation SET state = $2, at = $3 WHERE id = $1 AND state = 'pending'";

Escalation read_escalation(const Row& row) {
  Escalation out;
  std::string step;
  std::string state;
  row.read(out.id, out.claim, out.stage, out.episode, step, out.workdays, out.due_at, state);
  if (step == to_string(EscalationStep::kOwner)) out.step = EscalationStep::kOwner;
  if (state == to_string(EscalationState::kTold)) out.state = EscalationState::kTold;
  if (state == to_string(EscalationState::kDropped)) out.state = EscalationState::kDropped;
  return out;
}

}  // namespace

Result<bool> insert_once(Connection& db, const Escalation& escalation) {
  const auto added = db.run(kInsert, escalation.claim, escalation.stage, escalation.episode,
                            to_string(escalation.step), escalation.workdays, escalation.due_at);
  if (!added) return tl::unexpected(added.error());
  return *added == 1;
}

Result<std::vector<Escalation>> due(Connection& db, Time now) {
  return db.all<Escalation>(kDue, read_escalation, now);
}

Result<std::vector<Escalation>> of_claim(Connection& db, ClaimId claim) {
  return db.all<Escalation>(kOfClaim, read_escalation, claim);
}

Status postpone(Connection& db, EscalationId id, Time due_at) {
  const auto done = db.run(kPostpone, id, due_at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Status end(Connection& db, EscalationId id, EscalationState state, Time at) {
  const auto done = db.run(kEnd, id, to_string(state), at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace vouch::store::escalations
