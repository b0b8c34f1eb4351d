#include "bench/scale/tables.h"

#include <cstring>

#include "bench/scale/must.h"

namespace vouch::bench::tables {
namespace {

constexpr std::string_view kFile =
    "INSERT INTO warc_file(id, name, lane, opened_at, bytes, last_captured_at, closed_at, "
    "disposed_at) VALUES(1, 'scale.warc.gz', 'routine', $1, 0, $1, $1, $1)";
constexpr std::string_view kLook =
    "INSERT INTO look(id, claim_id, lane, look_no, kind, due_at, state, attempt, site_key) "
    "VALUES($1, $2, $3, $4, $5, $6, $7, 1, $8)";
constexpr std::string_view kObservation =
    "INSERT INTO observation(id, claim_id, stage, look_no, look_id, observed_at, outcome, reason, "
    "negative_proved, route, provider, query, final_url, http_status, content_digest, detail) "
    "VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, 'machine', 'page', '', $10, $11, $12, $13)";
constexpr std::string_view kEvidence =
    "INSERT INTO evidence(id, kind, record_id, record_type, url, captured_at, sha256, "
    "payload_sha256, size, http_status, truncated, warc_file_id, byte_offset, byte_length) "
    "VALUES($1, 'page', $2, 'response', $3, $4, $5, $5, 61440, 200, 0, 1, $6, 16384)";
constexpr std::string_view kTie =
    "INSERT INTO observation_evidence(observation_id, ordinal, evidence_id) VALUES($1, 0, $2)";
constexpr std::string_view kDetail =
    R"({"title":true,"keyword":"main_text","link":{"visible":true,"rel":[]},"canonical":"self"})";
constexpr std::string_view kDigest =
    "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

// Spread like a digest; the same id gives the same bytes.
std::string digest_like(std::int64_t id, std::size_t length) {
  std::string bytes(length, '\0');
  auto state = static_cast<std::uint64_t>(id);
  for (std::size_t i = 0; i < length; i += 8) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t mixed = state ^ (state >> 29);
    std::memcpy(bytes.data() + i, &mixed, 8);
  }
  return bytes;
}

}  // namespace

void add_disposed_file(store::Connection& db, Time at) {
  must(db.run(kFile, at));
}

void add_look(store::Connection& db, const LookRow& row) {
  must(db.run(kLook, row.id, row.claim, row.lane, row.look_no, row.kind, row.due_at, row.state,
              row.site));
}

void add_observation(store::Connection& db, const ObservationRow& row) {
  const Outcome outcome = outcome_of(row.reason);
  const int status = row.reason == Reason::kHttp404 ? 404 : 200;
  must(db.run(kObservation, row.id, row.claim, row.stage, row.look_no, row.look, row.observed_at,
              outcome, row.reason, outcome == Outcome::kNotFound, row.url, status, kDigest,
              kDetail));
}

void add_evidence(store::Connection& db, std::int64_t id, const std::string& url, Time at) {
  const std::string record = digest_like(id, 16);
  const std::string digest = digest_like(id, 32);
  must(db.run(kEvidence, id, store::Blob{record}, url, at, store::Blob{digest}, id * 16384));
}

void tie(store::Connection& db, std::int64_t observation, std::int64_t evidence) {
  must(db.run(kTie, observation, evidence));
}

}  // namespace vouch::bench::tables
