// web::Commands over the store: each command is one transaction of claim_writes, report_writes or
// company_writes; what it planned goes to the queue after the commit. Main loop only.
#pragma once

#include "alerts/sender.h"
#include "daemon/context.h"
#include "daemon/engine_looks.h"
#include "web/commands.h"

namespace vouch::daemon {

class DaemonCommands final : public web::Commands {
 public:
  struct Hooks {
    std::function<Result<web::ReloadAnswer>()> reload;
    std::function<alerts::Sender*(const std::string&)> sender;  // by channel name; null: none such
    std::function<void()> sites_changed;
    // Of alerts::Dispatcher, by channel name.
    std::function<Task<Result<std::optional<Time>>>(std::string)> take_turn{};
    std::function<Task<Status>(std::string)> channel_mended{};
  };
  DaemonCommands(Context& context, EngineLooks& engines, Hooks hooks)
      : context_(context), engines_(engines), hooks_(std::move(hooks)) {}

  Task<Result<web::ReportAnswer>> submit_report(web::Actor actor,
                                                web::SubmitReport request) override;
  Task<Result<DecisionId>> decide(web::Actor actor, web::Decide request) override;
  Task<Result<web::AttachAnswer>> attach(web::Actor actor, web::Attach request) override;
  Task<Result<DisputeId>> open_dispute(web::Actor actor, web::OpenDispute request) override;
  Task<Status> close_dispute(web::Actor actor, web::CloseDispute request) override;
  Task<Result<web::RecheckAnswer>> recheck(web::Actor actor, ClaimId claim) override;
  Task<Result<web::AddedUser>> add_user(web::Actor actor, web::AddUser request) override;
  Task<Status> patch_user(web::Actor actor, web::PatchUser request) override;
  Task<Result<TeamId>> add_team(web::Actor actor, std::string name) override;
  Task<Status> patch_team(web::Actor actor, web::PatchTeam request) override;
  Task<Result<std::string>> add_token(web::Actor actor, web::AddToken request) override;
  Task<Result<SiteId>> add_site(web::Actor actor, web::AddSite request) override;
  Task<Result<KeywordId>> add_keyword(web::Actor actor, web::AddKeyword request) override;
  Task<Status> add_leave(web::Actor actor, web::AddLeave request) override;
  Task<Result<web::TestAnswer>> test_channel(web::Actor actor, web::TestChannel request) override;
  Task<Result<web::TestAnswer>> test_provider(web::Actor actor, std::string name) override;
  Task<Status> decide_platform(web::Actor actor, web::DecidePlatform request) override;
  Task<Result<web::WithdrawnNegatives>> withdraw_negatives(web::Actor actor,
                                                           web::WithdrawNegatives request) override;
  Task<Status> retry_message(web::Actor actor, std::string message) override;
  Task<Result<SilenceId>> add_silence(web::Actor actor, web::AddSilence request) override;
  Task<Status> end_silence(web::Actor actor, SilenceId silence) override;
  Task<Result<WaiverId>> add_waiver(web::Actor actor, web::AddWaiver request) override;
  Task<Status> end_waiver(web::Actor actor, WaiverId waiver) override;
  Task<Status> mark_read(web::Actor actor, web::MarkRead request) override;
  Task<Status> set_preferences(web::Actor actor, std::vector<Preference> said) override;
  Task<Status> acknowledge_checks(web::Actor actor, int version) override;
  Task<Result<web::AddedOwnerLink>> add_owner_link(web::Actor actor,
                                                   web::AddOwnerLink request) override;
  Task<Status> end_owner_link(web::Actor actor, OwnerLinkId link) override;
  Task<Status> note_owner_link_use(OwnerLinkId link) override;
  Task<Status> note_export(web::Actor actor, web::NoteExport note) override;
  Task<Result<web::BackupAnswer>> backup(web::Actor actor, std::string directory) override;
  Task<Result<web::ImportedRecords>> import_records(web::Actor actor,
                                                    web::ImportRecords request) override;
  Task<Result<web::ReloadAnswer>> reload(web::Actor actor) override;

  Task<Result<web::PlanProblems>> put_plan(web::Actor actor, web::PutPlan request) override;
  Task<Result<web::PlanProblems>> publish_plan(web::Actor actor, web::PublishPlan request) override;
  Task<Result<web::PlanProblems>> add_plan_line(web::Actor actor,
                                                web::AddPlanLine request) override;
  Task<Status> change_plan_line(web::Actor actor, web::ChangePlanLine request) override;
  Task<Status> set_work_hours(web::Actor actor, web::SetWorkHours request) override;
  Task<Result<web::ImportedKeywords>> import_keywords(web::Actor actor,
                                                      web::ImportKeywords request) override;
  Task<Status> patch_keyword(web::Actor actor, web::PatchKeyword request) override;
  Task<Result<web::PlanProblems>> put_keyword_plan(web::Actor actor,
                                                   web::PutKeywordPlan request) override;
  Task<Result<web::PlanProblems>> put_numbers(web::Actor actor, web::PutNumbers request) override;
  Task<Status> put_review(web::Actor actor, web::PutReview request) override;
  Task<Result<ReviewActionId>> add_review_action(web::Actor actor,
                                                 web::AddReviewAction request) override;
  Task<Status> close_review_action(web::Actor actor, web::CloseReviewAction request) override;
  Task<Result<int>> draw_spot_checks(web::Actor actor, web::DrawSpotChecks request) override;
  Task<Status> judge_spot_check(web::Actor actor, web::JudgeSpotCheck request) override;

  Task<Status> put_report_words(web::Actor actor, web::PutReportWords request) override;
  Task<Result<BlockerId>> add_blocker(web::Actor actor, web::AddBlocker request) override;
  Task<Status> close_blocker(web::Actor actor, web::CloseBlocker request) override;
  Task<Status> acknowledge_duty(web::Actor actor, int version) override;

 private:
  void plan_told();
  using StatusJob = std::function<Status(store::WriteContext&, const Rulebook&)>;
  Task<Status> write_status(StatusJob job);
  template <class T>
  Task<Result<T>> write(std::function<Result<T>(store::WriteContext&, const Rulebook&)> job);

  Context& context_;
  EngineLooks& engines_;
  Hooks hooks_;
};

}  // namespace vouch::daemon
