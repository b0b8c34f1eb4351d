// What everybody can rely on: the inbox has every letter, people choose the ways beside it, and a
// way that is broken is gone round.
#include <gmock/gmock.h>

#include "core/inbox.h"
#include "daemon/letter_ways.h"
#include "daemon/preference_writes.h"
#include "daemon/weekly_writes.h"
#include "store/inbox.h"
#include "store/preferences.h"
#include "tests/daemon/letter_world.h"

namespace vouch::daemon {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

struct InboxWorld : LetterWorld {
  explicit InboxWorld(Time start = at("2026-11-24", 9, 30)) : LetterWorld(start) {
    mail = channel("mail").id;
  }

  // A person's own robot beside his mail.
  ChannelId robot_of(const std::string& login, const std::string& name) {
    rules.settings.robots.push_back({});
    config::RobotSettings& robot = rules.settings.robots.back();
    robot.name = name;
    robot.kind = RobotKind::kServerchan;
    robot.user = login;
    return write<ChannelId>([&](store::WriteContext& context) {
      return store::channels::upsert(context.db, name, ChannelKind::kWebhook);
    });
  }
  Channel channel(const std::string& name) {
    return read<std::optional<Channel>>(
               [&](store::Connection& db) { return store::channels::find_by_name(db, name); })
        .value();
  }
  void without_address(const std::string& login) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      User user = must(store::people::find_user(context.db, users.at(login)));
      user.email.clear();
      must(store::people::update_user(context.db, user));
      return 0;
    });
  }
  std::vector<store::InboxRow> inbox(const std::string& login) {
    return read<std::vector<store::InboxRow>>([&](store::Connection& db) {
      return store::inbox::list(db, users.at(login), false, InboxId{}, 1000);
    });
  }
  std::vector<std::string> titles(const std::string& login) {  // in their order
    std::vector<std::string> out;
    for (const store::InboxRow& row : inbox(login)) out.insert(out.begin(), row.entry.title);
    return out;
  }
  web::Actor actor(const std::string& login) {
    return {users.at(login), Role::kEmployee, login, web::Via::kLink};
  }
  Status says(const web::Actor& who, const Preference& said) {
    const auto done = store->write_now<int>([&](store::WriteContext& c) -> Result<int> {
      const Status status = write_preferences(c, rules, who, {said});
      if (!status) return tl::unexpected(status.error());
      return 0;
    });
    if (!done) return tl::unexpected(done.error());
    return {};
  }
  void turn_off(const std::string& login, const std::string& rule, const std::string& name) {
    must(says(actor(login), {rule, name, false}));
  }
  void ends(const Message& message, MessageState state) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      const auto attempt =
          must(store::outbox::begin_attempt(context.db, message.id, message.attempt, context.now));
      store::AttemptOutcome outcome;
      outcome.at = context.now;
      outcome.state = state;
      outcome.code = state == MessageState::kDead ? "rcpt 550" : "250";
      must(store::outbox::complete(context.db, message.id, attempt.value(), outcome));
      if (state != MessageState::kDead) return 0;
      alerts::ChannelTrouble trouble;
      trouble.channel = must(store::channels::find(context.db, message.channel));
      trouble.message_id = message.id;
      trouble.address = message.address;
      trouble.detail = "rcpt 550";
      must(note_trouble(context, rules, trouble));
      must(go_another_way(context, rules, trouble));
      return 0;
    });
  }
  void switch_off(ChannelId id) {
    write<int>([&](store::WriteContext& context) -> Result<int> {
      must(store::channels::set_enabled(context.db, id, false, "535"));
      alerts::ChannelTrouble trouble;
      trouble.channel = must(store::channels::find(context.db, id));
      trouble.switched_off = true;
      trouble.detail = "535";
      must(note_trouble(context, rules, trouble));
      must(go_another_way(context, rules, trouble));
      return 0;
    });
  }
  std::vector<Message> letters_by(ChannelId id) {  // the newest first
    auto rows = letters();
    std::erase_if(rows, [&](const Message& row) { return row.channel != id; });
    return rows;
  }
  std::vector<Message> letters_to(const std::string& login) {
    auto rows = letters();
    std::erase_if(rows, [&](const Message& row) { return row.recipient != users.at(login); });
    return rows;
  }

  std::vector<Message> mails_to(const std::string& login) {
    auto rows = letters_to(login);
    std::erase_if(rows, [&](const Message& row) { return row.channel != mail; });
    return rows;
  }

  ChannelId mail;
};

