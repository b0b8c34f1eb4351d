// The ports of inquiries and of content over the store: each command is one transaction. Main loop
// only.
#pragma once

#include <functional>

#include "daemon/context.h"
#include "web/content_commands.h"
#include "web/inquiry_commands.h"

namespace vouch::daemon {

class DeskCommands final : public web::InquiryCommands, public web::ContentCommands {
 public:
  explicit DeskCommands(Context& context) : context_(context) {}

  Task<Result<web::AddedInquiry>> add_inquiry(web::Actor actor, web::NewInquiry request) override;
  Task<Status> patch_inquiry(web::Actor actor, web::PatchInquiry request) override;
  Task<Result<InquiryNoteId>> add_inquiry_note(web::Actor actor,
                                               web::AddInquiryNote request) override;
  Task<Result<std::string>> show_contact(web::Actor actor, InquiryId inquiry) override;
  Task<Result<web::ImportedInquiries>> import_inquiries(web::Actor actor,
                                                        web::ImportInquiries request) override;

  Task<Result<AssetId>> add_asset(web::Actor actor, web::AddAsset request) override;
  Task<Status> link_asset(web::Actor actor, web::LinkAsset request) override;
  Task<Status> set_shares(web::Actor actor, web::SetShares request) override;
  Task<Result<web::ImportedPlan>> import_plan(web::Actor actor, web::ImportPlan request) override;
  Task<Result<web::ImportedKeywordPlan>> import_keyword_plan(
      web::Actor actor, web::ImportKeywordPlan request) override;

 private:
  template <class T>
  Task<Result<T>> write(std::function<Result<T>(store::WriteContext&, const Rulebook&)> job);

  Context& context_;
};

}  // namespace vouch::daemon
