#include "store/readers.h"

#include <chrono>
#include <exception>

#include <fmt/format.h>

#include "core/log.h"

namespace vouch::store {
namespace {

std::chrono::milliseconds longest(Readers::Limit limit) {
  switch (limit) {
    case Readers::Limit::kTwoSeconds:
      return std::chrono::seconds(2);
    case Readers::Limit::kTenMinutes:
      return std::chrono::minutes(10);
    case Readers::Limit::kNone:
      break;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Readers>> Readers::open(const std::string& path, int threads) {
  auto readers = std::unique_ptr<Readers>(new Readers());
  for (int i = 0; i < threads; ++i) {
    auto connection = Connection::open(path, Connection::Mode::kReadOnly);
    if (!connection) return tl::unexpected(connection.error());
    readers->connections_.push_back(std::move(*connection));
  }
  for (auto& connection : readers->connections_) {
    readers->threads_.emplace_back(
        [self = readers.get(), db = connection.get()] { self->loop(*db); });
  }
  return readers;
}

Readers::~Readers() {
  stop();
}

void Readers::submit(Job job, Completion<Status> done, Limit limit) {
  {
    const std::lock_guard lock(mutex_);
    if (!stop_) {
      queue_.push_back({std::move(job), std::move(done), limit});
      waiting_.fetch_add(1);
      wake_.notify_one();
      return;
    }
  }
  done(fail(ErrorCode::kCancelled, "the store is closed"));
}

void Readers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    abandon_.store(true);
    wake_.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void Readers::loop(Connection& db) {
  while (true) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
    if (queue_.empty()) return;
    Entry entry = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    const Status outcome = run(db, entry);
    if (db.damage() && when_damaged_) when_damaged_(*db.damage());
    waiting_.fetch_sub(1);
    entry.done(outcome);
  }
}

Status Readers::run(Connection& db, Entry& entry) {
  const bool limited = entry.limit != Limit::kNone;
  db.limit_statement_time(longest(entry.limit));
  db.abandon_when(limited ? &never_ : &abandon_);
  Status outcome;
  try {
    if (limited) outcome = db.script("BEGIN");
    if (outcome) outcome = entry.job(db);
  } catch (const std::exception& problem) {
    outcome = fail(ErrorCode::kInternal, fmt::format("a read failed: {}", problem.what()));
    log::error("store", "{}", outcome.error().message);
  }
  if (db.in_transaction()) {
    db.limit_statement_time(std::chrono::milliseconds(0));
    auto ended = db.script("ROLLBACK");
    if (outcome && !ended) outcome = ended;
  }
  return outcome;
}

}  // namespace vouch::store
