// From looks to a proposal, from a person's word to what counts.
#include "daemon/platform_changes.h"

#include <gtest/gtest.h>

#include "store/ledger.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;

Task<> once(Context& context) {
  co_await propose_platform_changes(context);
}

struct LearnWorld : World {
  LearnWorld()
      : World(at("2026-11-24", 14, 30), [](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          provider.canary_url = "http://known.example/";
          provider.daily_quota = 100'000;  // for every claim
          adjusted.providers.push_back(provider);
        }) {}
  // Claims whose end on Baidu is known.
  void ended(int claims, const std::string& verdict, int first) {
    for (int i = first; i < first + claims; ++i) {
      const ClaimId claim = report("lilei", "http://forum.example/t/" + std::to_string(i));
      write<int>([&](store::WriteContext& writing) -> Result<int> {
        const auto changed = writing.db.run(
            "UPDATE verdict_engine SET verdict = $2, first_indexed_at = $3 "
            "WHERE claim_id = $1 AND engine = 'baidu'",
            claim, verdict,
            verdict == "INDEXED" ? std::optional<Time>(now()) : std::optional<Time>());
        if (!changed) return tl::unexpected(changed.error());
        return 0;
      });
    }
  }
  void learn() { run(once(context())); }
  std::vector<store::PlatformProposal> proposals() {
    return read<std::vector<store::PlatformProposal>>(
        [](store::Connection& db) { return store::platform_proposals::all(db); });
  }
  Status say(web::PlatformSay what, const std::string& as = {},
             const std::string& reason = "两个月没有收录过") {
    return run(
        parts().commands.decide_platform(actor("root"), {proposals().at(0).id, what, as, reason}));
  }
  IndexVerdict baidu(ClaimId claim) {
    for (const EngineResult& engine : verdict(claim).engines) {
      if (engine.engine == "baidu") return engine.verdict;
    }
    return IndexVerdict::kNotConnected;
  }
};

TEST(PlatformChanges, are_proposed_with_their_numbers_and_change_nothing_by_themselves) {
  LearnWorld world;
  world.ended(29, "NOT_INDEXED", 1);
  world.learn();
  EXPECT_TRUE(world.proposals().empty());
  world.ended(2, "INDEXED", 100);
  world.learn();
  ASSERT_EQ(world.proposals().size(), 1U);
  const store::PlatformProposal one = world.proposals()[0];
  EXPECT_EQ(one.engine, "baidu");
  EXPECT_EQ(one.change, "not_applicable");
  EXPECT_EQ(one.seen, 31);
  EXPECT_EQ(one.indexed, 2);
  EXPECT_LT(one.low, 2.0 / 31);
  EXPECT_GT(one.high, 2.0 / 31);
  EXPECT_EQ(one.from, day("2026-11-24"));
  const ClaimId fresh = world.report("lilei", "http://forum.example/t/500");
  EXPECT_EQ(world.baidu(fresh), IndexVerdict::kWatching);
  world.learn();  // and once only
  EXPECT_EQ(world.proposals().size(), 1U);
}

TEST(PlatformChanges, that_are_accepted_count_for_claims_from_then_on_and_can_be_undone) {
  LearnWorld world;
  world.ended(30, "NOT_INDEXED", 1);
  world.learn();
  const ClaimId before = world.report("lilei", "http://forum.example/t/500");
  world.pass(hours(1));
  ASSERT_TRUE(world.say(web::PlatformSay::kAccept));
  EXPECT_EQ(world.proposals()[0].state, "accepted");
  world.pass(hours(1));
  const ClaimId after = world.report("lilei", "http://forum.example/t/501");
  EXPECT_EQ(world.baidu(after), IndexVerdict::kNotApplicable);
  EXPECT_FALSE(world.pending(after, "index:baidu"));
  world.look(before);  // judged again, under what counted when it was handed in
  EXPECT_EQ(world.baidu(before), IndexVerdict::kWatching);
  world.crash();  // a start knows it too
  world.open();
  const ClaimId later = world.report("lilei", "http://forum.example/t/502");
  EXPECT_EQ(world.baidu(later), IndexVerdict::kNotApplicable);
  world.learn();
  EXPECT_EQ(world.proposals().size(), 1U) << "it is so already";
  world.pass(hours(1));
  ASSERT_TRUE(world.say(web::PlatformSay::kUndo, {}, "搜索引擎又开始收录"));
  world.pass(hours(1));
  const ClaimId again = world.report("lilei", "http://forum.example/t/503");
  EXPECT_EQ(world.baidu(again), IndexVerdict::kWatching);
  EXPECT_EQ(world.count("SELECT count(*) FROM platform_overlay"), 2);
  EXPECT_EQ(world.count("SELECT count(*) FROM ledger WHERE kind = 'platform_overlay'"), 2);
  const auto checked = world.read<store::LedgerReport>(
      [](store::Connection& db) { return store::ledger::verify(db); });
  EXPECT_FALSE(checked.first_bad) << checked.why;
}

TEST(PlatformChanges, that_are_declined_are_not_asked_again_for_a_while) {
  LearnWorld world;
  world.ended(30, "NOT_INDEXED", 1);
  world.learn();
  ASSERT_TRUE(world.say(web::PlatformSay::kDecline));
  world.learn();
  ASSERT_EQ(world.proposals().size(), 1U);
  EXPECT_EQ(world.proposals()[0].state, "declined");
  EXPECT_EQ(world.count("SELECT count(*) FROM platform_overlay"), 0);
}

TEST(PlatformChanges, lapse_when_the_numbers_do_not_say_it_any_more) {
  LearnWorld world;
  world.ended(30, "NOT_INDEXED", 1);
  world.learn();
  world.ended(20, "INDEXED", 100);
  world.learn();
  ASSERT_EQ(world.proposals().size(), 1U);
  EXPECT_EQ(world.proposals()[0].state, "lapsed");
  EXPECT_FALSE(world.say(web::PlatformSay::kAccept));
}

TEST(PlatformChanges, need_a_reason_and_a_way_that_there_is) {
  LearnWorld world;
  world.ended(30, "NOT_INDEXED", 1);
  world.learn();
  EXPECT_EQ(world.say(web::PlatformSay::kAccept, {}, "嗯").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(world.say(web::PlatformSay::kAccept, "expect").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(world.say(web::PlatformSay::kUndo).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(world.say(web::PlatformSay::kAccept, "measure"));
  EXPECT_EQ(world.say(web::PlatformSay::kDecline).error().code, ErrorCode::kConflict);
  EXPECT_EQ(world.rules().expectation_at(world.proposals()[0].platform, "baidu", world.now()),
            Expectation::kMeasure);
}

}  // namespace
}  // namespace vouch::daemon::test
