// New pages of own sites are told to engines once, within the day's quota, over crashes; what comes
// of it touches no verdict.
#include "daemon/submission_desk.h"

#include <fstream>

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "store/submissions.h"
#include "tests/daemon/world.h"

namespace vouch::daemon::test {
namespace {

constexpr const char* kSite = "https://www.lanjing.example";
constexpr const char* kPage = "https://www.lanjing.example/news/1.html";
constexpr const char* kKey = "abcdef0123456789";

// The three services behind one host, told apart by their paths.
class Services final : public crawler::HttpClient {
 public:
  Task<Exchange> fetch(crawler::FetchRequest request) override {
    asked.push_back(request.body);
    if (on_fetch) on_fetch();
    if (on_request) on_request(request);
    if (failure) {
      Exchange lost;
      lost.failure = failure;
      lost.cancelled = cancels;
      co_return lost;
    }
    Exchange exchange = engines::test::answered(status, reply);
    exchange.hops.back().url = request.url.href();
    if (retry_after > 0) {
      exchange.hops.back().headers = {{"Retry-After", std::to_string(retry_after)}};
    }
    co_return exchange;
  }

  int status = 200;
  std::string reply = R"({"remain":99,"success":1})";
  int retry_after = 0;
  std::optional<Reason> failure;
  bool cancels = false;
  std::function<void()> on_fetch;
  std::function<void(const crawler::FetchRequest&)> on_request;
  std::vector<std::string> asked;
};

std::string key_file() {
  const std::string file = testing::TempDir() + "vouch-submission-key";
  std::ofstream(file, std::ios::binary | std::ios::trunc) << kKey;
  ::chmod(file.c_str(), 0600);
  return file;
}

config::SubmissionSettings route(config::SubmissionRoute kind, int daily_quota) {
  config::SubmissionSettings out;
  out.route = kind;
  out.site = kSite;
  out.url = "https://push.example/";
  out.daily_quota = daily_quota;
  out.secret.file = key_file();
  return out;
}

struct SubmissionWorld : World {
  explicit SubmissionWorld(int daily_quota = 10)
      : World(at("2026-11-24", 14, 30), [daily_quota](config::Settings& adjusted) {
          adjusted.submissions = {route(config::SubmissionRoute::kBaiduPush, daily_quota)};
        }) {
    web.page(kPage, "不锈钢阀门选型", "正文。");
    connect();
  }
  void connect() {
    desk = std::make_unique<SubmissionDesk>(context(), services);
    must(desk->connect());
  }
  void restart() {
    desk.reset();
    crash();
    open();
    connect();
  }
  ClaimId live_page(const std::string& url = kPage) {
    web.page(url, "不锈钢阀门选型", "正文。");
    const ClaimId claim = report("lilei", url, "article_original");
    look(claim);
    return claim;
  }
  Time send() { return run(sending()); }
  std::vector<store::SubmissionFile> files(ClaimId claim, const std::string& url = "") {
    return read<std::vector<store::SubmissionFile>>(
        [&](store::Connection& db) { return store::submissions::of_claim(db, claim, url); });
  }

  Services services;
  std::unique_ptr<SubmissionDesk> desk;

 private:
  Task<Time> sending() {
    const Activity::Guard guard = parts().activity.begin();
    co_return co_await desk->run();
  }
};

TEST(SubmissionDesk, a_page_that_goes_live_is_submitted_once_and_the_answer_is_an_event) {
  SubmissionWorld world;
  const ClaimId claim = world.live_page();
  EXPECT_TRUE(world.desk->wanted());
  const auto verdict = world.verdict(claim);
  world.send();
  EXPECT_FALSE(world.desk->wanted());
  ASSERT_EQ(world.services.asked, std::vector<std::string>{std::string(kPage) + "\n"});
  const auto files = world.files(claim);
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].submission.state, "received");
  ASSERT_EQ(files[0].events.size(), 1U);
  EXPECT_EQ(files[0].events[0].outcome, "received");
  EXPECT_EQ(files[0].events[0].remaining, 99);
  EXPECT_EQ(world.desk->facts().at(0).sent_today, 1);
  EXPECT_EQ(world.verdict(claim).as_of, verdict.as_of);  // judged by nobody

  // Another claim for the same page, and later looks, are no reason to tell it again.
  world.pass(std::chrono::hours(3));
  world.look(claim);
  const ClaimId again = world.report("hanmeimei", kPage, "article_original");
  world.look(again);
  world.send();
  EXPECT_EQ(world.services.asked.size(), 1U);
  EXPECT_EQ(world.files(again, kPage).size(), 1U);  // but its reader sees it
}

