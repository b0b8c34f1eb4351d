// The whole way through a real server: libcurl, nginx, robots.txt, redirects, gzip, 304.
#include <filesystem>

#include <gtest/gtest.h>

#include "crawler/net/curl_http_client.h"
#include "crawler/net/page_fetcher.h"
#include "crawler/page/inflate.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/nginx_server.h"

namespace vouch::crawler {
namespace {

using fakes::run_task;

constexpr const char* kLocations = R"(
    gzip on; gzip_types text/plain; gzip_min_length 1; gzip_proxied any;
    location = /old { return 301 /older?a=1; }
    location = /older { return 302 http://b.localhost:$PORT/page.html; }
    location = /loop { return 302 /loop2; }
    location = /loop2 { return 307 /loop; }
    location = /inward { return 302 http://127.0.0.2:$PORT/page.html; }
    location = /local-file { return 302 file:///etc/passwd; }
    location = /to-secret { return 301 /secret/a.html; }
    location = /busy { add_header Retry-After 120 always; return 503; }
    location = /gone { return 410; }
)";

class NetNginx : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists("/usr/sbin/nginx")) << "apt-get install nginx-light";
    nginx_.put("page.html", "<html><body>" + text_ + "</body></html>");
    nginx_.put("robots.txt", "User-agent: VouchBot\nDisallow: /secret\nCrawl-delay: 7\n");
  }
  static CurlOptions options() {
    CurlOptions made;
    made.user_agent = "VouchBot/test";
    return made;
  }
  static AddressGuard guard() {
    return AddressGuard({AllowedRange::parse("127.0.0.1:1-65535").value()}, {});
  }
  PageLook look(PageRequest request) { return run_task(fetcher_.look(std::move(request))); }
  PageLook look(const std::string& path) {
    return look(PageRequest(Url::parse(nginx_.url(path, "a.localhost")).value()));
  }
  static std::string text_of(const Hop& hop) {
    return inflate_body(*hop.body, header_value(hop.headers, "content-encoding")).value().body;
  }

  std::string text_ = std::string(2000, 'a') + "\xe4\xb8\xad\xe6\x96\x87";
  fakes::NginxServer nginx_{kLocations};
  SystemWallClock wall_;
  CurlHttpClient client_{options(), guard(), wall_};
  MemoryRobotsStore robots_;
  PageFetcher fetcher_{client_, robots_, wall_, PageFetcher::Options{}};
};

TEST_F(NetNginx, a_page_comes_compressed_and_chunked_and_reads_back) {
  const PageLook seen = look("/page.html");
  ASSERT_FALSE(seen.exchange.failure) << seen.exchange.failure_text;
  const Hop& hop = *seen.exchange.last();
  EXPECT_EQ(hop.status, 200);
  EXPECT_EQ(header_value(hop.headers, "content-encoding"), "gzip");
  EXPECT_EQ(header_value(hop.headers, "transfer-encoding"), "chunked");
  ASSERT_NE(hop.wire_body, nullptr);
  EXPECT_GT(hop.wire_body->size(), hop.body->size());
  EXPECT_EQ(text_of(hop), "<html><body>" + text_ + "</body></html>");
  ASSERT_EQ(seen.robots.size(), 1u);
  EXPECT_EQ(seen.robots[0].source, RobotsNote::Source::kFetched);
  ASSERT_EQ(seen.visits.size(), 2u);
  EXPECT_EQ(seen.visits[1].outcome.crawl_delay, std::chrono::seconds(7));
}

TEST_F(NetNginx, redirects_are_followed_across_hosts_and_every_hop_is_kept) {
  const PageLook seen = look("/old");
  ASSERT_FALSE(seen.exchange.failure) << seen.exchange.failure_text;
  ASSERT_EQ(seen.exchange.hops.size(), 3u);
  EXPECT_EQ(seen.exchange.hops[0].status, 301);
  EXPECT_EQ(seen.exchange.hops[1].url, nginx_.url("/older?a=1", "a.localhost"));
  EXPECT_EQ(seen.exchange.hops[1].status, 302);
  EXPECT_EQ(seen.exchange.hops[2].url, nginx_.url("/page.html", "b.localhost"));
  EXPECT_EQ(seen.exchange.hops[2].status, 200);
  ASSERT_EQ(seen.robots.size(), 3u);
  EXPECT_EQ(seen.robots[1].source, RobotsNote::Source::kCached);
  EXPECT_EQ(seen.robots[2].source, RobotsNote::Source::kFetched);
}

TEST_F(NetNginx, an_unchanged_page_is_not_sent_again) {
  const PageLook first = look("/page.html");
  const Hop& hop = *first.exchange.last();
  PageRequest again(Url::parse(hop.url).value());
  again.validators = Validators{hop.url, std::string(header_value(hop.headers, "etag")),
                                std::string(header_value(hop.headers, "last-modified"))};
  const PageLook second = look(std::move(again));
  EXPECT_TRUE(second.exchange.not_modified);
  EXPECT_EQ(second.exchange.status(), 304);
}

TEST_F(NetNginx, redirects_into_the_house_are_refused) {
  for (const char* path : {"/inward", "/local-file"}) {
    const PageLook seen = look(path);
    EXPECT_EQ(seen.exchange.failure, Reason::kAddressNotAllowed) << path;
    ASSERT_FALSE(seen.exchange.hops.empty());
    EXPECT_EQ(seen.exchange.hops[0].status, 302) << path;
  }
}

TEST_F(NetNginx, a_circle_of_redirects_ends) {
  const PageLook seen = look("/loop");
  EXPECT_EQ(seen.exchange.failure, Reason::kTooManyRedirects);
  EXPECT_EQ(seen.exchange.hops.size(), 2u);
}

TEST_F(NetNginx, robots_is_asked_at_every_hop) {
  const PageLook seen = look("/to-secret");
  EXPECT_EQ(seen.exchange.failure, Reason::kRobotsDisallowed);
  EXPECT_EQ(seen.exchange.hops.size(), 1u);
  EXPECT_EQ(seen.robots.back().decision.rule, "Disallow: /secret");
}

TEST_F(NetNginx, an_overloaded_site_says_when_to_come_back) {
  const PageLook seen = look("/busy");
  EXPECT_FALSE(seen.exchange.failure);
  EXPECT_EQ(seen.exchange.status(), 503);
  EXPECT_EQ(seen.visits.back().outcome.retry_after, std::chrono::seconds(120));
  EXPECT_EQ(look("/gone").exchange.status(), 410);
}

}  // namespace
}  // namespace vouch::crawler
