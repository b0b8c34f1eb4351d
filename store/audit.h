// Who did what: every sign-in, decision, export and change; append-only. The ledger holds a digest
// of each row, so that neither a row nor its absence can be made up afterwards.
#pragma once

#include <cstdint>
#include <optional>
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
  std::string via;      // "socket", "token", "session", "link", "daemon", ...
  std::string action;   // "user.add"
  std::string subject;  // "user:ann"
  std::string detail;   // JSON, no secrets
};

namespace audit {

Status insert(Connection& db, const AuditEntry& entry);
Result<std::vector<AuditEntry>> list(Connection& db, std::int64_t after, int limit);  // by id

struct Filter {             // fields that are set must match
  std::int64_t before = 0;  // ids below; 0: from the newest
  std::optional<UserId> actor;
  std::string action;   // "user.add"; "authn" or "user" stands for all that begin so
  std::string subject;  // "user:ann"
};
Result<std::vector<AuditEntry>> newest(Connection& db, const Filter& filter, int limit);

struct Span {
  Time from;
  Time to;  // not with it
};
// Ids above `after`, the oldest first; `filter.before` does not count.
Result<std::vector<AuditEntry>> of_span(Connection& db, const Filter& filter, const Span& span,
                                        std::int64_t after, int limit);

Result<std::string> digest(Connection& db, std::int64_t id);  // kNotFound; hex

}  // namespace audit
}  // namespace vouch::store
