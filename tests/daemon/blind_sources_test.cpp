#include "daemon/blind_sources.h"

#include <gtest/gtest.h>

#include "store/ledger.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;

constexpr const char* kKnown = "http://known.example/";

Task<> once(Context& context) {
  co_await find_blind_sources(context);
}

struct BlindWorld : World {
  BlindWorld()
      : World(at("2026-11-24", 14, 30), [](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          provider.canary_url = kKnown;
          adjusted.providers.push_back(provider);
        }) {
    web.indexed.insert(kKnown);
    for (const char* url : {"http://forum.example/t/1", "http://forum.example/t/2",
                            "http://bbs.example/t/3", "http://club.example/t/4"}) {
      urls.emplace_back(url);
      claims.push_back(report("lilei", url));
    }
  }
  // One batch for all pages, whenever the plan wants it; the source shows what it shows.
  void look_at_all(bool shown) {
    pass(hours(25));
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (shown) web.indexed.insert(urls[i]);
      if (!shown) web.indexed.erase(urls[i]);
      const auto next = pending(claims[i], "index:baidu");
      ASSERT_TRUE(next);
      const bool moved = write<bool>(
          [&](store::WriteContext& c) { return store::looks::reschedule(c.db, next->id, now()); });
      ASSERT_TRUE(moved);
      parts().queue.put({next->id, now(), next->site});
    }
    look(claims[0], "index:baidu");
  }
  StageResult baidu(ClaimId claim) { return stage(claim, kBaidu); }
  void search() { run(once(context())); }

  std::vector<std::string> urls;
  std::vector<ClaimId> claims;
};

TEST(BlindSources, negatives_of_a_source_that_was_blind_are_withdrawn_and_judged_again) {
  BlindWorld world;
  world.look_at_all(true);
  world.look_at_all(false);
  EXPECT_GT(world.baidu(world.claims[0]).negatives, 0);
  world.search();
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 0);  // it may be gone indeed
  world.look_at_all(true);
  world.search();
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 1);
  for (const ClaimId claim : world.claims) {
    EXPECT_EQ(world.baidu(claim).state, StageState::kPass);
  }
  world.search();  // and once only
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 1);
  const auto checked = world.read<store::LedgerReport>(
      [](store::Connection& db) { return store::ledger::verify(db); });
  EXPECT_FALSE(checked.first_bad) << checked.why;
}

TEST(BlindSources, the_loss_itself_is_as_if_it_had_never_been) {
  BlindWorld world;
  world.look_at_all(true);
  for (int i = 0; i < 3; ++i) world.look_at_all(false);
  ASSERT_EQ(world.baidu(world.claims[0]).state, StageState::kRegressed);
  EXPECT_EQ(world.baidu(world.claims[0]).episode, 1);
  world.look_at_all(true);
  world.search();
  EXPECT_EQ(world.baidu(world.claims[0]).state, StageState::kPass);
  EXPECT_EQ(world.baidu(world.claims[0]).episode, 0);
  EXPECT_FALSE(world.baidu(world.claims[0]).recovered);
}

}  // namespace
}  // namespace vouch::daemon::test
