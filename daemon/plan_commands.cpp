#include <cstdint>

#include "core/random.h"
#include "daemon/commands.h"
#include "daemon/job_of.h"
#include "daemon/keyword_writes.h"
#include "daemon/number_writes.h"
#include "daemon/plan_writes.h"
#include "daemon/review_writes.h"

namespace vouch::daemon {

using web::PlanProblems;
Task<Status> DaemonCommands::write_status(StatusJob job) {
  Job<int> bound = [job = std::move(job)](store::WriteContext& context,
                                          const Rulebook& rules) -> Result<int> {
    const Status done = job(context, rules);
    if (!done) return tl::unexpected(done.error());
    return 1;
  };
  const auto done = co_await write<int>(std::move(bound));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

// Notices of a plan are due at once.
void DaemonCommands::plan_told() {
  context_.notices_changed = true;
  if (context_.wake) context_.wake();
}

Task<Result<PlanProblems>> DaemonCommands::put_plan(web::Actor actor, web::PutPlan request) {
  Job<PlanProblems> job = job_of(daemon::put_plan, std::move(actor), std::move(request));
  co_return co_await write<PlanProblems>(std::move(job));
}

Task<Result<PlanProblems>> DaemonCommands::publish_plan(web::Actor actor,
                                                        web::PublishPlan request) {
  Job<PlanProblems> job = job_of(daemon::publish_plan, std::move(actor), std::move(request));
  auto done = co_await write<PlanProblems>(std::move(job));
  plan_told();
  co_return done;
}

Task<Result<PlanProblems>> DaemonCommands::add_plan_line(web::Actor actor,
                                                         web::AddPlanLine request) {
  Job<PlanProblems> job = job_of(daemon::add_plan_line, std::move(actor), std::move(request));
  auto done = co_await write<PlanProblems>(std::move(job));
  plan_told();
  co_return done;
}

Task<Status> DaemonCommands::change_plan_line(web::Actor actor, web::ChangePlanLine request) {
  daemon::StatusJob job =
      status_job_of(daemon::change_plan_line, std::move(actor), std::move(request));
  auto done = co_await write_status(std::move(job));
  plan_told();
  co_return done;
}

Task<Status> DaemonCommands::set_work_hours(web::Actor actor, web::SetWorkHours request) {
  daemon::StatusJob job =
      status_job_of(daemon::set_work_hours, std::move(actor), std::move(request));
  co_return co_await write_status(std::move(job));
}

Task<Result<web::ImportedKeywords>> DaemonCommands::import_keywords(web::Actor actor,
                                                                    web::ImportKeywords request) {
  Job<KeywordImport> job = job_of(daemon::import_keywords, std::move(actor), std::move(request));
  auto done = co_await write<KeywordImport>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  for (const QueuedLook& look : done->looks) context_.queue.put(look);
  if (context_.wake) context_.wake();
  co_return std::move(done->answer);
}

Task<Status> DaemonCommands::patch_keyword(web::Actor actor, web::PatchKeyword request) {
  daemon::StatusJob job = [actor = std::move(actor), request = std::move(request)](
                              store::WriteContext& context, const Rulebook&) {
    return daemon::patch_keyword(context, actor, request);
  };
  co_return co_await write_status(std::move(job));
}

Task<Result<PlanProblems>> DaemonCommands::put_keyword_plan(web::Actor actor,
                                                            web::PutKeywordPlan request) {
  Job<PlanProblems> job = job_of(daemon::put_keyword_plan, std::move(actor), std::move(request));
  co_return co_await write<PlanProblems>(std::move(job));
}

Task<Result<PlanProblems>> DaemonCommands::put_numbers(web::Actor actor, web::PutNumbers request) {
  Job<PlanProblems> job = job_of(daemon::put_numbers, std::move(actor), std::move(request));
  co_return co_await write<PlanProblems>(std::move(job));
}

Task<Status> DaemonCommands::put_review(web::Actor actor, web::PutReview request) {
  daemon::StatusJob job = status_job_of(daemon::put_review, std::move(actor), std::move(request));
  co_return co_await write_status(std::move(job));
}

Task<Result<ReviewActionId>> DaemonCommands::add_review_action(web::Actor actor,
                                                               web::AddReviewAction request) {
  Job<ReviewActionId> job = job_of(daemon::add_review_action, std::move(actor), std::move(request));
  co_return co_await write<ReviewActionId>(std::move(job));
}

Task<Status> DaemonCommands::close_review_action(web::Actor actor, web::CloseReviewAction request) {
  daemon::StatusJob job =
      status_job_of(daemon::close_review_action, std::move(actor), std::move(request));
  co_return co_await write_status(std::move(job));
}

Task<Result<int>> DaemonCommands::draw_spot_checks(web::Actor actor, web::DrawSpotChecks request) {
  std::int64_t seed = 0;
  const std::string bytes = context_.random.bytes(3);
  for (const char byte : bytes) seed = seed * 256 + static_cast<unsigned char>(byte);
  Job<int> job = [actor = std::move(actor), request = std::move(request), seed](
                     store::WriteContext& context, const Rulebook& rules) {
    return daemon::draw_spot_checks(context, rules, actor, request, seed);
  };
  co_return co_await write<int>(std::move(job));
}

Task<Status> DaemonCommands::judge_spot_check(web::Actor actor, web::JudgeSpotCheck request) {
  daemon::StatusJob job =
      status_job_of(daemon::judge_spot_check, std::move(actor), std::move(request));
  co_return co_await write_status(std::move(job));
}

}  // namespace vouch::daemon
