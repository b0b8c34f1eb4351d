#include "crawler/net/page_fetcher.h"

#include <gtest/gtest.h>

#include "tests/fakes/http_fake.h"
#include "tests/fakes/http_run.h"

namespace vouch::crawler {
namespace {

using fakes::FakeHttp;
using fakes::Reply;
using fakes::run_task;

class HandClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return now_; }
  Time now_ = from_millis(1'700'000'000'000);
};

class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string made;
    while (made.size() < count) made += static_cast<char>(next_ += 37);
    return made;
  }

 private:
  unsigned char next_ = 0;
};

Task<std::optional<Reason>> no_entry(const Url&) {
  const std::optional<Reason> reason = Reason::kQuotaExhausted;
  co_return reason;
}

class NetPageFetcher : public testing::Test {
 protected:
  static PageRequest request(const std::string& url) {
    return PageRequest(Url::parse(url).value());
  }
  PageLook look(PageRequest made) { return run_task(fetcher_.look(std::move(made))); }
  PageLook look(const std::string& url) { return look(request(url)); }
  static PageFetcher::Options options() {
    PageFetcher::Options made;
    made.robots_permitted = {"open.test", ".friends.test"};
    return made;
  }

  HandClock wall_;
  FakeHttp http_{&wall_};
  MemoryRobotsStore robots_;
  PageFetcher fetcher_{http_, robots_, wall_, options()};
};

TEST_F(NetPageFetcher, a_page_is_looked_at_after_robots_and_the_file_is_kept_for_a_day) {
  http_.on("http://a.test/robots.txt", Reply::page("User-agent: *\nDisallow: /x\n", "text/plain"))
      .on("http://a.test/p", Reply::page("<p>hi"));
  EXPECT_EQ(look("http://a.test/p").exchange.status(), 200);
  EXPECT_EQ(look("http://a.test/p").robots[0].source, RobotsNote::Source::kCached);
  EXPECT_EQ(http_.count("http://a.test/robots.txt"), 1u);
  wall_.now_ += std::chrono::hours(24);
  look("http://a.test/p");
  EXPECT_EQ(http_.count("http://a.test/robots.txt"), 2u);
}

TEST_F(NetPageFetcher, a_forbidden_page_is_not_fetched_and_the_rule_is_named) {
  http_.on("http://a.test/robots.txt", Reply::page("User-agent: *\nDisallow: /x\n", "text/plain"))
      .on("http://a.test/x", Reply::page("secret"));
  const PageLook seen = look("http://a.test/x");
  EXPECT_EQ(seen.exchange.failure, Reason::kRobotsDisallowed);
  EXPECT_EQ(seen.exchange.failure_text, "http://a.test/robots.txt line 2 forbids it: Disallow: /x");
  EXPECT_TRUE(seen.exchange.hops.empty());
  EXPECT_EQ(http_.count("http://a.test/x"), 0u);
}

TEST_F(NetPageFetcher, a_site_whose_robots_cannot_be_read_is_not_visited) {
  struct Row {
    Reply robots;
    Reason reason;
  };
  for (const Row& row :
       {Row{Reply::with_status(503), Reason::kRobotsUnreachable},
        Row{Reply::with_status(429), Reason::kRobotsUnreachable},
        Row{Reply::fail(Reason::kTimeout), Reason::kTimeout},
        Row{Reply::fail(Reason::kDns), Reason::kDns},
        Row{Reply::fail(Reason::kTooLarge), Reason::kRobotsUnreachable},
        Row{Reply::page("x").header("Content-Encoding", "br"), Reason::kRobotsUnreachable}}) {
    http_.now("http://a.test/robots.txt", row.robots).now("http://a.test/p", Reply::page("x"));
    const PageLook seen = look("http://a.test/p");
    EXPECT_EQ(seen.exchange.failure, row.reason);
    EXPECT_EQ(outcome_of(*seen.exchange.failure), Outcome::kInconclusive);
    EXPECT_EQ(http_.count("http://a.test/p"), 0u);
    wall_.now_ += std::chrono::minutes(10);
  }
}

