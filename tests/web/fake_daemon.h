// A Commands that writes down what it was asked and answers as told, and a Health of fixed facts.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.h"
#include "web/commands.h"
#include "web/facts.h"

namespace vouch::web::test {

class FakeCommands final : public Commands {
 public:
  struct Asked {
    std::string what;
    Actor actor;
  };
  std::vector<Asked> asked;
  std::optional<Error> refusal;  // answered to everything while set

  SubmitReport report;
  ReportAnswer report_answer;
  Decide decision;
  Attach picture;
  AttachAnswer attach_answer;
  OpenDispute dispute;
  CloseDispute closing;
  AddUser user;
  PatchUser user_patch;
  PatchTeam team_patch;
  AddToken token;
  AddSite site;
  AddKeyword keyword;
  AddLeave leave;
  AddSilence silence;
  AddWaiver waiver;
  MarkRead read;
  std::vector<Preference> preferences;
  WithdrawNegatives withdraw;
  DecidePlatform platform;
  NoteExport exported;
  AddOwnerLink owner_link;
  ImportedRecords imported = imported_forum();
  // Runs while a report is taken in, on the loop; may be null.
  std::function<Task<void>(WorkProgress*)> while_reporting;
  std::string text;

  Task<Result<ReportAnswer>> submit_report(Actor actor, SubmitReport request) override {
    report = std::move(request);
    if (while_reporting) co_await while_reporting(report.progress.get());
    co_return note("submit_report", std::move(actor), report_answer);
  }
  Task<Result<DecisionId>> decide(Actor actor, Decide request) override {
    decision = std::move(request);
    co_return note("decide", std::move(actor), DecisionId{71});
  }
  PutPlan plan;
  PublishPlan publishing;
  AddPlanLine plan_line;
  ChangePlanLine plan_change;
  SetWorkHours hours;
  PlanProblems plan_problems;
  Task<Result<PlanProblems>> put_plan(Actor actor, PutPlan request) override {
    plan = std::move(request);
    co_return note("put_plan", std::move(actor), plan_problems);
  }
  Task<Result<PlanProblems>> publish_plan(Actor actor, PublishPlan request) override {
    publishing = std::move(request);
    co_return note("publish_plan", std::move(actor), plan_problems);
  }
  Task<Result<PlanProblems>> add_plan_line(Actor actor, AddPlanLine request) override {
    plan_line = std::move(request);
    co_return note("add_plan_line", std::move(actor), plan_problems);
  }
  Task<Status> change_plan_line(Actor actor, ChangePlanLine request) override {
    plan_change = std::move(request);
    co_return done("change_plan_line", std::move(actor));
  }
  Task<Status> set_work_hours(Actor actor, SetWorkHours request) override {
    hours = std::move(request);
    co_return done("set_work_hours", std::move(actor));
  }
  ImportKeywords keyword_file;
  ImportedKeywords imported_keywords;
  PatchKeyword keyword_patch;
  PutKeywordPlan keyword_plan;
  PutReview review;
  AddReviewAction review_action;
  CloseReviewAction action_closing;
  DrawSpotChecks drawing;
  JudgeSpotCheck judging;
  Task<Result<ImportedKeywords>> import_keywords(Actor actor, ImportKeywords request) override {
    keyword_file = std::move(request);
    co_return note("import_keywords", std::move(actor), imported_keywords);
  }
  Task<Status> patch_keyword(Actor actor, PatchKeyword request) override {
    keyword_patch = std::move(request);
    co_return done("patch_keyword", std::move(actor));
  }
  Task<Result<PlanProblems>> put_keyword_plan(Actor actor, PutKeywordPlan request) override {
    keyword_plan = std::move(request);
    co_return note("put_keyword_plan", std::move(actor), plan_problems);
  }
  PutNumbers numbers;
  Task<Result<PlanProblems>> put_numbers(Actor actor, PutNumbers request) override {
    numbers = std::move(request);
    co_return note("put_numbers", std::move(actor), plan_problems);
  }
  Task<Status> put_review(Actor actor, PutReview request) override {
    review = std::move(request);
    co_return done("put_review", std::move(actor));
  }
  Task<Result<ReviewActionId>> add_review_action(Actor actor, AddReviewAction request) override {
    review_action = std::move(request);
    co_return note("add_review_action", std::move(actor), ReviewActionId{81});
  }
  Task<Status> close_review_action(Actor actor, CloseReviewAction request) override {
    action_closing = std::move(request);
    co_return done("close_review_action", std::move(actor));
  }
  Task<Result<int>> draw_spot_checks(Actor actor, DrawSpotChecks request) override {
    drawing = std::move(request);
    co_return note("draw_spot_checks", std::move(actor), 10);
  }
  Task<Status> judge_spot_check(Actor actor, JudgeSpotCheck request) override {
    judging = std::move(request);
    co_return done("judge_spot_check", std::move(actor));
  }
  PutReportWords words_put;
  AddBlocker blocker;
  CloseBlocker blocker_closing;
  Task<Status> put_report_words(Actor actor, PutReportWords request) override {
    words_put = std::move(request);
    co_return done("put_report_words", std::move(actor));
  }
  Task<Result<BlockerId>> add_blocker(Actor actor, AddBlocker request) override {
    blocker = std::move(request);
    co_return note("add_blocker", std::move(actor), BlockerId{91});
  }
  Task<Status> close_blocker(Actor actor, CloseBlocker request) override {
    blocker_closing = std::move(request);
    co_return done("close_blocker", std::move(actor));
  }
  Task<Status> acknowledge_duty(Actor actor, int version) override {
    text = std::to_string(version);
    co_return done("acknowledge_duty", std::move(actor));
  }
  Task<Result<AttachAnswer>> attach(Actor actor, Attach request) override {
    picture = std::move(request);
    co_return note("attach", std::move(actor), attach_answer);
  }
  Task<Result<DisputeId>> open_dispute(Actor actor, OpenDispute request) override {
    dispute = std::move(request);
    co_return note("open_dispute", std::move(actor), DisputeId{72});
  }
  Task<Status> close_dispute(Actor actor, CloseDispute request) override {
    closing = std::move(request);
    co_return done("close_dispute", std::move(actor));
  }
  Task<Result<RecheckAnswer>> recheck(Actor actor, ClaimId claim) override {
    text = std::to_string(claim.value);
    co_return note("recheck", std::move(actor), RecheckAnswer{2, Time{}});
  }
  Task<Status> retry_message(Actor actor, std::string message) override {
    text = std::move(message);
    co_return done("retry_message", std::move(actor));
  }
  Task<Result<SilenceId>> add_silence(Actor actor, AddSilence request) override {
    silence = std::move(request);
    co_return note("add_silence", std::move(actor), SilenceId{79});
  }
  Task<Status> end_silence(Actor actor, SilenceId id) override {
    text = std::to_string(id.value);
    co_return done("end_silence", std::move(actor));
  }
  Task<Result<WaiverId>> add_waiver(Actor actor, AddWaiver request) override {
    waiver = std::move(request);
    co_return note("add_waiver", std::move(actor), WaiverId{81});
  }
  Task<Status> end_waiver(Actor actor, WaiverId id) override {
    text = std::to_string(id.value);
    co_return done("end_waiver", std::move(actor));
  }
  Task<Status> mark_read(Actor actor, MarkRead request) override {
    read = request;
    co_return done("mark_read", std::move(actor));
  }
  Task<Status> set_preferences(Actor actor, std::vector<Preference> said) override {
    preferences = std::move(said);
    co_return done("set_preferences", std::move(actor));
  }
  Task<Result<AddedUser>> add_user(Actor actor, AddUser request) override {
    user = std::move(request);
    AddedUser added;
    added.id = UserId{73};
    added.login = user.login;
    added.link_token = "abcdefghijklmnopqrstuvwxyz012345";
    co_return note("add_user", std::move(actor), added);
  }
  Task<Status> patch_user(Actor actor, PatchUser request) override {
    user_patch = std::move(request);
    co_return done("patch_user", std::move(actor));
  }
  Task<Result<TeamId>> add_team(Actor actor, std::string name) override {
    text = std::move(name);
    co_return note("add_team", std::move(actor), TeamId{74});
  }
  Task<Status> patch_team(Actor actor, PatchTeam request) override {
    team_patch = std::move(request);
    co_return done("patch_team", std::move(actor));
  }
  Task<Result<std::string>> add_token(Actor actor, AddToken request) override {
    token = std::move(request);
    co_return note("add_token", std::move(actor), std::string(64, 't'));
  }
  Task<Result<SiteId>> add_site(Actor actor, AddSite request) override {
    site = std::move(request);
    co_return note("add_site", std::move(actor), SiteId{75});
  }
  Task<Result<KeywordId>> add_keyword(Actor actor, AddKeyword request) override {
    keyword = std::move(request);
    co_return note("add_keyword", std::move(actor), KeywordId{76});
  }
  Task<Status> add_leave(Actor actor, AddLeave request) override {
    leave = std::move(request);
    co_return done("add_leave", std::move(actor));
  }
  Task<Result<TestAnswer>> test_channel(Actor actor, TestChannel request) override {
    text = std::move(request.name);
    TestAnswer answer;
    answer.detail = "refused by the server";
    co_return note("test_channel", std::move(actor), answer);
  }
  Task<Result<TestAnswer>> test_provider(Actor actor, std::string name) override {
    text = std::move(name);
    TestAnswer answer;
    answer.ok = true;
    co_return note("test_provider", std::move(actor), answer);
  }
  Task<Status> decide_platform(Actor actor, DecidePlatform request) override {
    platform = std::move(request);
    co_return done("decide_platform", std::move(actor));
  }
  Task<Result<WithdrawnNegatives>> withdraw_negatives(Actor actor,
                                                      WithdrawNegatives request) override {
    WithdrawnNegatives answer;
    answer.provider = request.source;
    answer.looks = 7;
    answer.claims = 3;
    answer.written = !request.dry_run;
    withdraw = std::move(request);
    co_return note("withdraw_negatives", std::move(actor), answer);
  }
  Task<Status> acknowledge_checks(Actor actor, int version) override {
    text = std::to_string(version);
    co_return done("acknowledge_checks", std::move(actor));
  }
  Task<Result<AddedOwnerLink>> add_owner_link(Actor actor, AddOwnerLink request) override {
    owner_link = std::move(request);
    AddedOwnerLink added;
    added.id = OwnerLinkId{83};
    added.token = std::string(40, 'o');
    co_return note("add_owner_link", std::move(actor), added);
  }
  Task<Status> end_owner_link(Actor actor, OwnerLinkId link) override {
    text = std::to_string(link.value);
    co_return done("end_owner_link", std::move(actor));
  }
  Task<Status> note_owner_link_use(OwnerLinkId link) override {
    text = std::to_string(link.value);
    co_return done("note_owner_link_use", Actor());
  }
  Task<Status> note_export(Actor actor, NoteExport note_of) override {
    exported = std::move(note_of);
    co_return done("note_export", std::move(actor));
  }
  Task<Result<BackupAnswer>> backup(Actor actor, std::string directory) override {
    text = std::move(directory);
    BackupAnswer answer;
    answer.path = text + "/vouch.db";
    co_return note("backup", std::move(actor), answer);
  }
  Task<Result<ImportedRecords>> import_records(Actor actor, ImportRecords request) override {
    text = std::move(request.toml);
    co_return note("import_records", std::move(actor), imported);
  }
  Task<Result<ReloadAnswer>> reload(Actor actor) override {
    co_return note("reload", std::move(actor), ReloadAnswer{});
  }

