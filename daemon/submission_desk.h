// Tells engines about the company's new pages (decision 080): a request is written down before it
// leaves, what came of it afterwards; one request of a route at a time, within the day's quota.
// Nothing here is evidence or touches a verdict. Main loop only.
#pragma once

#include <string>
#include <vector>

#include "crawler/net/http_client.h"
#include "daemon/context.h"
#include "engines/submission.h"
#include "web/facts.h"

namespace vouch::daemon {

// Pages that go live within this time of a request go together in the next.
inline constexpr Millis kGatherPages = std::chrono::minutes(10);

class SubmissionDesk {
 public:
  SubmissionDesk(Context& context, crawler::HttpClient& http) : context_(context), http_(http) {}

  // Routes of the present rules, with their keys. Start and reload; blocks.
  Status connect();
  // Sends what may be sent now; when to come next. The caller holds an Activity::Guard.
  Task<Time> run();
  // Pages were queued since the last run.
  [[nodiscard]] bool wanted() const { return context_.submissions_queued && !context_.held; }

  [[nodiscard]] const std::vector<web::SubmissionFacts>& facts() const { return facts_; }

 private:
  Task<Result<Time>> serve(engines::SubmissionOptions options, config::SubmissionSettings route);

  Context& context_;
  crawler::HttpClient& http_;
  // Kept together: after a reload that failed half-way the present rules name other routes.
  struct Connected {
    engines::SubmissionOptions options;
    config::SubmissionSettings route;
  };

  std::vector<Connected> routes_;            // in the order of vouch.toml
  std::vector<web::SubmissionFacts> facts_;  // the same
};

}  // namespace vouch::daemon