TEST_F(NetPageFetcher, no_robots_file_means_everything_is_open) {
  http_.on("http://a.test/p", Reply::page("x"));
  for (const int status : {404, 403, 401, 410}) {
    http_.now("http://a.test/robots.txt", Reply::with_status(status));
    const PageLook seen = look("http://a.test/p");
    EXPECT_EQ(seen.exchange.status(), 200) << status;
    EXPECT_EQ(seen.robots[0].source, RobotsNote::Source::kNoFile);
    wall_.now_ += std::chrono::hours(24);
  }
}

TEST_F(NetPageFetcher, the_last_good_file_stands_in_while_the_site_fails) {
  http_.on("http://a.test/robots.txt", Reply::page("User-agent: *\nDisallow: /x\n", "text/plain"))
      .on("http://a.test/robots.txt", Reply::with_status(500))
      .on("http://a.test/p", Reply::page("x"));
  look("http://a.test/p");
  wall_.now_ += std::chrono::hours(25);
  const PageLook later = look("http://a.test/p");
  EXPECT_EQ(later.exchange.status(), 200);
  EXPECT_EQ(later.robots[0].source, RobotsNote::Source::kLastGood);
  EXPECT_EQ(look("http://a.test/x").exchange.failure, Reason::kRobotsDisallowed);
}

TEST_F(NetPageFetcher, a_site_that_asks_for_rest_is_not_asked_for_the_page_too) {
  http_.on("http://a.test/p", Reply::page("<p>hi"));
  for (const int status : {429, 503}) {
    http_.now("http://a.test/robots.txt", Reply::page("User-agent: *\nDisallow:\n", "text/plain"));
    wall_.now_ += std::chrono::hours(25);
    look("http://a.test/p");
    const std::size_t pages = http_.count("http://a.test/p");
    http_.now("http://a.test/robots.txt", Reply::with_status(status).header("Retry-After", "1800"));
    wall_.now_ += std::chrono::hours(25);
    const PageLook seen = look("http://a.test/p");
    EXPECT_EQ(http_.count("http://a.test/p"), pages) << status;
    EXPECT_EQ(seen.exchange.failure, status == 429 ? Reason::kHttp429 : Reason::kHttp5xx);
  }
}

TEST_F(NetPageFetcher, the_operators_permission_is_per_host) {
  for (const char* host : {"open.test", "friends.test", "a.friends.test", "a.open.test"}) {
    http_.on(fmt::format("http://{}/robots.txt", host),
             Reply::page("User-agent: *\nDisallow: /\n", "text/plain"));
    http_.on(fmt::format("http://{}/", host), Reply::page("x"));
  }
  EXPECT_EQ(look("http://open.test/").robots[0].source, RobotsNote::Source::kPermitted);
  EXPECT_EQ(look("http://friends.test/").exchange.status(), 200);
  EXPECT_EQ(look("http://a.friends.test/").exchange.status(), 200);
  EXPECT_EQ(look("http://a.open.test/").exchange.failure, Reason::kRobotsDisallowed);
  EXPECT_EQ(http_.count("http://open.test/robots.txt"), 0u);
}

