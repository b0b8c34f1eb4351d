#include "alerts/rules.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kBaidu;
using testing::kContent;
using testing::kLive;
using testing::stage;

struct World {
  Claim claim = testing::forum_post();
  checks::ClaimPlan plan = testing::forum_plan();
  Verdict verdict;
  UserId employee{5};
  UserId supervisor{9};
  std::vector<Observation> observations;
  std::vector<Notice> told;
  int keyword_priority = 3;
  Calendar calendar = testing::workdays();
  std::vector<Gap> gaps;
  Time now = at("2026-11-23", 20);

  [[nodiscard]] std::vector<Notice> notices() const {
    return notices_for(ClaimChange{claim, plan, verdict, employee, supervisor, observations, told,
                                   keyword_priority, calendar, gaps, now});
  }
  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const Notice& notice : notices()) all.push_back(notice.key);
    return all;
  }
  [[nodiscard]] DueJudgement judge(const Notice& notice, const Verdict* present,
                                   Time moment) const {
    DueFacts facts{present, true, false, calendar, gaps, moment};
    return judge_due(notice, facts);
  }
};

Verdict failed() {
  return testing::verdict(WorkVerdict::kFailed,
                          {stage(kLive, StageState::kFail, at("2026-11-23", 20))},
                          at("2026-11-24", 20));
}

TEST(NoticesFor, a_failed_stage_tells_the_employee_now_and_the_supervisor_after_one_workday) {
  World world;
  world.verdict = failed();
  const auto notices = world.notices();
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].key, "c12|live|1|employee");
  EXPECT_EQ(notices[0].recipient, world.employee);
  EXPECT_EQ(notices[0].due_at, world.now);
  EXPECT_EQ(notices[0].kind, NoticeKind::kNeedsCorrection);
  EXPECT_EQ(notices[1].key, "c12|live|1|supervisor");
  EXPECT_EQ(notices[1].recipient, world.supervisor);
  EXPECT_EQ(notices[1].due_at, at("2026-11-24", 20));
}

TEST(NoticesFor, grace_from_a_friday_evening_ends_on_monday_evening) {
  World world;
  world.now = at("2026-11-27", 20);
  world.verdict =
      testing::verdict(WorkVerdict::kFailed, {stage(kLive, StageState::kFail, world.now)});
  EXPECT_EQ(world.notices()[1].due_at, at("2026-11-30", 20));
}

TEST(NoticesFor, a_gap_of_the_daemon_pushes_the_supervisor_back_by_its_length) {
  World world;
  world.verdict = failed();
  world.gaps = {{at("2026-11-24", 1), at("2026-11-24", 4)}};
  EXPECT_EQ(world.notices()[1].due_at, at("2026-11-24", 23));
}

TEST(NoticesFor, a_negative_that_surfaces_late_still_gives_the_employee_a_whole_workday) {
  World world;
  world.verdict = failed();         // episode of the 23rd, public on the 24th
  world.now = at("2026-11-26", 9);  // a waiver ended, say
  EXPECT_EQ(world.notices()[1].due_at, at("2026-11-27", 9));
}

struct StateRow {
  const char* name;
  WorkVerdict work;
  StageState live;
  std::vector<std::string> keys;
};
class WorkStates : public ::testing::TestWithParam<StateRow> {};

