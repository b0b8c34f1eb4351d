// The port of changes to paid promotion (B01 to B11). Implemented in daemon/; called on the main
// loop.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/async.h"
#include "core/paid.h"
#include "core/result.h"

namespace vouch::web {

struct Actor;

struct PutPaidBudget {
  Date month;  // its first day
  BudgetMethod method = BudgetMethod::kBudget;
  std::optional<Fen> revenue;
  std::optional<std::int64_t> wanted_orders;
  std::vector<std::pair<std::string, Fen>> channels;  // their sum is the budget
  int workday = 100, weekend = 40, holiday = 20, makeup = 100;
  std::string reason;  // needed where there was one before
};
struct ReplanPaid {  // what is left, on the days that are left
  Date month;
  std::string reason;
  bool dry_run = false;
};
struct ReplannedChannel {
  std::string channel;
  std::vector<PaidBudgetDay> days;  // from today on
  Fen unplaced;
};
struct ReplannedPaid {
  std::vector<ReplannedChannel> channels;
};
struct PutPaidSpend {  // all rows or none
  std::vector<PaidSpend> rows;
};

class PaidCommands {
 public:
  virtual ~PaidCommands() = default;
  virtual Task<Result<PaidChannelId>> put_paid_channel(Actor actor, PaidChannel request) = 0;
  virtual Task<Result<PaidBudgetId>> put_paid_budget(Actor actor, PutPaidBudget request) = 0;
  virtual Task<Result<ReplannedPaid>> replan_paid(Actor actor, ReplanPaid request) = 0;
  // How many were new or different; rows that say the same as before write nothing.
  virtual Task<Result<int>> put_paid_spend(Actor actor, PutPaidSpend request) = 0;
};

}  // namespace vouch::web
