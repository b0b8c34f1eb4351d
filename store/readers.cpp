#include "store/readers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>

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

struct Readers::Shared {
  struct Entry {
    Job job;
    Completion<Status> done;
    Limit limit;
  };
  struct Place {  // of one thread
    std::unique_ptr<Connection> connection;
    bool working = false;  // in a job
    bool left = false;     // behind: nobody waits for it any more
    bool ended = false;
  };

  void loop(Place& place);
  Status run(Connection& db, Entry& entry);

  std::vector<std::unique_ptr<Place>> places;
  std::function<void(const Error&)> when_damaged;
  std::mutex mutex;
  std::condition_variable wake;
  std::condition_variable gone;  // a thread ended
  std::deque<Entry> queue;
  bool stopped = false;
  std::atomic<bool> abandon{false};
  std::atomic<bool> never{false};
  std::atomic<std::int64_t> waiting{0};
};

Result<std::unique_ptr<Readers>> Readers::open(const std::string& path, int threads) {
  auto shared = std::make_shared<Shared>();
  for (int i = 0; i < threads; ++i) {
    auto connection = Connection::open(path, Connection::Mode::kReadOnly);
    if (!connection) return tl::unexpected(connection.error());
    shared->places.push_back(std::make_unique<Shared::Place>());
    shared->places.back()->connection = std::move(*connection);
  }
  auto readers = std::unique_ptr<Readers>(new Readers(shared));
  for (const auto& place : shared->places)
    readers->threads_.emplace_back([shared, own = place.get()] { shared->loop(*own); });
  return readers;
}

Readers::~Readers() {
  stop();
}

void Readers::when_damaged(std::function<void(const Error&)> tell) {
  shared_->when_damaged = std::move(tell);
}

std::int64_t Readers::waiting() const {
  return shared_->waiting.load();
}

void Readers::submit(Job job, Completion<Status> done, Limit limit) {
  {
    const std::lock_guard lock(shared_->mutex);
    if (!shared_->stopped) {
      shared_->queue.push_back({std::move(job), std::move(done), limit});
      shared_->waiting.fetch_add(1);
      shared_->wake.notify_one();
      return;
    }
  }
  done(fail(ErrorCode::kCancelled, "the store is closed"));
}

void Readers::stop(std::chrono::milliseconds patience) {
  std::vector<bool> left;
  std::deque<Shared::Entry> unheard;
  {
    std::unique_lock lock(shared_->mutex);
    shared_->stopped = true;
    shared_->abandon.store(true);
    shared_->wake.notify_all();
    const auto all_ended = [this] {
      return std::ranges::all_of(shared_->places,
                                 [](const auto& place) { return place->ended || place->left; });
    };
    if (!shared_->gone.wait_for(lock, patience, all_ended)) {
      for (const auto& place : shared_->places) place->left = place->working;
      shared_->gone.wait(lock, all_ended);
    }
    for (const auto& place : shared_->places) left.push_back(place->left);
    unheard.swap(shared_->queue);
  }
  for (Shared::Entry& entry : unheard)
    entry.done(fail(ErrorCode::kCancelled, "the store is closed"));
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (!threads_[i].joinable()) continue;
    if (left[i]) {
      threads_[i].detach();
    } else {
      threads_[i].join();
    }
  }
}

void Readers::Shared::loop(Place& place) {
  std::unique_lock lock(mutex);
  while (true) {
    wake.wait(lock, [this] { return stopped || !queue.empty(); });
    if (queue.empty()) break;
    Entry entry = std::move(queue.front());
    queue.pop_front();
    place.working = true;
    lock.unlock();
    const Status outcome = run(*place.connection, entry);
    lock.lock();
    place.working = false;
    if (place.left) return;
    lock.unlock();
    const auto& damage = place.connection->damage();
    if (damage && when_damaged) when_damaged(*damage);
    waiting.fetch_sub(1);
    entry.done(outcome);
    lock.lock();
  }
  place.ended = true;
  gone.notify_all();
}

Status Readers::Shared::run(Connection& db, Entry& entry) {
  const bool limited = entry.limit != Limit::kNone;
  db.limit_statement_time(longest(entry.limit));
  db.abandon_when(limited ? &never : &abandon);
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
