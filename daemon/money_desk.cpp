#include "daemon/money_desk.h"

#include "daemon/paid_writes.h"
#include "daemon/target_writes.h"

namespace vouch::daemon {

// The practice clock must not move while a command is at work: hence the guard.
template <class T, class Request>
Task<Result<T>> MoneyDesk::write(Result<T> (*job)(store::WriteContext&, const Rulebook&,
                                                  const web::Actor&, const Request&),
                                 web::Actor actor, Request request) {
  const Activity::Guard guard = context_.activity.begin();
  const Rules rules = context_.rules;
  std::function<Result<T>(store::WriteContext&)> bound =
      [job, actor = std::move(actor), request = std::move(request),
       rules](store::WriteContext& context) { return job(context, *rules, actor, request); };
  auto done = co_await context_.store.template write<T>(std::move(bound));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

Task<Result<web::TargetsSet>> MoneyDesk::put_target_year(web::Actor actor,
                                                         web::PutTargetYear request) {
  return write(daemon::put_target_year, std::move(actor), std::move(request));
}

Task<Result<web::TargetsSet>> MoneyDesk::put_target_parts(web::Actor actor,
                                                          web::PutTargetParts request) {
  return write(daemon::put_target_parts, std::move(actor), std::move(request));
}

Task<Result<web::TargetsSet>> MoneyDesk::roll_targets(web::Actor actor, web::RollTargets request) {
  return write(daemon::roll_targets, std::move(actor), std::move(request));
}

Task<Result<ActualId>> MoneyDesk::add_actual(web::Actor actor, web::AddActual request) {
  return write(daemon::add_actual, std::move(actor), std::move(request));
}

Task<Result<ActualId>> MoneyDesk::correct_actual(web::Actor actor, web::CorrectActual request) {
  return write(daemon::correct_actual, std::move(actor), std::move(request));
}

Task<Status> MoneyDesk::answer_target(web::Actor actor, web::AnswerTarget request) {
  Result<int> (*job)(store::WriteContext&, const Rulebook&, const web::Actor&,
                     const web::AnswerTarget&) = [](store::WriteContext& context,
                                                    const Rulebook& rules, const web::Actor& who,
                                                    const web::AnswerTarget& what) -> Result<int> {
    const Status answered = daemon::answer_target(context, rules, who, what);
    if (!answered) return tl::unexpected(answered.error());
    return 1;
  };
  const auto done = co_await write<int>(job, std::move(actor), std::move(request));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<PaidChannelId>> MoneyDesk::put_paid_channel(web::Actor actor, PaidChannel request) {
  return write(daemon::put_paid_channel, std::move(actor), std::move(request));
}

Task<Result<PaidBudgetId>> MoneyDesk::put_paid_budget(web::Actor actor,
                                                      web::PutPaidBudget request) {
  return write(daemon::put_paid_budget, std::move(actor), std::move(request));
}

Task<Result<web::ReplannedPaid>> MoneyDesk::replan_paid(web::Actor actor, web::ReplanPaid request) {
  return write(daemon::replan_paid, std::move(actor), std::move(request));
}

Task<Result<int>> MoneyDesk::put_paid_spend(web::Actor actor, web::PutPaidSpend request) {
  return write(daemon::put_paid_spend, std::move(actor), std::move(request));
}

}  // namespace vouch::daemon