TEST_P(WorkStates, say_whether_anybody_is_told) {
  World world;
  world.verdict = testing::verdict(GetParam().work, {stage(kLive, GetParam().live, world.now)});
  EXPECT_EQ(world.keys(), GetParam().keys);
}
const std::vector<std::string> kBoth = {"c12|live|1|employee", "c12|live|1|supervisor"};
INSTANTIATE_TEST_SUITE_P(
    NoticesFor, WorkStates,
    ::testing::Values(
        StateRow{"failed_tells_both", WorkVerdict::kFailed, StageState::kFail, kBoth},
        StateRow{"regressed_tells_both", WorkVerdict::kRegressed, StageState::kRegressed, kBoth},
        StateRow{
            "could_not_check_alerts_nobody", WorkVerdict::kManual, StageState::kUncheckable, {}},
        StateRow{"suspect_alerts_nobody", WorkVerdict::kPending, StageState::kSuspect, {}},
        StateRow{"a_dispute_freezes", WorkVerdict::kDisputed, StageState::kFail, {}},
        StateRow{"a_waiver_silences", WorkVerdict::kWaived, StageState::kFail, {}},
        StateRow{"a_withdrawn_claim_is_silent", WorkVerdict::kVoid, StageState::kFail, {}},
        StateRow{"an_accepted_claim_is_silent", WorkVerdict::kAccepted, StageState::kFail, {}},
        StateRow{"a_confirmed_one_was_told_before", WorkVerdict::kConfirmed, StageState::kFail, {}},
        StateRow{"verified_is_silent", WorkVerdict::kVerified, StageState::kPass, {}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(NoticesFor, each_stage_and_each_episode_has_a_key_of_its_own) {
  World world;
  world.verdict =
      testing::verdict(WorkVerdict::kFailed, {stage(kLive, StageState::kFail, world.now, 2),
                                              stage(kContent, StageState::kFail, world.now, 1)});
  EXPECT_THAT(world.keys(), ElementsAre("c12|live|2|employee", "c12|live|2|supervisor",
                                        "c12|content|1|employee", "c12|content|1|supervisor"));
}

TEST(NoticesFor, a_baseline_or_historic_claim_tells_nobody) {
  World world;
  world.verdict = failed();
  world.claim.marks.baseline = true;
  EXPECT_THAT(world.keys(), IsEmpty());
  world.claim.marks = {};
  world.claim.marks.historic = true;
  EXPECT_THAT(world.keys(), IsEmpty());
}

TEST(NoticesFor, a_supervisor_who_reports_himself_is_told_once) {
  World world;
  world.verdict = failed();
  world.supervisor = world.employee;
  EXPECT_THAT(world.keys(), ElementsAre("c12|live|1|employee"));
}

TEST(NoticesFor, an_overdue_index_is_a_count_for_the_supervisor_and_names_nobody) {
  World world;
  world.verdict =
      testing::verdict(WorkVerdict::kVerified,
                       {stage(kBaidu, StageState::kFail, world.now, 1, Reason::kSerpNoMatch)});
  const auto notices = world.notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].key, "c12|index:baidu|1|supervisor");
  EXPECT_EQ(notices[0].kind, NoticeKind::kIndexOverdue);
  EXPECT_FALSE(notice_facts_from_json(notices[0].body)->at_once);
}

TEST(NoticesFor, an_overdue_index_of_a_priority_one_keyword_goes_out_at_once) {
  World world;
  world.keyword_priority = 1;
  world.verdict =
      testing::verdict(WorkVerdict::kVerified, {stage(kBaidu, StageState::kFail, world.now)});
  EXPECT_TRUE(notice_facts_from_json(world.notices()[0].body)->at_once);
}

TEST(NoticesFor, a_measured_index_stage_is_never_overdue) {
  World world;
  world.plan.stages[2].expected = false;
  world.verdict =
      testing::verdict(WorkVerdict::kVerified, {stage(kBaidu, StageState::kFail, world.now)});
  EXPECT_THAT(world.keys(), IsEmpty());
}

TEST(NoticesFor, the_facts_hold_what_the_deciding_look_saw) {
  World world;
  world.verdict = failed();
  world.verdict.stages[0].decided_by = ObservationId{31};
  Observation seen;
  seen.id = ObservationId{31};
  seen.observed_at = at("2026-11-23", 19, 30);
  seen.http_status = 404;
  seen.final_url = "http://forum.localhost:8080/gone";
  world.observations.push_back(seen);
  const auto facts = notice_facts_from_json(world.notices()[0].body);
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->http_status, 404);
  EXPECT_EQ(facts->observed_at, at("2026-11-23", 19, 30));
  EXPECT_EQ(facts->confirmations, 2);
  EXPECT_EQ(facts->public_at, at("2026-11-24", 20));
}

// ---- corrections

std::vector<Notice> shown(std::vector<Notice> notices) {
  for (Notice& notice : notices) notice.state = NoticeState::kShown;
  return notices;
}

