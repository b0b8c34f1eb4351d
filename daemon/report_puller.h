// Reads written reports of the configured sources, when asked and hourly in working hours where the
// configuration says so. Owned by Daemon; main loop only.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "alerts/app_tokens.h"
#include "alerts/report_reader.h"
#include "crawler/net/http_client.h"
#include "daemon/context.h"
#include "daemon/pulled_reports.h"
#include "web/report_sources.h"

namespace vouch::daemon {

class ReportPuller final : public web::ReportSources {
 public:
  ReportPuller(Context& context, crawler::HttpClient& http) : context_(context), http_(http) {}

  Task<Result<std::vector<web::ReportSourceView>>> list() override;
  Task<Result<web::PulledReports>> pull(web::Actor actor, web::PullReports request) override;

  Task<Time> run();  // the chore; when next

 private:
  struct Read {
    std::vector<alerts::WrittenReport> reports;
    web::PullState state = web::PullState::kOk;
    std::string detail;
  };
  struct Account {
    alerts::AppAccount account;
    std::shared_ptr<alerts::AppTokens> tokens;
  };
  Result<Account> account_of(const config::ReportSourceSettings& source);
  Task<Result<web::PulledReports>> read_and_take(config::ReportSourceSettings source,
                                                 std::optional<Date> since, bool dry_run);
  Task<Result<Read>> read(const config::ReportSourceSettings& source, Time from, Time to);
  // With the token of now; once more with a new one where it was refused.
  Task<alerts::ReportPage> page(const Account& account, const alerts::ReportForm& form,
                                const alerts::ReportSpan* span, std::int64_t cursor,
                                std::string id);

  Context& context_;
  crawler::HttpClient& http_;
  std::map<std::string, std::shared_ptr<alerts::AppTokens>> tokens_;
  std::set<std::string> reading_;
};

}  // namespace vouch::daemon
