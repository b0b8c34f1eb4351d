#include "daemon/index_sampling.h"

#include <gtest/gtest.h>

#include "daemon/query_forecast.h"
#include "store/samples.h"
#include "store/submissions.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

using std::chrono::hours;

Task<> one_night(Context& context) {
  co_await refresh_paces(context);
}

struct ShortWorld : World {
  explicit ShortWorld(int quota)
      : World(at("2026-11-24", 14, 30), [quota](config::Settings& adjusted) {
          config::ProviderSettings provider;
          provider.name = "main";
          provider.engine = "baidu";
          provider.url = "http://searx.example/";
          provider.canary_url = "http://known.example/";
          provider.daily_quota = quota;
          adjusted.providers.push_back(provider);
        }) {
    web.indexed.insert("http://known.example/");
  }
  // Rows of one person and one day, each about a page of its own.
  std::vector<ClaimId> report_many(int count, const std::string& keyword = {}) {
    web::SubmitReport request;
    for (int i = 0; i < count; ++i) {
      web::ReportRow row;
      row.url = "http://forum.example/t/" + std::to_string(++pages_);
      row.work_type = "forum_post";
      row.title = "标题";
      if (!keyword.empty()) row.keywords = {keyword};
      request.rows.push_back(std::move(row));
    }
    std::vector<ClaimId> out;
    for (const auto& row : must(submit("lilei", std::move(request))).accepted) {
      out.push_back(row.claim);
    }
    return out;
  }
  IndexVerdict index(ClaimId claim) {
    for (const EngineResult& engine : verdict(claim).engines) {
      if (engine.engine == "baidu") return engine.verdict;
    }
    return IndexVerdict::kNotApplicable;
  }
  int not_drawn(const std::vector<ClaimId>& claims) {
    int count = 0;
    for (const ClaimId claim : claims) count += index(claim) == IndexVerdict::kNotSampled ? 1 : 0;
    return count;
  }

 private:
  int pages_ = 0;
};

TEST(IndexSampling, a_quota_that_suffices_leaves_nobody_out) {
  ShortWorld world(1000);
  EXPECT_EQ(world.not_drawn(world.report_many(20)), 0);
  EXPECT_EQ(world.count("SELECT count(*) FROM index_sample"), 0);
}

TEST(IndexSampling, a_short_quota_draws_a_part_and_the_rest_is_not_sampled) {
  ShortWorld world(100);  // 70 a day for the index: 8.75 claims of 20
  const std::vector<ClaimId> claims = world.report_many(20);
  EXPECT_NEAR(world.not_drawn(claims), 11.25, 1);
  for (const ClaimId claim : claims) {
    const bool left_out = world.index(claim) == IndexVerdict::kNotSampled;
    EXPECT_EQ(world.pending(claim, "index:baidu").has_value(), !left_out);
    EXPECT_TRUE(world.pending(claim, "page"));  // 工作 is never drawn
    EXPECT_EQ(world.verdict(claim).work, WorkVerdict::kPending);
    EXPECT_TRUE(world.notices(claim).empty());
  }
}

TEST(IndexSampling, what_was_drawn_stays_so_whatever_the_quota_says_later) {
  ShortWorld world(100);
  const std::vector<ClaimId> claims = world.report_many(20);
  const int left_out = world.not_drawn(claims);
  ASSERT_GT(left_out, 0);
  world.crash();
  world.settings.providers[0].daily_quota = 10'000;
  world.open();
  for (const ClaimId claim : claims) world.look(claim, "page");
  EXPECT_EQ(world.not_drawn(claims), left_out);
}

TEST(IndexSampling, claims_for_the_first_priority_are_always_looked_up) {
  ShortWorld world(100);
  must(world.run(world.parts().commands.add_keyword(world.actor("root"), {"不锈钢阀门", 1, {}})));
  EXPECT_EQ(world.not_drawn(world.report_many(20, "不锈钢阀门")), 0);
}

TEST(IndexSampling, where_the_quota_is_short_waiting_pages_are_asked_for_by_their_hazard) {
  ShortWorld world(100);
  world.report_many(20);
  EXPECT_EQ(world.count("SELECT count(*) FROM index_pace"), 0);
  world.run(one_night(world.context()));
  EXPECT_GE(world.count("SELECT count(*) FROM index_pace"), 1);
  const auto claims = world.read<std::vector<store::StoredPace>>(
      [](store::Connection& db) { return store::samples::paces_of(db, "forum"); });
  for (const store::StoredPace& pace : claims) EXPECT_GT(pace.scale, 0);
  world.crash();
  world.settings.providers[0].daily_quota = 10'000;
  world.open();
  world.run(one_night(world.context()));
  EXPECT_EQ(world.count("SELECT count(*) FROM index_pace"), 0);
}

