#include "daemon/catch_up.h"

#include <gtest/gtest.h>

#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using fakes::Reply;

constexpr const char* kForum = "http://forum.example/t/1";
constexpr const char* kBoard = "http://bbs.example/t/2";
constexpr Millis kHour = std::chrono::hours(1);

class CatchUpTest : public ::testing::Test {
 protected:
  ClaimId hand_in(const char* url) {
    world.web.change(url, stands());
    return world.report("lilei", url);
  }
  static Reply stands() { return WebAndEngine::html("不锈钢阀门选型", "三步讲清楚。"); }
  // Until the next try is a day away.
  void look_in_vain(ClaimId claim, const char* url, const Reply& reply) {
    world.web.change(url, reply);
    for (int i = 0; i < 4; ++i) world.look(claim);
    world.web.change(url, stands());
  }
  Millis until_next(ClaimId claim) { return world.pending(claim, "page")->due_at - world.now(); }

  World world;
};

TEST_F(CatchUpTest, the_first_answer_after_an_outage_of_everybody_brings_all_looks_forward) {
  const ClaimId forum = hand_in(kForum);
  const ClaimId board = hand_in(kBoard);
  look_in_vain(forum, kForum, Reply::fail(Reason::kTimeout));
  look_in_vain(board, kBoard, Reply::fail(Reason::kDns));
  ASSERT_GT(until_next(board), 5 * kHour);
  world.look(forum);
  EXPECT_LE(until_next(board), Millis(0));
  world.look(board);
  EXPECT_EQ(world.verdict(board).work, WorkVerdict::kVerified);
}

TEST_F(CatchUpTest, a_site_that_is_back_brings_its_own_looks_forward_and_no_others) {
  const ClaimId first = hand_in(kForum);
  const ClaimId second = hand_in("http://forum.example/t/9");
  const ClaimId board = hand_in(kBoard);
  look_in_vain(board, kBoard, Reply::with_status(503));
  world.look(hand_in("http://else.example/1"));  // the web is there
  look_in_vain(first, kForum, Reply::with_status(503));
  world.look(hand_in("http://else.example/2"));
  ASSERT_GT(until_next(first), 5 * kHour);
  const Time term = world.pending(board, "page")->due_at;
  world.look(second);
  EXPECT_LE(until_next(first), Millis(0));
  EXPECT_EQ(world.pending(board, "page")->due_at, term);
}

TEST_F(CatchUpTest, what_no_silence_put_off_keeps_its_term) {
  constexpr const char* kCircle = "http://forum.example/t/9";
  const ClaimId silent = hand_in(kForum);
  const ClaimId circle = hand_in(kCircle);
  look_in_vain(silent, kForum, Reply::fail(Reason::kTimeout));
  look_in_vain(circle, kCircle, Reply::fail(Reason::kTooManyRedirects));
  const Time term = world.pending(circle, "page")->due_at;
  world.look(silent);
  EXPECT_EQ(world.pending(circle, "page")->due_at, term);
}

TEST_F(CatchUpTest, a_restart_within_the_outage_forgets_it_not) {
  const ClaimId forum = hand_in(kForum);
  const ClaimId board = hand_in(kBoard);
  look_in_vain(forum, kForum, Reply::fail(Reason::kTimeout));
  look_in_vain(board, kBoard, Reply::fail(Reason::kTimeout));
  world.crash();
  world.open();
  world.look(forum);
  EXPECT_LE(until_next(board), Millis(0));
}

class CatchUpOfEngines : public ::testing::Test {
 protected:
  static void connect(config::Settings& settings) {
    for (const char* engine : {"baidu", "bing"}) {
      config::ProviderSettings provider;
      provider.name = engine;
      provider.engine = engine;
      provider.engine_name = "baidu";  // as the fake instance calls whatever it asks
      provider.url = "http://searx.example/";
      provider.canary_url = "http://known.example/";
      settings.providers.push_back(provider);
    }
  }
  void SetUp() override {
    world.web.indexed = {"http://known.example/", kForum, kBoard};
    forum = world.report("lilei", kForum);
    board = world.report("lilei", kBoard);
  }
  Millis until_next(ClaimId claim, const char* lane) {
    return world.pending(claim, lane)->due_at - world.now();
  }

  World world{at("2026-11-24", 14, 30), connect};
  ClaimId forum, board;
};

TEST_F(CatchUpOfEngines, an_engine_that_answers_again_is_asked_what_it_did_not_answer) {
  world.web.wall = true;
  for (int i = 0; i < 4; ++i) {
    world.look(forum, "index:baidu");
    world.look(board, "index:baidu");
  }
  ASSERT_GT(until_next(board, "index:baidu"), 15 * kHour);
  world.web.wall = false;
  world.look(forum, "index:baidu");
  EXPECT_LE(until_next(board, "index:baidu"), Millis(0));
}

// The first of them answers for itself alone; the second must not find its own outage forgotten.
TEST_F(CatchUpOfEngines, each_of_several_that_were_silent_brings_its_own_looks_forward) {
  world.web.wall = true;
  for (int i = 0; i < 4; ++i) {
    for (const char* lane : {"index:baidu", "index:bing"}) {
      world.look(forum, lane);
      world.look(board, lane);
    }
  }
  world.web.wall = false;
  for (const char* lane : {"index:baidu", "index:bing"}) {
    const bool forum_first = until_next(forum, lane) < until_next(board, lane);
    const ClaimId first = forum_first ? forum : board;
    const ClaimId second = forum_first ? board : forum;
    world.look(first, lane);
    ASSERT_NE(world.pending(second, lane), std::nullopt) << lane;
    EXPECT_LE(until_next(second, lane), Millis(0)) << lane;
  }
}

}  // namespace
}  // namespace vouch::daemon::test
