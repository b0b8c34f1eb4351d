#include "web/http_server.h"

#include <sys/stat.h>

#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>

#include "tests/web/loop_thread.h"
#include "tests/web/web_client.h"
#include "web/http_date.h"

namespace vouch::web::test {
namespace {

constexpr std::size_t kBodyLimit = 64 * 1024;

class StoppedClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return from_millis(1'795'501'800'000); }
};

// Tells what arrived; "/throw" throws, "/wait" holds its answer until release().
class EchoHandler final : public Handler {
 public:
  explicit EchoHandler(boost::asio::io_context& loop) : gate_(loop) {
    gate_.expires_at(boost::asio::steady_timer::time_point::max());
  }
  Task<HttpResponse> handle(HttpRequest request) override {
    if (request.target == "/throw") throw std::runtime_error("broken on purpose");
    if (request.target == "/wait") {
      waiting.set_value();
      boost::system::error_code ignored;
      co_await gate_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }
    HttpResponse response;
    response.body = fmt::format("{} {} {} unix={} uid={} loopback={}", request.method,
                                request.target, request.body.size(), request.peer.unix_socket,
                                request.peer.uid, request.peer.loopback);
    if (request.target == "/events") {
      stream = std::make_shared<EventStream>(co_await boost::asio::this_coro::executor);
      stream->push("inbox", "{\"unread\":1}");
      response.content_type = "text/event-stream";
      response.events = stream;
    }
    if (request.target == "/evil")
      response.headers.push_back(HeaderField{"X-Evil", "a\r\nSet-Cookie: b=c"});
    co_return response;
  }
  [[nodiscard]] std::size_t body_limit(const HttpRequest& head) const override {
    return head.target == "/large" ? 10 * 1024 * 1024 : kBodyLimit;
  }
  [[nodiscard]] HttpResponse error_answer(int status, std::string_view detail) const override {
    HttpResponse response;
    response.status = status;
    response.body = fmt::format("problem: {}", detail);
    return response;
  }
  void release() { gate_.cancel(); }
  std::shared_ptr<EventStream> stream;
  std::promise<void> waiting;

 private:
  boost::asio::steady_timer gate_;
};

class HttpServerTest : public ::testing::Test {
 protected:
  void SetUp() override { start({}); }
  void start(ServerLimits limits) {
    thread_.run([&] {
      server_ = std::make_unique<HttpServer>(thread_.loop(), handler_, clock_, limits);
      port_ = server_->listen_tcp("127.0.0.1:0").value();
    });
  }
  void TearDown() override {
    thread_.run([&] { server_.reset(); });
  }
  Answer ask(std::string_view bytes, bool head_only = false) const {
    Client client = Client::tcp(port_);
    client.send(bytes);
    return client.read(head_only);
  }

  LoopThread thread_;
  StoppedClock clock_;
  EchoHandler handler_{thread_.loop()};
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
};

void expect_security_headers(const Answer& answer) {
  for (const HeaderField& field : security_headers())
    EXPECT_EQ(answer.header(field.name), field.value) << field.name << "\n" << answer.head;
}

