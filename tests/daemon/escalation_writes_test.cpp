#include "daemon/escalation_writes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/claim_writes.h"
#include "store/escalations.h"
#include "store/people.h"
#include "store/silences.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// Tuesday 14:30; the claim fails within three hours, is public on Wednesday, two working days later
// is Friday, five are the Wednesday after.
struct EscalationWorld : World {
  explicit EscalationWorld(const std::function<void(config::Settings&)>& adjust = {})
      : World(at("2026-11-24", 14, 30), adjust) {
    web.page("http://forum.example/", "论坛", "首页");
    write<int>([](store::WriteContext& context) -> Result<int> {
      User boss;
      boss.login = "boss";
      boss.name = "钱老板";
      boss.email = "boss@lanjing.example";
      boss.role = Role::kOwner;
      boss.link_token = "boss" + std::string(28, 'L');
      must(store::people::insert_user(context.db, boss, context.now));
      return 0;
    });
    claim = report("lilei", "http://forum.example/t/1");
    run_until(at("2026-11-24", 17, 30));
    EXPECT_EQ(verdict(claim).work, WorkVerdict::kFailed);
  }
  std::vector<std::string> told(const std::string& login) {
    std::vector<std::string> out;
    for (const Message& message : mails_to(login)) {
      if (message.group_key.starts_with("escalation|")) out.push_back(text_of(message));
    }
    return out;
  }
  std::vector<Escalation> rows() {
    return read<std::vector<Escalation>>(
        [this](store::Connection& db) { return store::escalations::of_claim(db, claim); });
  }
  ClaimId claim;
};

TEST(EscalationWrites, the_deputy_hears_after_two_working_days_and_the_owner_after_five) {
  EscalationWorld world;
  world.run_until(at("2026-11-30", 8, 59));
  EXPECT_TRUE(world.told("zhao").empty());
  world.run_until(at("2026-11-30", 9, 5));
  ASSERT_EQ(world.told("zhao").size(), 1U);
  EXPECT_THAT(world.told("zhao")[0], HasSubstr("推广一组：共 1 项，其中新到期 1 项"));
  EXPECT_THAT(world.told("zhao")[0], HasSubstr("由 王主管 决定"));
  EXPECT_THAT(world.told("zhao")[0], Not(HasSubstr("李雷")));
  EXPECT_TRUE(world.told("boss").empty());
  world.run_until(at("2026-12-10", 12));
  EXPECT_EQ(world.told("boss").size(), 1U);
  EXPECT_EQ(world.told("zhao").size(), 1U);
  EXPECT_TRUE(world.told("wang").empty());
}

TEST(EscalationWrites, a_deputy_on_leave_hears_when_he_is_back) {
  EscalationWorld world;
  world.leave("zhao", "2026-11-30", "2026-12-01");
  world.run_until(at("2026-12-01", 20));
  EXPECT_TRUE(world.told("zhao").empty());
  world.run_until(at("2026-12-02", 9, 5));
  EXPECT_EQ(world.told("zhao").size(), 1U);
}

TEST(EscalationWrites, what_comes_due_after_today_s_letter_is_told_tomorrow) {
  EscalationWorld world;
  world.run_until(at("2026-11-30", 9, 5));
  ASSERT_EQ(world.told("zhao").size(), 1U);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Escalation one = world.rows().at(0);
    one.episode = 1;
    one.stage = kContent;
    one.due_at = context.now;
    must(store::escalations::insert_once(context.db, one));
    return must(write_escalations(context, world.rules(), at("2026-11-30", 14)));
  });
  const auto rows = world.rows();
  EXPECT_EQ(rows.back().state, EscalationState::kPending);
}

TEST(EscalationWrites, a_page_that_comes_back_ends_it) {
  EscalationWorld world;
  world.web.page("http://forum.example/t/1", "不锈钢阀门选型", "补发了");
  world.run_until(at("2026-12-10", 12));
  EXPECT_TRUE(world.told("zhao").empty());
  EXPECT_TRUE(world.told("boss").empty());
  for (const Escalation& one : world.rows()) EXPECT_EQ(one.state, EscalationState::kDropped);
}

TEST(EscalationWrites, what_the_rules_said_when_it_was_told_stays) {
  EscalationWorld world;
  world.settings.alerts.deputy_after = 0;
  world.settings.alerts.owner_after = 0;
  world.reload();
  world.run_until(at("2026-12-10", 12));
  EXPECT_EQ(world.told("zhao").size(), 1U);
  EXPECT_EQ(world.told("boss").size(), 1U);
}

TEST(EscalationWrites, whoever_switched_it_off_before_hears_nothing) {
  EscalationWorld world([](config::Settings& settings) {
    settings.alerts.deputy_after = 0;
    settings.alerts.owner_after = 0;
  });
  EXPECT_TRUE(world.rows().empty());
}

TEST(EscalationWrites, what_the_supervisor_has_acknowledged_waits_until_then) {
  EscalationWorld world;
  world.run_until(at("2026-11-26", 12));
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Silence silence;
    silence.rule = NoticeKind::kNeedsCorrection;
    silence.known_only = true;
    silence.reader = world.user("wang");
    silence.by = silence.reader;
    silence.author = "wang";
    silence.reason = "正在和论坛联系";
    silence.from = context.now;
    silence.to = at("2026-12-02", 12);
    must(store::silences::insert(context.db, silence));
    return 0;
  });
  world.run_until(at("2026-12-02", 11));
  EXPECT_TRUE(world.told("zhao").empty());
  world.run_until(at("2026-12-03", 9, 5));
  EXPECT_EQ(world.told("zhao").size(), 1U);
}

TEST(EscalationWrites, several_that_come_due_together_are_one_letter) {
  EscalationWorld world;
  for (const char* url : {"http://forum.example/t/2", "http://forum.example/t/3"})
    world.report("hanmeimei", url);
  world.run_until(at("2026-12-01", 9, 5));
  ASSERT_EQ(world.told("zhao").size(), 1U);
  EXPECT_THAT(world.told("zhao")[0], HasSubstr("推广一组：共 3 项，其中新到期 3 项"));
}

}  // namespace
}  // namespace vouch::daemon::test
