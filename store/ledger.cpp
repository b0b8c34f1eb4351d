#include "store/ledger.h"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/hash.h"
#include "store/audit.h"
#include "store/decisions.h"
#include "store/digest.h"
#include "store/disposal.h"
#include "store/disputes.h"
#include "store/observations.h"
#include "store/platform_proposals.h"
#include "store/withdrawals.h"

namespace vouch::store {
namespace {

constexpr std::string_view kHead =
    "SELECT sequence, hash FROM ledger ORDER BY sequence DESC LIMIT 1";
constexpr std::string_view kAppend =
    "INSERT INTO ledger(sequence, at, kind, subject, digest, hash) VALUES($1, $2, $3, $4, $5, $6)";
constexpr std::string_view kWalk =
    "SELECT sequence, at, kind, subject, digest, hash FROM ledger WHERE sequence > $1 "
    "ORDER BY sequence LIMIT $2";
constexpr std::string_view kEvidenceDigest = "SELECT sha256 FROM evidence WHERE id = $1";
constexpr std::pair<std::string_view, std::string_view> kCounts[] = {
    {"observation", "SELECT count(*) FROM observation"},
    {"decision", "SELECT count(*) FROM decision"},
    {"dispute", "SELECT count(*) FROM dispute"},
    {"dispute_closed", "SELECT count(*) FROM dispute WHERE state <> 'open'"},
    {"evidence", "SELECT count(*) FROM evidence"},
    {"disposal", "SELECT count(*) FROM disposal"},
    {"withdrawal", "SELECT count(*) FROM withdrawal"},
    {"platform_overlay", "SELECT count(*) FROM platform_overlay"},
    // Rows from before the ledger knew of them have smaller ids.
    {"audit",
     "SELECT count(*) FROM audit WHERE id >= (SELECT min(id) FROM audit WHERE chained = 1)"},
};
constexpr int kChunk = 1000;

struct LedgerRow {
  std::int64_t sequence = 0;
  std::int64_t at = 0;
  std::string kind;
  std::int64_t subject = 0;
  std::string digest;
  std::string hash;
};

std::string chain(std::string_view previous, const LedgerRow& row) {
  Sha256 sum;
  sum.update(previous);
  sum.update_field(fmt::format_int(row.sequence).c_str());
  sum.update_field(fmt::format_int(row.at).c_str());
  sum.update_field(row.kind);
  sum.update_field(fmt::format_int(row.subject).c_str());
  sum.update_field(row.digest);
  const Sha256Bytes bytes = sum.finish();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string no_hash() {
  return std::string(32, '\0');
}

// What the named row hashes to now; "" where it is missing, none where the kind has no row.
std::optional<std::string> digest_now(Connection& db, const LedgerRow& row) {
  if (row.kind == "observation") {
    const auto found = observations::find(db, ObservationId{row.subject});
    return found ? hex_to_bytes(observations::digest(*found)) : std::string();
  }
  if (row.kind == "decision") {
    const auto found = decisions::find(db, DecisionId{row.subject});
    return found ? hex_to_bytes(decisions::digest(*found)) : std::string();
  }
  if (row.kind == "dispute" || row.kind == "dispute_closed") {
    const auto found = disputes::find(db, DisputeId{row.subject});
    if (!found) return std::string();
    return hex_to_bytes(row.kind == "dispute" ? disputes::digest_of_opening(*found)
                                              : disputes::digest_of_closing(*found));
  }
  if (row.kind == "evidence") {
    const auto found = db.first<std::string>(
        kEvidenceDigest, [](const Row& r) { return std::string(r.blob(0)); }, row.subject);
    return found && *found ? **found : std::string();
  }
  if (row.kind == "disposal") {
    const auto found = disposal::digest(db, row.subject);
    return found ? hex_to_bytes(*found) : std::string();
  }
  if (row.kind == "withdrawal") {
    const auto found = withdrawals::digest(db, row.subject);
    return found ? hex_to_bytes(*found) : std::string();
  }
  if (row.kind == "audit") {
    const auto found = audit::digest(db, row.subject);
    return found ? hex_to_bytes(*found) : std::string();
  }
  if (row.kind == "platform_overlay") {
    const auto found = platform_proposals::overlay_digest(db, row.subject);
    return found ? hex_to_bytes(*found) : std::string();
  }
  return std::nullopt;
}

std::string what_is_wrong(Connection& db, const LedgerRow& row, std::int64_t expected,
                          std::string_view previous) {
  if (row.sequence != expected) return fmt::format("row {} is missing", expected);
  if (row.hash != chain(previous, row)) return "its hash does not follow from the row before";
  const auto now = digest_now(db, row);
  if (!now || *now == row.digest) return {};
  if (now->empty()) return fmt::format("{} {} is missing", row.kind, row.subject);
  return fmt::format("{} {} is not what was recorded", row.kind, row.subject);
}

}  // namespace

Status Ledger::append(std::string_view kind, std::int64_t subject, std::string_view digest,
                      Time at) {
  std::int64_t last = 0;
  std::string previous = no_hash();
  auto head = db_->each(kHead, [&](const Row& row) {
    last = row.integer(0);
    previous = std::string(row.blob(1));
  });
  if (!head) return head;
  LedgerRow row{last + 1, to_millis(at), std::string(kind), subject, hex_to_bytes(digest), {}};
  if (row.digest.size() != 32) return fail(ErrorCode::kInternal, "a ledger digest is a SHA-256");
  row.hash = chain(previous, row);
  auto added = db_->run(kAppend, row.sequence, row.at, row.kind, row.subject, Blob{row.digest},
                        Blob{row.hash});
  if (!added) return tl::unexpected(added.error());
  return {};
}

Result<LedgerHead> Ledger::head() {
  return ledger::head(*db_);
}

namespace ledger {

Result<LedgerHead> head(Connection& db) {
  LedgerHead head;
  head.hash = to_hex(no_hash());
  auto done = db.each(kHead, [&](const Row& row) {
    head.sequence = row.integer(0);
    head.hash = to_hex(row.blob(1));
  });
  if (!done) return tl::unexpected(done.error());
  return head;
}

namespace {

Result<LedgerReport> walk(Connection& db) {
  LedgerReport report;
  report.head.hash = to_hex(no_hash());
  std::string previous = no_hash();
  std::map<std::string, std::int64_t> counted;
  while (true) {
    auto rows = db.all<LedgerRow>(
        kWalk,
        [](const Row& r) {
          return LedgerRow{r.integer(0), r.integer(1),           std::string(r.text(2)),
                           r.integer(3), std::string(r.blob(4)), std::string(r.blob(5))};
        },
        report.rows, kChunk);
    if (!rows) return tl::unexpected(rows.error());
    if (rows->empty()) break;
    for (const LedgerRow& row : *rows) {
      const std::string wrong = what_is_wrong(db, row, report.rows + 1, previous);
      if (!wrong.empty()) {
        report.first_bad = row.sequence;
        report.why = fmt::format("ledger row {}: {}", row.sequence, wrong);
        return report;
      }
      previous = row.hash;
      ++report.rows;
      ++counted[row.kind];
    }
  }
  report.head.sequence = report.rows;
  report.head.hash = to_hex(previous);
  for (const auto& [kind, sql] : kCounts) {
    auto rows = db.scalar<std::int64_t>(sql);
    if (!rows) return tl::unexpected(rows.error());
    if (*rows != counted[std::string(kind)]) {
      report.first_bad = report.rows + 1;
      report.why = fmt::format("{} {} rows, but {} in the ledger: some were put in beside it",
                               *rows, kind, counted[std::string(kind)]);
      return report;
    }
  }
  return report;
}

}  // namespace

Result<LedgerReport> verify(Connection& db) {
  if (db.in_transaction()) return walk(db);
  auto begun = db.script("BEGIN");  // one snapshot for all chunks
  if (!begun) return tl::unexpected(begun.error());
  auto report = walk(db);
  auto ended = db.script("COMMIT");
  if (!ended) return tl::unexpected(ended.error());
  return report;
}

}  // namespace ledger
}  // namespace vouch::store