 private:
  static ImportedRecords imported_forum() {
    ImportedRecords out;
    out.changes.push_back({"platform", "forum", 1, 2, R"({"name":"旧"})", R"({"name":"新"})"});
    return out;
  }
  template <class T>
  Result<T> note(const char* what, Actor actor, T answer) {
    asked.push_back(Asked{what, std::move(actor)});
    if (refusal) return tl::unexpected(*refusal);
    return answer;
  }
  Status done(const char* what, Actor actor) {
    asked.push_back(Asked{what, std::move(actor)});
    if (refusal) return tl::unexpected(*refusal);
    return {};
  }
};

class SetClock final : public WallClock {
 public:
  explicit SetClock(Time at) : at_(at) {}
  [[nodiscard]] Time now() const override { return at_; }
  void set(Time at) { at_ = at; }

 private:
  Time at_;
};

// Two platforms, one of them for people alone, and the fallback; three kinds of work.
inline std::shared_ptr<const ReadingRules> small_rules() {
  ReadingRules rules;
  const auto platform = [&](std::string key, std::string name, std::vector<std::string> hosts,
                            std::string type) -> Platform& {
    Platform out;
    out.key = std::move(key);
    out.name = std::move(name);
    out.cls = out.key == "own" ? "own" : "other";
    out.hosts = std::move(hosts);
    out.default_work_type = std::move(type);
    rules.platforms.push_back(std::move(out));
    return rules.platforms.back();
  };
  platform("own", "官网", {}, "site_article");
  platform("forum", "论坛", {"bbs.example"}, "forum_post");
  platform("xiaohongshu", "小红书", {"xiaohongshu.com"}, "social_post").live_mode =
      LiveMode::kAssisted;
  platform("other", "其他", {"*"}, "backlink");
  const auto type = [&](std::string key, std::string name, std::string post, bool has_url = true) {
    WorkType out;
    out.key = std::move(key);
    out.name = std::move(name);
    out.roles = {std::move(post)};
    out.has_url = has_url;
    rules.work_types.push_back(std::move(out));
  };
  type("site_article", "官网文章", "editor");
  type("forum_post", "论坛发帖", "promoter");
  type("social_post", "社媒发布", "promoter");
  type("backlink", "外链", "promoter");
  type("training", "培训", "editor", false);
  rules.calendar.add_year(2026);
  rules.calendar.set(Date(std::chrono::year(2026) / 10 / 1), DayKind::kHoliday, "国庆节");
  config::CalendarYear year;
  year.year = 2026;
  year.off = {{Date(std::chrono::year(2026) / 10 / 1), "国庆节"}};
  year.makeup_workdays = {{Date(std::chrono::year(2026) / 10 / 10), "国庆节"}};
  rules.years = {year};
  rules.checks_notice =
      config::ChecksNotice{"checks_notice", 3, "检测说明", {{"检测什么", {"只检测成果。"}}}};
  config::DutyCard duty;
  duty.key = "promoter";
  duty.version = 2;
  duty.zh = {{"岗位职责", {"发帖"}}};
  duty.en = {{"Duties", {"Post"}}};
  rules.duties = {duty};
  return std::make_shared<const ReadingRules>(std::move(rules));
}

class FakeHealth final : public Health {
 public:
  explicit FakeHealth(const WallClock& clock) : clock_(clock) {
    value.version = "0.1.0";
    value.company = "蓝鲸网络";
    value.migrated = true;
    value.scheduler_running = true;
    ChannelFacts mail;
    mail.name = "mail";
    value.channels.push_back(mail);
    words.work_types = {{"forum_post", "论坛发帖"}, {"site_article", "官网文章"}};
    words.platforms = {{"forum", "论坛"}, {"own", "官网"}};
    words.engines = {{"baidu", "百度"}, {"sogou", "搜狗"}};
  }
  [[nodiscard]] Time now() const override { return clock_.now(); }
  [[nodiscard]] HealthFacts facts() const override { return value; }
  [[nodiscard]] Names names() const override { return words; }
  [[nodiscard]] std::vector<EngineFacts> engines() const override { return known_engines; }
  [[nodiscard]] const Zone& zone() const override { return zone_; }
  [[nodiscard]] std::shared_ptr<const ReadingRules> rules() const override { return reading; }

  HealthFacts value;
  Names words;
  std::shared_ptr<const ReadingRules> reading = small_rules();
  std::vector<EngineFacts> known_engines = {
      {"baidu", true, {"baidu", {.18, .14, .12, .10, .09, .08, .07, .06, .055, .05}}, true},
      {"sogou", false, {"sogou", {}}, true}};

 private:
  const WallClock& clock_;
  Zone zone_ = Zone::shanghai();
};

}  // namespace vouch::web::test
