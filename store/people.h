// Users, teams, leave and API tokens (kept as SHA-256 only).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/people.h"
#include "store/sql.h"

namespace vouch::store {

std::string_view to_string(Role role);  // "employee"
std::optional<Role> parse_role(std::string_view text);

struct ApiToken {
  std::int64_t id = 0;
  UserId user;
  std::string label;
  bool read_only = false;
  Time created_at;
  std::optional<Time> revoked_at;
};

namespace people {

Result<UserId> insert_user(Connection& db, const User& user, Time now);  // kConflict: login exists
Status update_user(Connection& db, const User& user);  // all fields but id, login and link token
Status set_link_token(Connection& db, UserId id, std::string_view token);  // empty: revoked
Result<User> find_user(Connection& db, UserId id);                         // kNotFound
Result<std::optional<User>> user_by_login(Connection& db, std::string_view login);
Result<std::optional<User>> user_by_name(Connection& db, std::string_view name);  // only if unique
Result<std::optional<User>> user_by_link_token(Connection& db, std::string_view token);
Result<std::vector<User>> users(Connection& db);  // by id
Result<std::vector<User>> team_members(Connection& db, TeamId team);

Result<TeamId> insert_team(Connection& db, const Team& team);  // kConflict: name exists
Status update_team(Connection& db, const Team& team);
Result<Team> find_team(Connection& db, TeamId id);  // kNotFound
Result<std::optional<Team>> team_by_name(Connection& db, std::string_view name);
Result<std::vector<Team>> teams(Connection& db);
// Teams that this user leads, or stands in for on this day.
Result<std::vector<Team>> teams_led_by(Connection& db, UserId user, Date day);

Result<bool> add_leave(Connection& db, const Leave& leave);  // false: there already
Result<bool> remove_leave(Connection& db, const Leave& leave);
Result<std::vector<Leave>> leave(Connection& db, std::optional<UserId> user = {});
Result<bool> on_leave(Connection& db, UserId user, Date day);

// kConflict: the token exists.
Result<std::int64_t> add_token(Connection& db, const ApiToken& token, std::string_view secret);
struct TokenHolder {
  User user;
  bool read_only = false;
};
Result<std::optional<TokenHolder>> user_by_token(Connection& db,
                                                 std::string_view secret);  // active only
Result<std::vector<ApiToken>> tokens(Connection& db, UserId user);
Result<bool> revoke_token(Connection& db, std::int64_t id, UserId user,
                          Time now);  // false: not his
Result<std::int64_t> revoke_tokens(Connection& db, UserId user, Time now);

}  // namespace people
}  // namespace vouch::store
