// Looks for sources that proved to have been blind, withdraws their negatives and judges the claims
// again; who was told gets a correction.
#pragma once

#include "checks/blind_windows.h"
#include "daemon/context.h"

namespace vouch::daemon {

// All windows that are known, for judge_claim.
Result<std::vector<checks::BlindWindow>> known_windows(store::Connection& db);

// In several transactions; how many. What a crash leaves is judged by the next find_blind_sources.
Task<Result<int>> judge_again(Context& context, Rules rules, std::vector<ClaimId> claims);

// Every six hours; when to do it again.
Task<Time> find_blind_sources(Context& context);

}  // namespace vouch::daemon
