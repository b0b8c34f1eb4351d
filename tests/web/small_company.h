// A company of two teams in a real store: people, tokens and one claim of each kind. Written
// through the store's repositories, so that pages and API are tested on what the daemon would have
// stored.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checks/decide.h"
#include "config/records.h"
#include "core/policy.h"
#include "core/random.h"
#include "store/claims.h"
#include "store/decisions.h"
#include "store/disputes.h"
#include "store/keywords.h"
#include "store/looks.h"
#include "store/notices.h"
#include "store/observations.h"
#include "store/people.h"
#include "store/records.h"
#include "store/reports.h"
#include "store/sites.h"
#include "store/store.h"
#include "store/texts.h"
#include "store/verdicts.h"
#include "tests/web/small_ranks.h"

namespace vouch::web::test {

// 2026-11-24 14:30 in Shanghai, a Tuesday.
inline Time now() {
  return from_millis(1'795'501'800'000);
}
inline Date today() {
  return Zone::shanghai().date_of(now());
}

inline std::string token_of(const std::string& login) {
  return login + std::string(64 - login.size(), 'T');
}
inline std::string link_token_of(const std::string& login) {
  return login + std::string(32 - login.size(), 'L');
}

inline constexpr const char* kHostileTitle =
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202egnp.exe";
inline constexpr const char* kHostileUrl = "javascript:alert(document.cookie)";
inline constexpr const char* kPageBytes =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<script>alert('page')</script>";

struct Company {
  std::map<std::string, UserId> users;    // by login
  std::map<std::string, ClaimId> claims;  // by what they are: "verified", "failed_private", ...
  EvidenceId page_evidence;               // of "verified"
  EvidenceId negative_evidence;
  EvidenceId mended_evidence;  // of "failed_private"
  DisputeId dispute;           // of "disputed"
};

// Logins: boss (owner), root (admin), wang (supervisor of 推广一组), lilei and hanmeimei (his
// team), zhao (supervisor of 推广二组), zhangsan (her team), gone (disabled), waibao (vendor).
class CompanyFounder {
 public:
  CompanyFounder(store::WriteContext& context, Random& random)
      : context_(context), db_(context.db), random_(random) {}

  Company found() {
    add_records();
    add_people();
    add_work();
    RankFounder(db_, now(), company_.claims.at("verified")).found();
    return std::move(company_);
  }

 private:
  struct Seen {  // one observation
    std::string stage;
    Reason reason = Reason::kOk;
    std::chrono::minutes ago{60};
    int http_status = 200;
    std::string detail;
    EvidenceId evidence;
    int look_no = 0;  // 0: one more than the row before
  };
  struct Spec {
    std::string what;
    std::string owner;
    WorkVerdict work = WorkVerdict::kPending;
    FailedPhase phase = FailedPhase::kNone;
    Reason reason = Reason::kTimer;
    std::string title;
    std::string url;
    StageState live = StageState::kWaiting;
    IndexVerdict index = IndexVerdict::kWatching;
    std::vector<Seen> seen;
  };