TEST(SubmissionDesk, only_a_page_of_an_own_site_that_is_live_is_queued) {
  SubmissionWorld world;
  world.live_page("https://forum.example/t/1");       // nobody of ours
  world.live_page("https://shop.lanjing.example/1");  // ours, but not of this property
  world.web.change("https://www.lanjing.example/gone", fakes::Reply::with_status(404));
  const ClaimId gone =
      world.report("lilei", "https://www.lanjing.example/gone", "article_original");
  world.look(gone);
  EXPECT_EQ(world.count("SELECT count(*) FROM submission"), 0);
  EXPECT_FALSE(world.desk->facts().at(0).waiting > 0);
}

TEST(SubmissionDesk, the_canonical_is_told_and_a_page_that_names_another_site_is_not) {
  SubmissionWorld world;
  const auto with_canonical = [](const std::string& canonical) {
    return fakes::Reply::page(
        "<!doctype html><html><head><meta charset=utf-8><title>不锈钢阀门选型"
        "</title><link rel=canonical href=\"" +
        canonical + "\"></head><body><p>正文</p></body></html>");
  };
  const std::string spelled = std::string(kPage) + "?utm_source=a";
  world.web.pages.on(spelled, with_canonical(kPage));
  const ClaimId claim = world.report("lilei", spelled, "article_original");
  world.look(claim);
  ASSERT_EQ(world.files(claim).size(), 1U);
  EXPECT_EQ(world.files(claim)[0].submission.url, kPage);
  const std::string copy = "https://www.lanjing.example/copy";
  world.web.pages.on(copy, with_canonical("https://elsewhere.example/1"));
  const ClaimId other = world.report("lilei", copy, "article_original");
  world.look(other);
  EXPECT_TRUE(world.files(other).empty());
  // A template that calls every page the front page: the page itself is told.
  const std::string plain = "https://www.lanjing.example/news/77";
  world.web.pages.on(plain, with_canonical("https://www.lanjing.example/"));
  const ClaimId third = world.report("lilei", plain, "article_original");
  world.look(third);
  ASSERT_EQ(world.files(third).size(), 1U);
  EXPECT_EQ(world.files(third)[0].submission.url, plain);
}

TEST(SubmissionDesk, a_page_that_keeps_the_engine_out_is_not_told) {
  SubmissionWorld world;
  const std::string closed = "https://www.lanjing.example/closed";
  world.web.pages.on(
      closed, fakes::Reply::page("<!doctype html><html><head><meta charset=utf-8><title>不锈钢阀门"
                                 "选型</title><meta name=robots content=noindex></head><body><p>"
                                 "正文</p></body></html>"));
  const ClaimId claim = world.report("lilei", closed, "article_original");
  world.look(claim);
  EXPECT_EQ(world.stage(claim, kLive).state, StageState::kPass);
  EXPECT_TRUE(world.files(claim).empty());
}

TEST(SubmissionDesk, a_crash_between_queue_and_sending_loses_nothing) {
  SubmissionWorld world;
  const ClaimId claim = world.live_page();
  world.restart();
  EXPECT_TRUE(world.desk->wanted());
  world.send();
  EXPECT_EQ(world.services.asked.size(), 1U);
  EXPECT_EQ(world.files(claim)[0].submission.state, "received");
}

// Nobody knows whether it arrived: it goes out once more, and both count.
TEST(SubmissionDesk, a_crash_between_sending_and_the_answer_sends_again_and_counts_twice) {
  SubmissionWorld world(2);
  const ClaimId claim = world.live_page();
  world.services.failure = Reason::kReset;
  world.services.cancels = true;  // as a stop: nothing is written down
  world.send();
  EXPECT_TRUE(world.files(claim)[0].events.empty());
  world.services.failure.reset();
  world.restart();
  const Time again = world.send();
  EXPECT_EQ(world.services.asked.size(), 1U);  // not at once
  world.set(again);
  world.send();
  EXPECT_EQ(world.services.asked.size(), 2U);
  EXPECT_EQ(world.files(claim)[0].submission.state, "received");
  EXPECT_EQ(world.desk->facts().at(0).sent_today, 2);
}

TEST(SubmissionDesk, the_quota_of_a_day_is_never_exceeded) {
  SubmissionWorld world(3);
  for (int i = 0; i < 5; ++i) {
    world.live_page(fmt::format("https://www.lanjing.example/n/{}.html", i));
  }
  world.services.reply = R"({"remain":99,"success":3})";
  Time next = world.send();
  ASSERT_EQ(world.services.asked.size(), 1U);
  EXPECT_EQ(std::count(world.services.asked[0].begin(), world.services.asked[0].end(), '\n'), 3);
  for (int turn = 0; turn < 20 && next < at("2026-11-25", 0); ++turn) {
    world.restart();
    world.set(next);
    next = world.send();
  }
  EXPECT_EQ(world.services.asked.size(), 1U);
  EXPECT_EQ(next, at("2026-11-25", 0));
  world.set(next);
  world.services.reply = R"({"remain":97,"success":2})";
  world.send();
  EXPECT_EQ(world.services.asked.size(), 2U);
  EXPECT_EQ(world.count("SELECT count(*) FROM submission WHERE state = 'received'"), 5);
}

