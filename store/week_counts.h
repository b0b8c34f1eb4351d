// What a weekly digest counts (planning/weekly.h). Baselines are left out, of the index withdrawn
// and exempted claims too. Read on any connection; each call is one statement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store {

struct WeekWork {  // claims of one person and these work days
  UserId user;
  WorkVerdict work = WorkVerdict::kPending;
  bool is_public = false;  // of a negative: the term for mending is over
  std::int64_t claims = 0;
  std::int64_t late = 0;  // of these
};

struct WeekIndexed {  // pages of one person at one engine
  UserId user;
  std::string platform;
  std::string engine;
  IndexVerdict verdict = IndexVerdict::kWatching;
  std::int64_t pages = 0;
};

struct WeekLost {
  ClaimId claim;
  UserId user;
  std::string title;
  std::string url;
};

struct WeekFirstPage {
  std::string keyword;
  std::string engine;
  int position = 0;  // now
};

struct WeekUnindexed {
  ClaimId claim;
  UserId user;
  std::string title;
  std::string url;
  std::string engine;
  bool lost = false;
};

namespace week_counts {

// Work days from `from` to `to`, both with it.
Result<std::vector<WeekWork>> work(Connection& db, Date from, Date to, Time now);
Result<std::vector<WeekIndexed>> indexed(Connection& db, Date from, Date to);
// Negatives that are public at `now`, whenever the work was done; kFailed and kRegressed alone.
Result<std::vector<WeekWork>> open(Connection& db, Time now);
// Pages that are offline and became public after `since`, up to `now`; the newest first.
Result<std::vector<WeekLost>> lost(Connection& db, Time since, Time now, int limit);
// Pages that an engine has not indexed after its term, or has dropped; the newest claims first.
Result<std::vector<WeekUnindexed>> not_indexed(Connection& db);
// Series that stand on the first page now and did not on any measured day before `from`, of those
// that were measured before.
Result<std::vector<WeekFirstPage>> first_page(Connection& db, Date from, int limit);

}  // namespace week_counts
}  // namespace vouch::store
