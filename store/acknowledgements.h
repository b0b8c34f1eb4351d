// Who has read which version of what is checked (检测说明), or of his duties. `subject`: kChecks,
// or duty_of(). Append-only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::acknowledgements {

inline constexpr std::string_view kChecks = "checks_notice";
inline std::string duty_of(std::string_view post) {
  return "duty:" + std::string(post);
}

// False: he has read this version before.
Result<bool> insert(Connection& db, UserId user, std::string_view subject, int version, Time at);
// When this person read it; none: he has not.
Result<std::optional<Time>> find(Connection& db, UserId user, std::string_view subject,
                                 int version);
struct Reader {
  UserId user;
  int version = 0;
  Time at;
};
Result<std::vector<Reader>> readers(Connection& db, std::string_view subject, int version);
// The newest version that each has read, by user.
Result<std::vector<Reader>> newest(Connection& db, std::string_view subject);

}  // namespace vouch::store::acknowledgements