TEST(Correction, an_overturned_negative_is_corrected_to_everybody_who_was_told) {
  World world;
  world.verdict = failed();
  world.told = shown(world.notices());
  world.verdict.work = WorkVerdict::kAccepted;
  EXPECT_THAT(world.keys(),
              ElementsAre("c12|live|1|employee|correction", "c12|live|1|supervisor|correction"));
  EXPECT_EQ(notice_facts_from_json(world.notices()[0].body)->correction,
            CorrectionKind::kOverturned);
}

TEST(Correction, only_those_who_were_told_hear_of_it) {
  World world;
  world.verdict = failed();
  world.told = shown(world.notices());
  world.told[1].state = NoticeState::kPending;  // grace was not over
  world.verdict.work = WorkVerdict::kAccepted;
  EXPECT_THAT(world.keys(), ElementsAre("c12|live|1|employee|correction"));
}

TEST(Correction, a_page_that_came_back_after_the_supervisor_saw_it_is_corrected) {
  World world;
  world.verdict = failed();
  world.told = shown(world.notices());
  world.verdict = testing::verdict(WorkVerdict::kVerified,
                                   {stage(kLive, StageState::kPass, at("2026-11-25", 9))});
  EXPECT_THAT(world.keys(),
              ElementsAre("c12|live|1|employee|correction", "c12|live|1|supervisor|correction"));
}

TEST(Correction, a_page_that_came_back_within_grace_needs_none) {
  World world;
  world.verdict = failed();
  world.told = shown(world.notices());
  world.told[1].state = NoticeState::kDropped;
  world.verdict = testing::verdict(WorkVerdict::kVerified,
                                   {stage(kLive, StageState::kPass, at("2026-11-24", 9))});
  EXPECT_THAT(world.keys(), IsEmpty());
}

TEST(Correction, a_waiver_is_no_correction) {
  World world;
  world.verdict = failed();
  world.told = shown(world.notices());
  world.verdict.work = WorkVerdict::kWaived;
  EXPECT_THAT(world.keys(), IsEmpty());
}

// ---- the second judgement

TEST(JudgeDue, the_supervisor_row_waits_until_the_verdict_is_public) {
  World world;
  world.verdict = failed();
  const Notice supervisor = world.notices()[1];
  const auto early = world.judge(supervisor, &world.verdict, at("2026-11-24", 19, 59));
  EXPECT_EQ(early.answer, DueAnswer::kWait);
  EXPECT_EQ(early.due_at, at("2026-11-24", 20));
  EXPECT_EQ(world.judge(supervisor, &world.verdict, at("2026-11-24", 20)).answer, DueAnswer::kShow);
}

TEST(JudgeDue, a_gap_that_opened_after_the_row_was_made_still_extends_it) {
  World world;
  world.verdict = failed();
  const Notice supervisor = world.notices()[1];
  world.gaps = {{at("2026-11-24", 10), at("2026-11-24", 12)}};
  const auto judged = world.judge(supervisor, &world.verdict, at("2026-11-24", 20));
  EXPECT_EQ(judged.answer, DueAnswer::kWait);
  EXPECT_EQ(judged.due_at, at("2026-11-24", 22));
}

struct JudgeRow {
  const char* name;
  WorkVerdict work;
  StageState live;
  int episode;
  DueAnswer answer;
};
class JudgedAgain : public ::testing::TestWithParam<JudgeRow> {};

