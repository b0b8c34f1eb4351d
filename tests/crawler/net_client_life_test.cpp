// The fetch thread's life: cancellation, queueing, shutdown, heartbeat.
#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "crawler/net/curl_http_client.h"
#include "tests/fakes/http_run.h"
#include "tests/fakes/tcp_server.h"

namespace vouch::crawler {
namespace {

using fakes::run_task;
using fakes::TcpServer;

// Takes requests and never answers; knows how many it holds.
class SilentServer {
 public:
  SilentServer()
      : server_([this](TcpServer::Connection& connection) {
          connection.read_request();
          {
            const std::lock_guard lock(mutex_);
            ++held_;
          }
          changed_.notify_all();
          connection.wait_for_close();
          {
            const std::lock_guard lock(mutex_);
            ++left_;
          }
          changed_.notify_all();
        }) {}

  void wait_until_held(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return held_ >= count; });
  }
  void wait_until_left(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return left_ >= count; });
  }
  [[nodiscard]] std::string url() const { return server_.url(); }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int held_ = 0;
  int left_ = 0;
  TcpServer server_;
};

class NetClientLife : public testing::Test {
 protected:
  static CurlOptions options() {
    CurlOptions made;
    made.user_agent = "VouchBot/test";
    made.max_transfers = 2;
    return made;
  }
  static FetchRequest request(const std::string& url) {
    return FetchRequest(Url::parse(url).value(), AddressClass::kConfigured);
  }
  void spawn(const std::string& url, boost::asio::cancellation_signal* signal = nullptr) {
    auto done = [this](std::exception_ptr error, Exchange exchange) {
      if (error) {
        ++thrown_;
      } else {
        answers_.push_back(std::move(exchange));
      }
    };
    if (signal) {
      boost::asio::co_spawn(loop_, client_->fetch(request(url)),
                            boost::asio::bind_cancellation_slot(signal->slot(), std::move(done)));
    } else {
      boost::asio::co_spawn(loop_, client_->fetch(request(url)), std::move(done));
    }
  }

  SystemWallClock wall_;
  boost::asio::io_context loop_{1};
  std::unique_ptr<CurlHttpClient> client_ =
      std::make_unique<CurlHttpClient>(options(), AddressGuard(), wall_);
  std::vector<Exchange> answers_;
  int thrown_ = 0;
};

TEST_F(NetClientLife, cancelling_the_coroutine_ends_the_transfer) {
  SilentServer server;
  boost::asio::cancellation_signal signal;
  spawn(server.url(), &signal);
  loop_.poll();
  server.wait_until_held(1);
  signal.emit(boost::asio::cancellation_type::terminal);
  loop_.restart();
  loop_.run();
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_TRUE(answers_[0].cancelled);
  EXPECT_EQ(outcome_of(*answers_[0].failure), Outcome::kInconclusive);
  server.wait_until_left(1);  // the connection is closed, not kept
  EXPECT_EQ(client_->in_flight(), 0u);
}

TEST_F(NetClientLife, a_request_that_still_waits_its_turn_can_be_cancelled) {
  SilentServer server;
  boost::asio::cancellation_signal signal;
  spawn(server.url());
  spawn(server.url());
  spawn(server.url(), &signal);
  loop_.poll();
  server.wait_until_held(2);
  EXPECT_EQ(client_->in_flight(), 3u);
  signal.emit(boost::asio::cancellation_type::terminal);
  while (answers_.empty()) loop_.run_one();
  EXPECT_TRUE(answers_[0].cancelled);
  client_->stop();
  loop_.restart();
  loop_.run();
  EXPECT_EQ(answers_.size(), 3u);
}

TEST_F(NetClientLife, stopping_answers_everything_that_is_in_flight_or_waiting) {
  SilentServer server;
  for (int i = 0; i < 5; ++i) spawn(server.url());
  loop_.poll();
  server.wait_until_held(2);
  client_->stop();
  loop_.restart();
  loop_.run();
  ASSERT_EQ(answers_.size(), 5u);
  for (const Exchange& exchange : answers_) {
    EXPECT_TRUE(exchange.cancelled);
    EXPECT_TRUE(exchange.failure);
    EXPECT_EQ(exchange.hops.size(), 1u);
  }
  EXPECT_EQ(client_->in_flight(), 0u);
}

TEST_F(NetClientLife, a_stopped_client_answers_at_once) {
  client_->stop();
  client_->stop();
  const Exchange exchange = run_task(client_->fetch(request("http://127.0.0.1:9/")));
  EXPECT_TRUE(exchange.cancelled);
}

TEST_F(NetClientLife, destroying_the_client_answers_too) {
  SilentServer server;
  spawn(server.url());
  loop_.poll();
  server.wait_until_held(1);
  client_.reset();
  loop_.restart();
  loop_.run();
  ASSERT_EQ(answers_.size(), 1u);
  EXPECT_TRUE(answers_[0].cancelled);
}

TEST_F(NetClientLife, more_requests_than_transfers_all_come_through) {
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "x")));
  for (int i = 0; i < 40; ++i) spawn(server.url());
  loop_.run();
  ASSERT_EQ(answers_.size(), 40u);
  for (const Exchange& exchange : answers_) EXPECT_EQ(exchange.status(), 200);
  EXPECT_LE(server.accepted(), 2);  // connections are kept and never more than transfers
}

TEST_F(NetClientLife, the_thread_shows_that_it_lives) {
  const auto before = client_->alive_at();
  TcpServer server(TcpServer::always(TcpServer::response("200 OK", "", "x")));
  spawn(server.url());
  loop_.run();
  EXPECT_GT(client_->alive_at(), before);
}

}  // namespace
}  // namespace vouch::crawler
