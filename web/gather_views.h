// One claim as a viewer may see it in a list. Store reader thread (gather.h).
#pragma once

#include "web/gather.h"

namespace vouch::web::gather {

// kNotFound; kDenied where the viewer may not see it.
Result<ClaimView> claim_view(store::Connection& db, ClaimId claim, const Viewer& viewer);

}  // namespace vouch::web::gather
