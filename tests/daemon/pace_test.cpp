#include "daemon/pace.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace vouch::daemon::test {
namespace {

constexpr Time kStart = from_millis(1'795'000'000'000);
constexpr Millis kHour = std::chrono::hours(1);

struct Practice {
  explicit Practice(double speed) {
    char name[] = "/tmp/vouch-pace-XXXXXX";
    folder = ::mkdtemp(name);
    for (const char* file : {"clock", "world_next"})
      std::ofstream(folder + "/" + file, std::ios::binary) << std::string(8, '\0');
    clock = SharedMoment::open(folder + "/clock").value();
    world_next = SharedMoment::open(folder + "/world_next").value();
    clock->store(kStart);
    world_next->store(kStart + 10 * kHour);
    pace = std::make_unique<PracticePace>(loop.get_executor(), *clock, *world_next, speed);
  }
  ~Practice() { std::filesystem::remove_all(folder); }
  Practice(const Practice&) = delete;
  Practice& operator=(const Practice&) = delete;

  Time wait(std::optional<Time> next, bool idle) {
    boost::asio::co_spawn(loop, pace->wait(next, idle), boost::asio::detached);
    loop.restart();
    loop.run();
    return clock->load();
  }

  std::string folder;
  boost::asio::io_context loop{1};
  std::unique_ptr<SharedMoment> clock, world_next;
  std::unique_ptr<PracticePace> pace;
};

TEST(PracticePace, the_clock_jumps_to_the_next_moment_when_nothing_is_in_flight) {
  Practice practice(0);
  EXPECT_EQ(practice.wait(kStart + kHour, true), kStart + kHour);
}

TEST(PracticePace, the_clock_stands_while_anything_is_in_flight) {
  Practice practice(0);
  EXPECT_EQ(practice.wait(kStart + kHour, false), kStart);
}

TEST(PracticePace, the_clock_never_passes_the_moment_at_which_the_world_acts) {
  Practice practice(0);
  EXPECT_EQ(practice.wait(kStart + 20 * kHour, true), kStart + 10 * kHour);
  EXPECT_EQ(practice.wait(kStart + 20 * kHour, true), kStart + 10 * kHour);
  practice.world_next->store(kStart + 11 * kHour);
  EXPECT_EQ(practice.wait(std::nullopt, true), kStart + 11 * kHour);
}

TEST(PracticePace, the_clock_never_goes_back) {
  Practice practice(0);
  practice.wait(kStart + kHour, true);
  EXPECT_EQ(practice.wait(kStart, true), kStart + kHour);
  practice.world_next->store(kStart);
  EXPECT_EQ(practice.wait(kStart + 2 * kHour, true), kStart + kHour);
}

TEST(PracticePace, a_speed_caps_the_jump) {
  const auto began = std::chrono::steady_clock::now();
  Practice practice(3600);  // an hour a second
  Time seen = practice.wait(kStart + 9 * kHour, true);
  for (int i = 0; i < 3; ++i) seen = practice.wait(kStart + 9 * kHour, true);
  const std::chrono::duration<double> real = std::chrono::steady_clock::now() - began;
  EXPECT_LE(seen, kStart + Millis(static_cast<std::int64_t>(real.count() * 3600 * 1000) + 1));
  EXPECT_GT(seen, kStart);
}

TEST(SharedMoment, a_missing_clock_is_an_error_in_words) {
  const auto opened = SharedMoment::open("/nonexistent/clock");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace vouch::daemon::test
