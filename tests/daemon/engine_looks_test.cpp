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
  const auto ranks = world.read<std::vector<store::CurrentRank>>([](store::Connection& db) {
    return store::ranks::as_of(db, "baidu", "", "desktop", day("2027-12-31"));
  });
  ASSERT_EQ(ranks.size(), 1U);
  EXPECT_EQ(ranks[0].look.state, RankState::kRanked);
  EXPECT_EQ(ranks[0].look.position, 2);
}

TEST(EngineLooks, a_rank_look_that_proves_nothing_is_an_unmeasured_day) {
  EngineWorld world;
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  world.web.wall = true;
  world.run_until(world.now() + std::chrono::hours(1));
  const auto ranks = world.read<std::vector<store::CurrentRank>>([](store::Connection& db) {
    return store::ranks::as_of(db, "baidu", "", "desktop", day("2027-12-31"));
  });
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

// --- the page under its other address (decision 085)

constexpr const char* kCanonical = "http://forum.example/thread/1.html";

void names_itself(EngineWorld& world, const char* url, const char* canonical) {
  world.web.pages.on(
      url, fakes::Reply::page(fmt::format(
               "<!doctype html><html><head><meta charset=utf-8><title>不锈钢阀门选型</title>"
               "<link rel=canonical href=\"{}\"></head><body><h1>不锈钢阀门选型</h1>"
               "<p>不锈钢阀门怎样选，看这几点。</p></body></html>",
               canonical)));
}

TEST(EngineLooks, a_page_listed_under_its_canonical_is_indexed) {
  EngineWorld world;
  names_itself(world, kPost, kCanonical);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.lists[kPost] = {"http://other.example/", kCanonical};
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  EXPECT_EQ(world.observations(claim).back().final_url, kCanonical);
}

TEST(EngineLooks, a_canonical_that_was_not_seen_on_the_page_is_another_page) {
  EngineWorld world;
  const ClaimId claim = world.report("lilei", kPost);
  world.web.lists[kPost] = {"http://other.example/", kCanonical};
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).back().outcome, Outcome::kNotFound);
}

TEST(EngineLooks, the_canonical_is_asked_about_before_the_page_is_called_absent) {
  EngineWorld world;
  names_itself(world, kPost, kCanonical);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.indexed.insert(kCanonical);
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.index(claim), IndexVerdict::kIndexed);
  EXPECT_EQ(world.web.queries.at(1), kPost);
  EXPECT_EQ(world.web.queries.at(2), kCanonical);
}

TEST(EngineLooks, the_front_page_that_a_page_calls_itself_proves_nothing_either_way) {
  EngineWorld world;
  names_itself(world, kPost, "http://forum.example/");
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.lists[kPost] = {"http://other.example/", "http://forum.example/"};
  world.look(claim, "index:baidu");
  const Observation seen = world.observations(claim).back();
  EXPECT_EQ(seen.outcome, Outcome::kInconclusive);
  EXPECT_NE(seen.detail.find("页面自称的网址是另一页"), std::string::npos) << seen.detail;
}

TEST(EngineLooks, somebody_elses_page_is_not_this_one_under_another_name) {
  EngineWorld world;
  names_itself(world, kPost, kCanonical);
  world.report("hanmeimei", kCanonical);
  const ClaimId claim = world.report("lilei", kPost);
  world.look(claim);
  world.web.lists[kPost] = {"http://other.example/", kCanonical};
  world.look(claim, "index:baidu");
  EXPECT_EQ(world.observations(claim).back().outcome, Outcome::kInconclusive);
}

// --- a keyword's list as evidence

struct ListWorld : EngineWorld {
  ListWorld() {
    web.page(kPost, "不锈钢阀门选型", "在");
    claim = report("lilei", kPost);
    must(run(parts().commands.add_keyword(actor("root"), {"不锈钢阀门", 1, {}})));
  }
  void shows(std::vector<std::string> urls) {
    for (int i = 0; i < 2; ++i) urls.push_back("http://other.example/" + std::to_string(i));
    web.lists["不锈钢阀门"] = std::move(urls);
    run_until(now() + std::chrono::hours(1));
  }
  std::vector<Observation> index_looks() {
    std::vector<Observation> out = observations(claim);
    std::erase_if(out, [](const Observation& seen) { return seen.stage != kBaidu; });
    return out;
  }
  ClaimId claim;
};

