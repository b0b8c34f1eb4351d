#include "bench/looks/ceiling/rows.h"

#include <sqlite3.h>

#include <chrono>
#include <ctime>
#include <stdexcept>
#include <utility>

namespace vouch::bench {
namespace {
constexpr std::size_t kBatch = 200;
}

Rows::Rows(const std::string& file) {
  if (file.empty()) return;
  if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK)
    throw std::runtime_error("cannot open " + file);
  sqlite3_exec(db_,
               "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
               "CREATE TABLE result(id INTEGER PRIMARY KEY, url TEXT, status INT, bytes INT, "
               "title TEXT, robots TEXT, canonical TEXT, links INT, text INT, keyword INT, "
               "link INT, rel TEXT, anchor TEXT, etag TEXT, at INT)",
               nullptr, nullptr, nullptr);
  sqlite3_prepare_v2(
      db_,
      "INSERT INTO result(url, status, bytes, title, robots, canonical, links, text, "
      "keyword, link, rel, anchor, etag, at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      -1, &insert_, nullptr);
  thread_ = std::thread([this] { run(); });
}

Rows::~Rows() {
  finish();
  sqlite3_finalize(insert_);
  sqlite3_close(db_);
}

void Rows::push(Row row) {
  if (db_ == nullptr) return;
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(row));
  if (waiting_.size() >= kBatch) wake_.notify_one();
}

void Rows::finish() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Rows::run() {
  std::deque<Row> rows;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, std::chrono::milliseconds(200),
                     [&] { return done_ || waiting_.size() >= kBatch; });
      rows.swap(waiting_);
      if (rows.empty() && done_) return;
    }
    sqlite3_exec(db_, "BEGIN", nullptr, nullptr, nullptr);
    for (const Row& row : rows) write(row);
    sqlite3_exec(db_, "COMMIT", nullptr, nullptr, nullptr);
    rows.clear();
  }
}

void Rows::write(const Row& row) {
  int at = 0;
  const auto text = [&](const std::string& value) {
    sqlite3_bind_text(insert_, ++at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  };
  const auto number = [&](auto value) {
    sqlite3_bind_int64(insert_, ++at, static_cast<sqlite3_int64>(value));
  };
  text(row.url);
  number(row.status);
  number(row.bytes);
  text(row.title);
  text(row.robots);
  text(row.canonical);
  number(row.links);
  number(row.text);
  number(row.keyword ? 1 : 0);
  number(row.link ? 1 : 0);
  text(row.rel);
  text(row.anchor);
  text(row.etag);
  number(std::time(nullptr));
  sqlite3_step(insert_);
  sqlite3_reset(insert_);
}

}  // namespace vouch::bench
