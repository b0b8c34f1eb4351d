// Disputes: what was opened never changes; closing happens once. Both have their ledger row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/verdict.h"
#include "store/sql.h"

namespace vouch::store::disputes {

Result<DisputeId> open(Connection& db, const Dispute& dispute);
// false: it was closed before, nothing was changed.
Result<bool> close(Connection& db, DisputeId id, DisputeState state, UserId closed_by,
                   std::string_view answer, Time at);
Result<Dispute> find(Connection& db, DisputeId id);  // kNotFound
Result<std::vector<Dispute>> for_claim(Connection& db, ClaimId claim);
Result<std::vector<Dispute>> open_ones(Connection& db);  // by due_at
struct OfPerson {
  Dispute dispute;
  UserId owner;  // of the claim
};
// Newest first, ids below `before` (0: from the newest), open or closed ones or all.
Result<std::vector<OfPerson>> newest(Connection& db, std::optional<bool> open, std::int64_t before,
                                     int limit);
// Of claims of this person.
Result<std::int64_t> count_open_of(Connection& db, UserId user);
struct Opened {
  std::int64_t disputes = 0;
  std::int64_t upheld = 0;  // of them, or nobody answered in their term
};
Result<Opened> opened_between(Connection& db, Time from, Time to, Time now);  // `to` not with it
// SHA-256 over how it was opened, and over how it was closed, as the ledger keeps them.
std::string digest_of_opening(const Dispute& dispute);
std::string digest_of_closing(const Dispute& dispute);
Result<std::optional<Dispute>> open_for_claim(Connection& db, ClaimId claim);

}  // namespace vouch::store::disputes
