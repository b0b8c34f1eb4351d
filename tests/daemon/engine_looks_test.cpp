#include "daemon/engine_looks.h"

#include <gtest/gtest.h>

#include "store/keywords.h"
#include "store/queries.h"
#include "store/ranks.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kPost = "http://forum.example/t/1";
constexpr const char* kKnown = "http://known.example/";

void connect(config::Settings& settings) {
  config::ProviderSettings provider;
  provider.name = "main";
  provider.engine = "baidu";
  provider.url = "http://searx.example/";
  provider.canary_url = kKnown;
  settings.providers.push_back(provider);
}

struct EngineWorld : World {
  EngineWorld() : World(at("2026-11-24", 14, 30), connect) { web.indexed.insert(kKnown); }
  // From now on; claims that were handed in before keep their place in the plan.
  void limit(int quota) {
    crash();
    settings.providers[0].daily_quota = quota;
    open();
  }
  IndexVerdict index(ClaimId claim) {
    for (const EngineResult& engine : verdict(claim).engines) {
      if (engine.engine == "baidu") return engine.verdict;
    }
    return IndexVerdict::kNotApplicable;
  }
};

TEST(EngineLooks, an_indexed_page_is_found_between_two_canaries) {
  EngineWorld world;
  world.web.indexed.insert(kPost);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  const Observation seen = world.observations(claim).at(0);
  EXPECT_EQ(seen.outcome, Outcome::kFound);
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  ASSERT_EQ(world.web.queries.size(), 3U);
  EXPECT_EQ(world.web.queries[0], kKnown);
  EXPECT_EQ(world.web.queries[1], kPost);
  EXPECT_EQ(seen.evidence.size(), 3U);  // the answer, and the two behind its trust
}

// The next query's turn would come two seconds later.
TEST(EngineLooks, a_stop_between_two_queries_asks_no_more_and_records_nothing) {
  EngineWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.web.on_fetch = [&](const Url& url) {
    if (url.host() == "searx.example") world.context().alarms.fire_all();
  };
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.web.queries, std::vector<std::string>{kKnown});
  EXPECT_TRUE(world.observations(claim).empty());
  EXPECT_TRUE(world.pending(claim, "index:baidu"));
}

TEST(EngineLooks, a_page_that_is_not_listed_is_watched_and_nobody_is_told) {
  EngineWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).at(0).outcome, Outcome::kNotFound);
  EXPECT_TRUE(world.observations(claim).at(0).negative_proved);
  EXPECT_EQ(world.index(claim), IndexVerdict::kWatching);
  EXPECT_TRUE(world.notices(claim).empty());
}

TEST(EngineLooks, a_known_page_that_is_missing_makes_the_whole_batch_say_nothing) {
  EngineWorld world;
  world.web.indexed.clear();
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).at(0).outcome, Outcome::kInconclusive);
  EXPECT_EQ(world.observations(claim).at(0).reason, Reason::kCanaryFailed);
}

TEST(EngineLooks, an_engine_that_finds_what_cannot_exist_is_believed_in_nothing) {
  EngineWorld world;
  world.web.finds_all = true;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).at(0).outcome, Outcome::kInconclusive);
  EXPECT_EQ(world.observations(claim).at(0).reason, Reason::kUntrusted);
  EXPECT_EQ(world.index(claim), IndexVerdict::kWatching);
}

TEST(EngineLooks, one_query_serves_every_claim_of_the_page) {
  EngineWorld world;
  world.web.indexed.insert(kPost);
  const ClaimId first = world.report("lilei", kPost);
  const ClaimId second = world.report("hanmeimei", kPost);
  world.set(world.now() + std::chrono::hours(48));
  world.look(first, "index:baidu");
  EXPECT_EQ(world.observations(first).size(), 1U);
  EXPECT_EQ(world.observations(second).size(), 1U);
  EXPECT_EQ(std::count(world.web.queries.begin(), world.web.queries.end(), kPost), 1);
  EXPECT_EQ(world.count("SELECT count(*) FROM query"), 1);
}

TEST(EngineLooks, what_the_quota_does_not_reach_waits_for_the_next_day_unobserved) {
  EngineWorld world;
  const ClaimId first = world.report("lilei", kPost);
  const ClaimId second = world.report("hanmeimei", "http://forum.example/t/2");
  world.limit(3);  // two canaries and one look
  world.set(at("2026-11-26", 10));
  world.look(first, "index:baidu");
  EXPECT_EQ(world.web.queries.size(), 3U);
  EXPECT_EQ(world.observations(first).size() + world.observations(second).size(), 1U);
  const ClaimId waits = world.observations(first).empty() ? first : second;
  EXPECT_EQ(world.pending(waits, "index:baidu")->due_at, at("2026-11-27", 0));
}

TEST(EngineLooks, a_restart_does_not_give_the_days_quota_anew) {
  EngineWorld world;
  const ClaimId first = world.report("lilei", kPost);
  const ClaimId second = world.report("hanmeimei", "http://forum.example/t/2");
  world.limit(5);
  world.set(at("2026-11-26", 10));
  world.parts().queue.erase(world.pending(second, "index:baidu")->id);
  world.look(first, "index:baidu");
  EXPECT_EQ(world.web.queries.size(), 4U);
  world.crash();
  world.open();
  world.look(second, "index:baidu");
  EXPECT_EQ(world.web.queries.size(), 4U);  // one is left: less than a frame
  world.set(at("2026-11-27", 10));
  world.parts().queue.erase(world.pending(first, "index:baidu")->id);
  world.look(second, "index:baidu");
  EXPECT_EQ(world.web.queries.size(), 8U);
}

