#include "store/canaries.h"

namespace vouch::store::canaries {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO canary(route, kind, subject, at, passed, detail, evidence_id)
  VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view kLatest = R"sql(
  SELECT id, route, kind, subject, at, passed, detail, evidence_id FROM canary
  WHERE route = $1 AND kind = $2 ORDER BY at DESC, id DESC LIMIT 1)sql";
constexpr std::string_view kLatestOfSubject = R"sql(
  SELECT id, route, kind, subject, at, passed, detail, evidence_id FROM canary
  WHERE route = $1 AND kind = $2 AND subject = $3 ORDER BY at DESC, id DESC LIMIT 1)sql";
constexpr std::string_view kSince = R"sql(
  SELECT id, route, kind, subject, at, passed, detail, evidence_id FROM canary
  WHERE route = $1 AND at >= $2 ORDER BY at, id)sql";

Canary read_canary(const Row& row) {
  Canary canary;
  row.read(canary.id, canary.route, canary.kind, canary.subject, canary.at, canary.passed,
           canary.detail, canary.evidence);
  return canary;
}

}  // namespace

Result<std::int64_t> insert(Connection& db, const Canary& c) {
  return db.scalar<std::int64_t>(kInsert, c.route, c.kind, c.subject, c.at, c.passed, c.detail,
                                 c.evidence);
}

Result<std::optional<Canary>> latest(Connection& db, std::string_view route, std::string_view kind,
                                     std::string_view subject) {
  if (subject.empty()) return db.first<Canary>(kLatest, read_canary, route, kind);
  return db.first<Canary>(kLatestOfSubject, read_canary, route, kind, subject);
}

Result<std::vector<Canary>> since(Connection& db, std::string_view route, Time since) {
  return db.all<Canary>(kSince, read_canary, route, since);
}

}  // namespace vouch::store::canaries
