#include "store/page_memory.h"

namespace vouch::store::page_memory {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT m.claim_id, m.url, m.headers, m.etag, m.last_modified, m.header_date, m.read_at,
    m.received_at, m.evidence_id, m.findings, m.context, m.body_sha256, m.tokens
  FROM page_memory m JOIN evidence_place e ON e.id = m.evidence_id
  WHERE m.claim_id = $1 AND e.gone = 0)sql";
constexpr std::string_view kPut = R"sql(
  INSERT INTO page_memory(claim_id, context, url, headers, etag, last_modified, body_sha256, tokens,
    header_date, read_at, received_at, evidence_id, findings)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT(claim_id) DO UPDATE SET context = $2, url = $3, headers = $4, etag = $5,
    last_modified = $6, body_sha256 = $7, tokens = $8, header_date = $9, read_at = $10,
    received_at = $11, evidence_id = $12, findings = $13)sql";
constexpr std::string_view kForget = "DELETE FROM page_memory WHERE claim_id = $1";

PageMemory read_memory(const Row& row) {
  PageMemory memory;
  row.read(memory.claim, memory.url, memory.headers, memory.etag, memory.last_modified,
           memory.header_date, memory.read_at, memory.received_at, memory.evidence,
           memory.findings);
  memory.context = std::string(row.blob(10));
  memory.body_sha256 = std::string(row.blob(11));
  memory.tokens = std::string(row.blob(12));
  return memory;
}

}  // namespace

Result<std::optional<PageMemory>> find(Connection& db, ClaimId claim) {
  return db.first<PageMemory>(kFind, read_memory, claim);
}

Status put(Connection& db, const PageMemory& memory) {
  const auto done = db.run(kPut, memory.claim, Blob{memory.context}, memory.url, memory.headers,
                           memory.etag, memory.last_modified, Blob{memory.body_sha256},
                           Blob{memory.tokens}, memory.header_date, memory.read_at,
                           memory.received_at, memory.evidence, memory.findings);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Status forget(Connection& db, ClaimId claim) {
  const auto done = db.run(kForget, claim);
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace vouch::store::page_memory
