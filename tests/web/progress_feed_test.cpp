// How far long work has come, told to the windows of whoever began it.
#include "web/progress_feed.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "tests/web/web_world.h"

namespace vouch::web::test {
namespace {

class ProgressTest : public ::testing::Test {
 protected:
  ProgressTest() {
    world.commands.while_reporting = [this](WorkProgress* progress) { return work(progress); };
  }
  // On the loop: as far as the test lets it.
  Task<void> work(WorkProgress* progress) {
    followed = progress != nullptr;
    if (progress != nullptr) progress->total = 10;
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!finished) {
      if (progress != nullptr) progress->done = done.load();
      timer.expires_after(std::chrono::milliseconds(2));
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
  }
  Client listening(const std::string& login) {
    Client client = Client::tcp(world.port);
    client.send(
        request_text("GET", "/api/v1/events", {"Authorization: Bearer " + token_of(login)}));
    client.read_until("\r\n\r\n");
    client.read_until("\n\n");  // unread letters: it is open
    return client;
  }
  // The next event of this kind; "" when the stream ends, a comment when nothing came for long.
  static std::string next(Client& client) {
    while (true) {
      const std::string event = client.read_until("\n\n");
      if (!event.starts_with("event: ") || event.starts_with("event: progress\n")) return event;
    }
  }
  std::thread begin(const std::string& login, const std::string& query) {
    finished = false;
    done = 0;
    return std::thread([this, login, query] {
      answer = world.ask(login, "POST", "/api/v1/reports" + query, R"({"rows":[{"url":"x"}]})");
    });
  }

  WebWorld world;
  std::atomic<std::int64_t> done = 0;
  std::atomic<bool> finished = false;
  std::atomic<bool> followed = false;
  Answer answer;
};

std::string told(const std::string& job, int done, int total) {
  return "event: progress\ndata: {\"job\":\"" + job + "\",\"done\":" + std::to_string(done) +
         ",\"total\":" + std::to_string(total) + "}\n\n";
}

TEST_F(ProgressTest, its_author_hears_of_it_and_of_its_end) {
  world.commands.report_answer.accepted.resize(9);
  world.commands.report_answer.returned.resize(1);
  Client window = listening("lilei");
  std::thread request = begin("lilei", "?job=import-1");
  done = 4;
  EXPECT_EQ(next(window), told("import-1", 4, 10));
  done = 7;
  EXPECT_EQ(next(window), told("import-1", 7, 10));
  finished = true;
  EXPECT_EQ(next(window), told("import-1", 10, 10));
  request.join();
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(ProgressTest, nobody_else_hears_of_it) {
  Client other = listening("wang");
  Client window = listening("lilei");
  std::thread request = begin("lilei", "?job=hers");
  done = 4;
  EXPECT_EQ(next(window), told("hers", 4, 10));
  finished = true;
  request.join();
  request = begin("wang", "?job=his");
  done = 5;
  EXPECT_EQ(next(other), told("his", 5, 10)) << "the first that he hears of is his own";
  finished = true;
  request.join();
}

TEST_F(ProgressTest, work_that_failed_has_no_last_event) {
  Client window = listening("lilei");
  world.commands.refusal = Error{ErrorCode::kIo, "disk", {}};
  std::thread request = begin("lilei", "?job=a");
  done = 4;
  EXPECT_EQ(next(window), told("a", 4, 10));
  finished = true;
  request.join();
  EXPECT_EQ(answer.status, 500);
  world.commands.refusal.reset();
  request = begin("lilei", "?job=b");
  done = 3;
  EXPECT_EQ(next(window), told("b", 3, 10));
  finished = true;
  request.join();
}

TEST_F(ProgressTest, without_a_job_nobody_follows) {
  std::thread request = begin("lilei", "");
  finished = true;
  request.join();
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(followed);
}

TEST_F(ProgressTest, names_that_are_none_are_refused) {
  finished = true;
  for (const char* job : {"A", "a_b", "a%22b", "%E4%B8%AD"})
    EXPECT_EQ(world
                  .ask("lilei", "POST", std::string("/api/v1/reports?job=") + job,
                       R"({"rows":[{"url":"x"}]})")
                  .status,
              400)
        << job;
  const std::string longest(40, 'a');
  const auto post = [&](const std::string& job) {
    return world.ask("root", "POST", "/api/v1/records?job=" + job, R"({"toml":"x"})").status;
  };
  EXPECT_EQ(post(longest), 200);
  EXPECT_EQ(post(longest + "a"), 400);
}

}  // namespace
}  // namespace vouch::web::test
