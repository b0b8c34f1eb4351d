// The SQL layer: Connection, Statement and Row over one database handle. SQL text is a constant of
// the repository that uses it, in the subset SQLite 3.40 and PostgreSQL 15 share, with $1..$N bound
// by number. A Connection and all it hands out belong to one thread. Errors are values; the message
// says what to do.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/time.h"
#include "store/value.h"

namespace vouch::store {

// The current row of a query; valid inside the callback only. NULL reads as 0, "", none.
class Row {
 public:
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;

  // Reads columns 0, 1, 2 ... into the given variables.
  template <class... T>
  void read(T&... out) const {
    int column = 0;
    (read_column(*this, column++, out), ...);
  }

  // A stored text that no enum knows: the query fails with kCorrupt.
  void reject(int column, std::string_view what) const;

 private:
  friend class Connection;
  explicit Row(void* statement) : statement_(statement) {}
  void* statement_;
  mutable std::optional<Error> rejected_;
};

inline void read_column(const Row& row, int column, std::int64_t& out) {
  out = row.integer(column);
}
inline void read_column(const Row& row, int column, int& out) {
  out = static_cast<int>(row.integer(column));
}
inline void read_column(const Row& row, int column, unsigned& out) {
  out = static_cast<unsigned>(row.integer(column));
}
inline void read_column(const Row& row, int column, bool& out) {
  out = row.integer(column) != 0;
}
inline void read_column(const Row& row, int column, double& out) {
  out = row.real(column);
}
inline void read_column(const Row& row, int column, std::string& out) {
  out = std::string(row.text(column));
}
inline void read_column(const Row& row, int column, Time& out) {
  out = from_millis(row.integer(column));
}
inline void read_column(const Row& row, int column, Millis& out) {
  out = Millis(row.integer(column));
}
inline void read_column(const Row& row, int column, Date& out) {
  out = Date(std::chrono::days(row.integer(column)));
}
template <class Tag>
void read_column(const Row& row, int column, Id<Tag>& out) {
  out.value = row.integer(column);
}
template <class T>
void read_column(const Row& row, int column, std::optional<T>& out) {
  if (row.is_null(column)) {
    out.reset();
    return;
  }
  read_column(row, column, out.emplace());
}

class Connection {
 public:
  enum class Mode { kReadWrite, kReadOnly };

  // Opens, and sets the pragmas of the mode; kReadWrite creates the file.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs one statement to its end; rows are dropped. Returns the number of changed rows.
  template <class... Args>
  Result<std::int64_t> run(std::string_view sql, Args&&... args) {
    const Value values[] = {Value{}, to_value(std::forward<Args>(args))...};
    return run_values(sql, std::span<const Value>(values).subspan(1));
  }

  // Calls `row` for each row.
  template <class... Args>
  Status each(std::string_view sql, const std::function<void(const Row&)>& row, Args&&... args) {
    const Value values[] = {Value{}, to_value(std::forward<Args>(args))...};
    return each_values(sql, std::span<const Value>(values).subspan(1), row);
  }

  // All rows, each turned into a T by `make(const Row&)`.
  template <class T, class Make, class... Args>
  Result<std::vector<T>> all(std::string_view sql, const Make& make, Args&&... args) {
    std::vector<T> items;
    auto done = each(
        sql, [&](const Row& row) { items.push_back(make(row)); }, std::forward<Args>(args)...);
    if (!done) return tl::unexpected(done.error());
    return items;
  }

  // The first row, or none.
  template <class T, class Make, class... Args>
  Result<std::optional<T>> first(std::string_view sql, const Make& make, Args&&... args) {
    std::optional<T> item;
    auto done = each(
        sql,
        [&](const Row& row) {
          if (!item) item.emplace(make(row));
        },
        std::forward<Args>(args)...);
    if (!done) return tl::unexpected(done.error());
    return item;
  }

  // The first column of the first row; `T{}` where there is none.
  template <class T, class... Args>
  Result<T> scalar(std::string_view sql, Args&&... args) {
    auto value = first<T>(
        sql,
        [](const Row& row) {
          T out{};
          row.read(out);
          return out;
        },
        std::forward<Args>(args)...);
    if (!value) return tl::unexpected(value.error());
    return value->value_or(T{});
  }

  // Several statements without parameters (DDL, BEGIN, PRAGMA).
  Status script(std::string_view sql);

  // Statements that run longer fail with kTimeout (readers); zero: no limit.
  void limit_statement_time(std::chrono::milliseconds limit);
  // Running and coming statements fail with kTimeout while `*flag` is true.
  void abandon_when(const std::atomic<bool>* flag);

  [[nodiscard]] bool in_transaction() const;  // false after SQLite itself rolled back
  // The first damage of the file that a statement met; it stays.
  [[nodiscard]] const std::optional<Error>& damage() const;
  [[nodiscard]] int wal_pages() const;  // in the log after this connection's last commit

  [[nodiscard]] const std::string& path() const;
  [[nodiscard]] void* handle() const;  // sqlite3*, for store/sqlite alone

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  Result<std::int64_t> run_values(std::string_view sql, std::span<const Value> values);
  Status each_values(std::string_view sql, std::span<const Value> values,
                     const std::function<void(const Row&)>& row);
  std::unique_ptr<State> state_;
};

// SAVEPOINT ... RELEASE; rolls back unless released.
class Savepoint {
 public:
  static Result<Savepoint> begin(Connection& db);
  Savepoint(Savepoint&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Savepoint& operator=(Savepoint&&) = delete;
  ~Savepoint();
  Status release();
  Status roll_back();
  void abandon() { db_ = nullptr; }  // SQLite rolled the whole transaction back by itself

 private:
  explicit Savepoint(Connection& db) : db_(&db) {}
  Connection* db_;
};

}  // namespace vouch::store