TEST_P(JudgedAgain, after_grace) {
  World world;
  world.verdict = failed();
  const Notice supervisor = world.notices()[1];
  Verdict present = testing::verdict(
      GetParam().work, {stage(kLive, GetParam().live, at("2026-11-23", 20), GetParam().episode)},
      at("2026-11-24", 20));
  EXPECT_EQ(world.judge(supervisor, &present, at("2026-11-25", 9)).answer, GetParam().answer);
}
INSTANTIATE_TEST_SUITE_P(
    JudgeDue, JudgedAgain,
    ::testing::Values(
        JudgeRow{"still_failed_is_shown", WorkVerdict::kFailed, StageState::kFail, 1,
                 DueAnswer::kShow},
        JudgeRow{"corrected_in_time_is_dropped", WorkVerdict::kVerified, StageState::kPass, 1,
                 DueAnswer::kDrop},
        JudgeRow{"a_later_episode_has_its_own_row", WorkVerdict::kFailed, StageState::kFail, 2,
                 DueAnswer::kDrop},
        JudgeRow{"waived_is_dropped", WorkVerdict::kWaived, StageState::kFail, 1, DueAnswer::kDrop},
        JudgeRow{"withdrawn_is_dropped", WorkVerdict::kVoid, StageState::kFail, 1,
                 DueAnswer::kDrop},
        JudgeRow{"accepted_is_dropped", WorkVerdict::kAccepted, StageState::kFail, 1,
                 DueAnswer::kDrop},
        JudgeRow{"disputed_waits", WorkVerdict::kDisputed, StageState::kFail, 1, DueAnswer::kWait}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(JudgeDue, a_claim_that_is_gone_drops_its_notices) {
  World world;
  world.verdict = failed();
  EXPECT_EQ(world.judge(world.notices()[0], nullptr, world.now).answer, DueAnswer::kDrop);
}

TEST(JudgeDue, a_report_that_came_or_a_leave_that_was_recorded_drops_the_reminder) {
  World world;
  Notice notice;
  notice.kind = NoticeKind::kNotReported;
  notice.body = to_json(NoticeFacts{});
  DueFacts facts{nullptr, true, false, world.calendar, world.gaps, world.now};
  EXPECT_EQ(judge_due(notice, facts).answer, DueAnswer::kShow);
  facts.has_reported = true;
  EXPECT_EQ(judge_due(notice, facts).answer, DueAnswer::kDrop);
  facts.has_reported = false;
  facts.still_expected = false;
  EXPECT_EQ(judge_due(notice, facts).answer, DueAnswer::kDrop);
}

RC_GTEST_PROP(JudgeDue, no_supervisor_row_is_shown_before_public_at_nor_within_its_own_grace, ()) {
  World world;
  const auto hours = [](int low, int high) {
    return std::chrono::hours(*rc::gen::inRange(low, high));
  };
  const Time episode = at("2026-11-16", 0) + hours(0, 24 * 14);
  world.now = episode + hours(0, 48);
  world.plan.grace_workdays = *rc::gen::inRange(1, 4);
  const auto kind = *rc::gen::element(StageState::kFail, StageState::kRegressed);
  world.verdict =
      testing::verdict(kind == StageState::kFail ? WorkVerdict::kFailed : WorkVerdict::kRegressed,
                       {stage(kLive, kind, episode)}, episode + hours(0, 24 * 6));
  if (*rc::gen::arbitrary<bool>()) {
    const Time from = episode + hours(0, 60);
    world.gaps.push_back({from, from + hours(1, 30)});
  }
  const auto notices = world.notices();
  RC_ASSERT(notices.size() == 2U);
  const Time moment = world.now + hours(0, 24 * 10);
  const auto judged = world.judge(notices[1], &world.verdict, moment);
  const Time fair = extend_by_gaps(
      world.now, world.calendar.add_workdays(world.now, world.plan.grace_workdays), world.gaps);
  if (judged.answer == DueAnswer::kShow) {
    RC_ASSERT(moment >= *world.verdict.public_at);
    RC_ASSERT(moment >= fair);
  } else {
    RC_ASSERT(judged.answer == DueAnswer::kWait);
    RC_ASSERT(*judged.due_at > moment);
    RC_ASSERT(world.judge(notices[1], &world.verdict, *judged.due_at).answer == DueAnswer::kShow);
  }
}

RC_GTEST_PROP(NoticesFor, the_same_verdict_gives_the_same_rows_again, ()) {
  World world;
  world.verdict = failed();
  world.verdict.stages[0].episode = *rc::gen::inRange(1, 9);
  const auto first = world.notices();
  world.told = shown(first);
  const auto again = world.notices();
  RC_ASSERT(first.size() == again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    RC_ASSERT(first[i].key == again[i].key);
    RC_ASSERT(first[i].body == again[i].body);
  }
}

// ---- operators

TEST(SystemNotices, each_operator_gets_one_row_an_outage) {
  const auto rows = system_notices(SystemEvent::kCheckerHealth, "searxng:main", "quota", Time{},
                                   {UserId{1}, UserId{2}}, at("2026-11-23", 8));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_NE(rows[0].key, rows[1].key);
  EXPECT_EQ(rows[0].audience, Audience::kOperator);
}

TEST(SystemNotices, dead_messages_of_one_day_and_address_share_a_key_and_name_the_address) {
  ChannelTrouble trouble;
  trouble.channel.name = "mail";
  const auto key = [&](Time now) {
    return trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), now)[0].key;
  };
  EXPECT_EQ(key(at("2026-11-23", 8)), key(at("2026-11-23", 22)));
  EXPECT_NE(key(at("2026-11-23", 8)), key(at("2026-11-24", 8)));
  const std::string nobody = key(at("2026-11-23", 8));
  trouble.address = "li@qingquan.example";
  EXPECT_NE(key(at("2026-11-23", 8)), nobody);
  const Notice told =
      trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), at("2026-11-23", 8))[0];
  EXPECT_NE(told.body.find("li@qingquan.example"), std::string::npos);
}

