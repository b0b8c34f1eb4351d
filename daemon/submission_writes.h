// The two transactions of a request that tells an engine of pages: before it leaves and after it
// came back. Writer thread.
#pragma once

#include <vector>

#include "config/settings.h"
#include "engines/submission.h"
#include "store/store.h"
#include "store/submissions.h"
#include "web/facts.h"

namespace vouch::daemon {

struct SubmissionStep {
  store::SubmissionSend send;           // id 0: nothing may be sent now
  std::vector<store::Submission> rows;  // that go in it
  Time next_at;                         // when to come again
};

// `zone`: the day's quota is counted in it.
Result<SubmissionStep> begin_submission(store::WriteContext& context,
                                        const config::SubmissionSettings& route, const Zone& zone);
// Conflict: answered before.
Result<SubmissionStep> finish_submission(store::WriteContext& context, SubmissionStep step,
                                         const engines::SubmissionAnswer& answer, const Zone& zone);

Result<web::SubmissionFacts> submission_facts(store::Connection& db,
                                              const config::SubmissionSettings& route,
                                              const Zone& zone, Time now);

}  // namespace vouch::daemon