TEST_F(NetPageFetcher, robots_redirects_are_followed_five_times_and_speak_for_the_first_host) {
  for (int i = 0; i < 6; ++i) {
    const std::string from =
        i == 0 ? "http://a.test/robots.txt" : fmt::format("http://b.test/{}", i);
    http_.on(from, Reply::redirect(301, fmt::format("http://b.test/{}", i + 1)));
  }
  http_.on("http://b.test/5", Reply::page("User-agent: *\nDisallow: /x\n", "text/plain"))
      .now("http://b.test/5", Reply::page("User-agent: *\nDisallow: /x\n", "text/plain"))
      .on("http://a.test/x", Reply::page("x"));
  EXPECT_EQ(look("http://a.test/x").exchange.failure, Reason::kRobotsDisallowed);
  // One more: no file, and so it is still half a day later.
  http_.now("http://b.test/5", Reply::redirect(301, "http://b.test/6"));
  wall_.now_ += std::chrono::hours(24);
  EXPECT_EQ(look("http://a.test/x").exchange.failure, Reason::kRobotsDisallowed);
  wall_.now_ += std::chrono::hours(12);
  const PageLook seen = look("http://a.test/x");
  EXPECT_EQ(seen.exchange.status(), 200);
  EXPECT_EQ(seen.robots[0].source, RobotsNote::Source::kNoFile);
}

TEST_F(NetPageFetcher, a_robots_redirect_to_a_refused_address_does_not_open_the_site) {
  http_.on("http://a.test/robots.txt", Reply::redirect(302, "http://10.0.0.1/robots.txt"))
      .on("http://10.0.0.1/robots.txt", Reply::fail(Reason::kAddressNotAllowed))
      .on("http://a.test/p", Reply::page("x"));
  EXPECT_EQ(look("http://a.test/p").exchange.failure, Reason::kRobotsUnreachable);
}

TEST_F(NetPageFetcher, a_refused_address_is_said_as_such_and_not_remembered_as_a_visit) {
  http_.on("http://10.0.0.1/robots.txt", Reply::fail(Reason::kAddressNotAllowed));
  const PageLook seen = look("http://10.0.0.1/p");
  EXPECT_EQ(seen.exchange.failure, Reason::kAddressNotAllowed);
  EXPECT_TRUE(seen.visits.empty());
  EXPECT_FALSE(run_task(robots_.load("http://10.0.0.1")));
}

TEST_F(NetPageFetcher, ten_redirects_are_followed_and_no_more) {
  for (int i = 0; i < 12; ++i) {
    http_.on(fmt::format("http://a.test/{}", i), Reply::redirect(302, fmt::format("/{}", i + 1)));
  }
  const PageLook too_long = look("http://a.test/0");
  EXPECT_EQ(too_long.exchange.failure, Reason::kTooManyRedirects);
  EXPECT_EQ(too_long.exchange.hops.size(), 11u);
  http_.now("http://a.test/10", Reply::page("x"));
  const PageLook just_right = look("http://a.test/0");
  EXPECT_EQ(just_right.exchange.status(), 200);
  EXPECT_EQ(just_right.exchange.hops.size(), 11u);
}

TEST_F(NetPageFetcher, what_is_not_a_usable_redirect_is_the_answer) {
  http_.on("http://a.test/none", Reply::with_status(302))
      .on("http://a.test/bad", Reply::redirect(302, "http://[::1"))
      .on("http://a.test/300", Reply::redirect(300, "/x"));
  EXPECT_EQ(look("http://a.test/none").exchange.status(), 302);
  EXPECT_EQ(look("http://a.test/bad").exchange.status(), 302);
  EXPECT_EQ(look("http://a.test/300").exchange.status(), 300);
}

TEST_F(NetPageFetcher, foreign_bytes_in_a_redirect_go_back_as_they_came) {
  http_.on("http://a.test/p", Reply::redirect(302, "/\xd6\xd0?q=\xce\xc4"))
      .on("http://a.test/%D6%D0?q=%CE%C4", Reply::page("x"));
  EXPECT_EQ(look("http://a.test/p").exchange.status(), 200);
}

TEST_F(NetPageFetcher, validators_go_only_to_the_url_they_came_from) {
  http_.on("http://a.test/old", Reply::redirect(301, "/new"))
      .on("http://a.test/new", Reply::page("x").header("ETag", "\"1\""));
  PageRequest conditional = request("http://a.test/old");
  conditional.validators = Validators{"http://a.test/new", "\"1\"", ""};
  const PageLook seen = look(std::move(conditional));
  EXPECT_TRUE(seen.exchange.not_modified);
  for (const auto& sent : http_.requests) {
    EXPECT_EQ(!sent.etag.empty(), sent.url.path() == "/new") << sent.url.href();
  }
}

