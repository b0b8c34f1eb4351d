// Which of the company's own pages are told to engines: the page of a claim that was seen live for
// the first time, once for each route that takes it. Writer thread, inside the look's transaction.
#pragma once

#include "daemon/page_record.h"

namespace vouch::daemon {

// How many were queued. None for baselines: old pages would use up the quota of new ones.
Result<int> queue_submissions(store::WriteContext& context, const Rulebook& rules,
                              const PageRecord& page, const ClaimChange& change);

}  // namespace vouch::daemon
