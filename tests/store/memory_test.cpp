// What the daemon remembers about the outside: politeness, robots.txt, queries and canaries.
#include "store/canaries.h"
#include "store/hosts.h"
#include "store/queries.h"
#include "store/robots.h"
#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

class Memory : public StoreTest {
 protected:
  void SetUp() override { open(); }
  void put(const HostState& host) {
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const Status done = hosts::put(c.db, host);
      if (!done) return tl::unexpected(done.error());
      return 0;
    }));
  }
  std::optional<HostState> host(const std::string& site) {
    return read<std::optional<HostState>>([&](Connection& db) { return hosts::get(db, site); });
  }
};

TEST_F(Memory, politeness_outlives_a_restart_so_that_it_cannot_burst) {
  const Time now = clock_.now();
  put({"pages.example", now + Millis(2500), Millis(2500), 2, now + std::chrono::minutes(10),
       "captcha", now});
  close();
  open();
  const auto kept = host("pages.example");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->next_at, now + Millis(2500));
  EXPECT_EQ(kept->delay, Millis(2500));
  EXPECT_EQ(kept->failures, 2);
  EXPECT_EQ(kept->cool_until, now + std::chrono::minutes(10));
  EXPECT_EQ(kept->why, "captcha");
  EXPECT_FALSE(host("other.example"));
}

TEST_F(Memory, a_site_has_one_state_the_last) {
  const Time now = clock_.now();
  put({"pages.example", now, Millis(1), 1, now, "503", now});
  put({"pages.example", now + Millis(9), Millis(2), 0, std::nullopt, "", now});
  EXPECT_EQ(count("host_state"), 1);
  EXPECT_EQ(host("pages.example")->next_at, now + Millis(9));
  EXPECT_FALSE(host("pages.example")->cool_until);
  put({"a.example", now, Millis(1), 0, std::nullopt, "", now});
  const auto all = read<std::vector<HostState>>([](Connection& db) { return hosts::all(db); });
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].site, "a.example");
}

TEST_F(Memory, robots_answers_are_replaced_by_origin) {
  RobotsEntry entry;
  entry.origin = "https://pages.example";
  entry.fetched_at = clock_.now();
  entry.expires_at = clock_.now() + std::chrono::hours(24);
  entry.http_status = 200;
  entry.body = "User-agent: *\nDisallow: /private\n";
  const auto keep = [&] {
    ASSERT_TRUE(write<int>([&](WriteContext& c) -> Result<int> {
      const Status done = robots::put(c.db, entry);
      if (!done) return tl::unexpected(done.error());
      return 0;
    }));
  };
  keep();
  entry.http_status = 0;
  entry.unreachable_since = clock_.now();
  keep();
  EXPECT_EQ(count("robots_cache"), 1);
  const auto kept = read<std::optional<RobotsEntry>>(
      [](Connection& db) { return robots::get(db, "https://pages.example"); });
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->http_status, 0);
  EXPECT_EQ(kept->unreachable_since, clock_.now());
  EXPECT_EQ(kept->body, entry.body);
}

class Queries : public Memory {
 protected:
  std::int64_t ask(const std::string& engine, const std::string& text, const std::string& place,
                   const std::string& answer) {
    Query query;
    query.provider = "searxng:main";
    query.engine = engine;
    query.text = text;
    query.place = place;
    query.device = "desktop";
    query.asked_at = clock_.now();
    query.outcome = "ranked_list";
    query.answer = answer;
    clock_.advance(std::chrono::minutes(1));
    return write<std::int64_t>([&](WriteContext& c) { return queries::insert(c.db, query); })
        .value();
  }
  std::string latest(const std::string& text, const std::string& place, Time since) {
    const auto query = read<std::optional<Query>>([&](Connection& db) {
      return queries::latest(db, "baidu", text, place, "desktop", since);
    });
    return query ? query->answer : "none";
  }
};

TEST_F(Queries, one_answer_serves_everybody_who_asks_the_same) {
  const Time begun = clock_.now();
  ask("baidu", "净水器", "上海", "first");
  ask("baidu", "净水器", "上海", "second");
  ask("baidu", "净水器", "北京", "elsewhere");
  ask("sogou", "净水器", "上海", "another engine");
  EXPECT_EQ(latest("净水器", "上海", begun), "second");
  EXPECT_EQ(latest("净水器", "北京", begun), "elsewhere");
  EXPECT_EQ(latest("净水机", "上海", begun), "none");
  EXPECT_EQ(latest("净水器", "上海", begun + std::chrono::minutes(1)), "second");
  EXPECT_EQ(latest("净水器", "上海", begun + std::chrono::minutes(2)), "none") << "too old";
}

TEST_F(Queries, the_quota_counts_every_question_of_the_provider) {
  const Time begun = clock_.now();
  for (int i = 0; i < 3; ++i) ask("baidu", "净水器", "上海", "x");
  const auto asked = [&](const std::string& provider, Time since) {
    return read<std::int64_t>(
        [&](Connection& db) { return queries::count_since(db, provider, since); });
  };
  EXPECT_EQ(asked("searxng:main", begun), 3);
  EXPECT_EQ(asked("searxng:main", begun + std::chrono::minutes(1)), 2);
  EXPECT_EQ(asked("searxng:other", begun), 0);
}

TEST_F(Memory, the_latest_canary_of_a_route_speaks_for_it) {
  const auto measure = [&](const std::string& kind, const std::string& subject, bool passed) {
    Canary canary;
    canary.route = "page";
    canary.kind = kind;
    canary.subject = subject;
    canary.at = clock_.now();
    canary.passed = passed;
    canary.detail = "{}";
    ASSERT_TRUE(
        write<std::int64_t>([&](WriteContext& c) { return canaries::insert(c.db, canary); }));
    clock_.advance(std::chrono::minutes(1));
  };
  const auto latest = [&](const std::string& kind, const std::string& subject) {
    return read<std::optional<Canary>>(
        [&](Connection& db) { return canaries::latest(db, "page", kind, subject); });
  };
  const Time begun = clock_.now();
  measure("control", "https://a.example", true);
  measure("control", "https://b.example", false);
  measure("sibling", "c.example", true);
  ASSERT_TRUE(latest("control", ""));
  EXPECT_FALSE(latest("control", "")->passed);
  EXPECT_TRUE(latest("control", "https://a.example")->passed);
  EXPECT_FALSE(latest("control", "https://c.example"));
  EXPECT_FALSE(latest("positive", ""));
  const auto since = read<std::vector<Canary>>(
      [&](Connection& db) { return canaries::since(db, "page", begun + std::chrono::minutes(1)); });
  ASSERT_EQ(since.size(), 2U);
  EXPECT_EQ(since[0].subject, "https://b.example");
}

}  // namespace
}  // namespace vouch::store