TEST(Inbox, a_letter_stands_in_the_inbox_of_its_reader_with_its_mail) {
  InboxWorld world;
  world.failed("lilei", 2);
  world.run_until(at("2026-11-24", 9, 31));
  EXPECT_THAT(world.inbox("lilei"), IsEmpty()) << "it waits for the others with its mail";
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_THAT(world.inbox("lilei"), SizeIs(1));
  const store::InboxRow row = world.inbox("lilei")[0];
  EXPECT_EQ(row.entry.title, world.letters()[0].subject);
  EXPECT_EQ(row.entry.rule, "needs_correction");
  EXPECT_EQ(row.entry.created_at, world.letters()[0].created_at);
  EXPECT_EQ(row.findings, 2);
  EXPECT_FALSE(row.entry.read_at);
  const auto linked = std::count_if(
      row.entry.lines.begin(), row.entry.lines.end(),
      [](const InboxLine& line) { return line.url.find("https://vouch.example/p/lilei") == 0; });
  EXPECT_GE(linked, 2) << "each of its lines leads to its claim";
  EXPECT_THAT(world.inbox("root"), IsEmpty()) << "it is nobody else's";
}

TEST(Inbox, who_has_no_address_has_his_letters_in_the_inbox) {
  InboxWorld world;
  world.without_address("lilei");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 10));
  EXPECT_THAT(world.letters(), IsEmpty());
  ASSERT_THAT(world.titles("lilei"), ElementsAre(HasSubstr("需补正")));
  EXPECT_EQ(world.count("SELECT count(*) FROM letter_item WHERE state = 'waiting'"), 0)
      << "nothing waits for a way that never was";
  world.correct(claim);
  world.run_until(at("2026-11-24", 11));
  EXPECT_THAT(world.titles("lilei"), ElementsAre(HasSubstr("需补正"), HasSubstr("更正通知")));
  EXPECT_THAT(world.letters(), IsEmpty());
}

TEST(Inbox, while_mail_is_out_of_the_configuration_the_inbox_has_it_and_the_mail_comes_after) {
  InboxWorld world;
  world.failed("lilei", 2);
  world.settle();
  world.rules.settings.mail.host.clear();
  world.run_until(at("2026-11-24", 10, 30));
  EXPECT_THAT(world.titles("lilei"), SizeIs(1));
  EXPECT_THAT(world.letters(), IsEmpty());
  world.rules.settings.mail.host = "mail.example";
  world.run_until(at("2026-11-24", 12));
  EXPECT_THAT(world.letters(), SizeIs(1));
  EXPECT_THAT(world.titles("lilei"), SizeIs(1)) << "it stands there already";
}

TEST(Inbox, what_stands_in_it_already_does_not_stand_in_it_again_with_what_is_new) {
  InboxWorld world;
  world.failed("lilei", 2);
  world.settle();
  world.rules.settings.mail.host.clear();
  world.run_until(at("2026-11-24", 10));
  world.rules.settings.mail.host = "mail.example";
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 12));
  ASSERT_THAT(world.letters(), SizeIs(1));
  EXPECT_EQ(world.letters()[0].subject, "需补正：3 项工作");
  EXPECT_THAT(world.titles("lilei"), ElementsAre("需补正：2 项工作", HasSubstr("标题3")));
}

TEST(Inbox, what_was_told_in_the_inbox_alone_is_corrected_there_alone) {
  InboxWorld world;
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.settle();
  world.rules.settings.mail.host.clear();
  world.run_until(at("2026-11-24", 10));
  ASSERT_THAT(world.titles("lilei"), SizeIs(1));
  world.correct(claim);
  world.rules.settings.mail.host = "mail.example";
  world.run_until(at("2026-11-24", 14));
  EXPECT_THAT(world.titles("lilei"), ElementsAre(HasSubstr("需补正"), HasSubstr("更正通知")));
  EXPECT_THAT(world.letters(), IsEmpty()) << "no mail corrects what no mail said";
}

