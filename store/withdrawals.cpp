#include "store/withdrawals.h"

#include <optional>

#include <fmt/format.h>

#include "core/hash.h"
#include "store/ledger.h"

namespace vouch::store::withdrawals {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO withdrawal(provider, engine, from_at, to_at, at, reason, by_user)
  VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view kAll = R"sql(
  SELECT id, provider, engine, from_at, to_at, at, reason, by_user FROM withdrawal ORDER BY id)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, provider, engine, from_at, to_at, at, reason, by_user FROM withdrawal
  WHERE id = $1)sql";
constexpr std::string_view kCountIn = R"sql(
  SELECT count(*), count(DISTINCT claim_id) FROM observation
  WHERE claim_id IS NOT NULL AND stage = $1 AND provider = $2 AND negative_proved = 1
    AND route = 'machine' AND observed_at >= $3 AND observed_at <= $4)sql";
constexpr std::string_view kLooks = R"sql(
  SELECT o.claim_id, c.site, substr(o.stage, 7), o.provider, o.outcome = 'FOUND', o.observed_at
  FROM claim c JOIN observation o ON o.claim_id = c.id
  WHERE c.work_day >= $1 AND o.stage LIKE 'index:%' AND o.route = 'machine'
    AND (o.outcome = 'FOUND' OR o.negative_proved = 1)
  ORDER BY o.claim_id, o.stage, o.observed_at, o.id)sql";
constexpr std::string_view kClaimsIn = R"sql(
  SELECT DISTINCT claim_id FROM observation
  WHERE claim_id IS NOT NULL AND stage = $1 AND provider = $2 AND negative_proved = 1
    AND route = 'machine' AND observed_at >= $3 AND observed_at <= $4
  ORDER BY claim_id)sql";

Withdrawal read_withdrawal(const Row& row) {
  Withdrawal one;
  row.read(one.id, one.provider, one.engine, one.from, one.to, one.at, one.reason, one.by);
  return one;
}

std::string digest_of(const Withdrawal& one) {
  Sha256 sum;
  sum.update_field(one.provider);
  sum.update_field(one.engine);
  for (const Time moment : {one.from, one.to, one.at}) {
    sum.update_field(fmt::format_int(to_millis(moment)).c_str());
  }
  if (!one.reason.empty()) {  // rows of before had none
    sum.update_field(one.reason);
    sum.update_field(fmt::format_int(one.by.value).c_str());
  }
  return to_hex(sum.finish());
}

}  // namespace

Result<std::int64_t> insert(Connection& db, const Withdrawal& one) {
  const auto id = db.scalar<std::int64_t>(kInsert, one.provider, one.engine, one.from, one.to,
                                          one.at, one.reason, one.by);
  if (!id) return id;
  const Status noted = Ledger(db).append("withdrawal", *id, digest_of(one), one.at);
  if (!noted) return tl::unexpected(noted.error());
  return id;
}

Result<std::vector<Withdrawal>> all(Connection& db) {
  return db.all<Withdrawal>(kAll, read_withdrawal);
}

Result<std::string> digest(Connection& db, std::int64_t id) {
  const auto found = db.first<Withdrawal>(kFind, read_withdrawal, id);
  if (!found) return tl::unexpected(found.error());
  return *found ? digest_of(**found) : std::string();
}

Result<std::vector<IndexLook>> index_looks(Connection& db, Date since) {
  return db.all<IndexLook>(
      kLooks,
      [](const Row& row) {
        IndexLook look;
        row.read(look.claim, look.site, look.engine, look.provider, look.found, look.at);
        return look;
      },
      since);
}

Result<std::vector<ClaimId>> claims_in(Connection& db, const Withdrawal& window) {
  return db.all<ClaimId>(
      kClaimsIn,
      [](const Row& row) {
        ClaimId claim;
        row.read(claim);
        return claim;
      },
      "index:" + window.engine, window.provider, window.from, window.to);
}

Result<WithdrawnCount> count_in(Connection& db, const Withdrawal& window) {
  const auto found = db.first<WithdrawnCount>(
      kCountIn,
      [](const Row& row) {
        WithdrawnCount count;
        row.read(count.looks, count.claims);
        return count;
      },
      "index:" + window.engine, window.provider, window.from, window.to);
  if (!found) return tl::unexpected(found.error());
  return found->value_or(WithdrawnCount());
}

}  // namespace vouch::store::withdrawals
