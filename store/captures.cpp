#include "store/captures.h"

#include <array>

#include "store/columns.h"

namespace vouch::store {
namespace {

constexpr auto kStates = std::to_array<std::string_view>({"open", "answered", "skipped"});
static_assert(kStates.size() == static_cast<std::size_t>(CaptureState::kSkipped) + 1);

}  // namespace

namespace captures {
namespace {

constexpr std::string_view kJoin = R"sql(
  UPDATE capture_task SET until_at = max(until_at, $4)
  WHERE provider = $1 AND question = $2 AND state = 'open' AND until_at > $3
  RETURNING id)sql";
// One that nobody is asked any more makes room for its successor.
constexpr std::string_view kExpire = R"sql(
  UPDATE capture_task SET state = 'skipped', closed_at = $3, skip_reason = $4
  WHERE provider = $1 AND question = $2 AND state = 'open')sql";
constexpr std::string_view kExpired = "过了期限，没有人截取";
constexpr std::string_view kInsertTask = R"sql(
  INSERT INTO capture_task(provider, engine, text, question, asked_at, until_at, state)
  VALUES($1, $2, $3, $4, $5, $6, 'open') RETURNING id)sql";
constexpr std::string_view kFind = R"sql(
  SELECT id, provider, engine, text, question, asked_at, until_at, state, skipped_by, skip_reason
  FROM capture_task WHERE id = $1)sql";
constexpr std::string_view kOpen = R"sql(
  SELECT id, provider, engine, text, question, asked_at, until_at, state, skipped_by, skip_reason
  FROM capture_task WHERE state = 'open' AND until_at > $1 ORDER BY asked_at, id LIMIT $2)sql";
constexpr std::string_view kOpenAt = R"sql(
  SELECT id, provider, engine, text, question, asked_at, until_at, state, skipped_by, skip_reason
  FROM capture_task WHERE state = 'open' AND engine = $1 AND until_at > $2
  ORDER BY asked_at, id)sql";
constexpr std::string_view kCountFor = R"sql(
  SELECT count(*) FROM capture_task t
  WHERE t.state = 'open' AND t.until_at > $2
    AND NOT EXISTS(SELECT 1 FROM capture c WHERE c.task_id = t.id AND c.user_id = $1))sql";
constexpr std::string_view kAnswer =
    "UPDATE capture_task SET state = 'answered', closed_at = $2 WHERE id = $1 AND state = 'open'";
constexpr std::string_view kSkip = R"sql(
  UPDATE capture_task SET state = 'skipped', closed_at = $4, skipped_by = $2, skip_reason = $3
  WHERE id = $1 AND state = 'open')sql";
constexpr std::string_view kInsertCapture = R"sql(
  INSERT INTO capture(task_id, user_id, gains, at, address, answer, evidence_id)
  VALUES($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view kOfTask = R"sql(
  SELECT id, task_id, user_id, gains, at, address, answer, evidence_id
  FROM capture WHERE task_id = $1 ORDER BY at, id)sql";
constexpr std::string_view kClaimAt = R"sql(
  SELECT count(*) FROM (
    SELECT 1 FROM claim WHERE strict_key = $2 AND strict_key <> '' AND user_id = $1
    UNION ALL
    SELECT 1 FROM claim WHERE loose_key = $3 AND loose_key <> '' AND user_id = $1))sql";
constexpr std::string_view kClaimFor = R"sql(
  SELECT count(*) FROM claim_keyword JOIN claim ON claim.id = claim_keyword.claim_id
  WHERE claim_keyword.folded = $2 AND claim.user_id = $1)sql";
constexpr std::string_view kLooksAt = R"sql(
  SELECT count(*) FROM claim JOIN look ON look.claim_id = claim.id
  WHERE claim.strict_key = $2 AND claim.strict_key <> ''
    AND look.lane = $1 AND look.state = 'pending')sql";
constexpr std::string_view kLooksFor = R"sql(
  SELECT count(*) FROM keyword JOIN look ON look.keyword_id = keyword.id
  WHERE keyword.folded = $2 AND look.lane = $1 AND look.state = 'pending')sql";
