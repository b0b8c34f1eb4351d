#include "store/queries.h"

namespace vouch::store::queries {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO query(provider, engine, text, place, device, asked_at, outcome, answer, evidence_id,
    spent)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kLatest = R"sql(
  SELECT id, provider, engine, text, place, device, asked_at, outcome, answer, evidence_id,
    spent
  FROM query
  WHERE engine = $1 AND text = $2 AND place = $3 AND device = $4 AND asked_at >= $5
  ORDER BY asked_at DESC, id DESC LIMIT 1)sql";
constexpr std::string_view kCountSince =
    "SELECT count(*) FROM query WHERE provider = $1 AND asked_at >= $2";

Query read_query(const Row& row) {
  Query query;
  row.read(query.id, query.provider, query.engine, query.text, query.place, query.device,
           query.asked_at, query.outcome, query.answer, query.evidence, query.spent);
  return query;
}

}  // namespace

Result<std::int64_t> insert(Connection& db, const Query& q) {
  return db.scalar<std::int64_t>(kInsert, q.provider, q.engine, q.text, q.place, q.device,
                                 q.asked_at, q.outcome, q.answer, q.evidence, q.spent);
}

Result<std::optional<Query>> latest(Connection& db, std::string_view engine, std::string_view text,
                                    std::string_view place, std::string_view device, Time since) {
  return db.first<Query>(kLatest, read_query, engine, text, place, device, since);
}

Result<std::int64_t> count_since(Connection& db, std::string_view provider, Time since) {
  return db.scalar<std::int64_t>(kCountSince, provider, since);
}

}  // namespace vouch::store::queries
