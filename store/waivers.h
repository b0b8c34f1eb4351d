// Waivers of more than one claim: written once, ended once, never deleted. What they decide about a
// claim is read with its decisions (store/decisions.h).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/waiver.h"
#include "store/sql.h"

namespace vouch::store::waivers {

Result<WaiverId> insert(Connection& db, const Waiver& waiver);
// false: there is none such, or it has ended.
Result<bool> end(Connection& db, WaiverId id, Time at, std::string_view by);
Result<std::optional<Waiver>> find(Connection& db, WaiverId id);
Result<std::vector<Waiver>> all(Connection& db, int limit);                // the newest first
Result<std::int64_t> written_between(Connection& db, Time from, Time to);  // `to` not with it
// Written or ended at or after that moment, by id.
Result<std::vector<WaiverId>> changed_since(Connection& db, Time since);
// That are there now, ascending by id; claims of whoever wrote it are none.
Result<std::vector<ClaimId>> claims_of(Connection& db, WaiverId id);

}  // namespace vouch::store::waivers
