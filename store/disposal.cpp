#include "store/disposal.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/hash.h"
#include "core/log.h"

namespace vouch::store {
namespace {

constexpr std::string_view kClosedFiles =
    "SELECT id, name, lane, bytes, last_captured_at FROM warc_file "
    "WHERE disposed_at IS NULL AND closed_at IS NOT NULL ORDER BY last_captured_at, id";
constexpr std::string_view kBytesKept =
    "SELECT coalesce(sum(bytes), 0) FROM warc_file WHERE disposed_at IS NULL";
// What a file's evidence stands behind, through revisits in other files too. An index negative
// accuses nobody (design law 10): it is open only under a dispute. A picture is wanted until people
// have decided about its entry.
constexpr std::string_view kStandsBehind = R"sql(
  WITH RECURSIVE behind(id) AS (
    SELECT id FROM evidence WHERE warc_file_id = $1
    UNION
    SELECT r.id FROM evidence r JOIN behind b ON r.refers_to = b.id)
  SELECT coalesce(max(weight), 0) FROM (SELECT CASE
    WHEN EXISTS(SELECT 1 FROM dispute d WHERE d.claim_id = o.claim_id AND d.state = 'open') THEN 2
    WHEN o.stage NOT IN ('live', 'content') THEN 1
    WHEN v.work IN ('VOID', 'WAIVED', 'CONFIRMED', 'ACCEPTED') THEN 1
    WHEN v.work IN ('FAILED', 'REGRESSED', 'DISPUTED') THEN 2
    WHEN EXISTS(SELECT 1 FROM observation later WHERE later.claim_id = o.claim_id
      AND later.stage = o.stage AND later.outcome = 'FOUND'
      AND later.observed_at > o.observed_at) THEN 1
    ELSE 2 END AS weight
  FROM behind b JOIN observation_evidence oe ON oe.evidence_id = b.id
  JOIN observation o ON o.id = oe.observation_id
  LEFT JOIN verdict v ON v.claim_id = o.claim_id
  WHERE o.outcome = 'NOT_FOUND' AND o.claim_id IS NOT NULL
  UNION ALL
  SELECT CASE WHEN v.work IN ('MANUAL', 'DISPUTED') THEN 2 ELSE 0 END
  FROM behind b JOIN attachment a ON a.evidence_id = b.id
  JOIN verdict v ON v.claim_id = a.claim_id) AS reasons)sql";
constexpr std::string_view kMark =
    "UPDATE warc_file SET disposed_at = $2 WHERE name = $1 AND disposed_at IS NULL";
constexpr std::string_view kInsert =
    "INSERT INTO disposal(warc_file_id, name, bytes, why, at) "
    "SELECT id, name, bytes, $2, $3 FROM warc_file WHERE name = $1 RETURNING id";
constexpr std::string_view kFind =
    "SELECT warc_file_id, name, bytes, why, at FROM disposal WHERE id = $1";
constexpr std::string_view kGoneNames = "SELECT name FROM warc_file WHERE disposed_at IS NOT NULL";

enum class Behind { kNoNegative = 0, kClosedNegative = 1, kOpenNegative = 2 };

struct Candidate {
  std::int64_t id = 0;
  Disposed file;
  bool negative_lane = false;
  Time last_captured_at;
  Behind behind = Behind::kNoNegative;

  [[nodiscard]] bool only_positives() const {
    return !negative_lane && behind == Behind::kNoNegative;
  }
};

Candidate read_candidate(const Row& row) {
  Candidate out;
  std::string lane;
  row.read(out.id, out.file.file, lane, out.file.bytes, out.last_captured_at);
  out.negative_lane = lane == "negative";
  return out;
}

}  // namespace

