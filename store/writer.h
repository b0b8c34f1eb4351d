// The writer thread: takes jobs in groups, each job in a savepoint, evidence synced before the one
// COMMIT of the group, completions after it. All private state but the queue belongs to that
// thread. Owned by Store.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/store.h"

namespace vouch::store {

class Writer {
 public:
  using Job = std::function<Status(WriteContext&)>;

  Writer(std::unique_ptr<Connection> db, std::unique_ptr<EvidenceWriter> evidence,
         const WallClock& clock, int log_pages);
  ~Writer();  // stop()
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void start();
  void submit(Job job, Completion<Status> done);
  void stop();  // finishes the queue, checkpoints, joins
  void poison(Error why);

  [[nodiscard]] bool poisoned() const { return poisoned_.load(); }
  [[nodiscard]] std::string poisoned_why() const;
  [[nodiscard]] bool damaged() const;
  [[nodiscard]] bool full() const { return full_.load(); }
  [[nodiscard]] SteadyClock::Point seen() const;
  void add_stats(StoreStats& stats) const;

 private:
  struct Entry {
    Job job;
    Completion<Status> done;
  };

  void loop();
  std::vector<Entry> next_group(bool& stopping);
  void run_group(std::vector<Entry>& group);
  Status run_job(Job& job);
  Status write_group(std::vector<Entry>& group, std::vector<Status>& outcomes);
  Error undo_group(Error why);
  void keep_log_short(bool idle);
  Status tidy();
  Result<int> checkpoint(std::int64_t pages);
  Error poison_error() const;

  const std::unique_ptr<Connection> db_;
  const std::unique_ptr<EvidenceWriter> evidence_;
  Ledger ledger_;
  const WallClock& clock_;
  const int log_pages_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Entry> queue_;
  bool stop_ = false;
  Error why_;

  std::atomic<bool> poisoned_{false};
  std::atomic<bool> full_{false};
  std::atomic<std::int64_t> seen_{0};
  std::atomic<std::int64_t> waiting_{0};
  std::atomic<std::uint64_t> jobs_{0}, groups_{0}, failed_{0}, checkpoints_{0};
  std::atomic<std::int64_t> wal_pages_{0};
  std::atomic<double> last_commit_seconds_{0};
  SteadyClock::Point optimized_at_{};
  SteadyClock::Point checkpoint_from_{};  // after one that could not finish: not before
  std::thread thread_;
};

}  // namespace vouch::store