TEST(EngineLooks, captchas_are_no_absence_and_the_engine_is_left_alone_for_a_while) {
  EngineWorld world;
  world.web.wall = true;
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).at(0).outcome, Outcome::kInconclusive);
  EXPECT_TRUE(world.notices(claim).empty());
  EXPECT_TRUE(world.pending(claim, "index:baidu"));
}

TEST(EngineLooks, a_batch_that_throws_leaves_all_its_looks_in_the_queue) {
  EngineWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.web.on_fetch = [&world](const Url&) {
    world.web.on_fetch = {};
    throw std::runtime_error("a bug");
  };
  const std::size_t before = world.parts().queue.size();
  world.look(claim, "index:baidu");
  EXPECT_EQ(std::exchange(world.parts().troubles, {}).size(), 1U);
  EXPECT_EQ(world.parts().queue.size(), before);
  EXPECT_TRUE(world.context().in_flight.empty());
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).size(), 1U);
}

TEST(EngineLooks, a_crash_after_the_query_leaves_the_look_to_be_made_again) {
  EngineWorld world;
  world.web.indexed.insert(kPost);
  const ClaimId claim = world.report("lilei", kPost);
  const store::Look planned = world.pending(claim, "index:baidu").value();
  world.web.page(kPost, "不锈钢阀门选型", "在");
  world.set(planned.due_at);
  boost::asio::co_spawn(world.parts().loop, world.parts().agenda.run(), boost::asio::detached);
  world.turn_until([&] { return world.pending(claim, "index:baidu")->attempt == 1; });
  world.crash();
  world.open();
  world.run_until(world.now() + std::chrono::hours(1));
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  EXPECT_EQ(world.looks(claim, "index:baidu").at(0).attempt, 2);
  EXPECT_EQ(world.count("SELECT count(*) FROM observation WHERE stage = 'index:baidu'"), 1);
}

TEST(EngineLooks, the_place_of_a_keyword_is_measured_once_for_all_and_again_by_its_priority) {
  EngineWorld world;
  world.web.lists["不锈钢阀门"] = {"http://other.example/", "https://www.lanjing.example/p"};
  const KeywordId keyword = must(
      world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  world.run_until(world.now() + std::chrono::hours(1));
  const auto seen = world.read<std::vector<Observation>>(
      [&](store::Connection& db) { return store::observations::for_keyword(db, keyword); });
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].position, 2);
  const auto next = world.read<std::vector<store::Look>>(
      [&](store::Connection& db) { return store::looks::pending_for_keyword(db, keyword); });
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0].look_no, 2);
  EXPECT_GE(next[0].due_at, seen[0].observed_at + std::chrono::hours(24));
  const auto ranks = world.read<std::vector<store::CurrentRank>>(
      [](store::Connection& db) { return store::ranks::current(db, "baidu", "", "desktop"); });
  ASSERT_EQ(ranks.size(), 1U);
  EXPECT_EQ(ranks[0].look.state, RankState::kRanked);
  EXPECT_EQ(ranks[0].look.position, 2);
}

TEST(EngineLooks, a_rank_look_that_proves_nothing_is_an_unmeasured_day) {
  EngineWorld world;
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  world.web.wall = true;
  world.run_until(world.now() + std::chrono::hours(1));
  const auto ranks = world.read<std::vector<store::CurrentRank>>(
      [](store::Connection& db) { return store::ranks::current(db, "baidu", "", "desktop"); });
  ASSERT_EQ(ranks.size(), 1U);
  EXPECT_TRUE(ranks[0].rank);
  EXPECT_EQ(ranks[0].look.state, RankState::kUnmeasured);
}

TEST(EngineLooks, a_keyword_entered_before_its_engine_was_connected_is_measured_from_then_on) {
  World world;
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 3, {}})));
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE kind = 'rank'"), 0);
  world.crash();
  connect(world.settings);
  world.open();
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE kind = 'rank'"), 1);
  world.crash();
  world.open();  // and once only
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE kind = 'rank'"), 1);
}

TEST(EngineLooks, without_a_provider_the_engine_is_not_connected_and_queues_nothing) {
  World world;
  const ClaimId claim = world.report("lilei", kPost);
  for (const EngineResult& engine : world.verdict(claim).engines)
    EXPECT_EQ(engine.verdict, IndexVerdict::kNotConnected);
  EXPECT_EQ(world.count("SELECT count(*) FROM look WHERE kind = 'index'"), 0);
}

TEST(EngineLooks, looks_of_an_engine_that_was_disconnected_wait_without_being_asked) {
  EngineWorld world;
  world.web.page(kPost, "不锈钢阀门选型", "在");
  const ClaimId claim = world.report("lilei", kPost);
  world.crash();
  world.settings.providers.clear();
  world.open();
  world.run_until(world.now() + std::chrono::hours(72));
  EXPECT_TRUE(world.web.queries.empty());
  EXPECT_EQ(world.index(claim), IndexVerdict::kNotConnected);
}

}  // namespace
}  // namespace vouch::daemon::test
