// Silences: written once, ended once, never deleted; the letters that each holds back are counted
// from the letters themselves. Written on the writer thread, read on any connection.
#pragma once

#include <optional>
#include <vector>

#include "core/silence.h"
#include "store/sql.h"

namespace vouch::store {

struct SilenceRow {
  Silence silence;
  std::int64_t holds_back = 0;  // letters that wait, or are not repeated, for its sake
};

// Trouble of the checker that was told or waits to be, for those who look after it.
struct TroubleRow {
  Time since;
  std::optional<Time> told_at;
  std::string body;                // NoticeFacts as JSON
  std::optional<Silence> silence;  // that holds it back
};

namespace silences {

Result<SilenceId> insert(Connection& db, const Silence& silence);
// false: there is none such, or it has ended.
Result<bool> end(Connection& db, SilenceId id, Time at, std::string_view by);
Result<std::optional<Silence>> find(Connection& db, SilenceId id);
// Those that hold at `now`, by id.
Result<std::vector<Silence>> active(Connection& db, Time now);
// The newest first, whether they hold or not.
Result<std::vector<SilenceRow>> all(Connection& db, int limit);

// One row a trouble, however many people are told of it; the newest first.
Result<std::vector<TroubleRow>> troubles(Connection& db, int limit);

}  // namespace silences
}  // namespace vouch::store
