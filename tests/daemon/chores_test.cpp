#include "daemon/chores.h"

#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "crawler/net/curl_http_client.h"
#include "store/channels.h"
#include "store/gaps.h"
#include "store/keyed_writes.h"
#include "store/settings.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

struct ChoreWorld : World {
  explicit ChoreWorld(const std::function<void(config::Settings&)>& adjust = {})
      : World(at("2026-11-24", 14, 30), adjust) {
    begin();
  }
  void begin() {
    if (!http) {
      http = std::make_unique<crawler::CurlHttpClient>(
          crawler::CurlOptions{}, crawler::AddressGuard({}, {}), context().wall);
    }
    health = std::make_unique<DaemonHealth>(context(), parts().agenda, parts().engines, *http);
    const bool real = settings.practice.dir.empty();
    must(add_chores(parts().agenda, context(), *health, [this, real] {
      return real ? std::chrono::duration_cast<Millis>(steady.now().time_since_epoch())
                  : parts().pace.passed();
    }));
  }
  std::vector<Gap> gaps() {
    return read<std::vector<Gap>>([](store::Connection& db) { return store::gaps::all(db); });
  }
  std::size_t backups() {
    std::size_t found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(settings.backup.dir))
      found += entry.path().filename().string().starts_with("vouch-");
    return found;
  }
  std::unique_ptr<crawler::CurlHttpClient> http;
  std::unique_ptr<DaemonHealth> health;
};

void real_time(config::Settings& settings) {
  settings.practice.dir.clear();
}
void with_backup(config::Settings& settings) {
  settings.backup.dir = settings.daemon.state_dir / "backups";
  std::filesystem::create_directory(settings.backup.dir);
  settings.backup.keep_daily = 2;
  settings.backup.keep_weekly = 1;
}

TEST(Chores, a_channel_names_everybody_whose_own_it_is) {
  ChoreWorld world([](config::Settings& settings) {
    config::RobotSettings app;
    app.name = "app";
    app.kind = RobotKind::kWecomApp;
    app.users = {{"lilei", "LiLei"}, {"hanmeimei", "Han"}};
    config::RobotSettings push;
    push.name = "push";
    push.kind = RobotKind::kServerchan;
    push.user = "wang";
    settings.robots = {app, push};
  });
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    for (const char* name : {"app", "push"})
      must(store::channels::upsert(context.db, name, ChannelKind::kWebhook));
    return 0;
  });
  world.run(world.health->refresh());
  std::map<std::string, std::set<std::string>> users;
  for (const web::ChannelFacts& channel : world.health->facts().channels)
    users[channel.name] = channel.users;
  EXPECT_EQ(users["app"], (std::set<std::string>{"hanmeimei", "lilei"}));
  EXPECT_EQ(users["push"], std::set<std::string>{"wang"});
  EXPECT_TRUE(users["mail"].empty());
}

TEST(Chores, a_clock_that_jumps_by_more_than_two_minutes_is_a_gap_at_once) {
  ChoreWorld world(real_time);
  const Time before = world.now();
  world.run_until(before + std::chrono::minutes(3));  // the steady clock stood still
  ASSERT_EQ(world.gaps().size(), 1U);
  EXPECT_EQ(world.gaps()[0].from, before);
  EXPECT_EQ(world.gaps()[0].to, before + std::chrono::minutes(3));
}

TEST(Chores, time_that_both_clocks_saw_and_small_steps_are_no_gap) {
  ChoreWorld world(real_time);
  for (int i = 0; i < 20; ++i) {
    world.steady.pass(std::chrono::minutes(1));
    world.run_until(world.now() + std::chrono::minutes(1));
  }
  world.run_until(world.now() + std::chrono::minutes(2));
  EXPECT_TRUE(world.gaps().empty());
}

TEST(Chores, a_clock_set_back_is_a_gap_over_the_hours_that_come_again) {
  ChoreWorld world(real_time);
  const Time before = world.now();
  world.set(before - std::chrono::hours(1));
  world.run_until(before - std::chrono::hours(1));
  ASSERT_EQ(world.gaps().size(), 1U);
  EXPECT_EQ(world.gaps()[0].from, before - std::chrono::hours(1));
  EXPECT_EQ(world.gaps()[0].to, before);
}

TEST(Chores, a_clock_set_back_less_than_it_had_run_is_a_gap_all_the_same) {
  ChoreWorld world(real_time);
  const Time before = world.now();
  world.steady.pass(std::chrono::minutes(4));
  world.set(before + std::chrono::minutes(1));
  world.run_until(before + std::chrono::minutes(1));
  ASSERT_EQ(world.gaps().size(), 1U);
  EXPECT_EQ(world.gaps()[0].from, before + std::chrono::minutes(1));
  EXPECT_EQ(world.gaps()[0].to, before + std::chrono::minutes(4));
}

TEST(Chores, a_practice_clock_that_another_program_sets_is_a_gap_too) {
  ChoreWorld world;
  world.run_until(world.now() + std::chrono::hours(8));
  EXPECT_TRUE(world.gaps().empty());  // moved by ourselves
  const Time before = world.now();
  world.set(before + std::chrono::hours(3));
  world.run_until(world.now() + std::chrono::minutes(1));
  ASSERT_EQ(world.gaps().size(), 1U);
  EXPECT_EQ(world.gaps()[0].to - world.gaps()[0].from, std::chrono::hours(3));
}