TEST(SystemNotices, a_closed_channel_is_told_once_a_day_as_closed) {
  ChannelTrouble trouble;
  trouble.channel.name = "push";
  trouble.closed = true;
  const auto told = [&](Time now) {
    return trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), now)[0];
  };
  EXPECT_EQ(told(at("2026-11-23", 8)).key, told(at("2026-11-23", 22)).key);
  EXPECT_NE(told(at("2026-11-23", 8)).key, told(at("2026-11-24", 8)).key);
  const auto facts = notice_facts_from_json(told(at("2026-11-23", 8)).body).value();
  EXPECT_EQ(facts.event, SystemEvent::kChannelClosed);
  EXPECT_EQ(facts.subject, "push");
}

TEST(SystemNotices, low_coverage_of_a_stage_is_told_once_a_day) {
  const CoverageTrouble trouble{"页面能打开", "71%"};
  const auto key = [&](Time now) {
    return trouble_notices(trouble, {UserId{1}}, Zone::shanghai(), now)[0].key;
  };
  EXPECT_EQ(key(at("2026-11-23", 8)), key(at("2026-11-23", 22)));
  EXPECT_NE(key(at("2026-11-23", 8)), key(at("2026-11-24", 8)));
}

TEST(ActingSupervisor, is_the_deputy_within_the_deputys_days_only) {
  Team team;
  team.supervisor = UserId{9};
  team.deputy = UserId{8};
  team.deputy_from = day("2026-11-24");
  team.deputy_to = day("2026-11-25");
  EXPECT_EQ(acting_supervisor(team, day("2026-11-23")), UserId{9});
  EXPECT_EQ(acting_supervisor(team, day("2026-11-24")), UserId{8});
  EXPECT_EQ(acting_supervisor(team, day("2026-11-25")), UserId{8});
  EXPECT_EQ(acting_supervisor(team, day("2026-11-26")), UserId{9});
}

TEST(NoticeFacts, survive_storage_byte_for_byte) {
  World world;
  world.verdict = failed();
  for (const Notice& notice : world.notices()) {
    const auto facts = notice_facts_from_json(notice.body);
    ASSERT_TRUE(facts);
    EXPECT_EQ(to_json(*facts), notice.body);
  }
}

TEST(NoticeFacts, damaged_bytes_are_an_error_and_never_a_crash) {
  for (const char* text : {"", "null", "[]", "{\"stage\":7}", "{\"stage\":\"live\"}",
                           "{\"report_date\":\"soon\"}", "{\"keywords\":[1]}"}) {
    EXPECT_FALSE(notice_facts_from_json(text)) << text;
  }
}

TEST(NoticesFor, who_was_told_of_a_negative_that_was_withdrawn_since_gets_a_correction) {
  World world;
  world.verdict = failed();
  world.told = world.notices();
  for (Notice& told : world.told) told.state = NoticeState::kShown;
  StageResult history_without = stage(kLive, StageState::kWaiting, at("2026-11-23", 20));
  history_without.episode = 0;
  world.verdict = testing::verdict(WorkVerdict::kPending, {history_without}, {});
  const auto notices = world.notices();
  ASSERT_EQ(notices.size(), 2U);
  for (const Notice& notice : notices) {
    EXPECT_EQ(notice.kind, NoticeKind::kCorrection);
    EXPECT_EQ(notice_facts_from_json(notice.body)->correction, CorrectionKind::kWithdrawn);
  }
}

}  // namespace
}  // namespace vouch::alerts
