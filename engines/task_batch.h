// A batch of a provider that takes tasks: all its questions, the two control questions among them,
// are handed in at once and judged once everything has come. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engines/batch.h"

namespace vouch::engines {

// `unknown_url` from unknown_url() below; both control questions are left out where no control page
// is configured. No second question about a page: a task cannot wait for the first.
std::vector<Question> task_questions(const BatchRequest& request, const std::string& engine,
                                     const std::string& unknown_url);
std::string control_that_cannot_exist(const BatchRequest& request, Random& random);

// Looks whose question has no answer are postponed. The allowance is left as it is.
BatchResult settle_task(const BatchRequest& request, const std::string& unknown_url,
                        const std::vector<Answered>& answers, const Provider& provider, Time now);

}  // namespace vouch::engines
