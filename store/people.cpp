#include "store/people.h"

#include <array>

#include <fmt/format.h>

#include "core/hash.h"

namespace vouch::store {
namespace {

constexpr std::string_view kRead = "read";  // scopes of API tokens
constexpr std::string_view kWrite = "write";
constexpr std::array<std::string_view, 4> kRoles = {"employee", "supervisor", "admin", "owner"};

constexpr std::string_view kInsertUser = R"sql(
  INSERT INTO "user"(login, name, email, role, post, team_id, active, report_weekdays, link_token,
    created_at)
  VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)sql";
constexpr std::string_view kUpdateUser = R"sql(
  UPDATE "user" SET name = $2, email = $3, role = $4, post = $5, team_id = $6, active = $7,
    report_weekdays = $8
  WHERE id = $1)sql";
constexpr std::string_view kSetLinkToken =
    R"sql(UPDATE "user" SET link_token = $2 WHERE id = $1)sql";
constexpr std::string_view kFindUser = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" WHERE id = $1)sql";
constexpr std::string_view kUserByLogin = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" WHERE login = $1)sql";
constexpr std::string_view kUsersByName = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" WHERE name = $1 ORDER BY id LIMIT 2)sql";
constexpr std::string_view kUserByLinkToken = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" WHERE link_token = $1)sql";
constexpr std::string_view kUsers = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" ORDER BY id)sql";
constexpr std::string_view kMembers = R"sql(
  SELECT id, login, name, email, post, team_id, active, report_weekdays, link_token, role,
    created_at
  FROM "user" WHERE team_id = $1 ORDER BY id)sql";
constexpr std::string_view kInsertTeam = R"sql(
  INSERT INTO team(name, supervisor_id, deputy_id, deputy_first_day, deputy_last_day)
  VALUES($1, $2, $3, $4, $5) RETURNING id)sql";
constexpr std::string_view kUpdateTeam = R"sql(
  UPDATE team SET name = $2, supervisor_id = $3, deputy_id = $4, deputy_first_day = $5,
    deputy_last_day = $6
  WHERE id = $1)sql";
constexpr std::string_view kFindTeam =
    "SELECT id, name, supervisor_id, deputy_id, deputy_first_day, deputy_last_day FROM team "
    "WHERE id = $1";
constexpr std::string_view kTeamByName =
    "SELECT id, name, supervisor_id, deputy_id, deputy_first_day, deputy_last_day FROM team "
    "WHERE name = $1";
constexpr std::string_view kTeams =
    "SELECT id, name, supervisor_id, deputy_id, deputy_first_day, deputy_last_day FROM team "
    "ORDER BY id";
constexpr std::string_view kTeamsLed = R"sql(
  SELECT id, name, supervisor_id, deputy_id, deputy_first_day, deputy_last_day FROM team
  WHERE supervisor_id = $1
    OR (deputy_id = $1 AND (deputy_first_day IS NULL OR deputy_first_day <= $2)
        AND (deputy_last_day IS NULL OR deputy_last_day >= $2))
  ORDER BY id)sql";
constexpr std::string_view kAddLeave =
    "INSERT INTO leave(user_id, first_day, last_day) VALUES($1, $2, $3) ON CONFLICT DO NOTHING";
constexpr std::string_view kRemoveLeave =
    "DELETE FROM leave WHERE user_id = $1 AND first_day = $2 AND last_day = $3";
constexpr std::string_view kLeave =
    "SELECT user_id, first_day, last_day FROM leave "
    "WHERE CAST($1 AS BIGINT) IS NULL OR user_id = $1 ORDER BY user_id, first_day";
constexpr std::string_view kOnLeave =
    "SELECT count(*) FROM leave WHERE user_id = $1 AND first_day <= $2 AND last_day >= $2";
constexpr std::string_view kAddToken =
    "INSERT INTO api_token(user_id, label, token_sha256, created_at, scope) "
    "VALUES($1, $2, $3, $4, $5) RETURNING id";
