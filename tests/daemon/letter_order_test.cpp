// What letters must not do to each other: overtake, hide for good, name what is over.
#include <gmock/gmock.h>

#include "daemon/engine_watch.h"
#include "daemon/message_writes.h"
#include "daemon/notice_ground.h"
#include "store/settings.h"
#include "tests/daemon/letter_world.h"

namespace vouch::daemon {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct OrderWorld : LetterWorld {
  explicit OrderWorld(Time start = at("2026-11-24", 9, 30)) : LetterWorld(start) {}

  void outage(const std::vector<std::string>& engines, Time since) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      EngineOutage known;
      for (const std::string& engine : engines)
        known.providers["searxng:" + engine] = {{engine}, "验证码", since, true};
      must(store::settings::put(context.db, kEngineOutageKey, to_json(known)));
      return 0;
    });
  }
  // A person's own robot beside his mail.
  void robot_of(const std::string& login) {
    rules.settings.robots.push_back({});
    config::RobotSettings& robot = rules.settings.robots.back();
    robot.name = "push";
    robot.kind = RobotKind::kServerchan;
    robot.user = login;
    push = write<ChannelId>([](store::WriteContext& context) {
      return store::channels::upsert(context.db, "push", ChannelKind::kWebhook);
    });
  }
  void arrives(const Message& message) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      const auto attempt =
          must(store::outbox::begin_attempt(context.db, message.id, 0, context.now));
      store::AttemptOutcome accepted;
      accepted.at = context.now;
      must(store::outbox::complete(context.db, message.id, attempt.value(), accepted));
      return 0;
    });
  }
  std::int64_t corrections() {
    return count("SELECT count(*) FROM outbox WHERE subject LIKE '更正通知%'");
  }

  ChannelId push;
};

TEST(LetterOrder, a_repeated_outage_names_the_engines_that_are_silent_still) {
  OrderWorld world;
  world.rules.settings.alerts.repeat_interval = hours(4);
  world.rules.records.engines = {};
  const Time since = world.clock.time - hours(1);
  world.outage({"baidu", "sogou"}, since);
  world.write<int>([&](store::WriteContext& context) {
    return note_trouble(context, alerts::CheckerTrouble{"baidu、sogou", "验证码", since});
  });
  world.run_until(at("2026-11-24", 10));
  ASSERT_EQ(world.letters().size(), 1U);
  world.outage({"sogou"}, since);
  world.run_until(at("2026-11-24", 14));
  ASSERT_EQ(world.letters().size(), 2U);
  const std::string again = world.text_of(world.letters()[0]);
  EXPECT_THAT(again, HasSubstr("sogou"));
  EXPECT_THAT(again, Not(HasSubstr("baidu")));
}

TEST(LetterOrder, a_correction_overtakes_the_negative_on_none_of_a_persons_channels) {
  OrderWorld world;
  world.robot_of("lilei");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_EQ(world.letters().size(), 2U) << "mail and robot";
  world.correct(claim);
  const auto rows = world.letters();
  for (const Message& row : rows) {
    if (row.channel != world.push) world.arrives(row);
  }
  world.run_until(at("2026-11-24", 12));
  EXPECT_EQ(world.letters().size(), 2U) << "the robot's negative has not arrived";
  for (const Message& row : rows) {
    if (row.channel == world.push) world.arrives(row);
  }
  world.run_until(at("2026-11-24", 12, 10));
  EXPECT_EQ(world.letters().size(), 4U);
}

TEST(LetterOrder, a_correction_does_not_wait_for_a_channel_that_is_off) {
  OrderWorld world;
  world.robot_of("lilei");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 9, 40));
  for (const Message& row : world.letters()) {
    if (row.channel != world.push) world.arrives(row);
  }
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::channels::set_enabled(context.db, world.push, false, "410"));
    return 0;
  });
  world.correct(claim);
  world.run_until(at("2026-11-24", 10));
  EXPECT_EQ(world.corrections(), 2) << "by mail, and behind its negative on the robot";
}

TEST(LetterOrder, a_dead_letter_is_sent_again_by_hand_while_all_of_it_is_true_and_never_after) {
  OrderWorld world;
  const auto claims = world.failed("lilei", 2);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_EQ(world.letters().size(), 1U);
  const std::string id = world.letters()[0].id;
  const web::Actor root{world.users.at("root"), Role::kAdmin, "root", web::Via::kToken};
  const auto retried = [&] {
    const auto done = world.store->write_now<int>([&](store::WriteContext& c) -> Result<int> {
      const Status status = write_message_retry(c, world.rules, root, id);
      if (!status) return tl::unexpected(status.error());
      return 0;
    });
    return done ? std::string("yes") : done.error().message;
  };
  const auto dies = [&] {
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      const int before = must(store::outbox::find(context.db, id)).attempt;
      const auto attempt = must(store::outbox::begin_attempt(context.db, id, before, context.now));
      store::AttemptOutcome refused;
      refused.at = context.now;
      refused.state = MessageState::kDead;
      must(store::outbox::complete(context.db, id, attempt.value(), refused));
      return 0;
    });
  };
  EXPECT_THAT(retried(), HasSubstr("只有已停止重试的消息可以重发"));
  dies();
  EXPECT_EQ(retried(), "yes");
  EXPECT_EQ(world.letters()[0].state, MessageState::kPending);
  dies();
  world.found(claims[1]);
  EXPECT_THAT(retried(), HasSubstr("已不成立"));
  EXPECT_EQ(world.letters()[0].state, MessageState::kDead);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'message.retry'"), 1);
}

