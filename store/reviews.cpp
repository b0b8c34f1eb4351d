#include "store/reviews.h"

#include <array>

namespace vouch::store::reviews {
namespace {

constexpr auto kStates = std::to_array<std::string_view>({"open", "planned", "done", "dropped"});
static_assert(kStates.size() == static_cast<std::size_t>(ActionState::kDropped) + 1);

constexpr std::string_view kNotes = "SELECT notes FROM review WHERE team_id = $1 AND monday = $2";
constexpr std::string_view kPutNotes = R"sql(
  INSERT INTO review(team_id, monday, notes, by_user, at) VALUES($1, $2, $3, $4, $5)
  ON CONFLICT(team_id, monday) DO UPDATE SET notes = $3, by_user = $4, at = $5)sql";
constexpr std::string_view kInsertAction = R"sql(
  INSERT INTO review_action(team_id, monday, text, user_id, work_type, quantity, state, at)
  VALUES($1, $2, $3, $4, $5, $6, 'open', $7) RETURNING id)sql";
constexpr std::string_view kAction = R"sql(
  SELECT id, team_id, monday, text, user_id, work_type, quantity, state, at, closed_at
  FROM review_action WHERE id = $1)sql";
constexpr std::string_view kActions = R"sql(
  SELECT id, team_id, monday, text, user_id, work_type, quantity, state, at, closed_at
  FROM review_action
  WHERE team_id = $1 AND (monday = $2 OR (monday < $2 AND state = 'open')) ORDER BY id)sql";
constexpr std::string_view kOpenActions = R"sql(
  SELECT id, team_id, monday, text, user_id, work_type, quantity, state, at, closed_at
  FROM review_action WHERE team_id = $1 AND state = 'open' ORDER BY id)sql";
constexpr std::string_view kSetState =
    "UPDATE review_action SET state = $2, closed_at = $3 WHERE id = $1 AND state IN ('open', "
    "'planned')";
// The multiplier of a linear congruential generator spreads ids that lie side by side.
constexpr std::string_view kDraw = R"sql(
  SELECT c.id FROM "user" u JOIN claim c ON c.user_id = u.id JOIN verdict v ON v.claim_id = c.id
  WHERE u.team_id = $1 AND c.work_day BETWEEN $2 AND $2 + 6 AND v.work = 'VERIFIED'
    AND NOT EXISTS(SELECT 1 FROM spot_check s WHERE s.claim_id = c.id)
  ORDER BY ((c.id + $3) * 1103515245 + 12345) % 2147483648, c.id LIMIT $4)sql";
constexpr std::string_view kInsertCheck = R"sql(
  INSERT INTO spot_check(team_id, monday, claim_id, drawn_at) VALUES($1, $2, $3, $4)
  RETURNING id)sql";
constexpr std::string_view kCheck = R"sql(
  SELECT id, team_id, monday, claim_id, drawn_at, is_right, by_user, at, note
  FROM spot_check WHERE id = $1)sql";
constexpr std::string_view kChecks = R"sql(
  SELECT id, team_id, monday, claim_id, drawn_at, is_right, by_user, at, note
  FROM spot_check WHERE team_id = $1 AND monday = $2 ORDER BY id)sql";
constexpr std::string_view kJudge = R"sql(
  UPDATE spot_check SET is_right = $2, by_user = $3, at = $4, note = $5
  WHERE id = $1 AND is_right IS NULL)sql";
constexpr std::string_view kSum = R"sql(
  SELECT count(is_right), coalesce(sum(CASE WHEN is_right = 0 THEN 1 ELSE 0 END), 0)
  FROM spot_check WHERE monday BETWEEN $1 AND $2)sql";

ReviewAction read_action(const Row& row) {
  ReviewAction out;
  std::string state;
  row.read(out.id, out.team, out.monday, out.text, out.user, out.work_type, out.quantity, state,
           out.at, out.closed_at);
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == state) out.state = static_cast<ActionState>(i);
  }
  return out;
}

SpotCheck read_check(const Row& row) {
  SpotCheck out;
  bool right = false;
  row.read(out.id, out.team, out.monday, out.claim, out.drawn_at, right, out.by, out.at, out.note);
  if (constexpr int kRight = 5; !row.is_null(kRight)) out.right = right;
  return out;
}

}  // namespace

Result<std::string> notes(Connection& db, TeamId team, Date monday) {
  auto found = db.first<std::string>(
      kNotes, [](const Row& row) { return std::string(row.text(0)); }, team, monday);
  if (!found) return tl::unexpected(found.error());
  return found->value_or("");
}

Status put_notes(Connection& db, TeamId team, Date monday, std::string_view notes, UserId by,
                 Time at) {
  const auto done = db.run(kPutNotes, team, monday, notes, by, at);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<ReviewActionId> insert(Connection& db, const ReviewAction& action) {
  return db.scalar<ReviewActionId>(kInsertAction, action.team, action.monday, action.text,
                                   action.user, action.work_type, action.quantity, action.at);
}

Result<std::optional<ReviewAction>> find(Connection& db, ReviewActionId id) {
  return db.first<ReviewAction>(kAction, read_action, id);
}

Result<std::vector<ReviewAction>> actions(Connection& db, TeamId team, Date monday) {
  return db.all<ReviewAction>(kActions, read_action, team, monday);
}

Result<std::vector<ReviewAction>> open_actions(Connection& db, TeamId team) {
  return db.all<ReviewAction>(kOpenActions, read_action, team);
}

Result<bool> set_state(Connection& db, ReviewActionId id, ActionState state, Time at) {
  const auto done = db.run(kSetState, id, kStates[static_cast<std::size_t>(state)], at);
  if (!done) return tl::unexpected(done.error());
  return *done == 1;
}

Result<std::vector<ClaimId>> draw(Connection& db, TeamId team, Date monday, std::int64_t seed,
                                  int count) {
  return db.all<ClaimId>(
      kDraw,
      [](const Row& row) {
        ClaimId out;
        row.read(out);
        return out;
      },
      team, monday, seed, count);
}

Result<SpotCheckId> insert(Connection& db, const SpotCheck& check) {
  return db.scalar<SpotCheckId>(kInsertCheck, check.team, check.monday, check.claim,
                                check.drawn_at);
}

Result<std::optional<SpotCheck>> find(Connection& db, SpotCheckId id) {
  return db.first<SpotCheck>(kCheck, read_check, id);
}

Result<std::vector<SpotCheck>> spot_checks(Connection& db, TeamId team, Date monday) {
  return db.all<SpotCheck>(kChecks, read_check, team, monday);
}

Result<bool> judge(Connection& db, const SpotCheck& check) {
  const auto done =
      db.run(kJudge, check.id, check.right.value_or(true) ? 1 : 0, check.by, check.at, check.note);
  if (!done) return tl::unexpected(done.error());
  return *done == 1;
}

Result<SpotSum> spot_sum(Connection& db, Date from, Date to) {
  auto found = db.first<SpotSum>(
      kSum,
      [](const Row& row) {
        SpotSum out;
        row.read(out.looked_at, out.wrong);
        return out;
      },
      from, to);
  if (!found) return tl::unexpected(found.error());
  return found->value_or(SpotSum{});
}

}  // namespace vouch::store::reviews