TEST(Chores, a_jump_over_the_end_of_grace_does_not_tell_the_supervisor) {
  ChoreWorld world(real_time);
  world.web.page("http://forum.example/", "论坛", "首页");
  const ClaimId claim = world.report("lilei", "http://forum.example/t/1");
  for (int i = 0; i < 4; ++i) world.look(claim);
  ASSERT_EQ(world.verdict(claim).work, WorkVerdict::kFailed);
  const Notice supervisor =
      world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kSupervisor).value();
  world.crash();  // the looks above moved the clock: the heartbeat begins here
  world.open();
  world.begin();
  world.run_until(supervisor.due_at + std::chrono::minutes(4));  // one jump
  EXPECT_EQ(world.notice(claim, NoticeKind::kNeedsCorrection, Audience::kSupervisor)->state,
            NoticeState::kPending);
}

TEST(Chores, the_time_between_two_runs_is_a_gap_at_start) {
  ChoreWorld world;
  world.run_until(world.now() + std::chrono::minutes(5));
  const Time seen = world.now();
  world.crash();
  world.set(seen + std::chrono::hours(3));
  world.open();
  must(note_gap(world.store()));
  ASSERT_EQ(world.gaps().size(), 1U);
  EXPECT_EQ(world.gaps()[0].from, seen);
  EXPECT_EQ(world.gaps()[0].to, seen + std::chrono::hours(3));
  must(note_gap(world.store()));  // a quick restart is none
  EXPECT_EQ(world.gaps().size(), 1U);
}

TEST(Chores, a_backup_is_made_soon_after_the_first_start_then_nightly_and_old_ones_go) {
  ChoreWorld world(with_backup);
  world.run_until(world.now() + std::chrono::minutes(15));
  EXPECT_EQ(world.backups(), 1U);
  world.run_until(at("2026-11-25", 3, 29));
  EXPECT_EQ(world.backups(), 1U);
  world.run_until(at("2026-11-25", 3, 31));
  EXPECT_EQ(world.backups(), 2U);
  world.run_until(at("2026-11-29", 4));
  EXPECT_EQ(world.backups(), 3U);  // two daily, one weekly
}

TEST(Chores, a_backup_missed_while_the_computer_was_off_is_made_up) {
  ChoreWorld world(with_backup);
  world.run_until(world.now() + std::chrono::minutes(15));
  world.crash();
  world.set(at("2026-11-25", 9));  // off at half past three
  world.open();
  world.begin();
  EXPECT_TRUE(world.health->facts().last_backup_at);
  world.run_until(at("2026-11-25", 9, 15));
  EXPECT_EQ(world.backups(), 2U);
}

TEST(Chores, evidence_beyond_its_age_goes_and_the_digest_stays) {
  ChoreWorld world([](config::Settings& settings) { settings.evidence.keep_days = 1; });
  world.web.page("http://forum.example/t/1", "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", "http://forum.example/t/1");
  world.look(claim);
  ASSERT_FALSE(world.observations(claim).at(0).evidence.empty());
  world.crash();  // the file is closed for good only when another one is begun
  world.open();
  world.begin();
  world.run_until(world.now() + std::chrono::hours(24 * 4));
  EXPECT_EQ(world.count("SELECT count(*) FROM observation"),
            static_cast<std::int64_t>(world.observations(claim).size()));
  EXPECT_GE(world.count("SELECT count(*) FROM setting WHERE key = 'done_at:retention'"), 1);
}

TEST(Chores, keys_of_writes_are_kept_for_a_day) {
  ChoreWorld world;
  const std::function<Result<int>(store::WriteContext&)> job =
      [](store::WriteContext& context) -> Result<int> {
    store::KeyedWrite write;
    write.key = "k";
    write.at = context.now;
    return store::keyed_writes::reserve(context.db, write) ? 1 : 0;
  };
  ASSERT_EQ(world.write<int>(job), 1);
  const auto rows = [&world] { return world.count("SELECT count(*) FROM keyed_write"); };
  world.run_until(world.now() + std::chrono::hours(23));
  EXPECT_EQ(rows(), 1);
  world.run_until(world.now() + std::chrono::hours(26));
  EXPECT_EQ(rows(), 0);
}

TEST(Health, the_watchdog_goes_silent_with_any_of_scheduler_writer_and_fetch) {
  const SteadyClock::Point now = std::chrono::steady_clock::now();
  const Pulse good{now, now, now, false};
  EXPECT_TRUE(is_alive(good, now));
  EXPECT_TRUE(is_alive(good, now + std::chrono::seconds(19)));
  const auto stale = now - std::chrono::seconds(21);
  struct Row {
    const char* name;
    Pulse pulse;
  };
  for (const Row& row :
       {Row{"scheduler", {stale, now, now, false}}, Row{"writer", {now, stale, now, false}},
        Row{"fetch", {now, now, stale, false}}, Row{"poisoned store", {now, now, now, true}}}) {
    EXPECT_FALSE(is_alive(row.pulse, now)) << row.name;
  }
}

TEST(Health, a_running_daemon_is_alive_and_one_whose_agenda_stands_is_not) {
  ChoreWorld world;
  world.run_until(world.now() + std::chrono::minutes(1));
  EXPECT_TRUE(world.health->alive());
  world.steady.pass(std::chrono::seconds(21));
  EXPECT_FALSE(world.health->alive());
}

}  // namespace
}  // namespace vouch::daemon::test
