// Taking in written reports: each text as if its author had pasted it, each line once; what cannot
// be taken waits and is tried again by every later run. Writer thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/report_reader.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/report_sources.h"

namespace vouch::daemon {

struct TakeReports {
  std::string source;                         // name
  std::string kind;                           // "dingtalk"
  std::map<std::string, std::string> people;  // id on the platform -> login
  std::vector<alerts::WrittenReport> reports;
  web::PullState state = web::PullState::kOk;  // of the reading
  std::string detail;
  std::optional<Time> read_up_to;  // all of it was read
  bool dry_run = false;
};

struct TakenReports {
  web::PulledReports answer;
  std::vector<ClaimChange> changes;
};

Result<TakenReports> take_reports(store::WriteContext& context, const Rulebook& rules,
                                  const TakeReports& given);

// What is listed of a source that is read as configured; kind and schedule are the caller's.
Result<web::ReportSourceView> source_view(store::Connection& db, const std::string& name);

}  // namespace vouch::daemon
