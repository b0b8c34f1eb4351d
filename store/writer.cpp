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
// writer empties the log, a busy one never lets it pass 256 MB unless a stranger reads for long.
constexpr int kTruncateAt = 4;  // times log_pages
constexpr auto kCheckpointAgain = std::chrono::seconds(1);

SteadyClock::Point steady_now() {
  return std::chrono::steady_clock::now();
}

// Nothing of the group is on the disk and the next may do better. Everything else may have left
// pages of which nobody knows whether they lasted: stop, do not guess.
bool can_go_on_after(const Error& error) {
  return error.code == ErrorCode::kNoSpace || error.code == ErrorCode::kUnavailable;
}

}  // namespace

Writer::Writer(std::unique_ptr<Connection> db, std::unique_ptr<EvidenceWriter> evidence,
               const WallClock& clock, int log_pages)
    : db_(std::move(db)),
      evidence_(std::move(evidence)),
      ledger_(*db_),
      clock_(clock),
      log_pages_(log_pages) {
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

bool Writer::damaged() const {
  const std::lock_guard lock(mutex_);
  return poisoned_.load() && why_.code == ErrorCode::kCorrupt;
}

Error Writer::poison_error() const {
  return {damaged() ? ErrorCode::kCorrupt : ErrorCode::kIo,
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
  evidence_->begin_group();
  Status fatal = db_->script("BEGIN IMMEDIATE");
  if (!fatal && can_go_on_after(fatal.error())) return fatal;  // locked by a stranger, say
  for (std::size_t i = 0; fatal && i < group.size(); ++i) {
    outcomes[i] = run_job(group[i].job);
    if (db_->damage()) {
      fatal = tl::unexpected(*db_->damage());
    } else if (poisoned()) {  // a reader met damage meanwhile, say
      fatal = tl::unexpected(poison_error());
    } else if (!db_->in_transaction()) {
      // SQLite rolled everything back by itself (disk full, I/O error).
      fatal = outcomes[i] ? fail(ErrorCode::kIo, "the transaction was lost") : outcomes[i];
    } else if (!outcomes[i] && outcomes[i].error().code == ErrorCode::kNoSpace) {
      fatal = outcomes[i];
    }
  }
  if (fatal) fatal = evidence_->flush();
  if (fatal) fatal = db_->script("COMMIT");
  if (fatal) {
    full_.store(false);
  } else {
    fatal = tl::unexpected(undo_group(fatal.error()));
  }
  wal_pages_.store(db_->wal_pages());
  return fatal;
}

// Returns what the group is told.
Error Writer::undo_group(Error why) {
  Status undone;
  if (db_->in_transaction()) undone = db_->script("ROLLBACK");
  const bool go_on = why.code == ErrorCode::kNoSpace && undone && !poisoned();
  if (go_on) undone = evidence_->undo_group();
  if (go_on && undone) {
    full_.store(true);
    return why;
  }
  evidence_->forget();
  if (!undone) why = undone.error();
  // However it failed, it is no refusal that the sender could mend.
  if (why.code != ErrorCode::kCorrupt) why.code = ErrorCode::kIo;
  poison(why);
  return why;
}

Status Writer::tidy() {
  optimized_at_ = steady_now();
  return db_->script("PRAGMA optimize; PRAGMA incremental_vacuum(200)");
}

// Emptied only when nothing was left: a reader that stays would have to be waited for.
Result<int> Writer::checkpoint(std::int64_t pages) {
  auto left = sqlite::checkpoint(*db_, sqlite::Checkpoint::kPassive);
  if (left && *left == 0 && pages > std::int64_t{log_pages_} * kTruncateAt) {
    left = sqlite::checkpoint(*db_, sqlite::Checkpoint::kTruncate);
  }
  return left;
}

void Writer::keep_log_short(bool idle) {
  if (idle && steady_now() - optimized_at_ > kOptimizeEvery) {
    const auto tidied = tidy();
    if (!tidied && !can_go_on_after(tidied.error())) {
      poison(tidied.error());
      return;
    }
  }
  const auto pages = wal_pages_.load();
  if (pages == 0 || (!idle && pages < log_pages_) || steady_now() < checkpoint_from_) return;
  const auto left = checkpoint(pages);
  checkpoints_.fetch_add(1);
  if (!left && !can_go_on_after(left.error())) {
    poison(left.error());
    return;
  }
  // The log holds what the database file has no room for, or a reader still needs the old pages.
  if (!left || *left > 0) checkpoint_from_ = steady_now() + kCheckpointAgain;
  if (left && *left == 0) wal_pages_.store(0);
}

}  // namespace vouch::store
