// One page of a filtered list of claims, newest or oldest first. Every filter has an index to come
// in by; what is left is looked at claim by claim, so many for each page and no more. Read on any
// connection.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/claim.h"
#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store::claims {

enum class Order { kOldest, kNewest };

// Whose claims, and which of them by their verdict. A claim without a verdict row is PENDING, NONE.
struct BrowseScope {
  bool everybody = false;
  std::vector<UserId> users;  // unless everybody
  std::vector<std::pair<WorkVerdict, FailedPhase>> verdicts;
  bool any_verdict = true;  // false: those of `verdicts` alone
};

struct Browse {
  std::vector<BrowseScope> scopes;  // a claim of any of them
  std::optional<ClaimId> one;       // this claim alone
  std::optional<Date> since;        // work date, inclusive
  std::optional<Date> until;
  std::string platform;  // these: empty: any
  std::string work_type;
  std::string keyword;  // folded
  std::string engine;   // with `index` alone
  std::optional<IndexVerdict> index;
  std::optional<bool> late;
  std::string words;  // in the title or the address
};

struct BrowsePage {
  std::vector<ClaimId> ids;
  // Where to go on; none: that was all. A page may hold fewer than were asked for, even none, and
  // name a place to go on: so much was looked through.
  std::optional<ClaimId> next;
};

// Newest: ids below `after` (none: from the newest). Oldest: ids above it.
Result<BrowsePage> browse(Connection& db, const Browse& wanted, Order order, ClaimId after,
                          int limit);

}  // namespace vouch::store::claims
