#include "daemon/letter_writes.h"

#include <set>

#include <gmock/gmock.h>

#include "daemon/engine_watch.h"
#include "store/settings.h"
#include "tests/daemon/letter_world.h"

namespace vouch::daemon {
namespace {

using ::testing::HasSubstr;

int links_in(const std::string& text) {
  int found = 0;
  for (std::size_t at = text.find("/claims/"); at != std::string::npos;
       at = text.find("/claims/", at + 1))
    ++found;
  return found;
}

TEST(Letters, what_comes_together_is_shown_at_once_and_told_in_one_letter) {
  LetterWorld world;
  const auto claims = world.failed("lilei", 3);
  world.settle();
  EXPECT_EQ(world.state_of(claims[0]), NoticeState::kShown) << "the page does not wait";
  EXPECT_TRUE(world.letters().empty());
  world.pass(minutes(2));
  world.settle();
  const auto letters = world.letters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].subject, "需补正：3 项工作");
  EXPECT_EQ(links_in(world.text_of(letters[0])), 3);
  world.pass(hours(40));
  world.settle();
  EXPECT_EQ(world.letters().size(), 1U) << "nobody is told twice";
}

TEST(Letters, a_second_letter_of_a_group_keeps_its_distance) {
  LetterWorld world;
  const Time start = world.clock.time;
  world.failed("lilei", 1);
  world.settle();
  world.pass(minutes(2));
  world.settle();
  world.pass(minutes(3));
  world.failed("lilei", 2);
  for (world.settle(); world.letters().size() < 2; world.settle()) world.pass(minutes(1));
  EXPECT_EQ(world.clock.time, start + minutes(32));
  EXPECT_EQ(world.letters()[0].subject, "需补正：2 项工作");
}

TEST(Letters, what_is_found_within_the_wait_is_not_told) {
  LetterWorld world;
  const auto claims = world.failed("lilei", 2);
  world.settle();
  world.found(claims[0]);
  world.pass(minutes(2));
  world.settle();
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("需补正：标题"));
  EXPECT_EQ(links_in(world.text_of(world.letters()[0])), 1);
}

TEST(Letters, a_group_written_by_a_clock_that_was_put_back_waits_for_the_usual_time_alone) {
  LetterWorld world;
  const Time today = world.clock.time;
  world.clock.time = today + hours(24 * 30);
  world.failed("lilei", 1);
  world.settle();
  world.pass(minutes(2));
  world.settle();
  world.failed("lilei", 1);
  world.settle();
  ASSERT_EQ(world.letters().size(), 1U);
  world.clock.time = today;
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    must(store::letters::wake_all(context.db, context.now));
    return 0;
  });
  world.run_until(today + minutes(31));
  EXPECT_EQ(world.letters().size(), 2U);
}

TEST(Letters, what_waits_while_mail_is_out_of_the_configuration_is_told_when_it_is_back) {
  LetterWorld world;
  world.failed("lilei", 2);
  world.settle();
  world.rules.settings.mail.host.clear();
  world.run_until(world.clock.time + hours(1));
  EXPECT_TRUE(world.letters().empty());
  world.rules.settings.mail.host = "mail.example";
  world.run_until(world.clock.time + hours(2));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(world.letters()[0].subject, "需补正：2 项工作");
}

TEST(Letters, an_exemption_that_ends_while_a_letter_waits_does_not_swallow_it) {
  LetterWorld world;
  const auto claims = world.failed("lilei", 1);
  world.settle();
  world.decide(claims[0], WorkVerdict::kWaived, StageState::kFail);
  world.run_until(world.clock.time + hours(1));
  EXPECT_TRUE(world.letters().empty());
  world.decide(claims[0], WorkVerdict::kFailed, StageState::kFail);
  world.run_until(world.clock.time + hours(2));
  EXPECT_EQ(world.letters().size(), 1U);
}

TEST(Letters, trouble_of_a_channel_that_was_taken_out_is_not_repeated) {
  LetterWorld world;
  world.rules.settings.webhooks.push_back({});
  world.rules.settings.webhooks.back().name = "ops";
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const auto ops = must(store::channels::upsert(context.db, "ops", ChannelKind::kWebhook));
    must(store::channels::set_enabled(context.db, ops, false, "410"));
    for (const Notice& notice :
         alerts::system_notices(alerts::SystemEvent::kChannelBroken, "ops", "410", context.now,
                                {world.users.at("root")}, context.now)) {
      must(store::notices::insert_once(context.db, notice));
    }
    return 0;
  });
  world.run_until(world.clock.time + hours(1));
  ASSERT_EQ(world.letters().size(), 1U);
  world.rules.settings.webhooks.clear();
  world.run_until(world.clock.time + hours(24 * 5));
  EXPECT_EQ(world.letters().size(), 2U) << "that it is over, once";
}

