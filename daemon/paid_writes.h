// What supervisors do to paid promotion: assumptions of channels, a month's budget and its
// re-plans, and what was spent. Each one transaction and in the audit. Writer thread.
#pragma once

#include "daemon/rulebook.h"
#include "store/store.h"
#include "web/commands.h"
#include "web/paid_commands.h"

namespace vouch::daemon {

Result<PaidChannelId> put_paid_channel(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const PaidChannel& request);
Result<PaidBudgetId> put_paid_budget(store::WriteContext& context, const Rulebook& rules,
                                     const web::Actor& actor, const web::PutPaidBudget& request);
// kNotFound: there is no budget of the month; kConflict: the month is over or has not begun.
Result<web::ReplannedPaid> replan_paid(store::WriteContext& context, const Rulebook& rules,
                                       const web::Actor& actor, const web::ReplanPaid& request);
Result<int> put_paid_spend(store::WriteContext& context, const Rulebook& rules,
                           const web::Actor& actor, const web::PutPaidSpend& request);

}  // namespace vouch::daemon
