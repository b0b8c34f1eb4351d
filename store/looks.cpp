#include "store/looks.h"

#include <array>

#include <fmt/format.h>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"page", "index", "rank", "timer"};
constexpr std::array<std::string_view, 3> kStates = {"pending", "done", "dropped"};

constexpr std::string_view kInsert = R"sql(
  INSERT INTO look(claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key)
  VALUES($1, $2, $3, $4, $5, $6, 'pending', 0, $7) RETURNING id)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key
  FROM look WHERE id = $1)sql";
constexpr std::string_view kDue =
    "SELECT id, due_at, site_key FROM look "
    "WHERE state = 'pending' AND due_at <= $1 ORDER BY due_at LIMIT $2";
constexpr std::string_view kDueAll =
    "SELECT id, due_at, site_key FROM look WHERE state = 'pending' ORDER BY due_at";
constexpr std::string_view kNextDue = "SELECT min(due_at) FROM look WHERE state = 'pending'";
constexpr std::string_view kEngineLooksDue = R"sql(
  SELECT lane, count(*) FROM look
  WHERE state = 'pending' AND due_at <= $1 AND kind IN ('index', 'rank') GROUP BY lane)sql";
constexpr std::string_view kCountDue =
    "SELECT count(*) FROM look WHERE state = 'pending' AND due_at <= $1";
constexpr std::string_view kLease =
    "UPDATE look SET attempt = attempt + 1 WHERE id = $1 AND attempt = $2 AND state = 'pending'";
constexpr std::string_view kFinish =
    "UPDATE look SET state = 'done' WHERE id = $1 AND attempt = $2 AND state = 'pending'";
constexpr std::string_view kPostpone =
    "UPDATE look SET due_at = $3, attempt = attempt + 1 "
    "WHERE id = $1 AND attempt = $2 AND state = 'pending'";
constexpr std::string_view kReschedule =
    "UPDATE look SET due_at = $2, attempt = attempt + 1 WHERE id = $1 AND state = 'pending'";
constexpr std::string_view kDropAll =
    "UPDATE look SET state = 'dropped' WHERE claim_id = $1 AND state = 'pending'";
constexpr std::string_view kDropLane =
    "UPDATE look SET state = 'dropped' WHERE claim_id = $1 AND lane = $2 AND state = 'pending'";
constexpr std::string_view kForClaim = R"sql(
  SELECT id, claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key
  FROM look WHERE claim_id = $1 ORDER BY lane, look_no)sql";
constexpr std::string_view kNextForClaim = R"sql(
  SELECT min(due_at) FROM look WHERE claim_id = $1 AND state = 'pending' AND kind <> 'timer')sql";
constexpr std::string_view kPendingForClaim = R"sql(
  SELECT id, claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key
  FROM look WHERE claim_id = $1 AND state = 'pending' ORDER BY lane, look_no)sql";
constexpr std::string_view kPendingForKeyword = R"sql(
  SELECT id, claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key
  FROM look WHERE keyword_id = $1 AND state = 'pending' ORDER BY lane, look_no)sql";
constexpr std::string_view kPendingInLane = R"sql(
  SELECT id, claim_id, keyword_id, lane, look_no, kind, due_at, state, attempt, site_key
  FROM look WHERE claim_id = $1 AND lane = $2 AND state = 'pending'
  ORDER BY due_at, look_no LIMIT 1)sql";
constexpr std::string_view kLastNo =
    "SELECT coalesce(max(look_no), 0) FROM look WHERE claim_id = $1 AND lane = $2";
constexpr std::string_view kLastNoOfKeyword =
    "SELECT coalesce(max(look_no), 0) FROM look WHERE keyword_id = $1 AND lane = $2";
constexpr std::string_view kPutOff = R"sql(
  SELECT l.id, l.claim_id, l.keyword_id, l.lane, l.look_no, l.kind, l.due_at, l.state, l.attempt,
         l.site_key, o.reason
  FROM look l JOIN observation o
    ON o.claim_id = l.claim_id AND o.stage = $2 AND o.look_no = l.look_no - 1
  WHERE l.state = 'pending' AND l.due_at > $4 AND l.lane = $1
    AND o.observed_at >= $3 AND o.outcome = 'INCONCLUSIVE'
  ORDER BY l.due_at)sql";
// By numbers and not by a subquery with a LIMIT: of that SQLite thinks it may be large, and reads
// the whole table of looks for a Bloom filter first.
constexpr std::string_view kNewestHeard = R"sql(
  SELECT o.stage, l.site_key, o.observed_at, o.outcome, o.reason, o.http_status
  FROM observation o JOIN look l ON l.id = o.look_id
  WHERE o.id > (SELECT max(id) FROM observation) - $1
    AND l.claim_id IS NOT NULL AND o.stage <> 'content'
  ORDER BY o.id DESC)sql";

void read_column(const Row& row, int column, LookKind& out) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == row.text(column)) {
      out = static_cast<LookKind>(i);
      return;
    }
  }
  row.reject(column, "kind of look");
}

