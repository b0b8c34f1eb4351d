#include <fmt/format.h>

#include "core/hash.h"
#include "store/evidence.h"
#include "store/warc/gzip.h"
#include "store/warc/record.h"

namespace vouch::store::evidence {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20U;

constexpr std::string_view kFind =
    "SELECT id, kind, record_type, url, captured_at, sha256, payload_sha256, size, http_status, "
    "truncated, refers_to, file, byte_offset, byte_length, gone FROM evidence_place WHERE id = $1";
constexpr std::string_view kForObservation =
    "SELECT e.id, e.kind, e.record_type, e.url, e.captured_at, e.sha256, e.payload_sha256, e.size, "
    "e.http_status, e.truncated, e.refers_to, e.file, e.byte_offset, e.byte_length, e.gone "
    "FROM observation_evidence oe JOIN evidence_place e ON e.id = oe.evidence_id "
    "WHERE oe.observation_id = $1 ORDER BY oe.ordinal";
constexpr std::string_view kForClaim =
    "SELECT e.id, e.kind, e.record_type, e.url, e.captured_at, e.sha256, e.payload_sha256, e.size, "
    "e.http_status, e.truncated, e.refers_to, e.file, e.byte_offset, e.byte_length, e.gone "
    "FROM observation o JOIN observation_evidence oe ON oe.observation_id = o.id "
    "JOIN evidence_place e ON e.id = oe.evidence_id WHERE o.claim_id = $1";

EvidenceRow read_row(const Row& row) {
  EvidenceRow out;
  row.read(out.id, out.kind, out.record_type, out.url, out.captured_at);
  out.sha256 = to_hex(row.blob(5));
  out.payload_sha256 = to_hex(row.blob(6));
  out.size = row.integer(7);
  out.http_status = static_cast<int>(row.integer(8));
  out.truncated = row.integer(9) != 0;
  out.refers_to.value = row.integer(10);
  out.file = row.text(11);
  out.offset = row.integer(12);
  out.length = row.integer(13);
  out.state = row.integer(14) != 0 ? EvidenceState::kGone : EvidenceState::kPresent;
  return out;
}

Error damaged(const EvidenceRow& row, std::string_view what) {
  return {ErrorCode::kCorrupt,
          fmt::format("evidence {} in {} is damaged ({}): put the file back from the newest backup",
                      row.id.value, row.file, what),
          {}};
}

Result<warc::Record> read_record_of(const std::filesystem::path& directory,
                                    const EvidenceRow& row) {
  auto bytes = read_range((directory / row.file).string(), row.offset, row.length);
  if (!bytes) return tl::unexpected(damaged(row, bytes.error().message));
  const warc::Unpacked member = warc::gunzip_member(*bytes, kMostBytes);
  if (!member.error.empty()) return tl::unexpected(damaged(row, member.error));
  std::size_t position = 0;
  warc::Record record;
  if (!warc::read_record(member.bytes, position, record)) {
    return tl::unexpected(damaged(row, "no record"));
  }
  if (!record.error.empty()) return tl::unexpected(damaged(row, record.error));
  return record;
}

}  // namespace

Result<EvidenceRow> find(Connection& db, EvidenceId id) {
  auto row = db.first<EvidenceRow>(kFind, read_row, id);
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return fail(ErrorCode::kNotFound, fmt::format("there is no evidence {}", id.value));
  }
  return std::move(**row);
}

Result<std::vector<EvidenceRow>> for_observation(Connection& db, ObservationId id) {
  return db.all<EvidenceRow>(kForObservation, read_row, id);
}

Result<std::map<EvidenceId, EvidenceRow>> for_claim(Connection& db, ClaimId id) {
  std::map<EvidenceId, EvidenceRow> rows;
  auto done = db.each(
      kForClaim,
      [&](const Row& row) {
        EvidenceRow out = read_row(row);
        rows.emplace(out.id, std::move(out));
      },
      id);
  if (!done) return tl::unexpected(done.error());
  return rows;
}

Result<std::string> read(Connection& db, const std::filesystem::path& directory, EvidenceId id) {
  auto row = find(db, id);
  if (!row) return tl::unexpected(row.error());
  if (row->state == EvidenceState::kGone) {
    return fail(
        ErrorCode::kUnavailable,
        fmt::format("evidence {} was disposed of; its SHA-256 {} is kept", id.value, row->sha256));
  }
  auto record = read_record_of(directory, *row);
  if (!record) return tl::unexpected(record.error());
  std::string block = std::move(record->block);
  if (row->record_type == "revisit" && row->http_status != 304) {
    auto original = find(db, row->refers_to);
    if (!original) return tl::unexpected(original.error());
    auto body = read_record_of(directory, *original);
    if (!body) return tl::unexpected(body.error());
    block += body->payload();
  }
  if (sha256_hex(block) != row->sha256) {
    return tl::unexpected(damaged(*row, "its SHA-256 differs from the recorded one"));
  }
  return block;
}

}  // namespace vouch::store::evidence