constexpr std::string_view kUserByToken = R"sql(
  SELECT u.id, u.login, u.name, u.email, u.post, u.team_id, u.active, u.report_weekdays,
    u.link_token, u.role, u.created_at, t.scope
  FROM api_token t JOIN "user" u ON u.id = t.user_id
  WHERE t.token_sha256 = $1 AND t.revoked_at IS NULL AND u.active <> 0)sql";
constexpr std::string_view kTokens =
    "SELECT id, user_id, label, created_at, revoked_at, scope FROM api_token WHERE user_id = $1 "
    "ORDER BY id";
constexpr std::string_view kRevokeToken =
    "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL";
constexpr std::string_view kRevokeTokens =
    "UPDATE api_token SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL";

User read_user(const Row& row) {
  User u;
  row.read(u.id, u.login, u.name, u.email, u.post, u.team, u.active, u.report_weekdays,
           u.link_token);
  const auto role = parse_role(row.text(9));
  if (role) {
    u.role = *role;
  } else {
    row.reject(9, "role");
  }
  u.created_at = from_millis(row.integer(10));
  return u;
}

Team read_team(const Row& row) {
  Team t;
  row.read(t.id, t.name, t.supervisor, t.deputy, t.deputy_from, t.deputy_to);
  return t;
}

// "" is no token: it must not be found, and many users may have none.
std::optional<std::string_view> token_or_null(std::string_view token) {
  if (token.empty()) return std::nullopt;
  return token;
}

template <class T>
Result<T> one(Result<std::optional<T>> found, std::string_view what, std::int64_t id) {
  if (!found) return tl::unexpected(found.error());
  if (!*found) return fail(ErrorCode::kNotFound, fmt::format("there is no {} {}", what, id));
  return std::move(**found);
}

Status changed_one(Result<std::int64_t> changed, std::string_view what, std::int64_t id) {
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return fail(ErrorCode::kNotFound, fmt::format("there is no {} {}", what, id));
  return {};
}

template <class T>
Result<T> named(Result<T> result, std::string message) {
  if (!result && result.error().code == ErrorCode::kConflict) {
    return fail(ErrorCode::kConflict, std::move(message));
  }
  return result;
}

}  // namespace

std::string_view to_string(Role role) {
  return kRoles[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    if (kRoles[i] == text) return static_cast<Role>(i);
  }
  return std::nullopt;
}