TEST(IndexSampling, how_fast_an_engine_takes_pages_in_is_learned_over_night) {
  ShortWorld world(1000);
  const std::vector<ClaimId> claims = world.report_many(2);
  world.web.indexed.insert("http://forum.example/t/1");
  for (const ClaimId claim : claims) {
    world.set(std::max(world.now(), world.pending(claim, "index:baidu")->due_at));
    world.look(claim, "index:baidu");
  }
  world.run(one_night(world.context()));
  const auto speeds = world.read<std::vector<store::IndexSpeed>>(
      [](store::Connection& db) { return store::samples::speeds(db); });
  ASSERT_EQ(speeds.size(), 1U);
  EXPECT_EQ(speeds[0].engine, "baidu");
  EXPECT_EQ(speeds[0].pages, 2);
  EXPECT_EQ(speeds[0].indexed, 1);
  EXPECT_FALSE(speeds[0].in_7_days);  // nobody was watched for so long
  EXPECT_FALSE(speeds[0].in_30_days);
  EXPECT_EQ(speeds[0].median_days.has_value(), true);
}

TEST(IndexSampling, pages_that_were_submitted_before_they_were_found_stand_apart) {
  ShortWorld world(1000);
  std::vector<ClaimId> claims = world.report_many(3);
  // The first page by somebody else, in another spelling: it was told through the first claim.
  claims.push_back(world.report("hanmeimei", "http://forum.example/t/1?utm_source=wechat"));
  const auto tell = [&](ClaimId claim, Time at) {
    world.write<int>([&](store::WriteContext& context) -> Result<int> {
      store::Submission wanted;
      wanted.route = "baidu_push";
      wanted.site = "http://forum.example";
      wanted.engine = "baidu";
      wanted.url = "http://forum.example/t/" + std::to_string(claim.value);
      wanted.claim = claim;
      wanted.queued_at = at;
      must(store::submissions::queue(context.db, wanted));
      const auto row = must(store::submissions::next(context.db, wanted.route, wanted.site, 1));
      store::SubmissionSend send;
      send.route = wanted.route;
      send.site = wanted.site;
      send.sent_at = at;
      send.urls = 1;
      const auto id = must(store::submissions::begin(context.db, send));
      must(store::submissions::add_event(context.db, row.at(0).id, id, "received", ""));
      must(store::submissions::settle(context.db, row.at(0).id, "received"));
      return 0;
    });
  };
  tell(claims[0], world.now());
  world.web.indexed.insert("http://forum.example/t/1");
  world.web.indexed.insert("http://forum.example/t/2");
  world.web.indexed.insert("http://forum.example/t/1?utm_source=wechat");
  for (const ClaimId claim : claims) {
    if (!world.pending(claim, "index:baidu")) continue;  // found in the batch of another
    world.set(std::max(world.now(), world.pending(claim, "index:baidu")->due_at));
    world.look(claim, "index:baidu");
  }
  tell(claims[1], world.now());  // too late: found before it
  world.run(one_night(world.context()));
  const auto speeds = world.read<std::vector<store::SubmittedSpeed>>(
      [](store::Connection& db) { return store::samples::submitted_speeds(db); });
  ASSERT_EQ(speeds.size(), 2U);
  EXPECT_FALSE(speeds[0].submitted);
  EXPECT_EQ(speeds[0].pages, 2);
  EXPECT_EQ(speeds[0].indexed, 1);
  EXPECT_TRUE(speeds[1].submitted);
  EXPECT_EQ(speeds[1].pages, 2);
  EXPECT_EQ(speeds[1].indexed, 2);
}

TEST(QueryForecast, says_what_the_quota_of_a_week_will_not_reach) {
  ShortWorld world(10);  // 49 index looks a week, 17 ranks
  using store::looks::LaneCount;
  EXPECT_TRUE(forecast(world.rules(), {LaneCount{"index:baidu", 49}}).empty());
  const auto words =
      forecast(world.rules(), {LaneCount{"index:baidu", 60}, LaneCount{"rank:baidu", 20}});
  ASSERT_EQ(words.size(), 2U);
  EXPECT_NE(words[0].find("约 11 次"), std::string::npos) << words[0];
  EXPECT_NE(words[1].find("排名"), std::string::npos);
  EXPECT_TRUE(forecast(world.rules(), {LaneCount{"index:google", 60}}).empty());  // 未接入
}

}  // namespace
}  // namespace vouch::daemon::test