TEST(Inbox, the_entry_of_a_negative_says_which_of_it_was_corrected) {
  InboxWorld world;
  const auto claims = world.failed("lilei", 3);
  world.run_until(at("2026-11-24", 9, 40));
  EXPECT_THAT(world.inbox("lilei").at(0).corrected, IsEmpty());
  world.correct(claims[1]);
  EXPECT_THAT(world.inbox("lilei").at(0).corrected, IsEmpty()) << "the correction is not shown yet";
  world.settle();
  EXPECT_THAT(world.inbox("lilei").back().corrected, ElementsAre(claims[1]));
  EXPECT_EQ(world.inbox("lilei").back().findings, 3);
}

TEST(Inbox, a_step_that_fails_leaves_neither_entry_nor_row) {
  InboxWorld world;
  world.failed("lilei", 1);
  world.settle();
  world.pass(minutes(5));
  const auto failed = world.store->write_now<int>([&](store::WriteContext& context) -> Result<int> {
    must(tell_groups(context, world.rules));
    return fail(ErrorCode::kIo, "the disk is full");
  });
  EXPECT_FALSE(failed);
  EXPECT_EQ(world.count("SELECT count(*) FROM inbox") + world.count("SELECT count(*) FROM outbox"),
            0);
  world.settle();
  EXPECT_EQ(world.count("SELECT count(*) FROM inbox"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM outbox"), 1);
  world.restart();
  world.settle();
  EXPECT_EQ(world.count("SELECT count(*) FROM inbox"), 1);
}

TEST(Inbox, the_daily_message_and_the_weekly_list_stand_in_it_once) {
  InboxWorld world;
  const UserId boss = world.add_user("boss", Role::kSupervisor);
  world.without_address("boss");
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Team team;
    team.name = "一组";
    team.supervisor = boss;
    must(store::people::insert_team(context.db, team));
    for (int twice = 0; twice < 2; ++twice) {
      must(write_daily(context, world.rules, context.now, context.now - hours(24)));
      must(write_weekly(context, world.rules, context.now, context.now - hours(24)));
    }
    return 0;
  });
  std::vector<std::string> rules;
  for (const store::InboxRow& row : world.inbox("boss")) rules.push_back(row.entry.rule);
  EXPECT_THAT(rules, UnorderedElementsAre("daily", "weekly"));
}

TEST(Inbox, trouble_reaches_the_operator_though_the_trouble_is_his_mail) {
  InboxWorld world;
  world.switch_off(world.mail);
  world.run_until(at("2026-11-24", 9, 40));
  EXPECT_THAT(world.titles("root"), SizeIs(1));
  EXPECT_THAT(world.letters_to("root"), IsEmpty());
}

TEST(Preferences, a_letter_goes_by_the_ways_its_reader_wants_for_its_rule) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  world.turn_off("lilei", "regressed", "mail");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 9, 40));
  EXPECT_THAT(world.letters_by(push), IsEmpty());
  EXPECT_THAT(world.letters_by(world.mail), SizeIs(1));
}

TEST(Preferences, they_are_asked_when_the_letter_is_made_and_not_when_the_notice_is_shown) {
  InboxWorld world;
  world.failed("lilei", 1);
  world.settle();  // shown, and waits
  world.turn_off("lilei", "needs_correction", "mail");
  world.run_until(at("2026-11-24", 10));
  EXPECT_THAT(world.letters(), IsEmpty());
  EXPECT_THAT(world.titles("lilei"), SizeIs(1)) << "the inbox cannot be switched off";
  must(world.says(world.actor("lilei"), {"needs_correction", "mail", true}));
  world.run_until(at("2026-11-25", 10));
  EXPECT_THAT(world.letters(), IsEmpty()) << "it was told where he wanted it";
}

TEST(Preferences, a_correction_goes_by_every_way_of_its_negative_whatever_was_said_since) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  world.turn_off("lilei", "correction", "push");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_THAT(world.letters(), SizeIs(1));
  world.ends(world.letters()[0], MessageState::kSent);
  world.turn_off("lilei", "correction", "mail");
  world.correct(claim);
  world.run_until(at("2026-11-24", 11));
  ASSERT_THAT(world.letters_by(world.mail), SizeIs(2));
  EXPECT_THAT(world.letters_by(world.mail)[0].subject, HasSubstr("更正通知"));
  EXPECT_THAT(world.letters_by(push), IsEmpty()) << "the negative did not go there";
}

