// The due queue as the daemon runs it: LookQueue filled by load_looks(), 64 looks under way, each
// taken from the queue, found and postponed in a job of its own on the writer thread (group commit,
// synchronous=FULL), and put back when it is durable. Prints one JSON line.
//   vouch-bench-queue --dir DIR [--takes N] [--warm N]
#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "bench/looks/measure.h"
#include "bench/scale/must.h"
#include "core/log.h"
#include "daemon/alarms.h"
#include "daemon/start.h"
#include "store/looks.h"

namespace vouch::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kAtOnce = 64;  // as many as the agenda lets run
constexpr std::chrono::days kRound{30};

double seconds_since(Steady::time_point from) {
  return std::chrono::duration<double>(Steady::now() - from).count();
}

class QueueBench {
 public:
  explicit QueueBench(const std::string& dir)
      : alarms_(wall_, activity_), sites_(wall_, alarms_, crawler::PolitenessLimits{}) {
    store::StoreOptions options;
    options.directory = dir;
    options.quick_check = false;
    store_ = must(store::Store::open(std::move(options)));
  }
  ~QueueBench() { store_->stop(); }
  QueueBench(const QueueBench&) = delete;
  QueueBench& operator=(const QueueBench&) = delete;

  double load() {
    const auto from = Steady::now();
    must(daemon::load_looks(*store_, sites_, queue_));
    return seconds_since(from);
  }

  // Takes and puts back without the store.
  double memory_only(std::size_t takes) {
    const auto from = Steady::now();
    for (std::size_t i = 0; i < takes; ++i) {
      auto look = queue_.take(Time::max());
      if (!look) throw std::runtime_error("the queue is empty");
      const std::string gate = look->gate;
      look->due_at += next();
      queue_.put(*look);
      queue_.release(gate, Time{});
    }
    return seconds_since(from);
  }

  Usage run(std::size_t takes) {
    latencies_.clear();
    latencies_.reserve(takes);
    left_ = takes;
    const Stopwatch watch;
    take_more();
    while (under_way_ > 0) loop_.run_one();
    return watch.read();
  }

  [[nodiscard]] double percentile(double share) {
    std::sort(latencies_.begin(), latencies_.end());
    return latencies_[static_cast<std::size_t>(share * static_cast<double>(latencies_.size() - 1))];
  }
  [[nodiscard]] std::size_t looks() const { return queue_.size(); }
  [[nodiscard]] store::StoreStats stats() const { return store_->stats(); }

 private:
  Millis next() {
    return Millis(kRound) + Millis(static_cast<std::int64_t>(random_() % 86'400'000));
  }

  void take_more() {
    while (under_way_ < kAtOnce && left_ > 0) {
      auto look = queue_.take(Time::max());
      if (!look) return;
      --left_;
      ++under_way_;
      reschedule(std::move(*look), Steady::now());
    }
  }

  void reschedule(daemon::QueuedLook look, Steady::time_point taken) {
    look.due_at += next();
    std::function<Result<bool>(store::WriteContext&)> job =
        [id = look.id, due_at = look.due_at](store::WriteContext& context) -> Result<bool> {
      const auto row = store::looks::find(context.db, id);
      if (!row) return tl::unexpected(row.error());
      return store::looks::postpone(context.db, id, row->attempt, due_at);
    };
    store_->write<bool>(std::move(job), [this, look = std::move(look), taken](Result<bool> done) {
      boost::asio::post(loop_, [this, look, taken, done] { put_back(look, taken, done); });
    });
  }

  void put_back(daemon::QueuedLook look, Steady::time_point taken, const Result<bool>& done) {
    if (!must(done)) throw std::runtime_error("a look was not pending");
    const std::string gate = look.gate;
    queue_.put(look);
    queue_.release(gate, Time{});
    latencies_.push_back(seconds_since(taken) * 1000);
    --under_way_;
    take_more();
  }

  SystemWallClock wall_;
  daemon::Activity activity_;
  daemon::Alarms alarms_;
  daemon::SiteKeeper sites_;
  daemon::LookQueue queue_;
  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> awake_{
      loop_.get_executor()};  // between two completions too
  std::unique_ptr<store::Store> store_;
  std::mt19937_64 random_{7};
  std::vector<double> latencies_;  // milliseconds
  int under_way_ = 0;
  std::size_t left_ = 0;
};

}  // namespace
}  // namespace vouch::bench

int main(int argc, char** argv) {
  using namespace vouch::bench;
  std::string dir;
  std::size_t takes = 200'000;
  std::size_t warm = 50'000;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const std::string value = argv[i + 1];
    if (name == "--dir") dir = value;
    if (name == "--takes") takes = std::stoul(value);
    if (name == "--warm") warm = std::stoul(value);
  }
  vouch::log::set_level(vouch::log::Level::kWarning);
  try {
    QueueBench bench(dir);
    const double before = peak_memory_megabytes();
    const double loaded = bench.load();
    const double after = peak_memory_megabytes();
    const double memory = bench.memory_only(takes);
    if (warm > 0) bench.run(warm);
    const auto groups = bench.stats().groups;
    const Usage usage = bench.run(takes);
    fmt::print(
        "{{\"looks\":{},\"takes\":{},\"load\":{:.4f},\"queue_mb\":{:.1f},\"memory\":{:.4f},"
        "\"wall\":{:.4f},\"cpu\":{:.4f},\"p50_ms\":{:.3f},\"p99_ms\":{:.3f},\"max_ms\":{:.3f},"
        "\"groups\":{},\"checkpoints\":{}}}\n",
        bench.looks(), takes, loaded, after - before, memory, usage.wall, usage.cpu,
        bench.percentile(0.5), bench.percentile(0.99), bench.percentile(1.0),
        bench.stats().groups - groups, bench.stats().checkpoints);
    return 0;
  } catch (const std::exception& problem) {
    std::cerr << "vouch-bench-queue: " << problem.what() << std::endl;
    return 1;
  }
}
