// Claims and their keywords. Written on the writer thread, read on any connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/claim.h"
#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store::claims {

// Fields that are set must match. A claim without a verdict row counts as PENDING.
struct Filter {
  std::optional<UserId> user;
  std::optional<TeamId> team;
  std::optional<Date> since;  // work date, inclusive
  std::optional<Date> until;
  std::optional<WorkVerdict> work;
  std::optional<FailedPhase> phase;
  std::optional<ReportId> report;
};

// First and last id of the claims of some work days, since and until inclusive; first behind last
// where there are none. Claims of other days may stand between them.
struct IdRange {
  ClaimId first;
  ClaimId last;
};
Result<IdRange> ids_of_days(Connection& db, std::optional<Date> since, std::optional<Date> until);

Result<ClaimId> insert(Connection& db, const Claim& claim);
Result<Claim> find(Connection& db, ClaimId id);  // kNotFound
// Ascending by id, those after `after`.
Result<std::vector<Claim>> list(Connection& db, const Filter& filter, ClaimId after, int limit);
Result<std::int64_t> count(Connection& db, const Filter& filter);
Result<std::vector<ClaimId>> for_keyword(Connection& db, KeywordId keyword);

// The first claim (smallest id) under this key that was not withdrawn for another; none: not seen.
Result<std::optional<ClaimId>> first_by_strict_key(Connection& db, std::string_view key);
Result<std::optional<ClaimId>> first_by_loose_key(Connection& db, std::string_view key);
// When the first of the claims was handed in that this one stands for now, itself included.
Result<Time> first_hand_in(Connection& db, ClaimId id);  // kNotFound
Result<std::vector<ClaimId>> all_by_strict_key(Connection& db, std::string_view key);

// A claim is immutable but for these two: what replaced it, and who looks after it when its
// author has left.
Status set_replaced_by(Connection& db, ClaimId id, ClaimId replacement);
Status set_caretaker(Connection& db, UserId leaving, UserId successor);
// Claims of this user, or in his care, that a look is still planned for.
Result<std::int64_t> watched(Connection& db, UserId user);
Result<std::optional<UserId>> caretaker(Connection& db, ClaimId id);

}  // namespace vouch::store::claims
