#include "web/sight.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace vouch::web::test {
namespace {

constexpr UserId kOwner{1};
constexpr UserId kLeader{2};
const Time kNow = from_millis(1'795'501'800'000);

Actor actor(UserId user, Role role) {
  Actor out;
  out.user = user;
  out.role = role;
  return out;
}

struct SightRow {
  const char* name;
  Actor viewer;
  bool leads;
  Sight sight;
};

TEST(Sight, each_reader_sees_his_share) {
  const SightRow rows[] = {
      {"the_owner_sees_all_of_his_own", actor(kOwner, Role::kEmployee), false, Sight::kFull},
      {"a_colleague_sees_nothing", actor(UserId{3}, Role::kEmployee), false, Sight::kNone},
      {"the_leader_sees_what_is_public", actor(kLeader, Role::kSupervisor), true, Sight::kMasked},
      {"another_supervisor_sees_nothing", actor(UserId{4}, Role::kSupervisor), false, Sight::kNone},
      {"an_employee_leads_nobody", actor(UserId{3}, Role::kEmployee), true, Sight::kNone},
      {"an_administrator_sees_all", actor(UserId{5}, Role::kAdmin), false, Sight::kFull},
      {"the_local_socket_sees_all", actor(UserId{}, Role::kAdmin), false, Sight::kFull},
      {"the_companys_owner_sees_no_persons_rows", actor(UserId{6}, Role::kOwner), false,
       Sight::kNone},
      {"a_supervisor_sees_all_of_his_own_work", actor(kOwner, Role::kSupervisor), true,
       Sight::kFull},
  };
  for (const SightRow& row : rows)
    EXPECT_EQ(sight_of(row.viewer, kOwner, row.leads), row.sight) << row.name;
}

struct DecisionRow {
  DecisionKind kind;
  bool own_employee, own_supervisor, supervisor, own_admin, admin, other_employee;
};

TEST(Sight, who_may_decide_what) {
  const DecisionRow rows[] = {
      {DecisionKind::kWaive, false, false, true, false, true, false},
      {DecisionKind::kConfirm, false, false, true, false, true, false},
      {DecisionKind::kOverrule, false, false, true, false, true, false},
      {DecisionKind::kAcceptManual, false, false, true, false, true, false},
      {DecisionKind::kRejectManual, false, false, true, false, true, false},
      {DecisionKind::kWithdraw, true, true, false, true, true, false},
      {DecisionKind::kReplace, true, true, false, true, true, false},
      {DecisionKind::kAnswer, true, true, false, true, true, false},
  };
  for (const DecisionRow& row : rows) {
    const auto may = [&](Role role, bool own) {
      return may_decide(row.kind, actor(UserId{9}, role), own);
    };
    const auto name = to_string(row.kind);
    EXPECT_EQ(may(Role::kEmployee, true), row.own_employee) << name;
    EXPECT_EQ(may(Role::kSupervisor, true), row.own_supervisor) << name;
    EXPECT_EQ(may(Role::kSupervisor, false), row.supervisor) << name;
    EXPECT_EQ(may(Role::kAdmin, true), row.own_admin) << name;
    EXPECT_EQ(may(Role::kAdmin, false), row.admin) << name;
    EXPECT_EQ(may(Role::kEmployee, false), row.other_employee) << name;
    EXPECT_FALSE(may(Role::kOwner, false)) << name;
  }
}

Verdict verdict(WorkVerdict work, FailedPhase phase, std::optional<Time> public_at = {}) {
  Verdict out;
  out.work = work;
  out.phase = phase;
  out.public_at = public_at;
  return out;
}

TEST(Sight, a_finding_is_with_its_owner_until_both_phase_and_clock_say_otherwise) {
  const Time past = kNow - std::chrono::hours(1);
  const Time future = kNow + std::chrono::hours(1);
  EXPECT_TRUE(
      is_with_employee(verdict(WorkVerdict::kFailed, FailedPhase::kWithEmployee, future), kNow));
  EXPECT_TRUE(
      is_with_employee(verdict(WorkVerdict::kRegressed, FailedPhase::kWithEmployee, past), kNow))
      << "not before the verdict was derived again";
  EXPECT_TRUE(
      is_with_employee(verdict(WorkVerdict::kFailed, FailedPhase::kWithSupervisor, future), kNow));
  EXPECT_FALSE(
      is_with_employee(verdict(WorkVerdict::kFailed, FailedPhase::kWithSupervisor, past), kNow));
  EXPECT_FALSE(is_with_employee(verdict(WorkVerdict::kManual, FailedPhase::kNone), kNow));
}

// Law 5 as one sentence: whatever a masked reader gets before the finding is public, it holds no
// negative of a work stage.
RC_GTEST_PROP(SightProperty, a_masked_verdict_before_its_time_holds_no_negative, ()) {
  Verdict given;
  given.work =
      *rc::gen::element(WorkVerdict::kFailed, WorkVerdict::kRegressed, WorkVerdict::kPending);
  if (given.work != WorkVerdict::kPending) {
    given.phase = FailedPhase::kWithEmployee;
    given.public_at = kNow + Millis(*rc::gen::inRange(1, 1'000'000));
  }
  given.reason = static_cast<Reason>(*rc::gen::inRange(0, static_cast<int>(Reason::kTimer) + 1));
  const int stages = *rc::gen::inRange(0, 4);
  for (int i = 0; i < stages; ++i) {
    StageResult stage;
    stage.stage.kind = *rc::gen::element(StageKind::kLive, StageKind::kContent);
    stage.state = static_cast<StageState>(*rc::gen::inRange(0, 7));
    stage.last_reason =
        static_cast<Reason>(*rc::gen::inRange(0, static_cast<int>(Reason::kTimer) + 1));
    stage.last_outcome = outcome_of(stage.last_reason);
    stage.reason = stage.last_reason;
    // A look that could not see may have come after one that saw nothing.
    stage.negatives = *rc::gen::inRange(0, 3);
    stage.since = kNow - Millis(*rc::gen::inRange(1, 1'000'000));
    given.stages.push_back(stage);
  }
  given.since = kNow - std::chrono::hours(1);
  const Verdict seen = masked(given, kNow);
  RC_ASSERT(seen.since == Time{});
  RC_ASSERT(seen.work == WorkVerdict::kPending);
  RC_ASSERT(seen.phase == FailedPhase::kNone);
  RC_ASSERT(outcome_of(seen.reason) != Outcome::kNotFound);
  RC_ASSERT(!seen.public_at);
  for (const StageResult& stage : seen.stages) {
    RC_ASSERT(stage.state != StageState::kFail && stage.state != StageState::kRegressed &&
              stage.state != StageState::kSuspect);
    RC_ASSERT(stage.last_outcome != Outcome::kNotFound);
    RC_ASSERT(stage.negatives == 0);
    RC_ASSERT(outcome_of(stage.reason) != Outcome::kNotFound);
    RC_ASSERT(stage.state != StageState::kWaiting || stage.since == Time{});
  }
}

TEST(Sight, looks_that_found_nothing_are_withheld_until_the_finding_is_public) {
  Observation missing;
  missing.stage.kind = StageKind::kLive;
  missing.outcome = Outcome::kNotFound;
  Observation found = missing;
  found.outcome = Outcome::kFound;
  Observation index = missing;
  index.stage = Stage{StageKind::kIndex, "baidu"};
  const Verdict open = verdict(WorkVerdict::kPending, FailedPhase::kNone);
  const Verdict told =
      verdict(WorkVerdict::kFailed, FailedPhase::kWithEmployee, kNow + std::chrono::hours(1));
  const Verdict shown = verdict(WorkVerdict::kFailed, FailedPhase::kWithSupervisor, kNow);
  EXPECT_FALSE(may_show(open, missing, kNow));
  EXPECT_FALSE(may_show(told, missing, kNow));
  EXPECT_TRUE(may_show(shown, missing, kNow));
  EXPECT_TRUE(may_show(told, found, kNow));
  EXPECT_TRUE(may_show(told, index, kNow)) << "what an engine shows accuses nobody";
}

TEST(Sight, a_look_that_saw_the_page_but_not_the_keyword_is_withheld_with_all_that_it_saw) {
  Observation live;
  live.stage.kind = StageKind::kLive;
  live.outcome = Outcome::kFound;
  live.look_no = 2;
  live.detail = R"({"keywords":[{"keyword":"k","place":"nowhere"}],"proved":true})";
  Observation content = live;
  content.stage.kind = StageKind::kContent;
  content.outcome = Outcome::kNotFound;
  Observation before = live;
  before.look_no = 1;
  Observation index = live;
  index.stage = Stage{StageKind::kIndex, "baidu"};
  const Verdict told =
      verdict(WorkVerdict::kFailed, FailedPhase::kWithEmployee, kNow + std::chrono::hours(1));
  const auto seen = shown_of(told, {before, live, content, index}, kNow);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0].look_no, 1);
  EXPECT_EQ(to_string(seen[1].stage), "index:baidu");
  const Verdict shown = verdict(WorkVerdict::kFailed, FailedPhase::kWithSupervisor, kNow);
  EXPECT_EQ(shown_of(shown, {before, live, content, index}, kNow).size(), 4U);
}

}  // namespace
}  // namespace vouch::web::test
