// The store: one writer thread (the only read-write connection, every checkpoint, group commit, the
// open evidence files) and two reader threads. Jobs are closures that run on those threads;
// completions are called from them, the Task forms resume on the caller's executor. Any thread may
// call. Owned by the program; lives longer than everything that uses it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/async.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "store/evidence.h"
#include "store/file.h"
#include "store/ledger.h"
#include "store/migrations/steps.h"
#include "store/owned_call.h"
#include "store/sql.h"

namespace vouch::store {

struct WriteContext {
  Connection& db;
  EvidenceWriter& evidence;
  Ledger& ledger;
  Time now;  // the wall clock when the job began

  // Later than everything this claim (or keyword) has seen, even when the clock was set back
  // (design §8). `last`: observations::last_at; epoch: none yet.
  [[nodiscard]] Time observed_at(Time last) const { return std::max(now, last + Millis(1)); }
};

struct StoreOptions {
  std::filesystem::path directory;  // vouch.db, evidence/, backup/, lock
  const WallClock* clock = nullptr;
  Random* random = nullptr;
  FileSystem* files = nullptr;  // null: the real ones
  std::int64_t warc_roll_bytes = 256LL << 20;
  std::string software = "vouch";
  bool quick_check = true;  // on a reader, after opening; damage poisons the writer
  std::span<const migrations::Step> schema = migrations::sqlite_steps();
  // An existing database is about to be copied and brought to another version: it may take minutes.
  std::function<void(int from, int to)> before_upgrade;
  // Log pages from which a busy writer checkpoints; at four times as many it empties the file.
  int log_pages = 16'000;
};

struct StoreStats {
  std::uint64_t jobs = 0;
  std::uint64_t groups = 0;
  std::uint64_t failed_jobs = 0;
  std::uint64_t checkpoints = 0;
  std::int64_t queued = 0;  // writes waiting or running
  std::int64_t reads_queued = 0;
  std::int64_t wal_pages = 0;
  double last_commit_seconds = 0;
};

class Store {
 public:
  // Locks the directory, completes an interrupted restore, migrates (a backup of what was there is
  // kept in backup/) and brings the evidence files to their committed end. kConflict: another
  // process holds the lock; kUnsupported: the database is of a newer version.
  static Result<std::unique_ptr<Store>> open(StoreOptions options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // A job runs in a savepoint: its error (or exception) undoes only itself. `done` is called once
  // the group is durable; with kIo or kCorrupt when the writer is poisoned, kCancelled after
  // stop(). kNoSpace and kUnavailable (locked by another program) leave nothing behind and can be
  // tried again.
  template <class T>
  void write(std::function<Result<T>(WriteContext&)> job, Completion<Result<T>> done) {
    auto slot = std::make_shared<std::optional<Result<T>>>();
    submit_write(
        [slot, job = std::move(job)](WriteContext& context) -> Status {
          slot->emplace(job(context));
          if (!**slot) return tl::unexpected((*slot)->error());
          return {};
        },
        [slot, done = std::move(done)](Status status) { finish<T>(*slot, status, done); });
  }

  // A job sees one consistent snapshot; a statement that runs longer than 2 s fails with kTimeout.
  template <class T>
  void read(std::function<Result<T>(Connection&)> job, Completion<Result<T>> done) {
    auto slot = std::make_shared<std::optional<Result<T>>>();
    submit_read(kept(slot, std::move(job)),
                [slot, done = std::move(done)](Status status) { finish<T>(*slot, status, done); });
  }

  // For coroutines: name the job first, then `co_await store.write<T>(std::move(job))`.
  template <class T>
  Task<Result<T>> write(std::function<Result<T>(WriteContext&)> job) {
    return owned_call<Result<T>>([this, job = std::move(job)](Completion<Result<T>> done) mutable {
      write<T>(std::move(job), std::move(done));
    });
  }
  template <class T>
  Task<Result<T>> read(std::function<Result<T>(Connection&)> job) {
    return owned_call<Result<T>>([this, job = std::move(job)](Completion<Result<T>> done) mutable {
      read<T>(std::move(job), std::move(done));
    });
  }

  // Blocking forms for start-up, the command line and tests; never from a store thread. A start on
  // a cold disk must not fail of a statement that took long: reading has minutes here.
  template <class T>
  Result<T> write_now(std::function<Result<T>(WriteContext&)> job) {
    std::promise<Result<T>> promise;
    write<T>(std::move(job), [&promise](Result<T> value) { promise.set_value(std::move(value)); });
    return promise.get_future().get();
  }
  template <class T>
  Result<T> read_now(std::function<Result<T>(Connection&)> job) {
    std::promise<Result<T>> promise;
    auto slot = std::make_shared<std::optional<Result<T>>>();
    submit_patient_read(kept(slot, std::move(job)), [slot, &promise](Status status) {
      finish<T>(*slot, status,
                [&promise](Result<T> value) { promise.set_value(std::move(value)); });
    });
    return promise.get_future().get();
  }

  // Evidence bytes with their digest checked; the file is read on a reader thread.
  Task<Result<std::string>> read_evidence(EvidenceId id);
  Result<std::string> read_evidence_now(EvidenceId id);

  // Finishes what is queued, checkpoints and closes. Later calls fail with kCancelled.
  void stop();

  // Poisoned: nothing more is written by this process, a sync or write failed or the database is
  // damaged (any connection that meets it); readers go on.
  [[nodiscard]] bool poisoned() const;
  [[nodiscard]] std::string poisoned_why() const;
  [[nodiscard]] bool damaged() const;  // poisoned by damage: no start mends it, a restore does
  // The last write found no room. The next that finds some ends it.
  [[nodiscard]] bool full() const;
  // Whoever met damage outside the store's own threads (a backup) has it looked for.
  void look_for_damage();
  // When the writer last turned its loop (at most a second apart while it lives).
  [[nodiscard]] SteadyClock::Point writer_seen() const;
  [[nodiscard]] StoreStats stats() const;
  [[nodiscard]] const std::filesystem::path& directory() const;
  [[nodiscard]] std::filesystem::path evidence_directory() const;
  // For the log and `vouch doctor`: SQLite without the WAL-reset fix, evidence files found short, a
  // restore that had been interrupted.
  [[nodiscard]] std::vector<std::string> warnings() const;

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);

  // The job, with its value put into the slot.
  template <class T>
  static std::function<Status(Connection&)> kept(std::shared_ptr<std::optional<Result<T>>> slot,
                                                 std::function<Result<T>(Connection&)> job) {
    return [slot = std::move(slot), job = std::move(job)](Connection& db) -> Status {
      slot->emplace(job(db));
      if (!**slot) return tl::unexpected((*slot)->error());
      return {};
    };
  }
  template <class T>
  static void finish(std::optional<Result<T>>& slot, const Status& status,
                     const Completion<Result<T>>& done) {
    if (status) {
      done(std::move(*slot));
    } else {
      done(tl::unexpected(status.error()));
    }
  }

  using WriteJob = std::function<Status(WriteContext&)>;
  using ReadJob = std::function<Status(Connection&)>;
  void submit_write(WriteJob job, Completion<Status> done);
  void submit_read(ReadJob job, Completion<Status> done);
  void submit_patient_read(ReadJob job, Completion<Status> done);

  std::unique_ptr<State> state_;
};

}  // namespace vouch::store
