// The reader threads: each owns one read-only connection; a job runs in one read transaction, so it
// sees one snapshot, and no statement runs longer than its limit. Owned by Store.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/async.h"
#include "store/sql.h"

namespace vouch::store {

class Readers {
 public:
  using Job = std::function<Status(Connection&)>;
  // Of one statement. kTenMinutes: of a start; kNone: checks and exports, also outside a snapshot.
  enum class Limit { kTwoSeconds, kTenMinutes, kNone };

  static Result<std::unique_ptr<Readers>> open(const std::string& path, int threads);
  // Called on a reader thread when a statement met damage; set before the first submit.
  void when_damaged(std::function<void(const Error&)> tell) { when_damaged_ = std::move(tell); }
  ~Readers();  // stop()
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  void submit(Job job, Completion<Status> done, Limit limit = Limit::kTwoSeconds);
  void stop();  // interrupts unlimited jobs, finishes the queue, joins
  [[nodiscard]] std::int64_t waiting() const { return waiting_.load(); }

 private:
  struct Entry {
    Job job;
    Completion<Status> done;
    Limit limit;
  };

  Readers() = default;
  void loop(Connection& db);
  Status run(Connection& db, Entry& entry);

  std::vector<std::unique_ptr<Connection>> connections_;
  std::function<void(const Error&)> when_damaged_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Entry> queue_;
  bool stop_ = false;
  std::atomic<bool> abandon_{false};
  std::atomic<bool> never_{false};
  std::atomic<std::int64_t> waiting_{0};
  std::vector<std::thread> threads_;
};

}  // namespace vouch::store
