#include "store/submissions.h"

namespace vouch::store::submissions {
namespace {

constexpr std::string_view kQueue = R"sql(
  INSERT INTO submission(route, site, engine, url, claim_id, queued_at, state)
  VALUES($1, $2, $3, $4, $5, $6, 'queued') ON CONFLICT(url, route) DO NOTHING)sql";
constexpr std::string_view kWaiting =
    "SELECT count(*) FROM submission WHERE route = $1 AND site = $2 AND state = 'queued'";
constexpr std::string_view kNext = R"sql(
  SELECT id, route, site, engine, url, claim_id, queued_at, state FROM submission
  WHERE route = $1 AND site = $2 AND state = 'queued' ORDER BY id LIMIT $3)sql";
constexpr std::string_view kBegin = R"sql(
  INSERT INTO submission_send(route, site, day, sent_at, urls, spent)
  VALUES($1, $2, $3, $4, $5, $6) RETURNING id)sql";
constexpr std::string_view kAnswer = R"sql(
  UPDATE submission_send SET answered_at = $2, reason = $3, answer = $4, remaining = $5, spent = $6,
    failures = $7, rests_until = $8, needs_person = $9
  WHERE id = $1 AND answered_at IS NULL)sql";
constexpr std::string_view kAddEvent = R"sql(
  INSERT INTO submission_event(submission_id, send_id, outcome, why) VALUES($1, $2, $3, $4))sql";
constexpr std::string_view kSettle = "UPDATE submission SET state = $2 WHERE id = $1";
constexpr std::string_view kLastSend = R"sql(
  SELECT id, route, site, day, sent_at, urls, spent, answered_at, reason, answer, remaining,
    failures, rests_until, needs_person
  FROM submission_send WHERE route = $1 AND site = $2 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kLastReceived = R"sql(
  SELECT sent_at FROM submission_send WHERE route = $1 AND site = $2 AND reason = 'ok'
  ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kSpent = R"sql(
  SELECT coalesce(sum(spent), 0) FROM submission_send
  WHERE route = $1 AND site = $2 AND day = $3)sql";
constexpr std::string_view kRemaining = R"sql(
  SELECT remaining FROM submission_send
  WHERE route = $1 AND site = $2 AND day = $3 AND remaining IS NOT NULL
  ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view kOfClaim = R"sql(
  SELECT id, route, site, engine, url, claim_id, queued_at, state FROM submission WHERE claim_id = $1
  UNION SELECT id, route, site, engine, url, claim_id, queued_at, state FROM submission WHERE url = $2
  ORDER BY 1)sql";
constexpr std::string_view kEvents = R"sql(
  SELECT s.sent_at, e.outcome, e.why, s.answer, s.remaining
  FROM submission_event e JOIN submission_send s ON s.id = e.send_id
  WHERE e.submission_id = $1 ORDER BY e.id)sql";

constexpr std::string_view kTold = R"sql(
  SELECT u.url, c.loose_key, min(s.sent_at)
  FROM submission u JOIN submission_event e ON e.submission_id = u.id
  JOIN submission_send s ON s.id = e.send_id
  JOIN claim c ON c.id = u.claim_id
  WHERE u.engine = $1 AND u.state = 'received' AND e.outcome IN ('received', 'key_pending')
  GROUP BY u.url, c.loose_key)sql";

Submission read_submission(const Row& row) {
  Submission out;
  row.read(out.id, out.route, out.site, out.engine, out.url, out.claim, out.queued_at, out.state);
  return out;
}

SubmissionSend read_send(const Row& row) {
  SubmissionSend out;
  row.read(out.id, out.route, out.site, out.day, out.sent_at, out.urls, out.spent, out.answered_at,
           out.reason, out.answer, out.remaining, out.failures, out.rests_until, out.needs_person);
  return out;
}

SubmissionEvent read_event(const Row& row) {
  SubmissionEvent out;
  row.read(out.sent_at, out.outcome, out.why, out.answer, out.remaining);
  return out;
}

Status done(const Result<std::int64_t>& changed) {
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

}  // namespace

Result<bool> queue(Connection& db, const Submission& wanted) {
  const auto added = db.run(kQueue, wanted.route, wanted.site, wanted.engine, wanted.url,
                            wanted.claim, wanted.queued_at);
  if (!added) return tl::unexpected(added.error());
  return *added > 0;
}

Result<std::int64_t> waiting(Connection& db, std::string_view route, std::string_view site) {
  return db.scalar<std::int64_t>(kWaiting, route, site);
}

Result<std::vector<Submission>> next(Connection& db, std::string_view route, std::string_view site,
                                     int limit) {
  return db.all<Submission>(kNext, read_submission, route, site, limit);
}

Result<std::int64_t> begin(Connection& db, const SubmissionSend& send) {
  return db.scalar<std::int64_t>(kBegin, send.route, send.site, send.day, send.sent_at, send.urls,
                                 send.spent);
}

Status answer(Connection& db, const SubmissionSend& send) {
  const auto changed =
      db.run(kAnswer, send.id, send.answered_at, send.reason, send.answer, send.remaining,
             send.spent, send.failures, send.rests_until, send.needs_person);
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return fail(ErrorCode::kConflict, "this request was answered before");
  return {};
}

Status add_event(Connection& db, std::int64_t submission, std::int64_t send,
                 std::string_view outcome, std::string_view why) {
  return done(db.run(kAddEvent, submission, send, outcome, why));
}

Status settle(Connection& db, std::int64_t submission, std::string_view state) {
  return done(db.run(kSettle, submission, state));
}

Result<std::optional<SubmissionSend>> last_send(Connection& db, std::string_view route,
                                                std::string_view site) {
  return db.first<SubmissionSend>(kLastSend, read_send, route, site);
}

Result<std::optional<Time>> last_received(Connection& db, std::string_view route,
                                          std::string_view site) {
  return db.first<Time>(
      kLastReceived, [](const Row& row) { return from_millis(row.integer(0)); }, route, site);
}

Result<Used> used_on(Connection& db, std::string_view route, std::string_view site, Date day) {
  const auto spent = db.scalar<int>(kSpent, route, site, day);
  if (!spent) return tl::unexpected(spent.error());
  const auto remaining = db.first<std::int64_t>(
      kRemaining, [](const Row& row) { return row.integer(0); }, route, site, day);
  if (!remaining) return tl::unexpected(remaining.error());
  return Used{*spent, *remaining};
}

Result<std::vector<Told>> told(Connection& db, std::string_view engine) {
  return db.all<Told>(
      kTold,
      [](const Row& row) {
        Told one;
        row.read(one.url, one.page, one.at);
        return one;
      },
      engine);
}

Result<std::vector<SubmissionFile>> of_claim(Connection& db, ClaimId claim, std::string_view url) {
  const auto rows = db.all<Submission>(kOfClaim, read_submission, claim, url);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<SubmissionFile> out;
  out.reserve(rows->size());
  for (const Submission& row : *rows) {
    auto events = db.all<SubmissionEvent>(kEvents, read_event, row.id);
    if (!events) return tl::unexpected(events.error());
    out.push_back({row, std::move(*events)});
  }
  return out;
}

}  // namespace vouch::store::submissions