TEST(Letters, a_correction_of_what_was_never_told_is_not_told_and_does_not_overtake_the_negative) {
  LetterWorld world;
  const auto claims = world.failed("lilei", 2);
  world.settle();
  world.correct(claims[0]);
  world.pass(minutes(2));
  world.settle();  // the negative of the second claim goes out, the first is over
  world.pass(minutes(2));
  world.settle();
  ASSERT_EQ(world.letters().size(), 1U);
  world.correct(claims[1]);
  world.settle();
  world.pass(minutes(3));
  world.settle();
  EXPECT_EQ(world.letters().size(), 1U) << "its negative has not arrived yet";
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const std::string id = must(store::outbox::list(context.db, std::nullopt, 1)).at(0).id;
    const int attempt = must(store::outbox::begin_attempt(context.db, id, 0, context.now)).value();
    store::AttemptOutcome accepted;
    accepted.at = context.now;
    must(store::outbox::complete(context.db, id, attempt, accepted));
    return 0;
  });
  world.pass(minutes(5));
  world.settle();
  ASSERT_EQ(world.letters().size(), 2U);
  EXPECT_THAT(world.letters()[0].subject, HasSubstr("更正通知"));
}

TEST(Letters, what_comes_in_the_night_is_one_letter_in_the_morning_of_the_next_working_day) {
  LetterWorld world(at("2026-11-27", 21));  // Friday
  const auto claims = world.failed("lilei", 2);
  world.run_until(at("2026-11-28", 12));
  EXPECT_EQ(world.state_of(claims[0]), NoticeState::kShown) << "the page does not wait";
  world.failed("lilei", 2);
  world.run_until(at("2026-11-30", 7, 59));
  EXPECT_TRUE(world.letters().empty());
  world.run_until(at("2026-11-30", 8, 5));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(world.letters()[0].created_at, at("2026-11-30", 8));
  EXPECT_EQ(links_in(world.text_of(world.letters()[0])), 4);
}

TEST(Letters, an_urgent_rule_does_not_wait_for_the_morning) {
  LetterWorld world(at("2026-11-27", 21));
  world.rules.settings.alerts.urgent = {"needs_correction"};
  world.failed("lilei", 2);
  world.run_until(at("2026-11-27", 21, 5));
  EXPECT_EQ(world.letters().size(), 1U);
}

TEST(Letters, what_is_disputed_in_the_night_waits_until_the_dispute_is_settled) {
  LetterWorld world(at("2026-11-24", 21));
  const auto claims = world.failed("lilei", 2);
  world.run_until(at("2026-11-24", 23));
  world.decide(claims[0], WorkVerdict::kDisputed, StageState::kFail);
  world.run_until(at("2026-11-25", 9));
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(links_in(world.text_of(world.letters()[0])), 1);
  world.decide(claims[0], WorkVerdict::kFailed, StageState::kFail);
  world.run_until(at("2026-11-26", 12));
  EXPECT_EQ(world.letters().size(), 2U);
}

EngineOutage silent_baidu(Time since) {
  EngineOutage outage;
  outage.providers["searxng:main"] = {{"baidu"}, "验证码", since, true};
  return outage;
}

TEST(Letters, trouble_that_lasts_is_repeated_and_its_end_is_told_once) {
  LetterWorld world(at("2026-11-24", 9, 30));
  world.rules.settings.alerts.repeat_interval = hours(4);
  const Time since = world.clock.time - hours(1);
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    must(store::settings::put(context.db, kEngineOutageKey, to_json(silent_baidu(since))));
    return note_trouble(context, alerts::CheckerTrouble{"百度", "验证码", since});
  });
  world.run_until(at("2026-11-24", 10));
  ASSERT_EQ(world.subjects().size(), 1U);
  world.run_until(at("2026-11-24", 13, 30));
  EXPECT_EQ(world.subjects().size(), 1U);
  world.run_until(at("2026-11-24", 13, 40));
  ASSERT_EQ(world.subjects().size(), 2U);
  EXPECT_EQ(world.subjects()[1], "检测系统仍有异常：1 件");
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    must(store::settings::put(context.db, kEngineOutageKey, to_json(EngineOutage())));
    return 0;
  });
  world.run_until(at("2026-11-24", 14, 10));
  ASSERT_EQ(world.subjects().size(), 3U);
  EXPECT_EQ(world.subjects()[2], "检测系统已恢复：1 件");
  world.run_until(at("2026-11-25", 20));
  EXPECT_EQ(world.subjects().size(), 3U);
}

