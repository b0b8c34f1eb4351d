// Tasks that wait at providers (engines/ticket.h) and the looks that wait for their answers: money
// is spent for them, a restart collects them again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct OpenTicket {
  std::int64_t id = 0;
  std::string provider;  // "5118:main"
  std::string engine;
  std::string text;         // the ticket, whole
  std::string known_url;    // control page known to be indexed; empty: none was asked
  std::string known_text;   // its query
  std::string unknown_url;  // control page that cannot exist
  Time submitted_at;
  Time collect_at;
  EvidenceId evidence;  // how it was handed in
};

struct TicketLook {
  LookId look;
  int attempt = 0;  // of the lease under which it was asked
};

namespace tickets {

Result<std::int64_t> insert(Connection& db, const OpenTicket& ticket,
                            const std::vector<TicketLook>& looks);
Result<std::vector<OpenTicket>> open(Connection& db);                       // oldest first
Result<std::vector<TicketLook>> looks_of(Connection& db, std::int64_t id);  // by look
// The moment at which the open ticket that holds this look is collected; none: nobody holds it.
Result<std::optional<Time>> holds(Connection& db, LookId look);
Result<bool> close(Connection& db, std::int64_t id, Time at);  // false: it was closed before

}  // namespace tickets
}  // namespace vouch::store
