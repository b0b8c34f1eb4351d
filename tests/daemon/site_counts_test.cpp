// Index counts of own sites: asked once a week, late in the day and of what the quota has left;
// what was not measured is never 0.
#include "daemon/site_counts.h"

#include <gtest/gtest.h>

#include "store/spend.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kOurs = "https://www.lanjing.example/1";

// An engine that states a total.
class Instance final : public crawler::HttpClient {
 public:
  Task<Exchange> fetch(crawler::FetchRequest request) override {
    asked.push_back(request.url.href());
    Exchange exchange = engines::test::answered(
        200, fmt::format(R"({{"query":"q","number_of_results":{},"results":[{}],)"
                         R"("unresponsive_engines":{}}})",
                         total, engines::test::result(row, 1), silent));
    exchange.hops.back().url = request.url.href();
    co_return exchange;
  }
  int total = 1200;
  std::string row = kOurs;
  std::string silent = "[]";
  std::vector<std::string> asked;
};

struct CountWorld : World {
  explicit CountWorld(int quota = 100)
      : World(at("2026-11-24", 22), [quota](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          provider.daily_quota = quota;
          adjusted.providers.push_back(provider);
        }) {
    connect();
  }
  void connect() {
    engines = std::make_unique<EngineLooks>(context(), instance);
    must(engines->connect());
    counts = std::make_unique<SiteCounts>(context(), *engines);
  }
  Time measure() {
    std::optional<Time> next;
    boost::asio::co_spawn(parts().loop, measuring(), [&next](std::exception_ptr thrown, Time at) {
      if (thrown) std::rethrow_exception(thrown);
      next = at;
    });
    wake_until([&next] { return next.has_value(); });
    return *next;
  }
  std::vector<store::SiteCountNow> known() {
    return read<std::vector<store::SiteCountNow>>(
        [](store::Connection& db) { return store::site_counts::now(db); });
  }

  Instance instance;
  std::unique_ptr<EngineLooks> engines;
  std::unique_ptr<SiteCounts> counts;

 private:
  Task<Time> measuring() {
    const Activity::Guard guard = parts().activity.begin();
    co_return co_await counts->run();
  }
};

TEST(SiteCounts, an_own_site_is_counted_once_a_week_and_the_history_is_kept) {
  CountWorld world;
  EXPECT_EQ(world.measure(), at("2026-11-25", 22));
  ASSERT_EQ(world.instance.asked.size(), 1U);
  EXPECT_NE(world.instance.asked[0].find("site%3Alanjing.example"), std::string::npos);
  for (const char* day : {"2026-11-25", "2026-11-27", "2026-11-30"}) {
    world.set(at(day, 22));
    world.measure();
  }
  EXPECT_EQ(world.instance.asked.size(), 1U);
  world.instance.total = 1250;
  world.set(at("2026-12-01", 22));
  world.measure();
  const auto known = world.known();
  ASSERT_EQ(known.size(), 1U);
  EXPECT_EQ(known[0].measured->pages, 1250);
  EXPECT_EQ(known[0].before->pages, 1200);
  EXPECT_EQ(known[0].newest.kind, "estimate");
  EXPECT_EQ(known[0].newest.provider, "searxng:main");
  const auto spent = world.read<store::Spend>([](store::Connection& db) {
    return store::spend::between(db, "searxng:main", day("2026-12-01"), day("2026-12-01"));
  });
  EXPECT_EQ(spent.queries, 1);
}

struct Unmeasured {
  const char* sentence;
  int total;
  const char* row;
  const char* silent;
  const char* why;
};

TEST(SiteCounts, what_proves_nothing_is_not_measured_and_never_zero) {
  const std::vector<Unmeasured> rows = {
      {"a_captcha", 1200, kOurs, R"([["baidu","CAPTCHA"]])", "captcha"},
      {"no_total", 0, kOurs, "[]", "no_total"},
      {"rows_of_another_site", 1200, "https://elsewhere.example/", "[]", "untrusted"},
  };
  for (const Unmeasured& row : rows) {
    SCOPED_TRACE(row.sentence);
    CountWorld world;
    world.measure();
    world.instance.total = row.total;
    world.instance.row = row.row;
    world.instance.silent = row.silent;
    world.set(at("2026-12-01", 22));
    world.measure();
    const auto known = world.known();
    ASSERT_EQ(known.size(), 1U);
    EXPECT_FALSE(known[0].newest.pages);
    EXPECT_EQ(known[0].newest.why, row.why);
    EXPECT_EQ(known[0].measured->pages, 1200);  // what was measured a week ago
    world.instance = Instance();
    world.set(at("2026-12-02", 22));  // the next evening, not the next week
    world.measure();
    EXPECT_TRUE(world.known()[0].newest.pages);
  }
}

TEST(SiteCounts, a_day_without_quota_is_left_to_the_looks) {
  CountWorld world(1);
  world.write<int>([](store::WriteContext& context) -> Result<int> {
    must(store::spend::add(context.db, {"searxng:main", day("2026-11-24"), 1, 0}));
    return 0;
  });
  world.connect();
  world.measure();
  EXPECT_TRUE(world.instance.asked.empty());
  EXPECT_TRUE(world.known().empty());
}

TEST(SiteCounts, a_clock_that_was_ahead_neither_silences_the_counts_nor_asks_every_evening) {
  CountWorld world;
  world.instance.silent = R"([["baidu","CAPTCHA"]])";
  for (int evening = 0; evening < 10; ++evening) {  // more than are looked back upon
    world.set(at("2027-11-24", 22) + std::chrono::hours(24 * evening));
    world.measure();
  }
  world.instance.silent = "[]";
  world.set(at("2026-11-24", 22));
  world.measure();
  ASSERT_EQ(world.instance.asked.size(), 11U);
  EXPECT_EQ(world.known().at(0).newest.pages, 1200);
  EXPECT_EQ(world.known()[0].newest.at, world.now());
  for (const char* day : {"2026-11-25", "2026-11-26", "2026-11-30"}) {
    world.set(at(day, 22));
    EXPECT_LT(world.measure(), world.now() + std::chrono::hours(25));
  }
  EXPECT_EQ(world.instance.asked.size(), 11U);
  world.set(at("2026-12-01", 22));
  world.measure();
  EXPECT_EQ(world.instance.asked.size(), 12U);
}

TEST(SiteCounts, the_hour_is_that_of_the_company) {
  const Zone zone = Zone::shanghai();
  EXPECT_EQ(next_count_at(zone, at("2026-11-24", 21, 59)), at("2026-11-24", 22));
  EXPECT_EQ(next_count_at(zone, at("2026-11-24", 22)), at("2026-11-25", 22));
}

}  // namespace
}  // namespace vouch::daemon::test
