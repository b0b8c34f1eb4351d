// How long the letters of many simultaneous changes take, for 20 readers: from shown notices to
// rows of the outbox in a real store, step by step as the desk does it, and how long another writer
// (a look that is recorded) waits meanwhile. Prints one block a size.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "store/settings.h"
#include "tests/daemon/letter_world.h"

namespace {

using namespace vouch;
using namespace vouch::daemon;
using Clock = std::chrono::steady_clock;

constexpr int kReaders = 20;
constexpr auto kPause = std::chrono::milliseconds(5);

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Steps {
  int count = 0;
  double total = 0;
  double longest = 0;
};

template <class Step>
Steps run(Step step) {
  Steps out;
  for (bool more = true; more;) {
    const auto start = Clock::now();
    more = step() > 0;
    if (!more) break;
    const double took = ms_since(start);
    ++out.count;
    out.total += took;
    out.longest = std::max(out.longest, took);
  }
  return out;
}

// A small row now and then, and how long each waited for its commit.
class OtherWriter {
 public:
  explicit OtherWriter(LetterWorld& world) : world_(world), thread_([this] { write(); }) {}
  std::vector<double> stop() {
    stopping_ = true;
    thread_.join();
    std::sort(waits_.begin(), waits_.end());
    return waits_;
  }

 private:
  void write() {
    while (!stopping_) {
      const auto start = Clock::now();
      world_.write<int>([](store::WriteContext& context) -> Result<int> {
        must(store::settings::put(context.db, "bench", "row"));
        return 0;
      });
      waits_.push_back(ms_since(start));
      std::this_thread::sleep_for(kPause);
    }
  }

  LetterWorld& world_;
  std::atomic<bool> stopping_ = false;
  std::vector<double> waits_;
  std::thread thread_;
};

void measure(int changes) {
  LetterWorld world;
  for (int reader = 0; reader < kReaders; ++reader) {
    const std::string login = fmt::format("p{}", reader);
    world.add_user(login, Role::kEmployee);
    world.failed(login, changes / kReaders);
  }
  OtherWriter other(world);
  const Steps shown = run([&] {
    return world.write<int>([&](store::WriteContext& c) { return show_due(c, world.rules); });
  });
  world.pass(minutes(3));
  const Steps told = run([&] {
    return world.write<int>([&](store::WriteContext& c) { return tell_groups(c, world.rules); });
  });
  const std::vector<double> waits = other.stop();
  std::size_t bytes = 0;
  const auto letters = world.letters();
  for (const Message& message : letters) bytes += message.body.size();
  fmt::print(
      "{} changes, {} readers: {} letters, {} kB\n"
      "  shown in {} transactions, {:.0f} ms, the longest {:.1f} ms\n"
      "  told in {} transactions, {:.0f} ms, the longest {:.1f} ms\n"
      "  another writer meanwhile: {} commits, median {:.1f} ms, p99 {:.1f} ms, longest {:.1f} "
      "ms\n",
      changes, kReaders, letters.size(), bytes / 1000, shown.count, shown.total, shown.longest,
      told.count, told.total, told.longest, waits.size(), waits[waits.size() / 2],
      waits[waits.size() * 99 / 100], waits.back());
}

}  // namespace

int main() {
  for (const int changes : {2'000, 10'000}) measure(changes);
}
