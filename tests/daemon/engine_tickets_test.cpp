// Tasks that wait at a provider: their money is spent, so nothing may lose them.
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "daemon/engine_looks.h"
#include "store/spend.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kKnown = "http://known.example/";

std::filesystem::path key_file() {
  const std::filesystem::path file =
      std::filesystem::path(testing::TempDir()) / ("vouch-5118-key-" + std::to_string(::getpid()));
  std::ofstream(file) << "a-key-of-the-tests\n";
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return file;
}

config::ProviderSettings task_source() {
  config::ProviderSettings provider;
  provider.name = "paid";
  provider.kind = config::ProviderKind::k5118;
  provider.engine = "baidu";
  provider.purpose = config::Purpose::kIndex;
  provider.url = "https://5118.example";
  provider.canary_url = kKnown;
  provider.secret.file = key_file();
  return provider;
}

config::ProviderSettings lists() {
  config::ProviderSettings provider;
  provider.name = "main";
  provider.engine = "baidu";
  provider.url = "http://searx.example/";
  provider.canary_url = kKnown;
  return provider;
}

struct TaskWorld : World {
  using Adjust = std::function<void(config::Settings&)>;
  explicit TaskWorld(const Adjust& adjust = [](config::Settings&) {})
      : World(at("2026-11-24", 14, 30), [adjust](config::Settings& adjusted) {
          adjusted.providers.push_back(task_source());
          adjust(adjusted);
        }) {
    web.tasks.indexed.insert(kKnown);
    web.indexed.insert(kKnown);
    web.page(kPost, "不锈钢阀门选型", "在");
  }
  IndexVerdict index(ClaimId claim) {
    for (const EngineResult& engine : verdict(claim).engines) {
      if (engine.engine == "baidu") return engine.verdict;
    }
    return IndexVerdict::kNotApplicable;
  }
  void collect() { run_until(parts().engines.next_collect().value() + minutes(1)); }
};

TEST(EngineTickets, a_task_is_handed_in_once_and_recorded_when_it_is_ready) {
  TaskWorld world;
  world.web.tasks.indexed.insert(kPost);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  ASSERT_EQ(world.web.tasks.asked.size(), 1U);
  EXPECT_EQ(world.web.tasks.asked[0].size(), 3U);  // two controls and the page
  EXPECT_TRUE(world.observations(claim).empty());
  world.collect();  // not ready yet
  EXPECT_GE(world.web.tasks.collected, 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM observation WHERE stage = 'index:baidu'"), 0);
  world.web.tasks.ready = true;
  world.run_until(world.now() + hours(1));
  std::vector<Observation> seen = world.observations(claim);
  std::erase_if(seen, [](const Observation& one) { return !(one.stage == kBaidu); });
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].outcome, Outcome::kFound);
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  EXPECT_GE(seen[0].evidence.size(), 2U);  // the answer, and how it was handed in
  EXPECT_FALSE(world.parts().engines.next_collect());
}

