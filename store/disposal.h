// Getting rid of evidence by age and by budget, whole WARC files at a time, each with a disposal
// row: the digest stays, the bytes are gone, and people see that. Files with nothing but positives
// go first; evidence behind an open negative (a work stage not yet settled, or anything disputed)
// never goes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/time.h"
#include "store/file.h"
#include "store/store.h"

namespace vouch::store {

struct DisposalRules {
  Time keep_since;                // files whose evidence is all older may go
  std::int64_t budget_bytes = 0;  // 0: no budget
};

struct Disposed {
  std::string file;
  std::int64_t bytes = 0;
  std::string why;  // "age" or "budget"
};

namespace disposal {

// What would go, in order; pure reading.
Result<std::vector<Disposed>> plan(Connection& db, const DisposalRules& rules);
// Marks the files disposed of, with disposal and ledger rows. The bytes are removed by sweep(),
// once that is durable.
Result<std::vector<Disposed>> carry_out(WriteContext& context, const DisposalRules& rules);
// Removes files marked as disposed of that are still on the disk; how many.
Result<std::int64_t> sweep(Connection& db, const std::filesystem::path& evidence_directory);
// SHA-256 over all fields of a disposal row, as the ledger keeps it; kNotFound.
Result<std::string> digest(Connection& db, std::int64_t id);

}  // namespace disposal
}  // namespace vouch::store