namespace disposal {

Result<std::vector<Disposed>> plan(Connection& db, const DisposalRules& rules) {
  std::vector<Disposed> going;
  auto total = db.scalar<std::int64_t>(kBytesKept);
  if (!total) return tl::unexpected(total.error());
  auto files = db.all<Candidate>(kClosedFiles, read_candidate);
  if (!files) return tl::unexpected(files.error());
  const bool over_budget = rules.budget_bytes > 0 && *total > rules.budget_bytes;

  std::vector<Candidate> others;
  for (Candidate& candidate : *files) {
    const bool too_old = candidate.last_captured_at < rules.keep_since;
    if (!too_old && !over_budget) continue;
    auto behind = db.scalar<std::int64_t>(kStandsBehind, candidate.id);
    if (!behind) return tl::unexpected(behind.error());
    candidate.behind = static_cast<Behind>(*behind);
    if (candidate.behind == Behind::kOpenNegative) continue;
    if (too_old) {
      *total -= candidate.file.bytes;
      candidate.file.why = "age";
      going.push_back(std::move(candidate.file));
    } else {
      others.push_back(std::move(candidate));
    }
  }
  if (rules.budget_bytes <= 0) return going;
  std::stable_partition(others.begin(), others.end(),
                        [](const Candidate& candidate) { return candidate.only_positives(); });
  for (Candidate& candidate : others) {
    if (*total <= rules.budget_bytes) break;
    *total -= candidate.file.bytes;
    candidate.file.why = "budget";
    going.push_back(std::move(candidate.file));
  }
  return going;
}

Result<std::vector<Disposed>> carry_out(WriteContext& context, const DisposalRules& rules) {
  auto going = plan(context.db, rules);
  if (!going) return going;
  for (const Disposed& gone : *going) {
    auto marked = context.db.run(kMark, gone.file, context.now);
    if (!marked) return tl::unexpected(marked.error());
    auto id = context.db.scalar<std::int64_t>(kInsert, gone.file, gone.why, context.now);
    if (!id) return tl::unexpected(id.error());
    auto sum = digest(context.db, *id);
    if (!sum) return tl::unexpected(sum.error());
    auto noted = context.ledger.append("disposal", *id, *sum, context.now);
    if (!noted) return tl::unexpected(noted.error());
    log::notice("store", "evidence file {} ({} bytes) is disposed of: {}", gone.file, gone.bytes,
                gone.why);
  }
  auto left = context.db.scalar<std::int64_t>(kBytesKept);
  if (!left) return tl::unexpected(left.error());
  if (rules.budget_bytes > 0 && *left > rules.budget_bytes) {
    log::warning("store",
                 "evidence takes {} bytes, the budget is {}: the rest stands behind open negatives "
                 "or is still written to",
                 *left, rules.budget_bytes);
  }
  return going;
}

Result<std::int64_t> sweep(Connection& db, const std::filesystem::path& evidence_directory) {
  auto names =
      db.all<std::string>(kGoneNames, [](const Row& row) { return std::string(row.text(0)); });
  if (!names) return tl::unexpected(names.error());
  std::int64_t removed = 0;
  for (const std::string& name : *names) {
    const std::string path = (evidence_directory / name).string();
    auto size = real_files().size(path);
    if (!size && size.error().code == ErrorCode::kNotFound) continue;
    if (!size) return tl::unexpected(size.error());
    auto gone = real_files().remove(path);
    if (!gone) return tl::unexpected(gone.error());
    ++removed;
  }
  if (removed > 0) {
    auto synced = real_files().sync_directory(evidence_directory.string());
    if (!synced) return tl::unexpected(synced.error());
  }
  return removed;
}

Result<std::string> digest(Connection& db, std::int64_t id) {
  auto sum = db.first<std::string>(
      kFind,
      [](const Row& row) {
        Sha256 fields;
        fields.update_field(fmt::format_int(row.integer(0)).c_str());
        fields.update_field(row.text(1));
        fields.update_field(fmt::format_int(row.integer(2)).c_str());
        fields.update_field(row.text(3));
        fields.update_field(fmt::format_int(row.integer(4)).c_str());
        return to_hex(fields.finish());
      },
      id);
  if (!sum) return tl::unexpected(sum.error());
  if (!*sum) return fail(ErrorCode::kNotFound, fmt::format("there is no disposal {}", id));
  return std::move(**sum);
}

}  // namespace disposal
}  // namespace vouch::store