  static void must(const Status& status) {
    if (!status) throw std::runtime_error(status.error().text());
  }
  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().text());
    return std::move(*result);
  }

  void add_records() {
    Policy policy;
    policy.key = "forum_post";
    policy.name = "论坛";
    policy.live_confirmations = 2;
    policy.live_spacing = std::chrono::hours(2);
    policy.live_deadline = std::chrono::hours(2);
    policy.index_confirmations = 3;
    policy.index_spacing = std::chrono::hours(24);
    store::RecordVersion record;
    record.kind = "policy";
    record.key = policy.key;
    record.revision = 1;
    record.effective_from = now();
    record.added_at = now();
    record.source = "file";
    record.text = config::to_json(policy);
    policy_ = must(store::records::insert_if_newer(db_, record)).value();
    must(store::sites::insert(db_, OwnSite{SiteId{}, "lanjing.example", "官网"}));
    must(store::keywords::insert(db_, Keyword{KeywordId{}, "空气净化器", "空气净化器", 1}));
  }

  void add_person(const std::string& login, const std::string& name, Role role, TeamId team,
                  std::string_view post = "") {
    User user;
    user.post = post;
    user.login = login;
    user.name = name;
    user.email = login + "@lanjing.example";
    user.role = role;
    user.team = team;
    user.report_weekdays = post == kVendorPost ? 0U : 0b0011111U;
    user.link_token = link_token_of(login);
    user.active = login != "gone";
    const UserId id = must(store::people::insert_user(db_, user, now()));
    store::ApiToken token;
    token.user = id;
    token.label = "test";
    token.created_at = now();
    must(store::people::add_token(db_, token, token_of(login)));
    company_.users[login] = id;
  }

  void add_people() {
    Team first;
    first.name = "推广一组";
    first.id = must(store::people::insert_team(db_, first));
    Team second;
    second.name = "推广二组";
    second.id = must(store::people::insert_team(db_, second));
    add_person("boss", "钱老板", Role::kOwner, TeamId{});
    add_person("root", "孙管理", Role::kAdmin, TeamId{});
    add_person("wang", "王主管", Role::kSupervisor, first.id);
    add_person("lilei", "李雷", Role::kEmployee, first.id);
    add_person("hanmeimei", "韩梅梅", Role::kEmployee, first.id);
    add_person("zhao", "赵主管", Role::kSupervisor, second.id);
    add_person("zhangsan", "张三", Role::kEmployee, second.id);
    add_person("gone", "周离职", Role::kEmployee, first.id);
    add_person("waibao", "吴外包", Role::kEmployee, TeamId{}, kVendorPost);
    first.supervisor = company_.users["wang"];
    second.supervisor = company_.users["zhao"];
    must(store::people::update_team(db_, first));
    must(store::people::update_team(db_, second));
    must(store::people::add_leave(db_, Leave{company_.users["hanmeimei"], today(), today()}));
  }

  EvidenceId add_evidence() {
    const auto item = store::prepare_evidence("http://bbs.example/t/1", "message/http", kPageBytes,
                                              "page", now() - std::chrono::hours(1), random_);
    return must(context_.evidence.add(item));
  }

  void add_work() {
    company_.page_evidence = add_evidence();
    company_.negative_evidence = must(context_.evidence.add(store::prepare_evidence(
        "http://bbs.example/t/3", "message/http", "HTTP/1.1 404 Not Found\r\n\r\ngone", "page",
        now() - std::chrono::hours(2), random_)));
    company_.mended_evidence = must(context_.evidence.add(store::prepare_evidence(
        "http://bbs.example/t/10", "message/http", "HTTP/1.1 404 Not Found\r\n\r\nnot yet", "page",
        now() - std::chrono::hours(15), random_)));
    const std::string found_detail =
        R"({"keywords":[{"keyword":"空气净化器","place":"body","count":3,"sentence":"这款<b>空气净化器</b>很安静。"}],)"
        R"("link":{"kind":"direct","url":"https://lanjing.example/p","anchor":"官网","rel":""},)"
        R"("title_agrees":true,"title":"空气净化器怎么选","charset":"utf-8"})";
    for (
        const Spec& spec : {
            Spec{"verified",
                 "lilei",
                 WorkVerdict::kVerified,
                 FailedPhase::kNone,
                 Reason::kOk,
                 "空气净化器怎么选？三步讲清楚",
                 "http://bbs.example/t/1",
                 StageState::kPass,
                 IndexVerdict::kIndexed,
                 {Seen{"live", Reason::kOk, std::chrono::minutes(90), 200, found_detail,
                       company_.page_evidence}}},
            Spec{"pending",
                 "lilei",
                 WorkVerdict::kPending,
                 FailedPhase::kNone,
                 Reason::kHttp404,
                 "客厅除醛经验",
                 "http://bbs.example/t/2",
                 StageState::kSuspect,
                 IndexVerdict::kWatching,
                 {Seen{"live", Reason::kHttp404, std::chrono::minutes(30), 404, {}, {}}}},
            Spec{"failed_private",
                 "lilei",
                 WorkVerdict::kFailed,
                 FailedPhase::kWithEmployee,
                 Reason::kHttp404,
                 "卧室净化器推荐",
                 "http://bbs.example/t/3",
                 StageState::kFail,
                 IndexVerdict::kWatching,
                 {Seen{"live", Reason::kHttp404, std::chrono::minutes(240), 404, {}, {}},
                  Seen{"live", Reason::kHttp404, std::chrono::minutes(120), 404,
                       R"({"words":"您访问的帖子不存在"})", company_.negative_evidence},
                  Seen{"content", Reason::kOk, std::chrono::minutes(120), 404,
                       R"({"words":"您访问的帖子不存在"})", company_.negative_evidence, 2}}},
            Spec{
                "failed_public",
                "lilei",
                WorkVerdict::kFailed,
                FailedPhase::kWithSupervisor,
                Reason::kBacklinkMissing,
                "母婴房怎么净化空气",
                "http://bbs.example/t/4",
                StageState::kFail,
                IndexVerdict::kNotIndexed,
                {Seen{
                    "content",
                    Reason::kBacklinkMissing,
                    std::chrono::minutes(3000),
                    200,
                    R"({"link":{"kind":"missing","url":"","anchor":"","rel":""},"title_agrees":true})",
                    {}}}},
            Spec{"manual",
                 "lilei",
                 WorkVerdict::kManual,
                 FailedPhase::kNone,
                 Reason::kCaptcha,
                 "问答：滤芯多久换",
                 "http://wenda.example/q/5",
                 StageState::kUncheckable,
                 IndexVerdict::kCouldNotCheck,
                 {Seen{"live", Reason::kCaptcha, std::chrono::minutes(600), 200, {}, {}}}},
            Spec{"regressed",
                 "hanmeimei",
                 WorkVerdict::kRegressed,
                 FailedPhase::kWithSupervisor,
                 Reason::kHttp404,
                 "除醛误区",
                 "http://bbs.example/t/6",
                 StageState::kRegressed,
                 IndexVerdict::kLost,
                 {Seen{"live", Reason::kOk, std::chrono::minutes(9000), 200, {}, {}}}},
            Spec{"disputed",
                 "hanmeimei",
                 WorkVerdict::kDisputed,
                 FailedPhase::kNone,
                 Reason::kKeywordMissing,
                 "净化器噪音实测",
                 "http://bbs.example/t/7",
                 StageState::kFail,
                 IndexVerdict::kNotConnected,
                 {}},
            Spec{"waived",
                 "hanmeimei",
                 WorkVerdict::kWaived,
                 FailedPhase::kNone,
                 Reason::kTimer,
                 "活动帖",
                 "http://bbs.example/t/8",
                 StageState::kWaiting,
                 IndexVerdict::kNotSampled,
                 {}},
            Spec{
                "hostile",
                "lilei",
                WorkVerdict::kPending,
                FailedPhase::kNone,
                Reason::kTimer,
                kHostileTitle,
                kHostileUrl,
                StageState::kWaiting,
                IndexVerdict::kWatching,
                {Seen{
                    "live",
                    Reason::kTimeout,
                    std::chrono::minutes(20),
                    0,
                    R"({"title":"</title><script>alert(3)</script>","words":"<svg onload=alert(4)>","rule":"x"})",
                    {}}}},
            Spec{"long",
                 "zhangsan",
                 WorkVerdict::kPending,
                 FailedPhase::kNone,
                 Reason::kHttp403,
                 std::string(3, 'A') + std::string(90, 'b') +
                     "不锈钢阀门选型与安装注意事项（二〇二六年版）",
                 "https://a-very-long-subdomain-of-a-platform.example/" + std::string(220, 'x') +
                     "?utm_source=" + std::string(60, 'y'),
                 StageState::kWaiting,
                 IndexVerdict::kWatching,
                 {Seen{"live", Reason::kHttp403, std::chrono::minutes(9), 403, {}, {}}}},
            Spec{"other_team",
                 "zhangsan",
                 WorkVerdict::kFailed,
                 FailedPhase::kWithSupervisor,
                 Reason::kHttp410,
                 "二组的帖子",
                 "http://bbs.example/t/9",
                 StageState::kFail,
                 IndexVerdict::kNotIndexed,
                 {}},
            Spec{"corrected",
                 "hanmeimei",
                 WorkVerdict::kVerified,
                 FailedPhase::kCorrected,
                 Reason::kOk,
                 "补发的帖子",
                 "http://bbs.example/t/10",
                 StageState::kPass,
                 IndexVerdict::kIndexed,
                 {Seen{"live",
                       Reason::kHttp404,
                       std::chrono::minutes(900),
                       404,
                       {},
                       company_.mended_evidence},
                  Seen{"live", Reason::kOk, std::chrono::minutes(60), 200, {}, {}}}},
        }) {
      add_claim(spec);
    }
    add_words_of_people();
    add_text_match("hostile", "verified", now() + std::chrono::hours(20));
    add_text_match("corrected", "verified", now() - std::chrono::hours(1));
  }

  TextId add_text(ClaimId claim) {
    store::ClaimText text;
    text.claim = claim;
    text.observation = must(
        db_.scalar<ObservationId>("SELECT min(id) FROM observation WHERE claim_id = $1", claim));
    text.origin_at = now();
    text.sketch.grams = 400;
    return must(store::texts::insert(db_, text, store::pack_text("正文")));
  }
  void add_text_match(const std::string& later, const std::string& first, Time public_at) {
    store::TextMatchRow match;
    match.claim = company_.claims.at(later);
    match.first_claim = company_.claims.at(first);
    match.text = add_text(match.claim);
    match.first_text = add_text(match.first_claim);
    match.share = 0.614;
    match.found_at = now() - std::chrono::hours(4);
    match.public_at = public_at;
    match.passages = R"([{"start":4,"end":90,"text":"滤芯<script>alert(9)</script>半年一换",)"
                     R"("first_start":14,"first_end":101,"first_text":"滤芯先冲洗半年一换"}])";
    must(store::texts::insert_match(db_, match));
  }

  void add_claim(const Spec& spec) {
    Report report;
    report.user = company_.users.at(spec.owner);
    report.date = today() - std::chrono::days(1);
    report.submitted_at = now() - std::chrono::hours(24);
    report.source = "api";
    report.idempotency_key = spec.what;
    Claim claim;
    claim.report = must(store::reports::insert(db_, report));
    claim.user = report.user;
    claim.work_date = report.date;
    claim.submitted_at = report.submitted_at;
    claim.work_type = "forum_post";
    claim.platform = "forum";
    claim.title = spec.title;
    claim.raw_url = spec.url;
    claim.url = spec.url;
    claim.strict_key = spec.url;
    claim.loose_key = spec.url;
    claim.site = "bbs.example";
    claim.keywords = {"空气净化器"};
    claim.policy_version = policy_;
    claim.marks.late = spec.what == "pending";
    claim.id = must(store::claims::insert(db_, claim));
    company_.claims[spec.what] = claim.id;
    int number = 0;
    for (const Seen& seen : spec.seen) {
      number = seen.look_no != 0 ? seen.look_no : number + 1;
      add_observation(claim, seen, number);
    }
    const Verdict verdict = verdict_of(claim, spec);
    must(store::verdicts::put(db_, verdict, checks::to_json(verdict)));
    store::Look look;
    look.claim = claim.id;
    look.lane = "page";
    look.look_no = number + 1;
    look.kind = store::LookKind::kPage;
    look.due_at = now() + std::chrono::hours(2);
    look.site = claim.site;
    must(store::looks::insert_pending(db_, look));
    if (!verdict.public_at) return;
    store::Look timer;
    timer.claim = claim.id;
    timer.lane = "timer";
    timer.look_no = 1;
    timer.kind = store::LookKind::kTimer;
    timer.due_at = *verdict.public_at;
    must(store::looks::insert_pending(db_, timer));
  }

  void add_observation(const Claim& claim, const Seen& seen, int number) {
    Observation observation;
    observation.claim = claim.id;
    observation.stage = parse_stage(seen.stage).value();
    observation.look_no = number;
    observation.observed_at = now() - seen.ago;
    observation.outcome = outcome_of(seen.reason);
    observation.reason = seen.reason;
    observation.negative_proved = observation.outcome == Outcome::kNotFound;
    observation.provider = "page";
    observation.final_url = claim.url;
    observation.http_status = seen.http_status;
    observation.detail = seen.detail.empty() ? "{}" : seen.detail;
    if (seen.evidence) observation.evidence.push_back(seen.evidence);
    must(store::observations::insert(db_, observation));
  }

  static Verdict verdict_of(const Claim& claim, const Spec& spec) {
    Verdict verdict;
    verdict.claim = claim.id;
    verdict.work = spec.work;
    verdict.phase = spec.phase;
    verdict.reason = spec.reason;
    verdict.since = now() - std::chrono::hours(2);
    verdict.as_of = now();
    verdict.calendar_version = "2026r1";
    if (spec.phase == FailedPhase::kWithEmployee)
      verdict.public_at = now() + std::chrono::hours(22);
    if (spec.phase == FailedPhase::kWithSupervisor)
      verdict.public_at = now() - std::chrono::hours(1);
    StageResult live;
    live.stage = parse_stage("live").value();
    live.state = spec.live;
    live.reason = spec.reason;
    live.deadline = claim.submitted_at + std::chrono::hours(2);
    live.last_outcome = outcome_of(spec.reason);
    live.last_reason = spec.reason;
    live.last_observed_at = now() - std::chrono::hours(1);
    live.negatives = live.last_outcome == Outcome::kNotFound ? 2 : 0;
    if (spec.live == StageState::kPass) {
      live.first_pass_at = claim.submitted_at + std::chrono::minutes(10);
      live.on_time = true;
    }
    verdict.stages.push_back(live);
    StageResult index;
    index.stage = parse_stage("index:baidu").value();
    index.state = spec.index == IndexVerdict::kIndexed ? StageState::kPass : StageState::kWaiting;
    verdict.stages.push_back(index);
    verdict.engines.push_back(EngineResult{"baidu", spec.index, std::nullopt});
    if (outcome_of(spec.reason) == Outcome::kNotFound) verdict.stage = live.stage;
    return verdict;
  }

  void add_words_of_people() {
    Decision waiver;
    waiver.claim = company_.claims.at("waived");
    waiver.kind = DecisionKind::kWaive;
    waiver.actor = company_.users.at("wang");
    waiver.reason = "平台活动结束，帖子按规定撤下";
    waiver.at = now() - std::chrono::hours(3);
    must(store::decisions::insert(db_, waiver));
    Dispute dispute;
    dispute.claim = company_.claims.at("disputed");
    dispute.opened_by = company_.users.at("hanmeimei");
    dispute.text = "关键词在图片下方的说明里";
    dispute.opened_at = now() - std::chrono::hours(5);
    dispute.due_at = now() + std::chrono::hours(43);
    company_.dispute = must(store::disputes::open(db_, dispute));
    Notice missing;
    missing.key = "r1|2026-11-23|supervisor";
    missing.kind = NoticeKind::kNotReported;
    missing.audience = Audience::kSupervisor;
    missing.recipient = company_.users.at("wang");
    missing.created_at = now() - std::chrono::hours(4);
    missing.due_at = missing.created_at;
    missing.body = R"({"subject":"韩梅梅","report_date":"2026-11-23"})";
    must(store::notices::insert_once(db_, missing));
  }

  store::WriteContext& context_;
  store::Connection& db_;
  Random& random_;
  Company company_;
  RecordVersionId policy_;
};

inline Company found_company(store::Store& store, Random& random) {
  const std::function<Result<Company>(store::WriteContext&)> job =
      [&random](store::WriteContext& context) -> Result<Company> {
    return CompanyFounder(context, random).found();
  };
  return store.write_now<Company>(job).value();
}

}  // namespace vouch::web::test
