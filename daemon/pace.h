// How the main loop waits for moments of the wall clock. RealPace sleeps; PracticePace moves the
// shared practice clock, and only when nothing is in flight (design §6 "Time"). Main loop only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include "core/async.h"
#include "core/clock.h"

namespace vouch::daemon {

class Pace {
 public:
  virtual ~Pace() = default;
  // Returns when `next` may have come, after wake(), or after a short while; spurious returns are
  // fine. `idle`: nothing is in flight in fetch, parse, writer and outbox.
  virtual Task<> wait(std::optional<Time> next, bool idle) = 0;
  virtual void wake() = 0;
  // Time that went by since this object was made, as the wall clock should show it: what the
  // clock shows more or less was set by somebody else.
  [[nodiscard]] virtual Millis passed() const = 0;
};

class RealPace final : public Pace {
 public:
  RealPace(boost::asio::any_io_executor executor, const WallClock& wall);
  Task<> wait(std::optional<Time> next, bool idle) override;
  void wake() override;
  [[nodiscard]] Millis passed() const override;

 private:
  boost::asio::steady_timer timer_;
  const WallClock& wall_;
  SteadyClock::Point started_ = std::chrono::steady_clock::now();
};

// One moment of time in an 8-byte file shared between processes.
class SharedMoment {
 public:
  static Result<std::unique_ptr<SharedMoment>> open(const std::filesystem::path& file);
  ~SharedMoment();
  SharedMoment(const SharedMoment&) = delete;
  SharedMoment& operator=(const SharedMoment&) = delete;
  [[nodiscard]] Time load() const;
  void store(Time moment);
  // Only if it is still `expected`: another program may set the clock at the same time.
  bool move(Time expected, Time moment);

 private:
  explicit SharedMoment(void* mapping) : mapping_(mapping) {}
  void* mapping_;
};

class PracticeClock final : public WallClock {
 public:
  explicit PracticeClock(SharedMoment& moment) : moment_(moment) {}
  [[nodiscard]] Time now() const override { return moment_.load(); }

 private:
  SharedMoment& moment_;
};

class PracticePace final : public Pace {
 public:
  // `speed`: simulated seconds a real second at most; 0: no cap. The clock never passes
  // `world_next`: there somebody in the practice world acts first.
  PracticePace(boost::asio::any_io_executor executor, SharedMoment& clock, SharedMoment& world_next,
               double speed);
  Task<> wait(std::optional<Time> next, bool idle) override;
  void wake() override;
  [[nodiscard]] Millis passed() const override { return moved_; }

 private:
  [[nodiscard]] Time cap() const;
  Task<> doze(std::chrono::microseconds span);

  boost::asio::steady_timer timer_;
  SharedMoment& clock_;
  SharedMoment& world_next_;
  double speed_;
  Millis moved_{0};  // by us
  Time started_;
  std::chrono::steady_clock::time_point started_real_;
};

}  // namespace vouch::daemon
