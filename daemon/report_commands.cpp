#include "daemon/commands.h"
#include "daemon/job_of.h"
#include "daemon/office_writes.h"
#include "daemon/self_report_writes.h"

namespace vouch::daemon {

Task<Status> DaemonCommands::put_report_words(web::Actor actor, web::PutReportWords request) {
  daemon::StatusJob job =
      status_job_of(daemon::put_report_words, std::move(actor), std::move(request));
  co_return co_await write_status(std::move(job));
}

Task<Result<BlockerId>> DaemonCommands::add_blocker(web::Actor actor, web::AddBlocker request) {
  Job<BlockerId> job = job_of(daemon::add_blocker, std::move(actor), std::move(request));
  auto added = co_await write<BlockerId>(std::move(job));
  if (added) plan_told();
  co_return added;
}

Task<Status> DaemonCommands::close_blocker(web::Actor actor, web::CloseBlocker request) {
  daemon::StatusJob job =
      status_job_of(daemon::close_blocker, std::move(actor), std::move(request));
  const Status closed = co_await write_status(std::move(job));
  if (closed) plan_told();
  co_return closed;
}

Task<Status> DaemonCommands::acknowledge_duty(web::Actor actor, int version) {
  daemon::StatusJob job = status_job_of(daemon::write_duty_read, std::move(actor), version);
  co_return co_await write_status(std::move(job));
}

}  // namespace vouch::daemon
