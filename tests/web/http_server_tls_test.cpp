#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "tests/web/loop_thread.h"
#include "tests/web/web_client.h"
#include "web/http_server.h"

namespace vouch::web::test {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class StoppedClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override { return from_millis(1'795'501'800'000); }
};

class TellingHandler final : public Handler {
 public:
  Task<HttpResponse> handle(HttpRequest request) override {
    HttpResponse response;
    response.body = fmt::format("secure={} {}", request.peer.secure, request.body.size());
    co_return response;
  }
  [[nodiscard]] std::size_t body_limit(const HttpRequest& /*head*/) const override { return 100; }
  [[nodiscard]] HttpResponse error_answer(int status, std::string_view /*d*/) const override {
    HttpResponse response;
    response.status = status;
    return response;
  }
};

class TlsServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/vouch-tls-XXXXXX";
    folder_ = ::mkdtemp(name);
    make_certificate("one");
    thread_.run([&] {
      server_ = std::make_unique<HttpServer>(thread_.loop(), handler_, clock_);
      ASSERT_TRUE(server_->use_certificate(folder_ + "/one.pem", folder_ + "/one.key"));
      port_ = server_->listen_tcp("127.0.0.1:0").value();
    });
  }
  void TearDown() override {
    thread_.run([&] { server_.reset(); });
    thread_.stop();
    std::filesystem::remove_all(folder_);
  }
  void make_certificate(const std::string& name) const {
    const std::string command = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN={1} -keyout {0}/{1}.key -out {0}/{1}.pem 2>/dev/null",
        folder_, name);
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(concurrency-mt-unsafe)
  }

  struct Heard {
    std::string text;
    std::string subject;
    error_code error;
  };
  Heard ask(const std::string& request, asio::ssl::context::method method) const {
    Heard heard;
    asio::io_context io;
    asio::ssl::context context(method);
    asio::ssl::stream<asio::ip::tcp::socket> stream(io, context);
    stream.lowest_layer().connect({asio::ip::address_v4::loopback(), port_}, heard.error);
    if (!heard.error) stream.handshake(asio::ssl::stream_base::client, heard.error);
    if (heard.error) return heard;
    X509* const peer = ::SSL_get1_peer_certificate(stream.native_handle());
    std::array<char, 200> line{};
    ::X509_NAME_oneline(::X509_get_subject_name(peer), line.data(), line.size());
    ::X509_free(peer);
    heard.subject = line.data();
    asio::write(stream, asio::buffer(request), heard.error);
    asio::read(stream, asio::dynamic_buffer(heard.text), heard.error);
    return heard;
  }
  static std::string get() { return "GET /a HTTP/1.1\r\nHost: vouch\r\nConnection: close\r\n\r\n"; }

  std::string folder_;
  StoppedClock clock_;
  TellingHandler handler_;
  LoopThread thread_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
};

TEST_F(TlsServerTest, answers_over_tls_1_2_and_1_3_and_ends_the_connection_properly) {
  for (const auto method : {asio::ssl::context::tlsv12_client, asio::ssl::context::tlsv13_client}) {
    const Heard heard = ask(get(), method);
    EXPECT_EQ(heard.text.rfind("HTTP/1.1 200", 0), 0U) << heard.error.message();
    EXPECT_NE(heard.text.find("secure=true"), std::string::npos) << heard.text;
    EXPECT_EQ(heard.error, asio::error::eof) << "close_notify came first";
  }
}

TEST_F(TlsServerTest, a_body_and_its_limit) {
  const auto post = [](std::size_t size) {
    return fmt::format(
        "POST /a HTTP/1.1\r\nHost: v\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}", size,
        std::string(size, 'x'));
  };
  EXPECT_NE(ask(post(100), asio::ssl::context::tls_client).text.find("secure=true 100"),
            std::string::npos);
  EXPECT_EQ(ask(post(101), asio::ssl::context::tls_client).text.rfind("HTTP/1.1 413", 0), 0U);
}

TEST_F(TlsServerTest, older_versions_and_plain_http_get_nothing) {
  EXPECT_TRUE(ask(get(), asio::ssl::context::tlsv11_client).error);
  Client plain = Client::tcp(port_);
  plain.send(get());
  EXPECT_EQ(plain.read().status, 0);
}

TEST_F(TlsServerTest, a_renewed_certificate_is_used_for_the_next_connection) {
  EXPECT_EQ(ask(get(), asio::ssl::context::tls_client).subject, "/CN=one");
  make_certificate("two");
  EXPECT_TRUE(thread_.run(
      [&] { return server_->use_certificate(folder_ + "/two.pem", folder_ + "/two.key"); }));
  EXPECT_EQ(ask(get(), asio::ssl::context::tls_client).subject, "/CN=two");
  const Status other = thread_.run(
      [&] { return server_->use_certificate(folder_ + "/one.pem", folder_ + "/two.key"); });
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().message.find("two.key"), std::string::npos);
  EXPECT_EQ(ask(get(), asio::ssl::context::tls_client).subject, "/CN=two") << "it stays";
}

TEST_F(TlsServerTest, half_a_handshake_does_not_hold_others_up) {
  Client silent = Client::tcp(port_);
  silent.send("\x16\x03");
  EXPECT_EQ(ask(get(), asio::ssl::context::tls_client).text.rfind("HTTP/1.1 200", 0), 0U);
}

}  // namespace
}  // namespace vouch::web::test
