#include "store/readers.h"

#include <atomic>
#include <future>
#include <optional>

#include <gtest/gtest.h>

#include "tests/store/store_fixture.h"

namespace vouch::store {
namespace {

using namespace std::chrono_literals;

class ReadersStop : public testing::Test {
 protected:
  ReadersStop() { EXPECT_TRUE(Connection::open(path(), Connection::Mode::kReadWrite)); }
  std::unique_ptr<Readers> open(int threads) { return Readers::open(path(), threads).value(); }
  std::string path() const { return (folder_.path() / "a.db").string(); }

  TemporaryFolder folder_;
};

// Stands for the check of a large table, which SQLite 3.40 does not interrupt.
struct LongJob {
  std::promise<void> let_go;
  std::promise<void> begun;
  std::promise<void> over;
  Readers::Job job() {
    return [this, held = let_go.get_future().share()](Connection& db) -> Status {
      begun.set_value();
      held.wait();
      const auto one = db.scalar<int>("SELECT 1");
      over.set_value();
      return one ? Status() : Status(tl::unexpected(one.error()));
    };
  }
};

TEST_F(ReadersStop, does_not_wait_for_what_cannot_be_interrupted) {
  LongJob stuck;
  std::atomic<bool> told = false;
  std::promise<bool> other;
  auto readers = open(2);
  readers->submit(
      stuck.job(), [&](const Status&) { told = true; }, Readers::Limit::kNone);
  stuck.begun.get_future().wait();
  readers->submit([](Connection& db) -> Status { return db.script("SELECT 1"); },
                  [&](const Status& status) { other.set_value(status.has_value()); });
  readers->stop(20ms);
  EXPECT_TRUE(other.get_future().get()) << "what was queued is finished by the other thread";
  readers.reset();
  stuck.let_go.set_value();
  stuck.over.get_future().wait();
  EXPECT_FALSE(told) << "whoever asked may be gone by now";
}

TEST_F(ReadersStop, says_to_those_that_are_queued_that_nobody_is_left_to_read) {
  LongJob stuck;
  std::optional<Status> queued;
  auto readers = open(1);
  readers->submit(
      stuck.job(), [](const Status&) {}, Readers::Limit::kNone);
  stuck.begun.get_future().wait();
  readers->submit([](Connection&) -> Status { return {}; },
                  [&](const Status& status) { queued = status; });
  readers->stop(1ms);
  ASSERT_TRUE(queued);
  ASSERT_FALSE(*queued);
  EXPECT_EQ(queued->error().code, ErrorCode::kCancelled);
  stuck.let_go.set_value();
  stuck.over.get_future().wait();
}

TEST_F(ReadersStop, waits_for_what_ends_in_time) {
  std::optional<Status> done;
  auto readers = open(1);
  readers->submit([](Connection& db) -> Status { return db.script("SELECT 1"); },
                  [&](const Status& status) { done = status; }, Readers::Limit::kNone);
  readers->stop();
  ASSERT_TRUE(done);
  EXPECT_TRUE(*done);
}

}  // namespace
}  // namespace vouch::store
