// Sessions of signed-in browsers, the devices people used before, and the failures of those who
// guess. Written on the writer thread; read on any connection.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account.h"
#include "core/people.h"
#include "store/sql.h"

namespace vouch::store {

struct SignedInSession {
  Session session;
  User user;
};

namespace sessions {

// `session.id` is assigned; the person's oldest ones end where he has more than `most`.
Result<SessionId> start(Connection& db, const Session& session, std::string_view token, int most);
// Not ended, of somebody in service; whether it is alive is the caller's to say.
Result<std::optional<SignedInSession>> find(Connection& db, std::string_view token);
Result<std::vector<Session>> of_user(Connection& db, UserId user);  // not ended, newest first
Status seen(Connection& db, SessionId id, Time at);
Result<bool> end(Connection& db, SessionId id, UserId user, Time at);  // false: not his, or ended
// `keep`: but this one; none: all of them.
Result<std::int64_t> end_all(Connection& db, UserId user, SessionId keep, Time at);

Result<bool> is_known_device(Connection& db, UserId user, std::string_view token, Time not_before);
Status remember_device(Connection& db, UserId user, std::string_view token, Time at);
Status device_used(Connection& db, std::string_view token, Time at);
Status forget_devices(Connection& db, UserId user);

Result<Throttle> throttle(Connection& db, std::string_view subject);
Status set_throttle(Connection& db, std::string_view subject, const Throttle& state);
Status clear_throttle(Connection& db, std::string_view subject);

// Rows that say nothing any more: failures of a day ago, sessions and invitations over for a month,
// devices not used for 180 days. How many went.
Result<std::int64_t> purge(Connection& db, Time now);

}  // namespace sessions
}  // namespace vouch::store
