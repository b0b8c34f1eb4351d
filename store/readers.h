// The reader threads: each has one read-only connection; a job runs in one read transaction, so it
// sees one snapshot, and no statement runs longer than its limit. Owned by Store.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
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
  void when_damaged(std::function<void(const Error&)> tell);
  ~Readers();  // stop()
  Readers(const Readers&) = delete;
  Readers& operator=(const Readers&) = delete;

  void submit(Job job, Completion<Status> done, Limit limit = Limit::kTwoSeconds);
  // Interrupts unlimited jobs, finishes the queue, joins. SQLite 3.40 cannot interrupt the check of
  // one table, which takes minutes on a large one: a thread that is in it after `patience` is left
  // behind with its connection, and its completion is never called.
  void stop(std::chrono::milliseconds patience = std::chrono::seconds(5));
  [[nodiscard]] std::int64_t waiting() const;

 private:
  struct Shared;  // what the threads see; the last of them lets it go
  explicit Readers(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  std::shared_ptr<Shared> shared_;
  std::vector<std::thread> threads_;
};

}  // namespace vouch::store
