// Negatives that a person withdraws: an administrator learned that a source was blind between two
// moments (decision 066). Nothing is written for a window that is known or that touches no look.
#pragma once

#include "daemon/context.h"
#include "store/withdrawals.h"
#include "web/commands.h"

namespace vouch::daemon {

struct PlannedWithdrawal {
  store::Withdrawal window;
  store::WithdrawnCount touched;
  bool known = false;  // a window in force covers it
};

// kInvalid, kNotFound with a sentence for people: an unknown source or engine, a window that ends
// before it begins or has not passed, no reason. Any connection.
Result<PlannedWithdrawal> plan_withdrawal(store::Connection& db, const Rulebook& rules,
                                          const web::Actor& actor,
                                          const web::WithdrawNegatives& request, Time now);

// Writes the window with its ledger and audit rows, judges its claims again, which corrects what
// people were told. A dry run only counts. Main loop.
Task<Result<web::WithdrawnNegatives>> withdraw_by_hand(Context& context, web::Actor actor,
                                                       web::WithdrawNegatives request);

}  // namespace vouch::daemon
