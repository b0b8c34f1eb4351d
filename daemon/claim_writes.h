// What people say about a claim: decisions, disputes, answers, 重新检测. Each is appended, the
// claim is judged again and, where it helps, looked at anew - in one transaction. Writer thread.
#pragma once

#include <optional>

#include "daemon/claim_transaction.h"
#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"

namespace vouch::daemon {

struct Said {
  DecisionId decision;
  DisputeId dispute;
  web::RecheckAnswer recheck;
  ClaimChange change;
};

Result<Said> say_decision(store::WriteContext& context, const Rulebook& rules,
                          const web::Actor& actor, const web::Decide& request);
Result<Said> say_dispute(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, const web::OpenDispute& request);
Result<Said> say_dispute_closed(store::WriteContext& context, const Rulebook& rules,
                                const web::Actor& actor, const web::CloseDispute& request);
Result<Said> ask_recheck(store::WriteContext& context, const Rulebook& rules,
                         const web::Actor& actor, ClaimId claim);

// A preset reason, or at least 4 Han characters or 10 letters (design §9).
bool is_reason(std::string_view text);

}  // namespace vouch::daemon
