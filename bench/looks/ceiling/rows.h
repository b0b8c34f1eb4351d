// One row a page into SQLite, by a thread of its own, 200 rows a transaction: what storing costs at
// least. WAL, synchronous=NORMAL.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

struct sqlite3;
struct sqlite3_stmt;

namespace vouch::bench {

struct Row {
  std::string url, title, robots, canonical, rel, anchor, etag;
  long status = 0;
  std::size_t bytes = 0, links = 0, text = 0;
  bool keyword = false, link = false;
};

class Rows {
 public:
  explicit Rows(const std::string& file);  // empty: nothing is kept
  ~Rows();
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  void push(Row row);
  void finish();

 private:
  void run();
  void write(const Row& row);

  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Row> waiting_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace vouch::bench
