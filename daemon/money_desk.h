// The ports of targets and of paid promotion over the store: each command is one transaction. Main
// loop only.
#pragma once

#include <functional>

#include "daemon/context.h"
#include "web/paid_commands.h"
#include "web/target_commands.h"

namespace vouch::daemon {

class MoneyDesk final : public web::TargetCommands, public web::PaidCommands {
 public:
  explicit MoneyDesk(Context& context) : context_(context) {}

  Task<Result<web::TargetsSet>> put_target_year(web::Actor actor,
                                                web::PutTargetYear request) override;
  Task<Result<web::TargetsSet>> put_target_parts(web::Actor actor,
                                                 web::PutTargetParts request) override;
  Task<Result<web::TargetsSet>> roll_targets(web::Actor actor, web::RollTargets request) override;
  Task<Result<ActualId>> add_actual(web::Actor actor, web::AddActual request) override;
  Task<Result<ActualId>> correct_actual(web::Actor actor, web::CorrectActual request) override;
  Task<Status> answer_target(web::Actor actor, web::AnswerTarget request) override;

  Task<Result<PaidChannelId>> put_paid_channel(web::Actor actor, PaidChannel request) override;
  Task<Result<PaidBudgetId>> put_paid_budget(web::Actor actor, web::PutPaidBudget request) override;
  Task<Result<web::ReplannedPaid>> replan_paid(web::Actor actor, web::ReplanPaid request) override;
  Task<Result<int>> put_paid_spend(web::Actor actor, web::PutPaidSpend request) override;

 private:
  template <class T, class Request>
  Task<Result<T>> write(Result<T> (*job)(store::WriteContext&, const Rulebook&, const web::Actor&,
                                         const Request&),
                        web::Actor actor, Request request);

  Context& context_;
};

}  // namespace vouch::daemon