TEST_F(NetPageFetcher, a_failure_on_the_way_keeps_the_hops_before_it) {
  http_.on("http://a.test/p", Reply::redirect(302, "http://b.test/q"))
      .on("http://b.test/q", Reply::fail(Reason::kReset));
  const PageLook seen = look("http://a.test/p");
  EXPECT_EQ(seen.exchange.failure, Reason::kReset);
  EXPECT_EQ(seen.exchange.hops.size(), 2u);
  EXPECT_EQ(seen.exchange.hops[0].status, 302);
}

TEST_F(NetPageFetcher, every_visit_is_reported_to_its_site) {
  http_
      .on("http://a.test/robots.txt",
          Reply::page("User-agent: *\nCrawl-delay: 9\nDisallow:\n", "text/plain"))
      .on("http://a.test/p", Reply::redirect(302, "http://b.test/q"))
      .on("http://b.test/q", Reply::with_status(503).header("Retry-After", "60"));
  const PageLook seen = look("http://a.test/p");
  std::string sites;
  for (const Visit& visit : seen.visits) sites += visit.site_key + " ";
  EXPECT_EQ(sites, "a.test a.test b.test b.test ");
  EXPECT_EQ(seen.visits[0].outcome.crawl_delay, std::chrono::seconds(9));
  EXPECT_EQ(seen.visits[1].outcome.crawl_delay, std::chrono::seconds(9));
  EXPECT_FALSE(seen.visits[3].outcome.crawl_delay);
  EXPECT_EQ(seen.visits[3].outcome.retry_after, std::chrono::seconds(60));
  EXPECT_TRUE(is_site_failure(seen.visits[3].outcome));
}

TEST_F(NetPageFetcher, the_owner_is_asked_before_every_request_but_the_first) {
  http_.on("http://a.test/p", Reply::page("x"));
  PageRequest paced = request("http://a.test/p");
  paced.admit = no_entry;
  const PageLook seen = look(std::move(paced));
  EXPECT_EQ(seen.exchange.failure, Reason::kQuotaExhausted);
  EXPECT_EQ(seen.visits.size(), 1u);
  EXPECT_EQ(http_.count("http://a.test/robots.txt"), 1u);
  EXPECT_EQ(http_.count("http://a.test/p"), 0u);
  // With the file at hand the page itself is the first request.
  PageRequest again = request("http://a.test/p");
  again.admit = no_entry;
  EXPECT_EQ(look(std::move(again)).exchange.status(), 200);
}

TEST_F(NetPageFetcher, no_cookie_is_ever_sent_and_the_language_is) {
  http_.on("http://a.test/p", Reply::redirect(302, "/q").header("Set-Cookie", "a=1"))
      .on("http://a.test/q", Reply::page("x"));
  look("http://a.test/p");
  for (const auto& sent : http_.requests) {
    EXPECT_EQ(header_value(sent.headers, "cookie"), "");
  }
  EXPECT_TRUE(header_value(http_.requests.back().headers, "accept-language").starts_with("zh-CN"));
}

TEST_F(NetPageFetcher, the_probe_stands_beside_the_page_and_is_new_every_time) {
  CountingRandom random;
  const Url page = Url::parse("https://a.test/news/2026/1.html?id=3#x").value();
  const Url one = sibling_probe(page, random);
  const Url two = sibling_probe(page, random);
  EXPECT_TRUE(one.href().starts_with("https://a.test/news/2026/")) << one.href();
  EXPECT_TRUE(one.href().ends_with(".html"));
  EXPECT_EQ(one.href().size(), std::string("https://a.test/news/2026/").size() + 16 + 5);
  EXPECT_NE(one.href(), two.href());
}

}  // namespace
}  // namespace vouch::crawler