TEST(LetterOrder, what_was_hidden_behind_a_trouble_that_was_never_told_is_told_itself) {
  OrderWorld world;
  std::map<std::string, ChannelId> hooks;
  for (const char* name : {"erp", "shop"}) {
    world.rules.settings.webhooks.push_back({});
    world.rules.settings.webhooks.back().name = name;
    world.rules.settings.webhooks.back().events = {"report.missing"};
    hooks[name] = world.write<ChannelId>([&](store::WriteContext& context) {
      return store::channels::upsert(context.db, name, ChannelKind::kWebhook);
    });
  }
  const auto breaks = [&](const char* name) {
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::channels::set_enabled(context.db, hooks.at(name), false, "410"));
      const Channel broken = must(store::channels::find(context.db, hooks.at(name)));
      return note_trouble(context, world.rules, {broken, true, false, "", "", "410"});
    });
  };
  breaks("shop");
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_EQ(world.letters().size(), 1U);
  breaks("erp");
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const Channel broken = must(store::channels::find(context.db, hooks.at("erp")));
    return note_trouble(context, world.rules, {broken, false, false, "msg_1", "", "500"});
  });
  world.run_until(at("2026-11-24", 9, 50));  // decided: the next letter of the group is at 10:02
  ASSERT_EQ(world.letters().size(), 1U);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::channels::set_enabled(context.db, hooks.at("erp"), true, ""));
    return 0;
  });
  world.run_until(at("2026-11-24", 10, 30));
  ASSERT_EQ(world.letters().size(), 2U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("没有送达"));
}

TEST(LetterOrder, what_followed_from_a_told_trouble_is_counted_when_that_is_over) {
  OrderWorld world;
  world.rules.settings.webhooks.push_back({});
  world.rules.settings.webhooks.back().name = "erp";
  const ChannelId hook = world.write<ChannelId>([](store::WriteContext& context) {
    return store::channels::upsert(context.db, "erp", ChannelKind::kWebhook);
  });
  const auto note = [&](bool broken) {
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      const Channel channel = must(store::channels::find(context.db, hook));
      must(note_trouble(context, world.rules, {channel, broken, false, "msg_1", "", "410"}));
      return 0;
    });
  };
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::channels::set_enabled(context.db, hook, false, "410"));
    return 0;
  });
  note(true);
  world.run_until(at("2026-11-24", 10));
  ASSERT_EQ(world.letters().size(), 1U);
  note(false);  // after the letter about its cause
  world.run_until(at("2026-11-24", 10, 30));
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::channels::set_enabled(context.db, hook, true, ""));
    return 0;
  });
  world.run_until(at("2026-11-24", 11, 30));
  ASSERT_EQ(world.letters().size(), 2U);
  EXPECT_THAT(world.text_of(world.letters()[0]), HasSubstr("另有 1 件"));
  EXPECT_EQ(world.count("SELECT count(*) FROM letter_item WHERE state = 'inhibited'"), 0);
}

TEST(LetterOrder, a_reminder_given_an_hour_of_the_night_does_not_wait_for_the_morning) {
  OrderWorld world;
  const auto waits = [&](Millis remind_at) {
    world.rules.settings.reports.remind_at = remind_at;
    return world.write<int>([&](store::WriteContext& context) -> Result<int> {
      return must(outgoing_context(context, world.rules)).is_urgent(NoticeKind::kNotReported) ? 0
                                                                                              : 1;
    });
  };
  EXPECT_EQ(waits(hours(18)), 1);
  EXPECT_EQ(waits(hours(20)), 0);
  EXPECT_EQ(waits(hours(7)), 0);
  EXPECT_EQ(waits(hours(8)), 1);
  world.rules.settings.alerts.quiet_from = world.rules.settings.alerts.quiet_to;
  EXPECT_EQ(waits(hours(22)), 1);
}

TEST(LetterOrder, a_letter_that_waits_goes_to_whom_leads_the_team_by_then) {
  OrderWorld world;
  world.rules.settings.alerts.at_once = {"needs_correction"};
  const UserId wang = world.add_user("wang", Role::kSupervisor);
  const UserId zhao = world.add_user("zhao", Role::kSupervisor);
  Team team;
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    team.name = "推广一组";
    team.supervisor = wang;
    team.id = must(store::people::insert_team(context.db, team));
    User lilei = must(store::people::find_user(context.db, world.users.at("lilei")));
    lilei.team = team.id;
    must(store::people::update_user(context.db, lilei));
    return 0;
  });
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Notice notice = LetterWorld::negative(claim, wang, context.now);
    notice.key = alerts::notice_key(claim, kLive, 1, Audience::kSupervisor);
    notice.audience = Audience::kSupervisor;
    notice.created_at = notice.due_at = context.now - hours(72);
    must(store::notices::insert_once(context.db, notice));
    return 0;
  });
  const auto waits_for = [&](UserId who) {
    return world.count(fmt::format(
        "SELECT count(*) FROM letter_item WHERE reader_id = {} AND state = 'waiting'", who.value));
  };
  const Time limit = world.clock.time + hours(72);
  while (waits_for(wang) == 0 && world.clock.time < limit)
    world.run_until(world.clock.time + minutes(1));
  ASSERT_EQ(waits_for(wang), 1) << "his grace is over, the letter waits for others";
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    team.supervisor = zhao;
    must(store::people::update_team(context.db, team));
    return 0;
  });
  world.run_until(world.clock.time + hours(60));
  const auto told = [&](UserId who) {
    return world.count(
        fmt::format("SELECT count(*) FROM outbox WHERE recipient_id = {}", who.value));
  };
  EXPECT_EQ(told(wang), 0);
  EXPECT_EQ(told(zhao), 1);
}

}  // namespace
}  // namespace vouch::daemon
