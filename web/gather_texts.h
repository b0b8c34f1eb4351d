// The text matches of a claim as a viewer may read them: its author at once, others when the term
// of decision 020 has passed. Runs on a store reader.
#pragma once

#include <optional>
#include <vector>

#include "core/result.h"
#include "store/sql.h"
#include "web/sight.h"
#include "web/views.h"

namespace vouch::web::gather {

// None: no match, or not for this viewer yet.
Result<std::optional<TextMatchMark>> text_match(store::Connection& db, ClaimId claim, Sight sight,
                                                Time now);
// With the passages; the claim's mark first, the others by share.
Result<std::vector<TextMatchView>> text_matches(store::Connection& db, ClaimId claim, Sight sight,
                                                Time now);

}  // namespace vouch::web::gather