TEST(Letters, trouble_that_is_over_within_the_wait_is_not_told) {
  LetterWorld world(at("2026-11-24", 9, 30));
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const Channel mail = must(store::channels::list(context.db)).at(0);
    must(store::channels::set_enabled(context.db, mail.id, false, "535"));
    must(store::channels::upsert(context.db, "mail2", ChannelKind::kMail));
    return note_trouble(context, world.rules, {mail, true, false, "", "", "535"});
  });
  world.settle();
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const Channel mail = must(store::channels::list(context.db)).at(0);
    must(store::channels::set_enabled(context.db, mail.id, true, ""));
    return 0;
  });
  world.pass(minutes(2));
  world.settle();
  EXPECT_TRUE(world.letters().empty());
}

TEST(Letters, what_follows_from_a_broken_channel_is_counted_with_it_and_not_told_by_itself) {
  LetterWorld world(at("2026-11-24", 9, 30));
  world.rules.settings.webhooks.push_back({});
  world.rules.settings.webhooks.back().name = "erp";
  world.write<int>([&](store::WriteContext& context) -> Result<int> {
    const ChannelId hook = must(store::channels::upsert(context.db, "erp", ChannelKind::kWebhook));
    must(store::channels::set_enabled(context.db, hook, false, "410"));
    const Channel broken = must(store::channels::find(context.db, hook));
    must(note_trouble(context, world.rules, {broken, true, false, "", "", "410"}));
    must(note_trouble(context, world.rules, {broken, false, false, "msg_1", "", "500"}));
    return 0;
  });
  world.settle();
  world.pass(minutes(2));
  world.settle();
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(world.letters()[0].subject, "检测系统异常：1 件");
  const std::string text = world.text_of(world.letters()[0]);
  EXPECT_THAT(text, HasSubstr("通知渠道已停用：erp"));
  EXPECT_THAT(text, HasSubstr("另有 1 件，不再逐件通知"));
  EXPECT_EQ(world.count("SELECT count(*) FROM letter_item WHERE state = 'inhibited'"), 1);
}

TEST(Letters, a_step_that_fails_leaves_all_as_it_was_and_the_next_makes_the_same_letter) {
  LetterWorld world;
  world.failed("lilei", 3);
  world.settle();
  world.pass(minutes(2));
  std::string id;
  const std::function<Result<int>(store::WriteContext&)> dies =
      [&](store::WriteContext& context) -> Result<int> {
    EXPECT_EQ(must(tell_groups(context, world.rules)), 1);
    id = must(store::outbox::list(context.db, std::nullopt, 10)).at(0).id;
    return fail(ErrorCode::kInvalid, "killed before the commit");
  };
  EXPECT_FALSE(world.store->write_now<int>(dies));
  EXPECT_TRUE(world.letters().empty());
  world.restart();
  world.settle();
  ASSERT_EQ(world.letters().size(), 1U);
  EXPECT_EQ(world.letters()[0].id, id);
}

TEST(Letters, a_daemon_that_dies_while_letters_wait_tells_them_after_its_start) {
  LetterWorld world;
  world.failed("lilei", 2);
  world.settle();
  world.pass(minutes(1));
  world.restart();
  world.run_until(world.clock.time + minutes(10));
  EXPECT_EQ(world.letters().size(), 1U);
  world.restart();
  world.run_until(world.clock.time + hours(20));
  EXPECT_EQ(world.letters().size(), 1U) << "and not again";
}

TEST(Letters, two_thousand_changes_at_once_are_one_letter_a_reader) {
  LetterWorld world;
  for (int number = 1; number <= 20; ++number) {
    const std::string login = fmt::format("p{:02}", number);
    world.add_user(login, Role::kEmployee);
    world.failed(login, 100);
  }
  world.settle();
  world.pass(minutes(2));
  world.settle();
  std::map<std::string, int> letters;
  for (const Message& message : world.letters()) {
    ++letters[message.address];
    EXPECT_EQ(message.subject, "需补正：100 项工作");
    EXPECT_THAT(world.text_of(message), HasSubstr("另有 60 项，共 100 项"));
  }
  EXPECT_EQ(letters.size(), 20U);
  for (const auto& [address, number] : letters) EXPECT_EQ(number, 1) << address;
  EXPECT_EQ(world.count("SELECT count(*) FROM letter_item WHERE state = 'told'"), 2000);
}

}  // namespace
}  // namespace vouch::daemon
