// Taking in a report: rows become claims with the rule versions in force, their first looks are
// planned, and the same hand-in twice is one hand-in. Writer thread.
#pragma once

#include <string>

#include "core/people.h"
#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

struct HandIn {
  web::SubmitReport request;
  UserId reporter;  // none: the local administrator
  bool may_report_for_others = false;
  std::string source{};  // of its reports; empty: as the request is
};

struct HandedIn {
  web::ReportAnswer answer;
  std::vector<ClaimChange> changes;
};

Result<HandedIn> hand_in(store::WriteContext& context, const Rulebook& rules,
                         const HandIn& hand_in);

}  // namespace vouch::daemon
