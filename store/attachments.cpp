#include "store/attachments.h"

#include "store/columns.h"

namespace vouch::store::attachments {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO attachment(claim_id, evidence_id, user_id, at, name, content_type, sha256, size, text,
                         drawn)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT id, claim_id, evidence_id, user_id, at, name, content_type, sha256, size, text, drawn
  FROM attachment WHERE claim_id = $1 ORDER BY at, id)sql";
constexpr std::string_view kOfEvidence = R"sql(
  SELECT id, claim_id, evidence_id, user_id, at, name, content_type, sha256, size, text, drawn
  FROM attachment WHERE evidence_id = $1 ORDER BY at, id)sql";
constexpr std::string_view kOther = R"sql(
  SELECT claim_id FROM attachment WHERE sha256 = $1 AND claim_id <> $2
  ORDER BY at, id LIMIT 1)sql";

Attachment read_attachment(const Row& row) {
  Attachment out;
  bool drawn = false;
  row.read(out.id, out.claim, out.evidence, out.person, out.at, out.name, out.content_type,
           out.sha256, out.size, out.text, drawn);
  if (constexpr int kDrawn = 10; !row.is_null(kDrawn)) out.drawn = drawn;
  return out;
}

}  // namespace

Result<AttachmentId> insert(Connection& db, const Attachment& attachment) {
  const auto drawn =
      attachment.drawn ? std::optional<int>(*attachment.drawn ? 1 : 0) : std::nullopt;
  return db.scalar<AttachmentId>(kInsert, attachment.claim, attachment.evidence, attachment.person,
                                 attachment.at, attachment.name, attachment.content_type,
                                 attachment.sha256, attachment.size, attachment.text, drawn);
}

Result<std::vector<Attachment>> of_claim(Connection& db, ClaimId claim) {
  return db.all<Attachment>(kOfClaim, read_attachment, claim);
}

Result<std::vector<Attachment>> of_evidence(Connection& db, EvidenceId evidence) {
  return db.all<Attachment>(kOfEvidence, read_attachment, evidence);
}

Result<std::optional<ClaimId>> other_claim_with(Connection& db, std::string_view sha256,
                                                ClaimId claim) {
  return db.first<ClaimId>(
      kOther,
      [](const Row& row) {
        ClaimId out;
        row.read(out);
        return out;
      },
      sha256, claim);
}

}  // namespace vouch::store::attachments
