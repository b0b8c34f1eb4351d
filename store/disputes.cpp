#include "store/disputes.h"

#include <cstdint>

#include <fmt/format.h>

#include "core/hash.h"
#include "store/columns.h"
#include "store/ledger.h"

namespace vouch::store::disputes {
namespace {

constexpr std::string_view kOpen = R"sql(
  INSERT INTO dispute(claim_id, stage, opened_by, text, opened_at, due_at, state, answer)
  VALUES($1, $2, $3, $4, $5, $6, 'open', '') RETURNING id)sql";
constexpr std::string_view kClose = R"sql(
  UPDATE dispute SET state = $2, closed_by = $3, answer = $4, closed_at = $5
  WHERE id = $1 AND state = 'open')sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, claim_id, stage, opened_by, text, opened_at, due_at, state, closed_by, answer, closed_at
  FROM dispute WHERE id = $1)sql";
constexpr std::string_view kForClaim = R"sql(
  SELECT id, claim_id, stage, opened_by, text, opened_at, due_at, state, closed_by, answer, closed_at
  FROM dispute WHERE claim_id = $1 ORDER BY id)sql";
constexpr std::string_view kOpenOnes = R"sql(
  SELECT id, claim_id, stage, opened_by, text, opened_at, due_at, state, closed_by, answer, closed_at
  FROM dispute WHERE state = 'open' ORDER BY due_at, id)sql";
constexpr std::string_view kOpenForClaim = R"sql(
  SELECT id, claim_id, stage, opened_by, text, opened_at, due_at, state, closed_by, answer, closed_at
  FROM dispute WHERE claim_id = $1 AND state = 'open' ORDER BY id LIMIT 1)sql";

constexpr std::string_view kNewest = R"sql(
  SELECT d.id, d.claim_id, d.stage, d.opened_by, d.text, d.opened_at, d.due_at, d.state,
    d.closed_by, d.answer, d.closed_at, c.user_id
  FROM dispute d CROSS JOIN claim c
  WHERE d.id < $1 AND c.id = d.claim_id
    AND (CAST($2 AS BIGINT) IS NULL OR (d.state = 'open') = ($2 = 1))
  ORDER BY d.id DESC LIMIT $3)sql";
constexpr std::string_view kCountOpenOf = R"sql(
  SELECT count(*) FROM dispute d CROSS JOIN claim c
  WHERE d.state = 'open' AND c.id = d.claim_id AND c.user_id = $1)sql";

constexpr std::string_view kOpenedBetween = R"sql(
  SELECT count(*),
    count(CASE WHEN state = 'accepted' OR (state IN ('open', 'expired') AND due_at <= $3) THEN 1 END)
  FROM dispute WHERE opened_at >= $1 AND opened_at < $2)sql";

Dispute read_dispute(const Row& row) {
  Dispute d;
  row.read(d.id, d.claim, d.stage, d.opened_by, d.text, d.opened_at, d.due_at, d.state, d.closed_by,
           d.answer, d.closed_at);
  return d;
}

}  // namespace

Result<DisputeId> open(Connection& db, const Dispute& d) {
  const auto id =
      db.scalar<DisputeId>(kOpen, d.claim, d.stage, d.opened_by, d.text, d.opened_at, d.due_at);
  if (!id) return id;
  const Status noted = Ledger(db).append("dispute", id->value, digest_of_opening(d), d.opened_at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<bool> close(Connection& db, DisputeId id, DisputeState state, UserId closed_by,
                   std::string_view answer, Time at) {
  if (state == DisputeState::kOpen) {
    return fail(ErrorCode::kInvalid, "a dispute is closed as accepted, rejected or expired");
  }
  auto changed = db.run(kClose, id, state, closed_by, answer, at);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed != 1) return false;
  const auto closed = find(db, id);
  if (!closed) return tl::unexpected(closed.error());
  const Status noted =
      Ledger(db).append("dispute_closed", id.value, digest_of_closing(*closed), at);
  if (!noted) return tl::unexpected(noted.error());
  return true;
}

Result<Dispute> find(Connection& db, DisputeId id) {
  auto found = db.first<Dispute>(kFind, read_dispute, id);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no dispute {}", id.value));
  return std::move(**found);
}

Result<std::vector<Dispute>> for_claim(Connection& db, ClaimId claim) {
  return db.all<Dispute>(kForClaim, read_dispute, claim);
}
Result<std::vector<Dispute>> open_ones(Connection& db) {
  return db.all<Dispute>(kOpenOnes, read_dispute);
}
Result<std::optional<Dispute>> open_for_claim(Connection& db, ClaimId claim) {
  return db.first<Dispute>(kOpenForClaim, read_dispute, claim);
}

Result<std::vector<OfPerson>> newest(Connection& db, std::optional<bool> open, std::int64_t before,
                                     int limit) {
  return db.all<OfPerson>(
      kNewest,
      [](const Row& row) {
        OfPerson out;
        Dispute& d = out.dispute;
        row.read(d.id, d.claim, d.stage, d.opened_by, d.text, d.opened_at, d.due_at, d.state,
                 d.closed_by, d.answer, d.closed_at, out.owner);
        return out;
      },
      before > 0 ? before : INT64_MAX, open, limit);
}

Result<std::int64_t> count_open_of(Connection& db, UserId user) {
  return db.scalar<std::int64_t>(kCountOpenOf, user);
}

std::string digest_of_opening(const Dispute& d) {
  Sha256 sum;
  sum.update_field(fmt::format_int(d.claim.value).c_str());
  sum.update_field(d.stage ? to_string(*d.stage) : "");
  sum.update_field(fmt::format_int(d.opened_by.value).c_str());
  sum.update_field(d.text);
  sum.update_field(fmt::format_int(to_millis(d.opened_at)).c_str());
  sum.update_field(fmt::format_int(to_millis(d.due_at)).c_str());
  return to_hex(sum.finish());
}

std::string digest_of_closing(const Dispute& d) {
  Sha256 sum;
  sum.update_field(to_string(d.state));
  sum.update_field(fmt::format_int(d.closed_by.value).c_str());
  sum.update_field(d.answer);
  sum.update_field(d.closed_at ? fmt::format_int(to_millis(*d.closed_at)).c_str() : "");
  return to_hex(sum.finish());
}

Result<Opened> opened_between(Connection& db, Time from, Time to, Time now) {
  const auto counted = db.first<Opened>(
      kOpenedBetween,
      [](const Row& row) {
        Opened out;
        row.read(out.disputes, out.upheld);
        return out;
      },
      from, to, now);
  if (!counted) return tl::unexpected(counted.error());
  return counted->value_or(Opened{});
}

}  // namespace vouch::store::disputes
