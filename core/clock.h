// The two clocks of design §8. WallClock: deadlines, due times, grace, politeness, retries;
// simulated in practice. SteadyClock: leases, network timeouts, watchdog; always real. Any thread
// may call now().
#pragma once

#include <chrono>

#include "core/time.h"

namespace vouch {

class WallClock {
 public:
  virtual ~WallClock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

class SteadyClock {
 public:
  using Point = std::chrono::steady_clock::time_point;
  virtual ~SteadyClock() = default;
  [[nodiscard]] virtual Point now() const = 0;
};

class SystemWallClock final : public WallClock {
 public:
  [[nodiscard]] Time now() const override;
};

class SystemSteadyClock final : public SteadyClock {
 public:
  [[nodiscard]] Point now() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace vouch