TEST(SubmissionDesk, what_the_service_says_is_left_counts_where_it_is_less) {
  SubmissionWorld world(10);
  world.services.reply = R"({"remain":1,"success":1})";
  world.live_page();
  const Time next = world.send();
  world.set(next);
  world.live_page("https://www.lanjing.example/2");
  world.live_page("https://www.lanjing.example/3");
  world.send();
  ASSERT_EQ(world.services.asked.size(), 2U);
  EXPECT_EQ(std::count(world.services.asked[1].begin(), world.services.asked[1].end(), '\n'), 1);
}

struct Refusal {
  const char* sentence;
  std::optional<Reason> failure;
  int status;
  const char* reply;
  bool needs_person;
  int counted;  // of the quota
};

TEST(SubmissionDesk, what_could_not_be_submitted_stays_queued_and_accuses_nobody) {
  const std::vector<Refusal> rows = {
      {"nobody_answers", Reason::kConnect, 0, "", false, 0},
      {"the_answer_never_came", Reason::kTimeout, 0, "", false, 1},
      {"the_service_is_broken", {}, 500, R"({"error":500,"message":"internal error"})", false, 1},
      {"too_many_requests", {}, 429, R"({"error":429,"message":"slow"})", false, 0},
      {"a_wrong_key", {}, 401, R"({"error":401,"message":"token is not valid"})", true, 0},
      {"another_property", {}, 400, R"({"error":400,"message":"site error"})", true, 0},
      {"a_gateway", {}, 200, "<html>sign in</html>", false, 1},
  };
  for (const Refusal& row : rows) {
    SCOPED_TRACE(row.sentence);
    SubmissionWorld world;
    world.services.failure = row.failure;
    world.services.status = row.status;
    world.services.reply = row.reply;
    const ClaimId claim = world.live_page();
    const auto before = world.verdict(claim);
    const auto told = world.notices(claim).size();
    world.send();
    const auto files = world.files(claim);
    EXPECT_EQ(files.at(0).submission.state, "queued");
    EXPECT_EQ(files[0].events.at(0).outcome, "could_not_submit");
    EXPECT_EQ(files[0].events[0].answer.find(kKey), std::string::npos);
    const web::SubmissionFacts& facts = world.desk->facts().at(0);
    EXPECT_EQ(facts.healthy, !row.needs_person) << facts.why;
    EXPECT_FALSE(facts.why.empty());
    EXPECT_EQ(facts.sent_today, row.counted);
    EXPECT_EQ(world.verdict(claim).work, before.work);
    EXPECT_EQ(world.notices(claim).size(), told);

    // Not before its pause is over, then once more.
    const std::size_t asked = world.services.asked.size();
    const Time next = world.send();
    EXPECT_EQ(world.services.asked.size(), asked);
    EXPECT_GT(next, world.now() + std::chrono::minutes(20));
    world.services.failure.reset();
    world.services.status = 200;
    world.services.reply = R"({"remain":9,"success":1})";
    world.restart();
    world.set(next);
    world.send();
    EXPECT_EQ(world.files(claim)[0].submission.state, "received");
    EXPECT_TRUE(world.desk->facts().at(0).healthy);
  }
}

// A day that never was may not hold pages back, nor let them go out again and again.
TEST(SubmissionDesk, a_clock_that_was_ahead_neither_silences_a_route_nor_lets_it_run_free) {
  SubmissionWorld world;
  const Time today = world.now();
  world.services.status = 500;
  world.live_page();
  world.set(today + std::chrono::hours(24 * 365));
  world.send();
  ASSERT_EQ(world.services.asked.size(), 1U);
  world.set(today + std::chrono::minutes(5));
  const Time next = world.send();
  EXPECT_EQ(world.services.asked.size(), 2U);
  EXPECT_LT(next, today + std::chrono::hours(24));
  for (int turn = 0; turn < 3; ++turn) {
    world.restart();
    EXPECT_GT(world.send(), world.now() + std::chrono::minutes(20));
  }
  EXPECT_EQ(world.services.asked.size(), 2U);
}