TEST(EngineLooks, a_keywords_list_that_shows_the_page_answers_its_index_look_at_no_query) {
  ListWorld world;
  const store::Look waited = world.pending(world.claim, "index:baidu").value();
  ASSERT_GT(waited.due_at, world.now() + std::chrono::hours(1));
  world.shows({"http://rival.example/", kPost});
  EXPECT_EQ(world.index(world.claim), IndexVerdict::kIndexed);
  ASSERT_EQ(world.index_looks().size(), 1U);
  const Observation seen = world.index_looks()[0];
  EXPECT_EQ(seen.look, waited.id);
  EXPECT_EQ(seen.query, "不锈钢阀门");
  EXPECT_EQ(seen.evidence.size(), 3U);  // the list, and the two behind its trust
  EXPECT_NE(seen.detail.find("from_list"), std::string::npos);
  EXPECT_EQ(std::count(world.web.queries.begin(), world.web.queries.end(), kPost), 0);
  EXPECT_NE(world.pending(world.claim, "index:baidu")->id, waited.id);
  world.run_until(world.now() + std::chrono::hours(30));  // the look that was answered is over
  EXPECT_EQ(world.index_looks().size(), 1U);
}

TEST(EngineLooks, a_keywords_list_that_does_not_show_the_page_says_nothing_of_the_index) {
  ListWorld world;
  world.shows({"http://rival.example/"});
  EXPECT_TRUE(world.index_looks().empty());
  EXPECT_EQ(world.index(world.claim), IndexVerdict::kWatching);
}

TEST(EngineLooks, a_list_between_controls_that_failed_proves_no_page) {
  ListWorld world;
  world.web.indexed.clear();
  world.shows({"http://rival.example/", kPost});
  EXPECT_TRUE(world.index_looks().empty());
}

TEST(EngineLooks, a_page_known_as_indexed_is_not_looked_at_before_its_time) {
  ListWorld world;
  world.web.indexed.insert(kPost);
  world.look(world.claim, "index:baidu");
  const store::Look next = world.pending(world.claim, "index:baidu").value();
  world.shows({kPost});
  EXPECT_EQ(world.pending(world.claim, "index:baidu")->id, next.id);
  EXPECT_EQ(world.index_looks().size(), 1U);
}

// --- the shares of a day

struct ShareWorld : EngineWorld {
  ShareWorld() {
    limit(100'000);  // every claim is drawn
    for (int i = 1; i <= 20; ++i) {
      const std::string url = "http://forum.example/t/" + std::to_string(i);
      web.indexed.insert(url);
      claims.push_back(report("lilei", url));
    }
    for (const char* word : {"阀门", "水泵", "法兰", "弯头", "接头", "垫片", "螺栓", "管件"}) {
      web.lists[word] = {"http://a.example/", "http://b.example/", "http://c.example/",
                         "http://d.example/"};
      must(run(parts().commands.add_keyword(actor("root"), {word, 1, {}})));
    }
    limit(20);
    set(at("2026-11-26", 10));
  }
  std::int64_t looked(const char* what) {
    return count(std::string("SELECT count(*) FROM observation WHERE stage = 'index:baidu' AND ") +
                 what + " IS NOT NULL");
  }
  std::vector<ClaimId> claims;
};

TEST(EngineLooks, neither_ranks_nor_the_index_take_the_others_share_of_the_day) {
  ShareWorld world;
  world.look(world.claims[0], "index:baidu");
  EXPECT_EQ(world.looked("claim_id"), 12);   // 20, less the ranks' 5, people's 1 and two controls
  EXPECT_EQ(world.looked("keyword_id"), 3);  // of 5, less two controls
  EXPECT_EQ(world.count("SELECT rank_queries FROM spend"), 3);
  const auto waits = world.count(
      "SELECT min(due_at) FROM look WHERE state = 'pending' AND kind IN ('index', 'rank')");
  EXPECT_GE(from_millis(waits), at("2026-11-26", 11));
  EXPECT_LT(from_millis(waits), at("2026-11-26", 11, 5));
}

TEST(EngineLooks, a_restart_knows_what_ranks_took_of_the_day) {
  ShareWorld world;
  for (std::size_t i = 5; i < world.claims.size(); ++i) {  // the index goes on late that day
    const store::Look look = world.pending(world.claims[i], "index:baidu").value();
    const Time evening = at("2026-11-26", 22);
    world.write<bool>([&](store::WriteContext& writing) {
      return store::looks::reschedule(writing.db, look.id, evening);
    });
    world.parts().queue.put({look.id, evening, look.site});
  }
  world.look(world.claims[0], "index:baidu");
  EXPECT_EQ(world.looked("claim_id"), 5);
  EXPECT_EQ(world.looked("keyword_id"), 3);
  world.crash();
  world.open();
  world.set(at("2026-11-26", 12));
  world.run_until(at("2026-11-26", 13));
  EXPECT_EQ(world.looked("keyword_id"), 3);
}

TEST(EngineLooks, late_in_the_day_what_is_left_is_for_whoever_is_due) {
  ShareWorld world;
  world.look(world.claims[0], "index:baidu");
  world.run_until(at("2026-11-26", 21));
  EXPECT_EQ(world.looked("claim_id") + world.looked("keyword_id"), 16);  // the three that were left
  EXPECT_EQ(world.count("SELECT queries FROM spend"), 20);
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