TEST_F(HttpServerTest, answers_with_date_length_and_security_headers) {
  const Answer answer = ask(request_text("GET", "/a?b=c"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Date"), "Tue, 24 Nov 2026 06:30:00 GMT");
  EXPECT_TRUE(answer.has("GET /a?b=c 0 unix=false")) << answer.body;
  EXPECT_TRUE(answer.has("loopback=true"));
  expect_security_headers(answer);
}

TEST_F(HttpServerTest, keeps_the_connection_and_answers_pipelined_requests_in_order) {
  Client client = Client::tcp(port_);
  client.send(request_text("GET", "/1") + request_text("POST", "/2", {}, "abc") +
              request_text("GET", "/3"));
  EXPECT_TRUE(client.read().has("GET /1 0"));
  EXPECT_TRUE(client.read().has("POST /2 3"));
  EXPECT_TRUE(client.read().has("GET /3 0"));
  client.send(request_text("GET", "/4", {"Connection: close"}));
  const Answer last = client.read();
  EXPECT_EQ(last.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, head_has_the_headers_of_get_and_no_body) {
  Client client = Client::tcp(port_);
  client.send(request_text("HEAD", "/a"));
  const Answer head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_NE(head.header("Content-Length"), "0");
  client.send(request_text("GET", "/b"));
  EXPECT_TRUE(client.read().has("GET /b")) << "no byte of a body may stand between the answers";
}

TEST_F(HttpServerTest, a_chunked_body_is_put_together) {
  const Answer answer =
      ask("POST /c HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: "
          "chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
  EXPECT_TRUE(answer.has("POST /c 7")) << answer.body;
}

TEST_F(HttpServerTest, expect_100_continue_is_answered_before_the_body) {
  Client client = Client::tcp(port_);
  client.send("POST /e HTTP/1.1\r\nHost: v\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  client.send("12345");
  EXPECT_TRUE(client.read().has("POST /e 5"));
}

TEST_F(HttpServerTest, an_absolute_target_is_reduced_to_its_path) {
  EXPECT_TRUE(ask(request_text("GET", "http://vouch/x?y=1")).has("GET /x?y=1"));
}

TEST_F(HttpServerTest, an_exception_of_a_handler_is_a_500_without_its_text) {
  const Answer answer = ask(request_text("GET", "/throw"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_FALSE(answer.has("broken on purpose"));
  expect_security_headers(answer);
}

TEST_F(HttpServerTest, a_header_value_with_a_line_break_is_left_out) {
  const Answer answer = ask(request_text("GET", "/evil"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
}

struct Refused {
  const char* name;
  std::string bytes;
  int status;
};

std::string big_header() {
  return "GET / HTTP/1.1\r\nHost: v\r\nX-Big: " + std::string(20'000, 'a') + "\r\n\r\n";
}

class RefusedTest : public HttpServerTest, public ::testing::WithParamInterface<Refused> {};

TEST_P(RefusedTest, is_refused_with_security_headers_and_closed) {
  Client client = Client::tcp(port_);
  client.send(GetParam().bytes);
  client.finish_sending();
  const Answer answer = client.read();
  EXPECT_EQ(answer.status, GetParam().status) << answer.head << answer.body;
  EXPECT_EQ(answer.header("Connection"), "close");
  expect_security_headers(answer);
  EXPECT_TRUE(client.is_closed());
}

INSTANTIATE_TEST_SUITE_P(
    HttpServer, RefusedTest,
    ::testing::Values(
        Refused{"bytes_that_are_no_http", "hello\r\n\r\n", 400},
        Refused{"tls_on_a_plain_port",
                std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\r\n\r\n", 14), 400},
        Refused{"header_over_16_kB", big_header(), 431},
        Refused{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        Refused{"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        Refused{"length_and_chunked",
                "POST / HTTP/1.1\r\nHost: v\r\nContent-Length: 3\r\nTransfer-Encoding: "
                "chunked\r\n\r\n0\r\n\r\n",
                400},
        Refused{"chunked_and_length",
                "POST / HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: chunked\r\nContent-Length: "
                "3\r\n\r\n0\r\n\r\n",
                400},
        Refused{"two_lengths",
                "POST / HTTP/1.1\r\nHost: v\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                400},
        Refused{"negative_length", "POST / HTTP/1.1\r\nHost: v\r\nContent-Length: -1\r\n\r\n", 400},
        Refused{"coding_that_is_not_chunked",
                "POST / HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: gzip\r\n\r\nabc", 501},
        Refused{
            "chunked_twice",
            "POST / HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
            501},
        Refused{"chunked_with_http_1_0",
                "POST / HTTP/1.0\r\nHost: v\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Refused{"target_without_slash", "GET a HTTP/1.1\r\nHost: v\r\n\r\n", 400},
        Refused{"declared_body_over_the_limit",
                "POST / HTTP/1.1\r\nHost: v\r\nContent-Length: 65537\r\n\r\n", 413},
        Refused{"chunked_body_over_the_limit",
                "POST / HTTP/1.1\r\nHost: v\r\nTransfer-Encoding: chunked\r\n\r\n10001\r\n" +
                    std::string(0x10001, 'a') + "\r\n0\r\n\r\n",
                413}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(HttpServerTest, a_body_at_the_limit_is_taken) {
  EXPECT_TRUE(ask(request_text("POST", "/", {}, std::string(kBodyLimit, 'a'))).has("POST / 65536"));
}

TEST_F(HttpServerTest, the_handler_decides_how_large_a_body_may_be) {
  const std::string body(3 * 1024 * 1024, 'a');
  EXPECT_TRUE(ask(request_text("POST", "/large", {}, body)).has("POST /large 3145728"));
}

TEST_F(HttpServerTest, the_refusal_of_a_large_body_reaches_a_client_that_is_still_sending) {
  Client client = Client::tcp(port_);
  client.send(request_text("POST", "/", {}, std::string(4 * 1024 * 1024, 'a')));
  EXPECT_EQ(client.read().status, 413);
}

class ImpatientServerTest : public HttpServerTest {
 protected:
  void SetUp() override {
    ServerLimits limits;
    limits.timeout = std::chrono::milliseconds(50);
    start(limits);
  }
};

TEST_F(ImpatientServerTest, half_a_header_is_closed_in_time) {
  Client client = Client::tcp(port_);
  client.send("GET / HTTP/1.1\r\nHost: v\r\n");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ImpatientServerTest, half_a_body_is_closed_in_time) {
  Client client = Client::tcp(port_);
  client.send("POST / HTTP/1.1\r\nHost: v\r\nContent-Length: 10\r\n\r\nabc");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ImpatientServerTest, an_idle_connection_is_closed_without_an_answer) {
  Client client = Client::tcp(port_);
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, events_are_sent_as_they_come) {
  Client client = Client::tcp(port_);
  client.send(request_text("GET", "/events"));
  const Answer head = client.read();
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "");
  EXPECT_EQ(head.header("Connection"), "close");
  EXPECT_EQ(client.read_until("\n\n"), "event: inbox\ndata: {\"unread\":1}\n\n");
  thread_.run([&] { handler_.stream->push("claims", "{}"); });
  EXPECT_EQ(client.read_until("\n\n"), "event: claims\ndata: {}\n\n");
  thread_.run([&] { handler_.stream->close(); });
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, a_drain_ends_event_streams_at_once) {
  Client client = Client::tcp(port_);
  client.send(request_text("GET", "/events"));
  client.read();
  client.read_until("\n\n");
  const auto begun = std::chrono::steady_clock::now();
  auto drained = boost::asio::co_spawn(thread_.loop(), server_->drain(std::chrono::seconds(15)),
                                       boost::asio::use_future);
  drained.get();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

class CrowdedServerTest : public HttpServerTest {
 protected:
  void SetUp() override {
    ServerLimits limits;
    limits.connections = 3;
    start(limits);
  }
};

TEST_F(CrowdedServerTest, whoever_was_silent_longest_gives_way) {
  Client first = Client::tcp(port_);
  Client second = Client::tcp(port_);
  Client third = Client::tcp(port_);
  for (Client* one : {&first, &second, &third}) {
    one->send(request_text("GET", "/a"));
    EXPECT_EQ(one->read().status, 200);
  }
  first.send(request_text("GET", "/a"));
  EXPECT_EQ(first.read().status, 200);
  Client fourth = Client::tcp(port_);
  fourth.send(request_text("GET", "/a"));
  EXPECT_EQ(fourth.read().status, 200);
  EXPECT_TRUE(second.is_closed());
  first.send(request_text("GET", "/a"));
  EXPECT_EQ(first.read().status, 200) << "it was heard of after the second";
}

TEST_F(HttpServerTest, drain_closes_idle_connections_and_finishes_requests_in_work) {
  Client idle = Client::tcp(port_);
  idle.send(request_text("GET", "/a"));
  EXPECT_EQ(idle.read().status, 200);
  Client busy = Client::tcp(port_);
  busy.send(request_text("GET", "/wait"));
  handler_.waiting.get_future().wait();

  auto drained = boost::asio::co_spawn(thread_.loop(), server_->drain(std::chrono::seconds(20)),
                                       boost::asio::use_future);
  EXPECT_TRUE(idle.is_closed());
  EXPECT_FALSE(Client::tcp(port_).connected());
  thread_.run([&] { handler_.release(); });
  const Answer answer = busy.read();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Connection"), "close");
  drained.get();
}

TEST_F(HttpServerTest, drain_ends_with_its_grace_when_a_request_does_not) {
  Client busy = Client::tcp(port_);
  busy.send(request_text("GET", "/wait"));
  handler_.waiting.get_future().wait();
  boost::asio::co_spawn(thread_.loop(), server_->drain(std::chrono::milliseconds(20)),
                        boost::asio::use_future)
      .get();
  EXPECT_TRUE(busy.is_closed());
  thread_.run([&] { handler_.release(); });
}

class UnixSocketTest : public HttpServerTest {
 protected:
  void SetUp() override {
    HttpServerTest::SetUp();
    char name[] = "/tmp/vouch-web-XXXXXX";
    folder_ = ::mkdtemp(name);
    path_ = folder_ + "/v.sock";
  }
  void TearDown() override {
    HttpServerTest::TearDown();
    std::filesystem::remove_all(folder_);
  }
  Status listen() {
    return thread_.run([&] { return server_->listen_unix(path_); });
  }
  std::string folder_;
  std::string path_;
};

TEST_F(UnixSocketTest, the_peer_is_known_by_its_credentials_and_the_file_is_private) {
  ASSERT_TRUE(listen());
  Client client = Client::unix_socket(path_);
  client.send(request_text("GET", "/a"));
  const Answer answer = client.read();
  EXPECT_TRUE(answer.has(fmt::format("unix=true uid={}", ::geteuid()))) << answer.body;
  struct stat info {};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(UnixSocketTest, a_socket_left_behind_is_replaced_and_a_file_is_not) {
  ASSERT_TRUE(listen());
  ASSERT_TRUE(listen());
  Client client = Client::unix_socket(path_);
  EXPECT_TRUE(client.connected());
  path_ = folder_ + "/file";
  std::fclose(std::fopen(path_.c_str(), "w"));
  const Status refused = listen();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("no socket"), std::string::npos);
}

TEST_F(UnixSocketTest, the_file_goes_with_the_server) {
  ASSERT_TRUE(listen());
  thread_.run([&] { server_.reset(); });
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(UnixSocketTest, a_path_beyond_the_kernels_limit_is_refused_in_words) {
  path_ = folder_ + "/" + std::string(120, 'a');
  const Status refused = listen();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("107"), std::string::npos);
}

TEST_F(HttpServerTest, wrong_listen_addresses_are_refused_in_words) {
  for (const char* address : {"", "8080", "localhost:80", "127.0.0.1:", "127.0.0.1:x",
                              "127.0.0.1:65536", "999.0.0.1:80"}) {
    const auto refused = thread_.run([&] { return server_->listen_tcp(address); });
    ASSERT_FALSE(refused) << address;
    EXPECT_NE(refused.error().message.find("cannot listen"), std::string::npos);
  }
}

TEST(HttpDate, is_an_imf_fixdate) {
  EXPECT_EQ(http_date(from_millis(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace vouch::web::test
