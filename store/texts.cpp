#include "store/texts.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store::texts {
namespace {

constexpr int kLeastBins = 2;
constexpr int kMostOfOneKey = 400;  // the first texts of a key; more would name no one

constexpr std::string_view kInsert = R"sql(
  INSERT INTO claim_text(claim_id, observation_id, origin_at, page_key, canonical_key, grams,
    sketch, size, text)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id)sql";
constexpr std::string_view kInsertKey =
    "INSERT INTO text_key(key, text_id) VALUES($1, $2) ON CONFLICT DO NOTHING";
constexpr std::string_view kFind = R"sql(
  SELECT id, claim_id, observation_id, origin_at, page_key, canonical_key, grams, sketch
  FROM claim_text
  WHERE id = $1)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT id, claim_id, observation_id, origin_at, page_key, canonical_key, grams, sketch
  FROM claim_text
  WHERE claim_id = $1 ORDER BY id)sql";
constexpr std::string_view kRead = "SELECT text, size FROM claim_text WHERE id = $1";
constexpr std::string_view kWithKey =
    "SELECT text_id FROM text_key WHERE key = $1 ORDER BY text_id LIMIT $2";
constexpr std::string_view kClaimOf = "SELECT claim_id FROM claim_text WHERE id = $1";
constexpr std::string_view kInsertMatch = R"sql(
  INSERT INTO text_match(claim_id, first_claim_id, text_id, first_text_id, share, found_at,
    public_at, passages)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8
  WHERE NOT EXISTS(SELECT 1 FROM text_match WHERE claim_id = $1 AND first_claim_id = $2))sql";
constexpr std::string_view kMatches = R"sql(
  SELECT id, claim_id, first_claim_id, text_id, first_text_id, share, found_at, public_at, passages
  FROM text_match WHERE claim_id = $1 ORDER BY id)sql";

ClaimText read_text(const Row& row) {
  ClaimText text;
  row.read(text.id, text.claim, text.observation, text.origin_at, text.page_key, text.canonical_key,
           text.sketch.grams);
  if (!sketch_from_bytes(row.blob(7), text.sketch)) row.reject(7, "sketch");
  return text;
}

}  // namespace

Result<TextId> insert(Connection& db, const ClaimText& text, const PackedText& packed) {
  const std::string sketch = to_bytes(text.sketch);
  auto id = db.scalar<TextId>(kInsert, text.claim, text.observation, text.origin_at, text.page_key,
                              text.canonical_key, text.sketch.grams, Blob{sketch}, packed.size,
                              Blob{packed.bytes});
  if (!id) return id;
  auto keys = sketch_keys(text.sketch);
  std::sort(keys.begin(), keys.end());
  for (const std::int64_t key : keys) {
    const auto added = db.run(kInsertKey, key, *id);
    if (!added) return tl::unexpected(added.error());
  }
  return id;
}

Result<ClaimText> find(Connection& db, TextId id) {
  auto text = db.first<ClaimText>(kFind, read_text, id);
  if (!text) return tl::unexpected(text.error());
  if (!*text) return fail(ErrorCode::kNotFound, fmt::format("there is no text {}", id.value));
  return std::move(**text);
}

Result<std::vector<ClaimText>> of_claim(Connection& db, ClaimId claim) {
  return db.all<ClaimText>(kOfClaim, read_text, claim);
}

Result<std::string> read(Connection& db, TextId id) {
  struct Packed {
    std::string bytes;
    std::int64_t size = 0;
  };
  const auto packed = db.first<Packed>(
      kRead,
      [](const Row& row) {
        return Packed{std::string(row.blob(0)), row.integer(1)};
      },
      id);
  if (!packed) return tl::unexpected(packed.error());
  if (!*packed) return fail(ErrorCode::kNotFound, fmt::format("there is no text {}", id.value));
  return unpack_text((*packed)->bytes, (*packed)->size);
}

Result<std::vector<TextHit>> alike(Connection& db, const TextSketch& sketch, ClaimId but,
                                   std::size_t most) {
  std::map<std::int64_t, int> bins;
  for (const std::int64_t key : sketch_keys(sketch)) {
    const Status asked = db.each(
        kWithKey, [&](const Row& row) { ++bins[row.integer(0)]; }, key, kMostOfOneKey);
    if (!asked) return tl::unexpected(asked.error());
  }
  std::vector<TextHit> hits;
  for (const auto& [text, count] : bins) {
    if (count >= kLeastBins) hits.push_back({TextId{text}, {}, count});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const TextHit& left, const TextHit& right) {
    return left.bins > right.bins;
  });
  std::vector<TextHit> out;
  for (TextHit& hit : hits) {
    if (out.size() == most) break;
    const auto claim = db.scalar<ClaimId>(kClaimOf, hit.text);
    if (!claim) return tl::unexpected(claim.error());
    hit.claim = *claim;
    if (hit.claim != but) out.push_back(hit);
  }
  return out;
}

Result<bool> insert_match(Connection& db, const TextMatchRow& match) {
  const auto added =
      db.run(kInsertMatch, match.claim, match.first_claim, match.text, match.first_text,
             match.share, match.found_at, match.public_at, match.passages);
  if (!added) return tl::unexpected(added.error());
  return *added > 0;
}

Result<std::vector<TextMatchRow>> matches(Connection& db, ClaimId claim) {
  return db.all<TextMatchRow>(
      kMatches,
      [](const Row& row) {
        TextMatchRow match;
        row.read(match.id, match.claim, match.first_claim, match.text, match.first_text,
                 match.share, match.found_at, match.public_at, match.passages);
        return match;
      },
      claim);
}

}  // namespace vouch::store::texts
