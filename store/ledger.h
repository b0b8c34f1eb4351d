// The ledger: a hash chain over observations, decisions, evidence digests and restores, so that a
// past that was rewritten on disk shows. h = SHA-256(prev || length-prefixed fields); sequence and
// prev come from the database head inside the caller's savepoint. It holds ids and digests, no
// names. append: writer thread; verify and head: any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct LedgerHead {
  std::int64_t sequence = 0;  // 0: empty
  std::string hash;           // hex; 64 zeros when empty
};

struct LedgerReport {
  std::int64_t rows = 0;
  LedgerHead head;
  std::optional<std::int64_t> first_bad;  // sequence of the first row that does not hold
  std::string why;                        // for people
};

class Ledger {
 public:
  explicit Ledger(Connection& db) : db_(&db) {}
  // `kind`: "observation", "decision", "evidence", "disposal", "restore", ...
  Status append(std::string_view kind, std::int64_t subject, std::string_view digest, Time at);
  Result<LedgerHead> head();

 private:
  Connection* db_;
};

namespace ledger {
Result<LedgerHead> head(Connection& db);
// Walks every row: the chain, and the digests of the rows and evidence it names.
Result<LedgerReport> verify(Connection& db);
}  // namespace ledger

}  // namespace vouch::store
