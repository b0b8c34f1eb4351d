#include "daemon/pace.h"

#include <algorithm>
#include <atomic>
#include <cstdint>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <boost/asio/as_tuple.hpp>

namespace vouch::daemon {
namespace {

constexpr Millis kLongestSleep = std::chrono::seconds(1);
constexpr std::chrono::microseconds kBusyDoze{2000};
constexpr std::chrono::microseconds kCappedDoze{20000};

std::atomic<std::int64_t>& cell(void* mapping) {
  static_assert(std::atomic<std::int64_t>::is_always_lock_free);
  return *static_cast<std::atomic<std::int64_t>*>(mapping);
}

}  // namespace

RealPace::RealPace(boost::asio::any_io_executor executor, const WallClock& wall)
    : timer_(std::move(executor)), wall_(wall) {}

Task<> RealPace::wait(std::optional<Time> next, bool) {
  const Time now = wall_.now();
  const Millis span =
      next ? std::clamp(Millis(*next - now), Millis(0), kLongestSleep) : kLongestSleep;
  timer_.expires_after(span);
  co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

void RealPace::wake() {
  timer_.cancel();
}

Millis RealPace::passed() const {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started_);
}

Result<std::unique_ptr<SharedMoment>> SharedMoment::open(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (descriptor < 0) {
    return fail(ErrorCode::kIo, "cannot open the practice clock; is vouch-practice running?", file);
  }
  void* mapping =
      ::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  ::close(descriptor);
  if (mapping == MAP_FAILED) return fail(ErrorCode::kIo, "cannot map the practice clock", file);
  return std::unique_ptr<SharedMoment>(new SharedMoment(mapping));
}

SharedMoment::~SharedMoment() {
  ::munmap(mapping_, sizeof(std::int64_t));
}

Time SharedMoment::load() const {
  return from_millis(cell(mapping_).load());
}
void SharedMoment::store(Time moment) {
  cell(mapping_).store(to_millis(moment));
}
bool SharedMoment::move(Time expected, Time moment) {
  std::int64_t was = to_millis(expected);
  return cell(mapping_).compare_exchange_strong(was, to_millis(moment));
}

PracticePace::PracticePace(boost::asio::any_io_executor executor, SharedMoment& clock,
                           SharedMoment& world_next, double speed)
    : timer_(std::move(executor)),
      clock_(clock),
      world_next_(world_next),
      speed_(speed),
      started_(clock.load()),
      started_real_(std::chrono::steady_clock::now()) {}

Time PracticePace::cap() const {
  const Time world = world_next_.load();
  if (speed_ <= 0) return world;
  const std::chrono::duration<double, std::milli> real =
      std::chrono::steady_clock::now() - started_real_;
  return std::min(world, started_ + Millis(static_cast<std::int64_t>(real.count() * speed_)));
}

Task<> PracticePace::wait(std::optional<Time> next, bool idle) {
  const Time now = clock_.load();
  if (!idle) {
    co_await doze(kBusyDoze);
    co_return;
  }
  const Time limit = cap();
  const Time target = next ? std::min(*next, limit) : limit;
  if (target > now) {
    if (clock_.move(now, target)) moved_ += target - now;
    const bool held_back = !next || target < *next;
    if (speed_ > 0 && held_back) co_await doze(kCappedDoze);
    co_return;
  }
  // The world is acting at this very moment, or everything waits for it.
  if (!next || *next > now) co_await doze(kBusyDoze);
}

Task<> PracticePace::doze(std::chrono::microseconds span) {
  timer_.expires_after(span);
  co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

void PracticePace::wake() {
  timer_.cancel();
}

}  // namespace vouch::daemon