TEST(Preferences, the_daily_message_follows_them_too) {
  InboxWorld world;
  const UserId boss = world.add_user("boss", Role::kSupervisor);
  world.turn_off("boss", "daily", "mail");
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    Team team;
    team.name = "一组";
    team.supervisor = boss;
    must(store::people::insert_team(context.db, team));
    must(write_daily(context, world.rules, context.now, context.now - hours(24)));
    must(write_weekly(context, world.rules, context.now, context.now - hours(24)));
    return 0;
  });
  EXPECT_THAT(world.letters_to("boss"), SizeIs(1)) << "the weekly list alone";
  EXPECT_THAT(world.inbox("boss"), SizeIs(2));
}

TEST(Preferences, a_person_says_it_of_his_own_channels_and_every_word_is_kept) {
  InboxWorld world;
  world.robot_of("root", "push");
  const web::Actor lilei = world.actor("lilei");
  EXPECT_THAT(world.says(lilei, {"weather", "mail", false}).error().message, HasSubstr("没有叫"));
  EXPECT_THAT(world.says(lilei, {"daily", "push", false}).error().message,
              HasSubstr("不是您的通知渠道"))
      << "it is another person's robot";
  const web::Actor local{UserId{}, Role::kAdmin, "local", web::Via::kSocket};
  EXPECT_EQ(world.says(local, {"daily", "mail", false}).error().code, ErrorCode::kDenied);
  must(world.says(lilei, {"daily", "mail", true}));
  EXPECT_EQ(world.count("SELECT count(*) FROM preference"), 0) << "nothing new was said";
  must(world.says(lilei, {"daily", "mail", false}));
  must(world.says(lilei, {"daily", "mail", false}));
  must(world.says(lilei, {"daily", "mail", true}));
  EXPECT_EQ(world.count("SELECT count(*) FROM preference WHERE via = 'link'"), 2);
  EXPECT_THAT(world.read<std::vector<Preference>>([&](store::Connection& db) {
    return store::preferences::current(db, world.users.at("lilei"));
  }),
              ElementsAre(testing::Field(&Preference::letters, true)));
}

TEST(Detour, a_letter_goes_by_another_way_when_the_address_was_refused) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_THAT(world.letters_by(push), IsEmpty());
  world.ends(world.mails_to("lilei")[0], MessageState::kDead);
  ASSERT_THAT(world.letters_by(push), SizeIs(1)) << "the one that died";
  EXPECT_THAT(world.letters_by(push)[0].subject, HasSubstr("需补正"));
  EXPECT_EQ(world.count("SELECT count(*) FROM notice WHERE kind = 'system'"), 1)
      << "the operator is told";
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 11));
  EXPECT_THAT(world.mails_to("lilei"), SizeIs(2)) << "each letter tries the address";
  EXPECT_THAT(world.letters_by(push), SizeIs(2)) << "and is sure to arrive";
  EXPECT_THAT(world.inbox("lilei"), SizeIs(2));
  world.ends(world.mails_to("lilei")[0], MessageState::kSent);
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 13));
  EXPECT_THAT(world.letters_by(push), SizeIs(2)) << "the address is good again";
}

TEST(Detour, a_substitute_has_the_id_it_would_have_had_and_comes_once) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_THAT(world.letters(), SizeIs(2)) << "he wants it by both";
  const std::string by_push = world.letters_by(push)[0].id;
  world.ends(world.letters_by(world.mail)[0], MessageState::kDead);
  EXPECT_THAT(world.letters(), SizeIs(2)) << "he has it by the other way";

  InboxWorld other;
  const ChannelId same = other.robot_of("lilei", "push");
  other.turn_off("lilei", "needs_correction", "push");
  other.failed("lilei", 1);
  other.run_until(at("2026-11-24", 9, 40));
  other.ends(other.letters_by(other.mail)[0], MessageState::kDead);
  ASSERT_THAT(other.letters_by(same), SizeIs(1));
  EXPECT_EQ(other.letters_by(same)[0].id, by_push);
}

TEST(Detour, who_has_the_letter_by_one_way_needs_no_other) {
  InboxWorld world;
  const ChannelId one = world.robot_of("lilei", "one");
  const ChannelId two = world.robot_of("lilei", "two");
  world.turn_off("lilei", "needs_correction", "two");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 9, 40));
  world.ends(world.letters_by(one)[0], MessageState::kSent);
  world.switch_off(one);
  world.ends(world.mails_to("lilei")[0], MessageState::kDead);
  EXPECT_THAT(world.letters_by(two), IsEmpty());
}