namespace people {

Result<UserId> insert_user(Connection& db, const User& u, Time now) {
  auto existing = user_by_login(db, u.login);
  if (!existing) return tl::unexpected(existing.error());
  if (*existing) {
    return fail(ErrorCode::kConflict, fmt::format("there is a user '{}' already", u.login));
  }
  return db.scalar<UserId>(kInsertUser, u.login, u.name, u.email, to_string(u.role), u.post, u.team,
                           u.active, u.report_weekdays, token_or_null(u.link_token), now);
}

Status update_user(Connection& db, const User& u) {
  return changed_one(db.run(kUpdateUser, u.id, u.name, u.email, to_string(u.role), u.post, u.team,
                            u.active, u.report_weekdays),
                     "user", u.id.value);
}

Status set_link_token(Connection& db, UserId id, std::string_view token) {
  return changed_one(db.run(kSetLinkToken, id, token_or_null(token)), "user", id.value);
}

Result<User> find_user(Connection& db, UserId id) {
  return one(db.first<User>(kFindUser, read_user, id), "user", id.value);
}
Result<std::optional<User>> user_by_login(Connection& db, std::string_view login) {
  return db.first<User>(kUserByLogin, read_user, login);
}

Result<std::optional<User>> user_by_name(Connection& db, std::string_view name) {
  auto found = db.all<User>(kUsersByName, read_user, name);
  if (!found) return tl::unexpected(found.error());
  if (found->size() != 1) return std::optional<User>();
  return std::optional<User>(std::move(found->front()));
}

Result<std::optional<User>> user_by_link_token(Connection& db, std::string_view token) {
  return db.first<User>(kUserByLinkToken, read_user, token_or_null(token));
}
Result<std::vector<User>> users(Connection& db) {
  return db.all<User>(kUsers, read_user);
}
Result<std::vector<User>> team_members(Connection& db, TeamId team) {
  return db.all<User>(kMembers, read_user, team);
}

Result<TeamId> insert_team(Connection& db, const Team& t) {
  return named(
      db.scalar<TeamId>(kInsertTeam, t.name, t.supervisor, t.deputy, t.deputy_from, t.deputy_to),
      fmt::format("there is a team '{}' already", t.name));
}
Status update_team(Connection& db, const Team& t) {
  return changed_one(
      db.run(kUpdateTeam, t.id, t.name, t.supervisor, t.deputy, t.deputy_from, t.deputy_to), "team",
      t.id.value);
}
Result<Team> find_team(Connection& db, TeamId id) {
  return one(db.first<Team>(kFindTeam, read_team, id), "team", id.value);
}
Result<std::optional<Team>> team_by_name(Connection& db, std::string_view name) {
  return db.first<Team>(kTeamByName, read_team, name);
}
Result<std::vector<Team>> teams(Connection& db) {
  return db.all<Team>(kTeams, read_team);
}
Result<std::vector<Team>> teams_led_by(Connection& db, UserId user, Date day) {
  return db.all<Team>(kTeamsLed, read_team, user, day);
}

Result<bool> add_leave(Connection& db, const Leave& leave) {
  auto added = db.run(kAddLeave, leave.user, leave.from, leave.to);
  if (!added) return tl::unexpected(added.error());
  return *added == 1;
}
Result<bool> remove_leave(Connection& db, const Leave& leave) {
  auto removed = db.run(kRemoveLeave, leave.user, leave.from, leave.to);
  if (!removed) return tl::unexpected(removed.error());
  return *removed == 1;
}
Result<std::vector<Leave>> leave(Connection& db, std::optional<UserId> user) {
  return db.all<Leave>(
      kLeave,
      [](const Row& row) {
        Leave out;
        row.read(out.user, out.from, out.to);
        return out;
      },
      user);
}
Result<bool> on_leave(Connection& db, UserId user, Date day) {
  auto count = db.scalar<int>(kOnLeave, user, day);
  if (!count) return tl::unexpected(count.error());
  return *count > 0;
}

Result<std::int64_t> add_token(Connection& db, const ApiToken& token, std::string_view secret) {
  return named(db.scalar<std::int64_t>(kAddToken, token.user, token.label, sha256_hex(secret),
                                       token.created_at, token.read_only ? kRead : kWrite),
               "this token is in use already");
}
Result<std::optional<TokenHolder>> user_by_token(Connection& db, std::string_view secret) {
  return db.first<TokenHolder>(
      kUserByToken,
      [](const Row& row) {
        return TokenHolder{read_user(row), row.text(11) == kRead};
      },
      sha256_hex(secret));
}
Result<std::vector<ApiToken>> tokens(Connection& db, UserId user) {
  return db.all<ApiToken>(
      kTokens,
      [](const Row& row) {
        ApiToken out;
        row.read(out.id, out.user, out.label, out.created_at, out.revoked_at);
        out.read_only = row.text(5) == kRead;
        return out;
      },
      user);
}
Result<bool> revoke_token(Connection& db, std::int64_t id, UserId user, Time now) {
  const auto revoked = db.run(kRevokeToken, id, user, now);
  if (!revoked) return tl::unexpected(revoked.error());
  return *revoked == 1;
}
Result<std::int64_t> revoke_tokens(Connection& db, UserId user, Time now) {
  return db.run(kRevokeTokens, user, now);
}

}  // namespace people
}  // namespace vouch::store
