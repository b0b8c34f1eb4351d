#include "daemon/blind_sources.h"

#include <gtest/gtest.h>

#include "store/ledger.h"
#include "store/withdrawals.h"
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

TEST(BlindSources, a_stop_behind_the_window_leaves_no_claim_unjudged) {
  BlindWorld world;
  world.look_at_all(true);
  for (int i = 0; i < 3; ++i) world.look_at_all(false);
  ASSERT_EQ(world.baidu(world.claims[0]).state, StageState::kRegressed);
  std::string provider;
  for (const Observation& one : world.observations(world.claims[0])) {
    if (one.stage == kBaidu) provider = one.provider;
  }
  world.write<std::int64_t>([&](store::WriteContext& c) {
    return store::withdrawals::insert(
        c.db, {0, provider, "baidu", c.now - hours(24 * 20), c.now, c.now, {}, {}});
  });
  world.crash();
  world.open();
  world.search();
  for (const ClaimId claim : world.claims) {
    EXPECT_NE(world.baidu(claim).state, StageState::kRegressed);
  }
}

// --- by hand

struct HandWorld : BlindWorld {
  HandWorld() {
    look_at_all(true);
    for (int i = 0; i < 3; ++i) look_at_all(false);
  }
  Result<web::WithdrawnNegatives> withdraw(web::WithdrawNegatives request) {
    return run(parts().commands.withdraw_negatives(actor("root"), std::move(request)));
  }
  web::WithdrawNegatives wish(bool dry_run = false) {
    return {"main", {}, "2026-11-25", to_rfc3339(now()), "那几天返回的都是空页", dry_run};
  }
};

TEST(WithdrawnByHand, a_dry_run_says_what_it_would_touch_and_changes_nothing) {
  HandWorld world;
  const auto answer = must(world.withdraw(world.wish(true)));
  EXPECT_EQ(answer.provider, "searxng:main");
  EXPECT_EQ(answer.engine, "baidu");
  EXPECT_EQ(answer.looks, 12);
  EXPECT_EQ(answer.claims, 4);
  EXPECT_FALSE(answer.written);
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 0);
  EXPECT_EQ(world.baidu(world.claims[0]).state, StageState::kRegressed);
}

TEST(WithdrawnByHand, claims_are_judged_again_once_and_the_ledger_knows_why) {
  HandWorld world;
  const auto answer = must(world.withdraw(world.wish()));
  EXPECT_TRUE(answer.written);
  for (const ClaimId claim : world.claims) {
    EXPECT_EQ(world.baidu(claim).state, StageState::kPass);
  }
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal WHERE reason = '那几天返回的都是空页'"),
            1);
  EXPECT_EQ(world.count("SELECT count(*) FROM audit WHERE action = 'provider.withdraw'"), 1);
  auto again = world.wish();
  again.to = "2026-11-26 10:00";  // inside
  const auto second = must(world.withdraw(again));
  EXPECT_TRUE(second.known);
  EXPECT_FALSE(second.written);
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 1);
  const auto checked = world.read<store::LedgerReport>(
      [](store::Connection& db) { return store::ledger::verify(db); });
  EXPECT_FALSE(checked.first_bad) << checked.why;
}

TEST(WithdrawnByHand, a_window_without_a_negative_writes_nothing) {
  HandWorld world;
  auto request = world.wish();
  request.from = "2026-11-01";
  request.to = "2026-11-02";
  const auto answer = must(world.withdraw(request));
  EXPECT_EQ(answer.looks, 0);
  EXPECT_FALSE(answer.written);
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 0);
}

TEST(WithdrawnByHand, nonsense_is_refused_in_plain_words) {
  struct Row {
    const char* sentence;
    std::function<void(web::WithdrawNegatives&)> make;
    const char* words;
  };
  const std::vector<Row> table = {
      {"an_unknown_source", [](auto& wish) { wish.source = "nobody"; }, "没有名为 nobody"},
      {"an_unknown_engine", [](auto& wish) { wish.engine = "altavista"; }, "没有叫 altavista"},
      {"the_future", [](auto& wish) { wish.to = "2027-01-01"; }, "还没有过去"},
      {"the_end_before_the_beginning", [](auto& wish) { wish.to = "2026-11-20"; },
       "结束时间早于开始时间"},
      {"no_moment", [](auto& wish) { wish.from = "昨天"; }, "看不懂开始时间"},
      {"no_minute", [](auto& wish) { wish.to = "2026-11-26 25:00"; }, "看不懂结束时间"},
      {"no_reason", [](auto& wish) { wish.reason = "坏了"; }, "请写明原因"},
  };
  HandWorld world;
  for (const Row& row : table) {
    SCOPED_TRACE(row.sentence);
    auto request = world.wish();
    row.make(request);
    const auto answer = world.withdraw(request);
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find(row.words), std::string::npos) << answer.error().message;
  }
  EXPECT_EQ(world.count("SELECT count(*) FROM withdrawal"), 0);
}

}  // namespace
}  // namespace vouch::daemon::test