constexpr std::string_view kPutToken = R"sql(
  INSERT INTO capture_token(user_id, token_sha256, expires_at) VALUES($1, $2, $3)
  ON CONFLICT(user_id) DO UPDATE SET
    token_sha256 = excluded.token_sha256, expires_at = excluded.expires_at)sql";
constexpr std::string_view kTokenOwner = R"sql(
  SELECT user_id FROM capture_token WHERE token_sha256 = $1 AND expires_at > $2)sql";

CaptureTask read_task(const Row& row) {
  CaptureTask task;
  std::string state;
  std::optional<UserId> skipped_by;
  row.read(task.id, task.provider, task.engine, task.text, task.question, task.asked_at, task.until,
           state, skipped_by, task.skip_reason);
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == state) task.state = static_cast<CaptureState>(i);
  }
  task.skipped_by = skipped_by.value_or(UserId{});
  return task;
}

CaptureRow read_capture(const Row& row) {
  CaptureRow out;
  row.read(out.id, out.task, out.person, out.gains, out.at, out.address, out.answer, out.evidence);
  return out;
}

}  // namespace

Result<std::int64_t> put(Connection& db, const CaptureTask& task) {
  const auto joined =
      db.scalar<std::int64_t>(kJoin, task.provider, task.question, task.asked_at, task.until);
  if (!joined || *joined != 0) return joined;
  const auto expired = db.run(kExpire, task.provider, task.question, task.asked_at, kExpired);
  if (!expired) return tl::unexpected(expired.error());
  return db.scalar<std::int64_t>(kInsertTask, task.provider, task.engine, task.text, task.question,
                                 task.asked_at, task.until);
}

Result<std::optional<CaptureTask>> find(Connection& db, std::int64_t id) {
  return db.first<CaptureTask>(kFind, read_task, id);
}

Result<std::vector<CaptureTask>> open(Connection& db, Time now, std::int64_t limit) {
  return db.all<CaptureTask>(kOpen, read_task, now, limit);
}

Result<std::int64_t> count_for(Connection& db, UserId person, Time now) {
  return db.scalar<std::int64_t>(kCountFor, person, now);
}

Result<std::vector<CaptureTask>> open_at(Connection& db, std::string_view engine, Time now) {
  return db.all<CaptureTask>(kOpenAt, read_task, engine, now);
}

Result<bool> answer(Connection& db, std::int64_t id, Time at) {
  const auto changed = db.run(kAnswer, id, at);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

Result<bool> skip(Connection& db, std::int64_t id, UserId by, std::string_view reason, Time at) {
  const auto changed = db.run(kSkip, id, by, reason, at);
  if (!changed) return tl::unexpected(changed.error());
  return *changed > 0;
}

Result<std::int64_t> insert(Connection& db, const CaptureRow& row) {
  return db.scalar<std::int64_t>(kInsertCapture, row.task, row.person, row.gains, row.at,
                                 row.address, row.answer, row.evidence);
}

Result<std::vector<CaptureRow>> of_task(Connection& db, std::int64_t task) {
  return db.all<CaptureRow>(kOfTask, read_capture, task);
}

Result<bool> has_claim_at(Connection& db, UserId person, std::string_view strict_key,
                          std::string_view loose_key) {
  const auto count = db.scalar<std::int64_t>(kClaimAt, person, strict_key, loose_key);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

Result<bool> has_claim_for(Connection& db, UserId person, std::string_view folded) {
  const auto count = db.scalar<std::int64_t>(kClaimFor, person, folded);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

Result<std::int64_t> looks_at(Connection& db, std::string_view lane, std::string_view strict_key) {
  return db.scalar<std::int64_t>(kLooksAt, lane, strict_key);
}

Result<std::int64_t> looks_for(Connection& db, std::string_view lane, std::string_view folded) {
  return db.scalar<std::int64_t>(kLooksFor, lane, folded);
}

Status put_token(Connection& db, UserId person, std::string_view sha256, Time expires_at) {
  const auto done = db.run(kPutToken, person, sha256, expires_at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<std::optional<UserId>> token_owner(Connection& db, std::string_view sha256, Time now) {
  return db.first<UserId>(
      kTokenOwner,
      [](const Row& row) {
        UserId person;
        row.read(person);
        return person;
      },
      sha256, now);
}

}  // namespace captures
}  // namespace vouch::store
