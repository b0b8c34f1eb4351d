#include "store/writer.h"

#include <chrono>
#include <exception>

#include <fmt/format.h>

#include "core/log.h"
#include "store/sqlite/control.h"

namespace vouch::store {
namespace {

constexpr std::size_t kGroupJobs = 256;
constexpr auto kTick = std::chrono::seconds(1);
constexpr auto kOptimizeEvery = std::chrono::hours(6);
// Larger logs make random updates cheaper (performance.md: 16,000 pages halve the p99); an idle
// writer empties the log, a busy one never lets it pass 256 MB.
constexpr int kPassivePages = 16'000;
constexpr int kTruncatePages = 64'000;

SteadyClock::Point steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> db, std::unique_ptr<EvidenceWriter> evidence,
               const WallClock& clock)
    : db_(std::move(db)), evidence_(std::move(evidence)), ledger_(*db_), clock_(clock) {
  seen_.store(steady_now().time_since_epoch().count());
}

Writer::~Writer() {
  stop();
}

void Writer::start() {
  optimized_at_ = steady_now();
  thread_ = std::thread([this] { loop(); });
}

void Writer::submit(Job job, Completion<Status> done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stop_) {
      queue_.push_back({std::move(job), std::move(done)});
      waiting_.fetch_add(1);
      wake_.notify_one();
      return;
    }
  }
  done(fail(ErrorCode::kCancelled, "the store is closed"));
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Writer::poison(Error why) {
  {
    const std::lock_guard lock(mutex_);
    if (poisoned_.load()) return;
    why_ = std::move(why);
    poisoned_.store(true);
  }
  log::error("store", "the writer stops, nothing more is written: {}", poisoned_why());
}

std::string Writer::poisoned_why() const {
  const std::lock_guard lock(mutex_);
  return why_.text();
}

Error Writer::poison_error() const {
  return {ErrorCode::kIo,
          fmt::format("nothing is written since an earlier failure: {}", poisoned_why()),
          {}};
}

SteadyClock::Point Writer::seen() const {
  return SteadyClock::Point(SteadyClock::Point::duration(seen_.load()));
}

void Writer::add_stats(StoreStats& stats) const {
  stats.jobs = jobs_.load();
  stats.groups = groups_.load();
  stats.failed_jobs = failed_.load();
  stats.checkpoints = checkpoints_.load();
  stats.queued = waiting_.load();
  stats.wal_pages = wal_pages_.load();
  stats.last_commit_seconds = last_commit_seconds_.load();
}

std::vector<Writer::Entry> Writer::next_group(bool& stopping) {
  std::vector<Entry> group;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, kTick, [this] { return stop_ || !queue_.empty(); });
  while (!queue_.empty() && group.size() < kGroupJobs) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  stopping = stop_ && group.empty();
  return group;
}

void Writer::loop() {
  bool stopping = false;
  while (!stopping) {
    seen_.store(steady_now().time_since_epoch().count());
    std::vector<Entry> group = next_group(stopping);
    if (!group.empty()) run_group(group);
    if (!poisoned()) keep_log_short(group.empty());
  }
  if (poisoned()) return;
  (void)db_->script("PRAGMA optimize");
  auto emptied = sqlite::checkpoint(*db_, sqlite::Checkpoint::kTruncate);
  if (!emptied) log::error("store", "{}", emptied.error().text());
}

void Writer::run_group(std::vector<Entry>& group) {
  std::vector<Status> outcomes(group.size());
  Status written;
  if (poisoned()) {
    written = tl::unexpected(poison_error());
  } else {
    const auto begun = steady_now();
    written = write_group(group, outcomes);
    last_commit_seconds_.store(std::chrono::duration<double>(steady_now() - begun).count());
    groups_.fetch_add(1);
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    Status& outcome = written ? outcomes[i] : written;
    jobs_.fetch_add(1);
    if (!outcome) failed_.fetch_add(1);
    // Before the completion: whoever waits for it may look at the queue next.
    waiting_.fetch_sub(1);
    group[i].done(outcome);
  }
}

Status Writer::run_job(Job& job) {
  const Time now = clock_.now();
  auto savepoint = Savepoint::begin(*db_);
  if (!savepoint) return tl::unexpected(savepoint.error());
  evidence_->begin_job(now);
  Status outcome;
  try {
    WriteContext context{*db_, *evidence_, ledger_, now};
    outcome = job(context);
  } catch (const std::exception& problem) {
    outcome = fail(ErrorCode::kInternal, fmt::format("a write failed: {}", problem.what()));
    log::error("store", "{}", outcome.error().message);
  }
  if (outcome) outcome = savepoint->release();
  if (!outcome) {
    evidence_->undo_job();
    if (db_->in_transaction()) {
      auto undone = savepoint->roll_back();
      if (!undone) poison(undone.error());
    } else {
      savepoint->abandon();
    }
  }
  return outcome;
}

// Success means durable. An error here undid the whole group.
Status Writer::write_group(std::vector<Entry>& group, std::vector<Status>& outcomes) {
  // A failure to begin changes nothing: the database is locked by a stranger, say.
  auto begun = db_->script("BEGIN IMMEDIATE");
  if (!begun) return begun;
  Status fatal;
  for (std::size_t i = 0; i < group.size(); ++i) {
    outcomes[i] = run_job(group[i].job);
    if (db_->in_transaction() && !poisoned()) continue;
    // SQLite rolled everything back by itself (disk full, I/O error): stop, do not guess.
    fatal = outcomes[i] ? fail(ErrorCode::kIo, "the transaction was lost") : outcomes[i];
    break;
  }
  if (fatal) fatal = db_->script("COMMIT");
  if (fatal) fatal = evidence_->flush();
  if (!fatal) {
    if (db_->in_transaction()) (void)db_->script("ROLLBACK");
    evidence_->forget();
    poison(fatal.error());
  }
  wal_pages_.store(db_->wal_pages());
  return fatal;
}

void Writer::keep_log_short(bool idle) {
  const auto pages = wal_pages_.load();
  if (idle && steady_now() - optimized_at_ > kOptimizeEvery) {
    optimized_at_ = steady_now();
    (void)db_->script("PRAGMA optimize; PRAGMA incremental_vacuum(200)");
  }
  if (pages == 0 || (!idle && pages < kPassivePages)) return;
  const auto kind =
      pages > kTruncatePages ? sqlite::Checkpoint::kTruncate : sqlite::Checkpoint::kPassive;
  auto left = sqlite::checkpoint(*db_, kind);
  checkpoints_.fetch_add(1);
  if (!left) {
    poison(left.error());
    return;
  }
  if (*left == 0) wal_pages_.store(0);
}

}  // namespace vouch::store