void read_column(const Row& row, int column, LookState& out) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == row.text(column)) {
      out = static_cast<LookState>(i);
      return;
    }
  }
  row.reject(column, "state of a look");
}

Look read_look(const Row& row) {
  Look look;
  row.read(look.id, look.claim, look.keyword, look.lane, look.look_no);
  read_column(row, 5, look.kind);
  look.due_at = from_millis(row.integer(6));
  read_column(row, 7, look.state);
  look.attempt = static_cast<int>(row.integer(8));
  look.site = row.text(9);
  return look;
}

DueLook read_due(const Row& row) {
  return {LookId{row.integer(0)}, from_millis(row.integer(1)), std::string(row.text(2))};
}

Result<bool> changed_one(Result<std::int64_t> changed) {
  if (!changed) return tl::unexpected(changed.error());
  return *changed == 1;
}

}  // namespace

std::string_view to_string(LookKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view to_string(LookState state) {
  return kStates[static_cast<std::size_t>(state)];
}

namespace looks {

Result<LookId> insert_pending(Connection& db, const Look& look) {
  return db.scalar<LookId>(kInsert, look.claim, look.keyword, look.lane, look.look_no,
                           to_string(look.kind), look.due_at, look.site);
}

Result<Look> find(Connection& db, LookId id) {
  auto look = db.first<Look>(kFind, read_look, id);
  if (!look) return tl::unexpected(look.error());
  if (!*look) return fail(ErrorCode::kNotFound, fmt::format("there is no look {}", id.value));
  return std::move(**look);
}

Result<std::vector<DueLook>> due(Connection& db, Time until, std::int64_t limit) {
  return db.all<DueLook>(kDue, read_due, until, limit);
}

Status due_all(Connection& db, const std::function<void(const DueLook&)>& row) {
  return db.each(kDueAll, [&](const Row& r) { row(read_due(r)); });
}

Result<std::optional<Time>> next_due(Connection& db) {
  return db.scalar<std::optional<Time>>(kNextDue);
}

Result<std::vector<LaneCount>> engine_looks_due(Connection& db, Time until) {
  return db.all<LaneCount>(
      kEngineLooksDue,
      [](const Row& row) {
        LaneCount count;
        row.read(count.lane, count.looks);
        return count;
      },
      until);
}

Result<std::int64_t> count_due(Connection& db, Time now) {
  return db.scalar<std::int64_t>(kCountDue, now);
}

Result<bool> lease(Connection& db, LookId id, int attempt) {
  return changed_one(db.run(kLease, id, attempt));
}
Result<bool> finish(Connection& db, LookId id, int attempt) {
  return changed_one(db.run(kFinish, id, attempt));
}
Result<bool> postpone(Connection& db, LookId id, int attempt, Time due_at) {
  return changed_one(db.run(kPostpone, id, attempt, due_at));
}
Result<bool> reschedule(Connection& db, LookId id, Time due_at) {
  return changed_one(db.run(kReschedule, id, due_at));
}

Result<std::vector<PutOffLook>> put_off(Connection& db, std::string_view lane,
                                        std::string_view stage, Time since, Time now) {
  return db.all<PutOffLook>(
      kPutOff,
      [](const Row& row) {
        PutOffLook put_off;
        put_off.look = read_look(row);
        read_column(row, 10, put_off.why);
        return put_off;
      },
      lane, stage, since, now);
}

Result<std::vector<HeardLook>> newest_heard(Connection& db, std::int64_t limit) {
  return db.all<HeardLook>(
      kNewestHeard,
      [](const Row& row) {
        HeardLook heard;
        row.read(heard.stage, heard.site, heard.observed_at, heard.outcome, heard.reason,
                 heard.http_status);
        return heard;
      },
      limit);
}

Result<std::int64_t> drop_pending(Connection& db, ClaimId claim, std::string_view lane) {
  if (lane.empty()) return db.run(kDropAll, claim);
  return db.run(kDropLane, claim, lane);
}

Result<std::vector<Look>> for_claim(Connection& db, ClaimId claim) {
  return db.all<Look>(kForClaim, read_look, claim);
}
Result<std::optional<Time>> next_for_claim(Connection& db, ClaimId claim) {
  return db.scalar<std::optional<Time>>(kNextForClaim, claim);
}
Result<std::vector<Look>> pending_for_claim(Connection& db, ClaimId claim) {
  return db.all<Look>(kPendingForClaim, read_look, claim);
}
Result<std::vector<Look>> pending_for_keyword(Connection& db, KeywordId keyword) {
  return db.all<Look>(kPendingForKeyword, read_look, keyword);
}
Result<std::optional<Look>> pending_in_lane(Connection& db, ClaimId claim, std::string_view lane) {
  return db.first<Look>(kPendingInLane, read_look, claim, lane);
}

Result<int> last_no(Connection& db, ClaimId claim, std::string_view lane) {
  return db.scalar<int>(kLastNo, claim, lane);
}
Result<int> last_no(Connection& db, KeywordId keyword, std::string_view lane) {
  return db.scalar<int>(kLastNoOfKeyword, keyword, lane);
}

}  // namespace looks
}  // namespace vouch::store