TEST(SubmissionDesk, a_clock_that_jumps_ahead_sends_what_waits_once) {
  SubmissionWorld world;
  world.services.status = 500;
  world.live_page();
  world.send();
  world.pass(std::chrono::hours(24 * 365));
  world.send();
  world.send();
  EXPECT_EQ(world.services.asked.size(), 2U);
}

TEST(SubmissionDesk, a_pause_that_the_service_asks_for_is_kept) {
  SubmissionWorld world;
  world.services.status = 429;
  world.services.reply = R"({"error":429,"message":"slow"})";
  world.services.retry_after = 4 * 3600;
  world.live_page();
  world.send();
  EXPECT_GE(world.send(), world.now() + std::chrono::hours(4));
}

TEST(SubmissionDesk, over_quota_waits_for_the_next_day) {
  SubmissionWorld world;
  world.services.status = 400;
  world.services.reply = R"({"error":400,"message":"over quota"})";
  world.live_page();
  world.send();
  EXPECT_EQ(world.send(), at("2026-11-25", 0));
  EXPECT_TRUE(world.desk->facts().at(0).healthy);
}

TEST(SubmissionDesk, a_refusal_of_an_address_that_is_not_ours_leaves_ours_waiting) {
  SubmissionWorld world;
  world.services.reply = R"({"remain":9,"success":0,"not_valid":["https://elsewhere.example/"]})";
  const ClaimId claim = world.live_page();
  world.send();
  EXPECT_EQ(world.files(claim)[0].submission.state, "queued");
}

TEST(SubmissionDesk, an_address_that_the_service_refuses_is_not_told_again) {
  SubmissionWorld world;
  world.services.reply = std::string(R"({"remain":9,"success":0,"not_valid":[")") + kPage + "\"]}";
  const ClaimId claim = world.live_page();
  const Time next = world.send();
  EXPECT_EQ(world.files(claim)[0].submission.state, "refused");
  world.set(next + std::chrono::hours(30));
  world.send();
  EXPECT_EQ(world.services.asked.size(), 1U);
}

TEST(SubmissionDesk, a_route_whose_site_is_nobodys_is_told_to_the_operators) {
  SubmissionWorld world;
  world.settings.submissions[0].site = "https://www.other.example";
  world.restart();
  EXPECT_FALSE(world.desk->facts().at(0).healthy);
  EXPECT_NE(world.desk->facts().at(0).why.find("vouch site add"), std::string::npos);
}

TEST(SubmissionDesk, a_reload_that_fails_half_way_pairs_no_route_with_anothers_key) {
  SubmissionWorld world;
  const auto key = [](const char* name, const char* text) {
    const std::string file = testing::TempDir() + name;
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
    ::chmod(file.c_str(), 0600);
    return file;
  };
  config::SubmissionSettings news = world.settings.submissions[0];
  news.site = "https://www.lanjing.example/news/";
  news.secret.file = key("vouch-submission-news", "first-key-0123456");
  config::SubmissionSettings shop = world.settings.submissions[0];
  shop.site = "https://www.lanjing.example/shop/";
  shop.secret.file = key("vouch-submission-shop", "second-key-012345");
  world.settings.submissions = {news, shop};
  world.restart();
  world.live_page("https://www.lanjing.example/news/1.html");
  world.live_page("https://www.lanjing.example/shop/1.html");

  // The new rules name the routes the other way round, and a third without a key.
  config::SubmissionSettings broken = shop;
  broken.secret.file = testing::TempDir() + "vouch-submission-nowhere";
  world.settings.submissions = {shop, broken, news};
  world.context().rules = must(make_rulebook(world.store(), world.settings, world.now()));
  EXPECT_FALSE(world.desk->connect());
  std::map<std::string, std::string> asked;  // body by address
  world.services.on_request = [&asked](const crawler::FetchRequest& request) {
    asked[request.body] = request.url.href();
  };
  world.send();
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_NE(asked["https://www.lanjing.example/news/1.html\n"].find("first-key-0123456"),
            std::string::npos);
  EXPECT_NE(asked["https://www.lanjing.example/shop/1.html\n"].find("second-key-012345"),
            std::string::npos);
}

TEST(SubmissionDesk, sends_and_events_are_never_changed) {
  SubmissionWorld world;
  world.live_page();
  world.send();
  for (const char* sql : {"DELETE FROM submission_send", "DELETE FROM submission_event",
                          "UPDATE submission_send SET reason = 'ok'",
                          "UPDATE submission_event SET outcome = 'refused'"}) {
    const auto done = world.try_write<int>([sql](store::WriteContext& context) -> Result<int> {
      const auto changed = context.db.run(sql);
      if (!changed) return tl::unexpected(changed.error());
      return 0;
    });
    EXPECT_FALSE(done) << sql;
  }
}

}  // namespace
}  // namespace vouch::daemon::test
