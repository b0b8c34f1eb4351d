// Long work that its author follows: while it runs, his open event streams are told how far it has
// come, five times a second at most. Main loop only; the work counts on its own thread.
#pragma once

#include <memory>
#include <string>

#include "core/work_progress.h"
#include "web/app.h"

namespace vouch::web {

class ProgressFeed {
 public:
  // `job` of the query, the caller's own name for the work: [a-z0-9-], at most 40; empty: nobody
  // follows. kInvalid.
  static Result<std::string> read_job(const Target& target);

  // Null progress where nobody follows.
  static Task<ProgressFeed> open(Services& services, UserId user, std::string job);
  [[nodiscard]] const std::shared_ptr<WorkProgress>& progress() const { return progress_; }
  // All of it is done and kept: the last event. Work that failed has none, its answer says why.
  void finish(std::int64_t total);

  ~ProgressFeed();
  ProgressFeed(ProgressFeed&&) = default;
  ProgressFeed& operator=(ProgressFeed&&) = delete;

 private:
  struct Listening;
  ProgressFeed() = default;
  static Task<void> tell(std::shared_ptr<Listening> to, std::shared_ptr<WorkProgress> progress);

  std::shared_ptr<WorkProgress> progress_;
  std::shared_ptr<Listening> to_;
};

}  // namespace vouch::web
