// CurlHttpClient against servers that say exactly these bytes.
#include <gtest/gtest.h>
#include <atomic>

#include "crawler/net/chunked.h"
#include "crawler/net/curl_http_client.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/tcp_server.h"

namespace vouch::crawler {
namespace {

using fakes::run_task;
using fakes::TcpServer;
using std::chrono::milliseconds;
using std::chrono::seconds;

AddressGuard guard_allowing(std::initializer_list<const char*> ranges) {
  std::vector<AllowedRange> parsed;
  for (const char* range : ranges) parsed.push_back(AllowedRange::parse(range).value());
  return AddressGuard(std::move(parsed), {});
}

CurlOptions options() {
  CurlOptions made;
  made.user_agent = "VouchBot/test";
  return made;
}

class NetClient : public testing::Test {
 protected:
  static FetchRequest request(const std::string& url,
                              AddressClass address_class = AddressClass::kGuarded) {
    FetchRequest made(Url::parse(url).value(), address_class);
    made.limits.timeout = seconds(10);
    return made;
  }
  Exchange fetch(FetchRequest made) { return run_task(client_.fetch(std::move(made))); }
  Exchange get(const std::string& url) { return fetch(request(url)); }

  SystemWallClock wall_;
  CurlHttpClient client_{options(), guard_allowing({"127.0.0.1:1-65535"}), wall_};
};

TEST_F(NetClient, an_answer_is_kept_as_it_was_on_the_wire) {
  TcpServer server(TcpServer::always(TcpServer::response(
      "200 All Right", "Content-Type:  text/html \r\nX-Odd:a\r\nX-Odd: b\r\n", "<p>hi")));
  const Exchange exchange = get(server.url("/a/%7Eb?q=1#frag"));
  ASSERT_FALSE(exchange.failure) << exchange.failure_text;
  ASSERT_EQ(exchange.hops.size(), 1u);
  const Hop& hop = exchange.hops[0];
  EXPECT_EQ(hop.status, 200);
  EXPECT_EQ(hop.url, server.url("/a/%7Eb?q=1"));
  EXPECT_EQ(*hop.body, "<p>hi");
  EXPECT_EQ(hop.wire_body, nullptr);
  EXPECT_EQ(hop.response_head,
            "HTTP/1.1 200 All Right\r\nContent-Type:  text/html \r\nX-Odd:a\r\nX-Odd: "
            "b\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(header_value(hop.headers, "content-type"), "text/html");
  EXPECT_EQ(header_values(hop.headers, "x-odd").size(), 2u);
  EXPECT_EQ(hop.request_head,
            fmt::format("GET /a/%7Eb?q=1 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nUser-Agent: "
                        "VouchBot/test\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\n\r\n",
                        server.port()));
  EXPECT_EQ(hop.address, fmt::format("127.0.0.1:{}", server.port()));
  EXPECT_FALSE(hop.truncated);
  const PhaseTimings& timings = hop.timings;
  EXPECT_LE(timings.dns, timings.connect);
  EXPECT_LE(timings.connect, timings.tls);
  EXPECT_LE(timings.tls, timings.first_byte);
  EXPECT_LE(timings.first_byte, timings.total);
}

TEST_F(NetClient, a_chunked_body_is_given_without_its_framing_and_kept_with_it) {
  const std::string framed = "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-After: 1\r\n\r\n";
  TcpServer server(
      TcpServer::always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + framed));
  const Exchange exchange = get(server.url());
  ASSERT_FALSE(exchange.failure) << exchange.failure_text;
  EXPECT_EQ(*exchange.hops[0].body, "hello world");
  ASSERT_NE(exchange.hops[0].wire_body, nullptr);
  EXPECT_TRUE(exchange.hops[0].wire_body->starts_with("5;x=y\r\nhello\r\n6\r\n world\r\n0\r\n"));
  EXPECT_EQ(evidence_body(exchange.hops[0]), exchange.hops[0].wire_body);
}

TEST_F(NetClient, a_compressed_body_stays_compressed) {
  const std::string bytes("\x1f\x8b\x08\x00 not really gzip\x00\x01", 21);
  TcpServer server(
      TcpServer::always(TcpServer::response("200 OK", "Content-Encoding: gzip\r\n", bytes)));
  EXPECT_EQ(*get(server.url()).hops[0].body, bytes);
}

TEST_F(NetClient, a_redirect_is_an_answer_and_not_followed) {
  TcpServer server(
      TcpServer::always(TcpServer::response("302 Found", "Location: http://127.0.0.2/\r\n", "")));
  const Exchange exchange = get(server.url());
  EXPECT_FALSE(exchange.failure);
  EXPECT_EQ(exchange.status(), 302);
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(NetClient, validators_are_sent_as_received_and_304_is_said) {
  std::string seen;
  TcpServer server([&](TcpServer::Connection& connection) {
    seen = connection.read_request();
    connection.write("HTTP/1.1 304 Not Modified\r\nETag: W/\"1\"\r\n\r\n");
  });
  FetchRequest conditional = request(server.url());
  conditional.etag = "W/\"1\"";
  conditional.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
  const Exchange exchange = fetch(std::move(conditional));
  EXPECT_TRUE(exchange.not_modified);
  EXPECT_NE(seen.find("\r\nIf-None-Match: W/\"1\"\r\n"), std::string::npos) << seen;
  EXPECT_NE(seen.find("\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
            std::string::npos);
  EXPECT_FALSE(get(server.url()).not_modified);
}

TEST_F(NetClient, a_post_carries_its_body_and_answers_with_the_servers) {
  std::string seen;
  TcpServer server([&](TcpServer::Connection& connection) {
    seen = connection.read_request();
    connection.write(TcpServer::response("410 Gone", "", "{\"ok\":false}"));
  });
  FetchRequest post = request(server.url("/hook?key=secret"), AddressClass::kConfigured);
  post.method = Method::kPost;
  post.secrecy = Secrecy::kSecretUrl;
  post.headers.push_back(HeaderField{"Content-Type", "application/json"});
  post.headers.push_back(HeaderField{"Authorization", "Bearer secret"});
  post.headers.push_back(HeaderField{"X-Empty", ""});
  post.body = "{\"a\":\"\xe4\xb8\xad\"}";
  const Exchange exchange = fetch(std::move(post));
  EXPECT_EQ(exchange.status(), 410);
  EXPECT_EQ(*exchange.hops[0].body, "{\"ok\":false}");
  EXPECT_TRUE(seen.starts_with("POST /hook?key=secret HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("\r\nAuthorization: Bearer secret\r\n"), std::string::npos);
  EXPECT_NE(seen.find("\r\nX-Empty:\r\n"), std::string::npos) << seen;
  EXPECT_EQ(seen.find("Expect"), std::string::npos);
  EXPECT_TRUE(seen.ends_with("\r\n\r\n{\"a\":\"\xe4\xb8\xad\"}"));
  const Hop& hop = exchange.hops[0];
  EXPECT_EQ(hop.request_head.find("secret"), std::string::npos) << hop.request_head;
  EXPECT_EQ(hop.url.find("secret"), std::string::npos) << hop.url;
}

TEST_F(NetClient, control_bytes_never_reach_the_wire) {
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "x")));
  for (const HeaderField& field :
       {HeaderField{"X-A", "1\r\nBcc: x"}, HeaderField{"X-A", "1\nB: x"},
        HeaderField{"X-A\r\nB", "1"}, HeaderField{"X A", "1"}, HeaderField{"", "1"},
        HeaderField{"X-A", std::string("1\0", 2)}, HeaderField{"Host", "other.example"}}) {
    FetchRequest odd = request(server.url());
    odd.headers.push_back(field);
    const Exchange exchange = fetch(std::move(odd));
    EXPECT_TRUE(exchange.failure) << field.name << ": " << field.value;
  }
  EXPECT_EQ(server.accepted(), 0);
  FetchRequest tagged = request(server.url());
  tagged.etag = "\"a\"\r\nEvil: 1";
  EXPECT_EQ(fetch(std::move(tagged)).hops[0].request_head.find("Evil"), std::string::npos);
}

TEST_F(NetClient, head_requests_have_no_body) {
  TcpServer server(TcpServer::always("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"));
  FetchRequest head = request(server.url());
  head.method = Method::kHead;
  const Exchange exchange = fetch(std::move(head));
  EXPECT_FALSE(exchange.failure) << exchange.failure_text;
  EXPECT_EQ(exchange.hops[0].method, "HEAD");
  EXPECT_TRUE(exchange.hops[0].body->empty());
}

TEST_F(NetClient, an_interim_answer_is_not_the_answer) {
  TcpServer server(TcpServer::always("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
                                     TcpServer::response("200 OK", "X-B: 2\r\n", "x")));
  const Exchange exchange = get(server.url());
  EXPECT_EQ(exchange.status(), 200);
  EXPECT_TRUE(exchange.hops[0].response_head.starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(header_value(exchange.hops[0].headers, "link"), "");
}

// The table of resource bombs and broken peers.
struct Bomb {
  const char* name;
  std::function<void(TcpServer::Connection&)> serve;
  std::optional<Reason> failure;
  int status;
  bool truncated;
};

std::function<void(TcpServer::Connection&)> say(std::string bytes) {
  return [bytes = std::move(bytes)](TcpServer::Connection& connection) { connection.write(bytes); };
}

std::function<void(TcpServer::Connection&)> repeat(std::string first, std::string again) {
  return [first = std::move(first), again = std::move(again)](TcpServer::Connection& connection) {
    bool listening = connection.write(first);
    while (listening) listening = connection.write(again);
  };
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";

std::vector<Bomb> bombs() {
  const auto drip = [](std::string first) {
    return [first](TcpServer::Connection& connection) {
      connection.write(first);
      connection.wait_for_close();
    };
  };
  return {
      {"endless_headers", repeat(kOk, "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"),
       Reason::kTooLarge, 0, false},
      {"endless_cookies", repeat(kOk, "Set-Cookie: a=b; Path=/; Domain=example.com; HttpOnly\r\n"),
       Reason::kTooLarge, 0, false},
      {"one_endless_header_line", repeat(kOk + "X-A: ", std::string(1000, 'a')), Reason::kTooLarge,
       0, false},
      {"endless_interim_answers", repeat("", "HTTP/1.1 100 Continue\r\nX-A: aaaaaaaaaaa\r\n\r\n"),
       Reason::kTooLarge, 0, false},
      {"endless_chunks",
       repeat(kOk + "Transfer-Encoding: chunked\r\n\r\n", "4\r\naaaa\r\n"),
       {},
       200,
       true},
      {"endless_body_without_a_length",
       repeat(kOk + "\r\n", std::string(4096, 'a')),
       {},
       200,
       true},
      {"two_layers_of_gzip",
       say(kOk + "Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nx"),
       Reason::kPageUnparseable, 200, true},
      {"two_layers_of_gzip_in_two_fields",
       say(kOk + "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"),
       Reason::kPageUnparseable, 200, true},
      {"a_transfer_coding_that_nobody_asked_for",
       say(kOk + "Transfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"),
       Reason::kPageUnparseable, 200, true},
      {"silence_after_the_request", drip(""), Reason::kTimeout, 0, false},
      {"silence_in_the_headers", drip(kOk + "X-A:"), Reason::kTimeout, 0, false},
      {"silence_in_the_body", drip(kOk + "Content-Length: 9\r\n\r\nab"), Reason::kTimeout, 200,
       true},
      {"reset_before_an_answer",
       [](TcpServer::Connection& connection) { connection.reset_on_close(); }, Reason::kReset, 0,
       false},
      {"reset_in_the_headers",
       [](TcpServer::Connection& connection) {
         connection.write(kOk + "X-A: 1\r\n");
         connection.reset_on_close();
       },
       Reason::kReset, 0, false},
      {"end_in_the_body", say(kOk + "Content-Length: 100\r\n\r\nonly this"), Reason::kReset, 200,
       true},
      {"end_in_a_chunk", say(kOk + "Transfer-Encoding: chunked\r\n\r\n10\r\nabc"), Reason::kReset,
       200, true},
      {"a_chunk_size_that_is_none", say(kOk + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc"),
       Reason::kReset, 200, true},
      {"no_answer_at_all", say(""), Reason::kReset, 0, false},
      {"not_http", say("SSH-2.0-OpenSSH_9.2\r\nhello hello hello hello\r\n"), Reason::kReset, 0,
       false},
      {"more_than_announced", say(kOk + "Content-Length: 2\r\n\r\nabcdef"), {}, 200, false},
  };
}

TEST_F(NetClient, broken_and_hostile_answers_end_within_bounds_and_accuse_nobody) {
  for (const Bomb& bomb : bombs()) {
    TcpServer server([&](TcpServer::Connection& connection) {
      connection.read_request();
      bomb.serve(connection);
    });
    FetchRequest made = request(server.url());
    made.limits.timeout = milliseconds(400);
    made.limits.max_body_bytes = 100'000;
    const Exchange exchange = fetch(std::move(made));
    EXPECT_EQ(exchange.failure, bomb.failure) << bomb.name << ": " << exchange.failure_text;
    EXPECT_EQ(exchange.status(), bomb.status) << bomb.name;
    ASSERT_EQ(exchange.hops.size(), 1u) << bomb.name;
    const Hop& hop = exchange.hops[0];
    EXPECT_EQ(hop.truncated, bomb.truncated) << bomb.name;
    EXPECT_LE(hop.response_head.size(), 64u * 1024) << bomb.name;
    if (hop.body) {
      EXPECT_LE(hop.body->size(), 100'000u) << bomb.name;
    }
    if (exchange.failure) {
      EXPECT_EQ(outcome_of(*exchange.failure), Outcome::kInconclusive);
    }
  }
}

TEST_F(NetClient, a_trickle_is_cut_long_before_the_whole_time_is_up) {
  TcpServer server([](TcpServer::Connection& connection) {
    connection.read_request();
    connection.write(kOk + "Content-Length: 900\r\n\r\na");
    connection.wait_for_close();
  });
  FetchRequest made = request(server.url());
  made.limits.timeout = seconds(60);
  made.limits.slow_for = seconds(1);
  const Exchange exchange = fetch(std::move(made));
  EXPECT_EQ(exchange.failure, Reason::kTimeout);
  EXPECT_LT(exchange.hops[0].timings.total, seconds(20));
}

TEST_F(NetClient, a_cut_body_keeps_what_came) {
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "0123456789")));
  FetchRequest made = request(server.url());
  made.limits.max_body_bytes = 4;
  const Exchange exchange = fetch(std::move(made));
  EXPECT_FALSE(exchange.failure);
  EXPECT_EQ(*exchange.hops[0].body, "0123");
  EXPECT_TRUE(exchange.hops[0].truncated);
}

TEST_F(NetClient, names_that_do_not_resolve_and_closed_ports_are_told_apart) {
  std::uint16_t closed = 0;
  { closed = TcpServer(TcpServer::always("")).port(); }
  EXPECT_EQ(get(fmt::format("http://127.0.0.1:{}/", closed)).failure, Reason::kConnect);
  EXPECT_EQ(get("http://does-not-exist.invalid/").failure, Reason::kDns);
}

TEST_F(NetClient, a_peer_that_speaks_no_tls_is_a_tls_failure) {
  TcpServer server([](TcpServer::Connection& connection) {
    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
    connection.wait_for_close();
  });
  const Exchange exchange = get(fmt::format("https://127.0.0.1:{}/", server.port()));
  EXPECT_EQ(exchange.failure, Reason::kTls) << exchange.failure_text;
}

TEST_F(NetClient, addresses_outside_the_allowed_range_are_never_connected_to) {
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "secret")));
  TcpServer second(TcpServer::always(TcpServer::response("200 OK", "", "secret")), "127.0.0.2");
  for (const std::string& url :
       {second.url("/", "127.0.0.2"), second.url("/", "2130706434"), second.url("/", "0x7f000002"),
        second.url("/", "[::ffff:127.0.0.2]"), server.url("/", "[::1]"),
        std::string("ftp://127.0.0.1/"), std::string("file:///etc/passwd"),
        server.url("/", "user:pw@127.0.0.1")}) {
    const Exchange exchange = get(url);
    EXPECT_EQ(exchange.failure, Reason::kAddressNotAllowed) << url;
    EXPECT_EQ(exchange.status(), 0) << url;
  }
  EXPECT_EQ(server.accepted() + second.accepted(), 0);
}

TEST_F(NetClient, a_name_is_judged_by_the_address_it_leads_to) {
  // The name passes every check that can be made before it is resolved.
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "secret")));
  CurlHttpClient elsewhere(options(), guard_allowing({"127.0.0.2:1-65535"}), wall_);
  const Exchange refused = run_task(elsewhere.fetch(request(server.url("/", "rebind.localhost"))));
  EXPECT_EQ(refused.failure, Reason::kAddressNotAllowed);
  EXPECT_EQ(refused.failure_text, "address not allowed");
  EXPECT_EQ(server.accepted(), 0);
  const Exchange allowed = get(server.url("/", "rebind.localhost"));
  EXPECT_EQ(allowed.status(), 200) << allowed.failure_text;
}

