// What was learned about platforms and waits for a person, and what people confirmed: overlays over
// the platform records. A proposal changes its state; an overlay is append-only, inserting it also
// appends the ledger row. Written on the writer thread, read on any connection.
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

struct PlatformProposal {
  std::int64_t id = 0;
  std::string platform;  // key
  std::string engine;
  std::string change;  // "not_applicable" "applicable"
  std::int64_t seen = 0;
  std::int64_t indexed = 0;
  double low = 0;  // of the rate, Wilson 95 %
  double high = 1;
  Date from{};  // work dates
  Date to{};
  Time made_at;
  std::string state = "open";  // "open" "accepted" "declined" "lapsed" "undone"
  std::optional<Time> decided_at;
  UserId by;           // none: the local administrator, or nobody yet
  std::string reason;  // of the person
};

struct PlatformOverlay {
  std::int64_t id = 0;
  std::string platform;
  std::string engine;
  std::string expectation;  // "measure" "not_applicable"; "shipped": what the record says
  Time at;                  // for claims handed in from then on
  std::int64_t proposal = 0;
  UserId by;
  std::string reason;
};

struct PlatformCount {
  std::string platform;
  std::string engine;
  std::int64_t claims = 0;
  std::int64_t indexed = 0;
  Date from{};
  Date to{};
};

namespace platform_proposals {

Result<std::int64_t> insert(Connection& db, const PlatformProposal& proposal);
// The numbers of an open one, as they are now.
Status renew(Connection& db, const PlatformProposal& proposal);
Status set_state(Connection& db,
                 const PlatformProposal& proposal);  // state, decided_at, by, reason
Result<std::optional<PlatformProposal>> find(Connection& db, std::int64_t id);
Result<std::vector<PlatformProposal>> all(Connection& db);  // the newest first

Result<std::int64_t> insert_overlay(Connection& db, const PlatformOverlay& overlay);
Result<std::vector<PlatformOverlay>> overlays(Connection& db);  // by id
// SHA-256 over all fields, as the ledger keeps it; "" where there is no such row.
Result<std::string> overlay_digest(Connection& db, std::int64_t id);

// Claims of work days since, baselines left out, whose index verdict is an end: `indexed` were so
// at some time.
Result<std::vector<PlatformCount>> decided(Connection& db, Date since);
// Claims that keywords' lists since showed.
Result<std::vector<PlatformCount>> listed(Connection& db, Date since);

}  // namespace platform_proposals
}  // namespace vouch::store
