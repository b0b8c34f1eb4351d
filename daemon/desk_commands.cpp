#include "daemon/desk_commands.h"

#include "daemon/content_writes.h"
#include "daemon/inquiry_writes.h"
#include "daemon/keyword_writes.h"
#include "daemon/plan_writes.h"

namespace vouch::daemon {
namespace {

template <class T>
using Job = std::function<Result<T>(store::WriteContext&, const Rulebook&)>;

// A job of the writer thread that owns who asked for what.
template <class T, class Request>
Job<T> job_of(Result<T> (*write)(store::WriteContext&, const Rulebook&, const web::Actor&,
                                 const Request&),
              web::Actor actor, Request request) {
  return [write, actor = std::move(actor), request = std::move(request)](
             store::WriteContext& context, const Rulebook& rules) {
    return write(context, rules, actor, request);
  };
}

template <class Request>
Job<int> job_of(Status (*write)(store::WriteContext&, const Rulebook&, const web::Actor&,
                                const Request&),
                web::Actor actor, Request request) {
  return [write, actor = std::move(actor), request = std::move(request)](
             store::WriteContext& context, const Rulebook& rules) -> Result<int> {
    const Status done = write(context, rules, actor, request);
    if (!done) return tl::unexpected(done.error());
    return 1;
  };
}

}  // namespace

// The practice clock must not move while a command is at work: hence the guard.
template <class T>
Task<Result<T>> DeskCommands::write(
    std::function<Result<T>(store::WriteContext&, const Rulebook&)> job) {
  const Activity::Guard guard = context_.activity.begin();
  const Rules rules = context_.rules;
  std::function<Result<T>(store::WriteContext&)> bound =
      [job = std::move(job), rules](store::WriteContext& context) { return job(context, *rules); };
  auto done = co_await context_.store.template write<T>(std::move(bound));
  if (!done) context_.store_failed(done.error());
  if (context_.wake) context_.wake();
  co_return done;
}

Task<Result<web::AddedInquiry>> DeskCommands::add_inquiry(web::Actor actor,
                                                          web::NewInquiry request) {
  Job<web::AddedInquiry> job = job_of(daemon::add_inquiry, std::move(actor), std::move(request));
  co_return co_await write<web::AddedInquiry>(std::move(job));
}

Task<Status> DeskCommands::patch_inquiry(web::Actor actor, web::PatchInquiry request) {
  Job<int> job = job_of(daemon::patch_inquiry, std::move(actor), std::move(request));
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<InquiryNoteId>> DeskCommands::add_inquiry_note(web::Actor actor,
                                                           web::AddInquiryNote request) {
  Job<InquiryNoteId> job = job_of(daemon::add_inquiry_note, std::move(actor), std::move(request));
  co_return co_await write<InquiryNoteId>(std::move(job));
}

Task<Result<std::string>> DeskCommands::show_contact(web::Actor actor, InquiryId inquiry) {
  Job<std::string> job = job_of(daemon::show_contact, std::move(actor), inquiry);
  co_return co_await write<std::string>(std::move(job));
}

Task<Result<web::ImportedInquiries>> DeskCommands::import_inquiries(web::Actor actor,
                                                                    web::ImportInquiries request) {
  Job<web::ImportedInquiries> job =
      job_of(daemon::import_inquiries, std::move(actor), std::move(request));
  co_return co_await write<web::ImportedInquiries>(std::move(job));
}

Task<Result<AssetId>> DeskCommands::add_asset(web::Actor actor, web::AddAsset request) {
  Job<AssetId> job = job_of(daemon::add_asset, std::move(actor), std::move(request));
  co_return co_await write<AssetId>(std::move(job));
}

Task<Status> DeskCommands::link_asset(web::Actor actor, web::LinkAsset request) {
  Job<int> job = job_of(daemon::link_asset, std::move(actor), std::move(request));
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Status> DeskCommands::set_shares(web::Actor actor, web::SetShares request) {
  Job<int> job = job_of(daemon::set_shares, std::move(actor), std::move(request));
  const auto done = co_await write<int>(std::move(job));
  if (!done) co_return tl::unexpected(done.error());
  co_return Status();
}

Task<Result<web::ImportedPlan>> DeskCommands::import_plan(web::Actor actor,
                                                          web::ImportPlan request) {
  Job<web::ImportedPlan> job = job_of(daemon::import_plan, std::move(actor), std::move(request));
  co_return co_await write<web::ImportedPlan>(std::move(job));
}

Task<Result<web::ImportedKeywordPlan>> DeskCommands::import_keyword_plan(
    web::Actor actor, web::ImportKeywordPlan request) {
  Job<web::ImportedKeywordPlan> job =
      job_of(daemon::import_keyword_plan, std::move(actor), std::move(request));
  co_return co_await write<web::ImportedKeywordPlan>(std::move(job));
}

}  // namespace vouch::daemon