TEST_F(NetClient, a_kept_connection_does_not_carry_a_guarded_request) {
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "secret")));
  const std::string url = server.url("/", "kept.localhost");
  // The port is open to another network, so that only the address can tell.
  const std::string range = fmt::format("10.0.0.0/8:{}", server.port());
  CurlHttpClient half(options(), guard_allowing({range.c_str()}), wall_);
  ASSERT_EQ(run_task(half.fetch(request(url, AddressClass::kConfigured))).status(), 200);
  const auto refused = run_task(half.fetch(request(url)));
  EXPECT_EQ(refused.failure, Reason::kAddressNotAllowed);
  EXPECT_EQ(server.accepted(), 1);
}

TEST_F(NetClient, a_post_goes_out_once_even_where_a_kept_connection_dies_before_the_answer) {
  std::atomic<int> posts = 0;
  TcpServer server([&](TcpServer::Connection& connection) {
    for (std::string seen = connection.read_request(); !seen.empty();
         seen = connection.read_request()) {
      if (seen.starts_with("POST") && ++posts > 1) return connection.reset_on_close();
      if (!connection.write(TcpServer::response("200 OK", "", "{}"))) return;
    }
  });
  const auto post = [&] {
    FetchRequest made = request(server.url("/hook"), AddressClass::kConfigured);
    made.method = Method::kPost;
    made.body = "{}";
    return fetch(std::move(made));
  };
  ASSERT_EQ(get(server.url("/")).status(), 200);  // leaves a connection that is kept
  ASSERT_EQ(post().status(), 200);
  EXPECT_EQ(post().failure, Reason::kReset);
  EXPECT_EQ(posts, 2);
}

