// Who did what: every administrative act, append-only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct AuditEntry {
  std::int64_t id = 0;
  Time at;
  UserId actor;         // none: local administrator or the daemon
  std::string via;      // "socket", "token", "daemon", ...
  std::string action;   // "user.add"
  std::string subject;  // "user:ann"
  std::string detail;   // JSON, no secrets
};

namespace audit {

Status insert(Connection& db, const AuditEntry& entry);
Result<std::vector<AuditEntry>> list(Connection& db, std::int64_t after, int limit);  // by id

}  // namespace audit
}  // namespace vouch::store