TEST(Detour, a_substitute_that_dies_has_no_substitute) {
  InboxWorld world;
  const ChannelId one = world.robot_of("lilei", "one");
  const ChannelId two = world.robot_of("lilei", "two");
  world.turn_off("lilei", "needs_correction", "one");
  world.turn_off("lilei", "needs_correction", "two");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 9, 40));
  world.ends(world.letters_by(world.mail)[0], MessageState::kDead);
  ASSERT_THAT(world.letters_by(one), SizeIs(1));
  world.ends(world.letters_by(one)[0], MessageState::kDead);
  EXPECT_THAT(world.letters_by(two), IsEmpty());
  EXPECT_THAT(world.titles("lilei"), SizeIs(1));
}

TEST(Detour, what_waits_in_a_channel_that_is_switched_off_goes_another_way) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 9, 40));
  world.switch_off(world.mail);
  ASSERT_THAT(world.letters_by(push), SizeIs(1));
  EXPECT_EQ(world.letters_by(world.mail)[0].state, MessageState::kPending) << "nothing is lost";
  world.correct(claim);
  world.run_until(at("2026-11-24", 10));
  EXPECT_THAT(world.letters_by(push), SizeIs(1))
      << "the correction waits until the substitute of its negative is out";
  world.ends(world.letters_by(push)[0], MessageState::kSent);
  world.run_until(at("2026-11-24", 11));
  ASSERT_THAT(world.letters_by(push), SizeIs(2));
  EXPECT_THAT(world.letters_by(push)[0].subject, HasSubstr("更正通知"));
}

TEST(Detour, a_channel_that_is_off_sends_new_letters_round_at_most_one_a_group) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  world.switch_off(world.mail);
  for (int minute = 0; minute < 60; minute += 5) {
    world.run_until(at("2026-11-24", 10, minute));
    world.failed("lilei", 1);
  }
  world.run_until(at("2026-11-24", 11));
  EXPECT_THAT(world.letters_by(push), SizeIs(2)) << "group_interval is 30 minutes";
  EXPECT_THAT(world.titles("lilei"), SizeIs(2));
}

TEST(Detour, what_is_over_goes_no_other_way) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  const ClaimId claim = world.failed("lilei", 1).at(0);
  world.run_until(at("2026-11-24", 9, 40));
  world.found(claim);
  world.ends(world.letters_by(world.mail)[0], MessageState::kDead);
  EXPECT_THAT(world.letters_by(push), IsEmpty());
}

TEST(Detour, nothing_goes_another_way_in_the_night) {
  InboxWorld world(at("2026-11-24", 19, 30));
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "push");
  world.failed("lilei", 1);
  world.run_until(at("2026-11-24", 20, 30));
  ASSERT_THAT(world.letters_by(world.mail), SizeIs(1));
  world.ends(world.letters_by(world.mail)[0], MessageState::kDead);
  ASSERT_THAT(world.letters_by(push), SizeIs(1));
  EXPECT_EQ(world.letters_by(push)[0].next_at, at("2026-11-25", 8));
  EXPECT_TRUE(world.letters_by(push)[0].calm);
}

TEST(Detour, a_robot_that_died_is_gone_round_by_mail) {
  InboxWorld world;
  const ChannelId push = world.robot_of("lilei", "push");
  world.turn_off("lilei", "needs_correction", "mail");
  world.failed("lilei", 2);
  world.run_until(at("2026-11-24", 9, 40));
  ASSERT_THAT(world.letters_by(world.mail), IsEmpty());
  world.ends(world.letters_by(push)[0], MessageState::kDead);
  ASSERT_THAT(world.letters_by(world.mail), SizeIs(1));
  const Message mail = world.letters_by(world.mail)[0];
  EXPECT_EQ(mail.address, "lilei@lanjing.example");
  EXPECT_THAT(InboxWorld::text_of(mail), HasSubstr("https://vouch.example/p/lilei"));
  EXPECT_THAT(InboxWorld::text_of(mail), HasSubstr("标题1"));
}

}  // namespace
}  // namespace vouch::daemon