TEST_F(NetClient, the_environment_names_no_proxy) {
  TcpServer proxy(TcpServer::always(TcpServer::response("200 OK", "", "proxied")));
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "direct")));
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const Exchange exchange = get(server.url());
  ::unsetenv("http_proxy");
  EXPECT_EQ(*exchange.hops[0].body, "direct");
  EXPECT_EQ(proxy.accepted(), 0);
}

TEST_F(NetClient, the_configured_proxy_carries_everything_but_the_named_exceptions) {
  TcpServer proxy(TcpServer::always(TcpServer::response("200 OK", "", "proxied")));
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "direct")));
  CurlOptions proxied = options();
  proxied.proxy = proxy.url();
  proxied.no_proxy = "other.example, .localhost";
  CurlHttpClient client(proxied, guard_allowing({"127.0.0.1:1-65535"}), wall_);
  EXPECT_EQ(*run_task(client.fetch(request("http://example.com/"))).hops[0].body, "proxied");
  EXPECT_EQ(*run_task(client.fetch(request(server.url("/", "a.localhost")))).hops[0].body,
            "direct");
  EXPECT_EQ(run_task(client.fetch(request("http://10.0.0.1/"))).failure,
            Reason::kAddressNotAllowed);
}

TEST(Chunked, framing_is_taken_off) {
  struct Row {
    const char* name;
    const char* framed;
    const char* body;
    bool complete;
  };
  for (const Row& row : {
           Row{"two_chunks", "3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n", "abcde", true},
           Row{"upper_and_lower_hex", "A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n",
               "01234567890123456789", true},
           Row{"bare_line_feeds", "3\nabc\n0\n\n", "abc", true},
           Row{"cut_in_a_chunk", "5\r\nab", "ab", false},
           Row{"cut_after_a_chunk", "2\r\nab\r\n", "ab", false},
           Row{"no_size", "xyz\r\nab", "", false},
           Row{"a_size_beyond_64_bits", "fffffffffffffffff\r\nab", "", false},
           Row{"nothing", "", "", false},
       }) {
    const Dechunked result = dechunk(row.framed);
    EXPECT_EQ(result.body, row.body) << row.name;
    EXPECT_EQ(result.complete, row.complete) << row.name;
  }
}

}  // namespace
}  // namespace vouch::crawler