TEST(EngineTickets, a_crash_loses_no_task_and_asks_for_nothing_twice) {
  TaskWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  world.crash();
  world.open();
  world.web.tasks.ready = true;
  world.run_until(world.now() + hours(3));
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
  ASSERT_FALSE(world.observations(claim).empty());
  EXPECT_EQ(world.count("SELECT count(*) FROM observation WHERE stage = 'index:baidu'"), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM ticket WHERE closed_at IS NULL"), 0);
}

TEST(EngineTickets, a_look_that_waits_for_a_task_is_asked_nowhere_else) {
  TaskWorld world([](config::Settings& settings) { settings.providers.push_back(lists()); });
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  const store::Look held = world.pending(claim, "index:baidu").value();
  world.parts().queue.put({held.id, world.now(), held.site});
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
  EXPECT_TRUE(world.web.queries.empty());
  EXPECT_EQ(world.pending(claim, "index:baidu")->attempt, held.attempt);
}

TEST(EngineTickets, what_nobody_answers_is_no_absence_once_the_task_is_too_old) {
  TaskWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  world.run_until(world.now() + hours(30));
  ASSERT_FALSE(world.observations(claim).empty());
  for (const Observation& seen : world.observations(claim)) {
    if (!(seen.stage == kBaidu)) continue;
    EXPECT_EQ(seen.outcome, Outcome::kInconclusive);
  }
  EXPECT_EQ(world.index(claim), IndexVerdict::kWatching);
}

TEST(EngineTickets, a_task_of_a_provider_that_was_removed_frees_its_looks_after_a_day) {
  TaskWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  world.crash();
  world.settings.providers = {lists()};
  world.web.indexed.insert(kPost);
  world.open();
  world.run_until(world.now() + hours(20));
  EXPECT_TRUE(world.web.queries.empty());
  world.run_until(world.now() + hours(10));
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
}

TEST(EngineTickets, what_was_paid_is_counted_over_restarts_and_ends_at_the_cap) {
  TaskWorld world([](config::Settings& settings) { settings.providers[0].price = 100'000; });
  const ClaimId first = world.report("lilei", kPost);
  const ClaimId second = world.report("hanmeimei", "http://forum.example/t/2");
  world.crash();
  world.settings.providers[0].monthly_cap = 500'000;  // one task of three, and two questions more
  world.open();
  world.parts().queue.erase(world.pending(second, "index:baidu")->id);
  world.look(first, "index:baidu");
  const auto spent = world.read<store::Spend>([](store::Connection& db) {
    return store::spend::between(db, "5118:paid", day("2026-11-01"), day("2026-11-30"));
  });
  EXPECT_EQ(spent.micros, 300'000);
  world.crash();
  world.open();
  world.look(second, "index:baidu");
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
  EXPECT_EQ(world.pending(second, "index:baidu")->due_at, at("2026-12-01", 0));
  EXPECT_TRUE(world.observations(second).empty());
}

TEST(EngineTickets, what_a_task_could_not_tell_is_asked_of_the_next_source) {
  TaskWorld world([](config::Settings& settings) { settings.providers.push_back(lists()); });
  world.web.tasks.indexed.clear();  // it has forgotten even the page that is known
  world.web.tasks.ready = true;
  world.web.indexed.insert(kPost);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  world.run_until(world.now() + hours(1));
  std::vector<Observation> seen = world.observations(claim);
  std::erase_if(seen, [](const Observation& one) { return !(one.stage == kBaidu); });
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].provider, "searxng:main");
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  EXPECT_EQ(world.count("SELECT count(*) FROM ticket WHERE closed_at IS NULL"), 0);
}

TEST(EngineChain, what_one_provider_refuses_the_next_answers) {
  TaskWorld world([](config::Settings& settings) { settings.providers.push_back(lists()); });
  world.web.tasks.refuses = true;
  world.web.indexed.insert(kPost);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  ASSERT_EQ(world.observations(claim).size(), 1U);
  EXPECT_EQ(world.observations(claim)[0].provider, "searxng:main");
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
}

TEST(EngineChain, a_wall_at_the_first_is_no_observation_where_the_second_answers) {
  TaskWorld world([](config::Settings& settings) {
    config::ProviderSettings second = lists();
    second.name = "second";
    settings.providers = {lists(), second};
  });
  const ClaimId claim = world.report("lilei", kPost);
  int asked = 0;
  world.web.on_fetch = [&](const Url& url) {
    if (url.host() == "searx.example") world.web.wall = ++asked == 1;
  };
  world.look(claim, "index:baidu");
  ASSERT_EQ(world.observations(claim).size(), 1U);
  EXPECT_EQ(world.observations(claim)[0].provider, "searxng:second");
  EXPECT_TRUE(world.observations(claim)[0].negative_proved);
}

TEST(EngineChain, where_all_are_walled_off_the_last_one_says_so_once) {
  TaskWorld world([](config::Settings& settings) {
    config::ProviderSettings second = lists();
    second.name = "second";
    settings.providers = {lists(), second};
  });
  world.web.wall = true;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  ASSERT_EQ(world.observations(claim).size(), 1U);
  EXPECT_EQ(world.observations(claim)[0].outcome, Outcome::kInconclusive);
  EXPECT_EQ(world.observations(claim)[0].provider, "searxng:second");
}

TEST(EngineChain, index_and_rank_are_asked_of_those_who_know_them) {
  TaskWorld world([](config::Settings& settings) {
    config::ProviderSettings ranks = lists();
    settings.providers.push_back(ranks);
  });
  world.web.lists["不锈钢阀门"] = {"https://www.lanjing.example/p"};
  const ClaimId claim = world.report("lilei", kPost);
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  world.run_until(world.now() + hours(1));
  EXPECT_EQ(world.count("SELECT count(*) FROM rank WHERE state = 'ranked'"), 1);
  EXPECT_EQ(world.web.tasks.asked.size(), 0U);  // the page's first question is not due yet
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.web.tasks.asked.size(), 1U);
}

}  // namespace
}  // namespace vouch::daemon::test
