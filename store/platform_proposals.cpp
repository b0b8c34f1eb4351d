#include "store/platform_proposals.h"

#include <fmt/format.h>

#include "core/hash.h"
#include "store/ledger.h"

namespace vouch::store::platform_proposals {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO platform_proposal(platform, engine, change, seen, indexed, low, high, from_day,
    to_day, made_at, state)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open') RETURNING id)sql";
constexpr std::string_view kRenew = R"sql(
  UPDATE platform_proposal SET seen = $2, indexed = $3, low = $4, high = $5, from_day = $6,
    to_day = $7
  WHERE id = $1 AND state = 'open')sql";
constexpr std::string_view kSetState = R"sql(
  UPDATE platform_proposal SET state = $2, decided_at = $3, by_user = $4, reason = $5
  WHERE id = $1)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, platform, engine, change, seen, indexed, low, high, from_day, to_day, made_at, state,
    decided_at, by_user, reason
  FROM platform_proposal WHERE id = $1)sql";
constexpr std::string_view kAll = R"sql(
  SELECT id, platform, engine, change, seen, indexed, low, high, from_day, to_day, made_at, state,
    decided_at, by_user, reason
  FROM platform_proposal ORDER BY id DESC)sql";
constexpr std::string_view kInsertOverlay = R"sql(
  INSERT INTO platform_overlay(platform, engine, expectation, at, proposal_id, by_user, reason)
  VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view kOverlays = R"sql(
  SELECT id, platform, engine, expectation, at, proposal_id, by_user, reason
  FROM platform_overlay ORDER BY id)sql";
constexpr std::string_view kOverlay = R"sql(
  SELECT id, platform, engine, expectation, at, proposal_id, by_user, reason
  FROM platform_overlay WHERE id = $1)sql";
constexpr std::string_view kDecided = R"sql(
  SELECT c.platform, v.engine, count(*), sum(v.first_indexed_at IS NOT NULL), min(v.work_day),
    max(v.work_day)
  FROM verdict_engine v JOIN claim c ON c.id = v.claim_id
  WHERE v.work_day >= $1 AND v.verdict IN ('INDEXED', 'NOT_INDEXED', 'LOST') AND c.baseline = 0
  GROUP BY c.platform, v.engine ORDER BY c.platform, v.engine)sql";
constexpr std::string_view kListed = R"sql(
  SELECT c.platform, s.engine, count(DISTINCT r.claim_id), min(k.day), max(k.day)
  FROM rank_row r JOIN rank k ON k.id = r.rank_id JOIN rank_series s ON s.id = k.series_id
  JOIN claim c ON c.id = r.claim_id
  WHERE r.claim_id <> 0 AND r.owner = 'claim' AND k.day >= $1
  GROUP BY c.platform, s.engine ORDER BY c.platform, s.engine)sql";

PlatformProposal read_proposal(const Row& row) {
  PlatformProposal one;
  row.read(one.id, one.platform, one.engine, one.change, one.seen, one.indexed, one.low, one.high,
           one.from, one.to, one.made_at, one.state, one.decided_at, one.by, one.reason);
  return one;
}

PlatformOverlay read_overlay(const Row& row) {
  PlatformOverlay one;
  row.read(one.id, one.platform, one.engine, one.expectation, one.at, one.proposal, one.by,
           one.reason);
  return one;
}

std::string digest_of(const PlatformOverlay& one) {
  Sha256 sum;
  for (const std::string* text : {&one.platform, &one.engine, &one.expectation, &one.reason}) {
    sum.update_field(*text);
  }
  for (const std::int64_t number : {to_millis(one.at), one.proposal, one.by.value}) {
    sum.update_field(fmt::format_int(number).c_str());
  }
  return to_hex(sum.finish());
}

Status done(const Result<std::int64_t>& changed) {
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

}  // namespace

Result<std::int64_t> insert(Connection& db, const PlatformProposal& one) {
  return db.scalar<std::int64_t>(kInsert, one.platform, one.engine, one.change, one.seen,
                                 one.indexed, one.low, one.high, one.from, one.to, one.made_at);
}

Status renew(Connection& db, const PlatformProposal& one) {
  return done(db.run(kRenew, one.id, one.seen, one.indexed, one.low, one.high, one.from, one.to));
}

Status set_state(Connection& db, const PlatformProposal& one) {
  return done(db.run(kSetState, one.id, one.state, one.decided_at, one.by, one.reason));
}

Result<std::optional<PlatformProposal>> find(Connection& db, std::int64_t id) {
  return db.first<PlatformProposal>(kFind, read_proposal, id);
}

Result<std::vector<PlatformProposal>> all(Connection& db) {
  return db.all<PlatformProposal>(kAll, read_proposal);
}

Result<std::int64_t> insert_overlay(Connection& db, const PlatformOverlay& one) {
  const auto id = db.scalar<std::int64_t>(kInsertOverlay, one.platform, one.engine, one.expectation,
                                          one.at, one.proposal, one.by, one.reason);
  if (!id) return id;
  const Status noted = Ledger(db).append("platform_overlay", *id, digest_of(one), one.at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<std::vector<PlatformOverlay>> overlays(Connection& db) {
  return db.all<PlatformOverlay>(kOverlays, read_overlay);
}

Result<std::string> overlay_digest(Connection& db, std::int64_t id) {
  const auto found = db.first<PlatformOverlay>(kOverlay, read_overlay, id);
  if (!found) return tl::unexpected(found.error());
  return *found ? digest_of(**found) : std::string();
}

Result<std::vector<PlatformCount>> decided(Connection& db, Date since) {
  return db.all<PlatformCount>(
      kDecided,
      [](const Row& row) {
        PlatformCount one;
        row.read(one.platform, one.engine, one.claims, one.indexed, one.from, one.to);
        return one;
      },
      since);
}

Result<std::vector<PlatformCount>> listed(Connection& db, Date since) {
  return db.all<PlatformCount>(
      kListed,
      [](const Row& row) {
        PlatformCount one;
        row.read(one.platform, one.engine, one.claims, one.from, one.to);
        one.indexed = one.claims;
        return one;
      },
      since);
}

}  // namespace vouch::store::platform_proposals
