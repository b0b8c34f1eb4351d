#include "alerts/escalation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/alerts/facts.h"

namespace vouch::alerts {
namespace {

using testing::at;
using testing::chinese;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::person;

Escalation owner_row() {
  Escalation one;
  one.claim = ClaimId{7};
  one.stage = {StageKind::kLive, {}};
  one.episode = 2;
  one.step = EscalationStep::kOwner;
  one.workdays = 2;
  return one;
}

Verdict failed(Time public_at) {
  Verdict verdict;
  verdict.work = WorkVerdict::kFailed;
  verdict.public_at = public_at;
  StageResult live;
  live.stage = {StageKind::kLive, {}};
  live.state = StageState::kFail;
  live.episode = 2;
  verdict.stages = {live};
  return verdict;
}

Notice supervisors(NoticeKind kind = NoticeKind::kNeedsCorrection) {
  NoticeFacts facts;
  facts.stage = Stage{StageKind::kLive, {}};
  facts.episode = 2;
  Notice notice;
  notice.kind = kind;
  notice.audience = Audience::kSupervisor;
  notice.claim = ClaimId{7};
  notice.due_at = at("2026-11-26", 15);  // a Thursday
  notice.body = to_json(facts);
  return notice;
}

TEST(Escalations, of_a_negative_of_work_have_the_steps_that_the_policy_names) {
  const Calendar calendar = testing::workdays();
  const auto both = escalations_of(supervisors(), {2, 5}, calendar);
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].step, EscalationStep::kDeputy);
  EXPECT_EQ(both[0].due_at, at("2026-11-30", 15));
  EXPECT_EQ(both[1].workdays, 5);
  EXPECT_EQ(both[1].due_at, at("2026-12-03", 15));
  EXPECT_EQ(both[1].episode, 2);
  EXPECT_EQ(escalations_of(supervisors(), {0, 5}, calendar).size(), 1U);
  EXPECT_THAT(escalations_of(supervisors(), {0, 0}, calendar), IsEmpty());
  EXPECT_THAT(escalations_of(supervisors(NoticeKind::kIndexOverdue), {2, 5}, calendar), IsEmpty());
  Notice employees = supervisors();
  employees.audience = Audience::kEmployee;
  EXPECT_THAT(escalations_of(employees, {2, 5}, calendar), IsEmpty());
}

struct Row {
  const char* name;
  void (*change)(Verdict& verdict);
  std::optional<int> put_off_hours;
  DueAnswer answer;
};

class JudgeEscalation : public ::testing::TestWithParam<Row> {};

TEST_P(JudgeEscalation, answers) {
  const Time now = at("2026-11-26", 9);
  Verdict verdict = failed(at("2026-11-24", 9));
  GetParam().change(verdict);
  std::optional<Time> put_off;
  if (GetParam().put_off_hours) put_off = now + std::chrono::hours(*GetParam().put_off_hours);
  const DueJudgement judged =
      judge_escalation(owner_row(), &verdict, put_off, testing::workdays(), now);
  EXPECT_EQ(judged.answer, GetParam().answer);
  if (judged.answer == DueAnswer::kWait) {
    EXPECT_GT(judged.due_at, now);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, JudgeEscalation,
    ::testing::Values(
        Row{"nobody_decided", [](Verdict&) {}, {}, DueAnswer::kShow},
        Row{"went_offline",
            [](Verdict& v) { v.work = WorkVerdict::kRegressed; },
            {},
            DueAnswer::kShow},
        Row{"confirmed",
            [](Verdict& v) { v.work = WorkVerdict::kConfirmed; },
            {},
            DueAnswer::kDrop},
        Row{"exempted", [](Verdict& v) { v.work = WorkVerdict::kWaived; }, {}, DueAnswer::kDrop},
        Row{"overruled", [](Verdict& v) { v.work = WorkVerdict::kAccepted; }, {}, DueAnswer::kDrop},
        Row{"cannot_be_checked_any_more",
            [](Verdict& v) { v.work = WorkVerdict::kManual; },
            {},
            DueAnswer::kDrop},
        Row{"came_back",
            [](Verdict& v) { v.stages[0].state = StageState::kPass; },
            {},
            DueAnswer::kDrop},
        Row{"failed_anew", [](Verdict& v) { v.stages[0].episode = 3; }, {}, DueAnswer::kDrop},
        Row{"disputed", [](Verdict& v) { v.work = WorkVerdict::kDisputed; }, {}, DueAnswer::kWait},
        Row{"public_a_moment_too_late",
            [](Verdict& v) { v.public_at = at("2026-11-24", 9) + Millis(1); },
            {},
            DueAnswer::kWait},
        Row{"not_public_at_all", [](Verdict& v) { v.public_at.reset(); }, {}, DueAnswer::kWait},
        Row{"known_to_the_supervisor", [](Verdict&) {}, 5, DueAnswer::kWait},
        Row{"known_until_an_hour_ago", [](Verdict&) {}, -1, DueAnswer::kShow}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(JudgeEscalation, of_a_claim_that_is_gone_is_dropped) {
  EXPECT_EQ(
      judge_escalation(owner_row(), nullptr, {}, testing::workdays(), at("2026-11-26", 9)).answer,
      DueAnswer::kDrop);
}

TEST(RenderEscalation, is_a_number_a_team_and_who_decides) {
  const std::vector<EscalatedTeam> teams = {{"推广一组", "王主管", 3, 2, at("2026-11-20", 9), 8},
                                            {"推广二组", "赵主管", 1, 5, at("2026-11-18", 9), 1}};
  const Letter letter = render_escalation(teams, person(5, "钱老板"), chinese());
  EXPECT_EQ(letter.subject, "待主管决定的工作：9 项");
  EXPECT_THAT(letter.text,
              HasSubstr("- 推广一组：共 8 项，其中新到期 3 项（已等 2 个工作日以上，最早从 "
                        "2026-11-20 起）；由 王主管 决定\n"));
  EXPECT_THAT(letter.text, Not(HasSubstr("/claims/")));
  EXPECT_THAT(letter.text, Not(HasSubstr("/s/")));
}

}  // namespace
}  // namespace vouch::alerts
