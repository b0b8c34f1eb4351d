#include "store/sql.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <unordered_map>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/control.h"
#include "store/sqlite/errors.h"

namespace vouch::store {
namespace {

constexpr std::size_t kMaxParameters = 64;
constexpr std::size_t kCachedStatements = 400;
constexpr int kProgressSteps = 20'000;  // virtual machine steps between two looks at the clock

constexpr const char* kCommonPragmas =
    "PRAGMA foreign_keys=ON;"
    "PRAGMA recursive_triggers=ON;"  // REPLACE fires the delete triggers of append-only tables
    "PRAGMA trusted_schema=OFF;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=0;"
    "PRAGMA analysis_limit=400;";
// Of a fresh file; on another one it would be a commit at every start.
constexpr const char* kVacuumPragma = "PRAGMA auto_vacuum=INCREMENTAL;";
constexpr std::string_view kIsIncremental = "SELECT auto_vacuum = 2 FROM pragma_auto_vacuum";
constexpr const char* kWriterPragmas =
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-16000;";
constexpr const char* kReaderPragmas = "PRAGMA cache_size=-4000;";

// Numbers of the parameters, in SQLite's order of appearance: for ($2,$1) it is {2, 1}.
struct Prepared {
  sqlite3_stmt* statement = nullptr;
  std::array<std::uint8_t, kMaxParameters> number{};
  int parameters = 0;
  int highest = 0;
  bool busy = false;
};

sqlite3_stmt* as_statement(void* statement) {
  return static_cast<sqlite3_stmt*>(statement);
}

int bind_text(sqlite3_stmt* statement, int index, std::string_view text) {
  return sqlite3_bind_text64(statement, index, text.data() == nullptr ? "" : text.data(),
                             text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

struct Binder {
  sqlite3_stmt* statement;
  int index;
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
  int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
  int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
  int operator()(std::string_view text) const { return bind_text(statement, index, text); }
  int operator()(const std::string& text) const { return bind_text(statement, index, text); }
  int operator()(Blob blob) const {
    if (blob.bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, blob.bytes.data(), blob.bytes.size(),
                               SQLITE_STATIC);
  }
};

}  // namespace

struct Connection::State {
  sqlite3* db = nullptr;
  std::string path;
  std::unordered_map<std::string, Prepared> cache;
  int wal_pages = 0;
  std::chrono::milliseconds limit{};
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  const std::atomic<bool>* abandon = nullptr;
  std::optional<Error> damage;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    for (auto& [sql, prepared] : cache) sqlite3_finalize(prepared.statement);
    sqlite3_close_v2(db);
  }

  [[nodiscard]] Error error(std::string_view sql) {
    Error problem = sqlite::last_error(db, path, sql);
    if (!damage && sqlite::is_damage(sqlite3_extended_errcode(db))) damage = problem;
    return problem;
  }

  Result<Prepared> prepare(std::string_view sql) {
    Prepared prepared;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared.statement, &tail);
    if (code != SQLITE_OK) return tl::unexpected(error(sql));
    if (prepared.statement == nullptr) return fail(ErrorCode::kInternal, "empty statement");
    prepared.parameters = sqlite3_bind_parameter_count(prepared.statement);
    bool usable = prepared.parameters <= static_cast<int>(kMaxParameters);
    for (int index = 1; usable && index <= prepared.parameters; ++index) {
      const char* name = sqlite3_bind_parameter_name(prepared.statement, index);
      const std::string_view text = name == nullptr ? "" : name;
      unsigned number = 0;
      if (text.size() < 2 || text[0] != '$' ||
          std::from_chars(text.data() + 1, text.data() + text.size(), number).ec != std::errc{} ||
          number == 0 || number > kMaxParameters) {
        usable = false;
        break;
      }
      prepared.number[static_cast<std::size_t>(index - 1)] = static_cast<std::uint8_t>(number);
      prepared.highest = std::max(prepared.highest, static_cast<int>(number));
    }
    if (!usable) {
      sqlite3_finalize(prepared.statement);
      return fail(ErrorCode::kInternal, fmt::format("parameters are $1..$64: {}", sql));
    }
    return prepared;
  }

  Status step_all(Prepared& prepared, std::string_view sql, std::span<const Value> values,
                  const std::function<void(const Row&)>* row, Row* cursor) {
    if (prepared.highest != static_cast<int>(values.size())) {
      return fail(ErrorCode::kInternal, fmt::format("{} values for {} parameters: {}",
                                                    values.size(), prepared.highest, sql));
    }
    for (int index = 1; index <= prepared.parameters; ++index) {
      const std::size_t number = prepared.number[static_cast<std::size_t>(index - 1)];
      if (std::visit(Binder{prepared.statement, index}, values[number - 1]) != SQLITE_OK) {
        return tl::unexpected(error(sql));
      }
    }
    if (limit.count() > 0) deadline = std::chrono::steady_clock::now() + limit;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(prepared.statement)) == SQLITE_ROW) {
      if (row != nullptr) (*row)(*cursor);
    }
    if (code != SQLITE_DONE) return tl::unexpected(error(sql));
    return {};
  }

  Status execute(std::string_view sql, std::span<const Value> values,
                 const std::function<void(const Row&)>* row, Row* cursor, void** statement) {
    auto found = cache.find(std::string(sql));
    if (found == cache.end()) {
      auto prepared = prepare(sql);
      if (!prepared) return tl::unexpected(prepared.error());
      if (cache.size() >= kCachedStatements) drop_idle();
      found = cache.emplace(std::string(sql), *prepared).first;
    }
    // The same text may run inside its own row callback: a second statement then.
    Prepared second;
    Prepared* prepared = &found->second;
    if (prepared->busy) {
      auto fresh = prepare(sql);
      if (!fresh) return tl::unexpected(fresh.error());
      second = *fresh;
      prepared = &second;
    }
    prepared->busy = true;
    if (statement != nullptr) *statement = prepared->statement;
    Status done;
    try {
      done = step_all(*prepared, sql, values, row, cursor);
    } catch (...) {
      finish(*prepared, &second);
      throw;
    }
    finish(*prepared, &second);
    return done;
  }

  static void finish(Prepared& prepared, const Prepared* second) {
    sqlite3_reset(prepared.statement);
    sqlite3_clear_bindings(prepared.statement);
    prepared.busy = false;
    if (&prepared == second) sqlite3_finalize(prepared.statement);
  }

  static int stop_when_late(void* context) {
    const auto* state = static_cast<const State*>(context);
    if (state->abandon != nullptr && state->abandon->load(std::memory_order_relaxed)) return 1;
    return state->limit.count() > 0 && std::chrono::steady_clock::now() > state->deadline ? 1 : 0;
  }

  static int count_wal_pages(void* context, sqlite3*, const char*, int pages) {
    static_cast<State*>(context)->wal_pages = pages;
    return SQLITE_OK;
  }

  void drop_idle() {
    for (auto entry = cache.begin(); entry != cache.end();) {
      if (entry->second.busy) {
        ++entry;
      } else {
        sqlite3_finalize(entry->second.statement);
        entry = cache.erase(entry);
      }
    }
  }
};

bool Row::is_null(int column) const {
  return sqlite3_column_type(as_statement(statement_), column) == SQLITE_NULL;
}
std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(as_statement(statement_), column);
}
double Row::real(int column) const {
  return sqlite3_column_double(as_statement(statement_), column);
}
std::string_view Row::text(int column) const {
  const auto* bytes = sqlite3_column_text(as_statement(statement_), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(as_statement(statement_), column))};
}
std::string_view Row::blob(int column) const {
  const void* bytes = sqlite3_column_blob(as_statement(statement_), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(as_statement(statement_), column))};
}
void Row::reject(int column, std::string_view what) const {
  if (rejected_) return;
  rejected_ = Error{ErrorCode::kCorrupt,
                    fmt::format("the database holds a {} that this version does not know: '{}'",
                                what, text(column)),
                    {}};
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode) {
  auto state = std::make_unique<State>();
  state->path = path;
  const int flags =
      mode == Mode::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &state->db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  if (state->db == nullptr) return fail(ErrorCode::kUnavailable, "out of memory");
  sqlite3_extended_result_codes(state->db, 1);
  if (code != SQLITE_OK) return tl::unexpected(state->error("open"));
  sqlite3_progress_handler(state->db, kProgressSteps, State::stop_when_late, state.get());

  auto connection = std::unique_ptr<Connection>(new Connection(std::move(state)));
  // Before anything else: recovery and the last close of another connection lock briefly.
  sqlite3_busy_timeout(connection->state_->db, sqlite::kBusyMillis);
  auto set = connection->script(kCommonPragmas);
  if (set && mode == Mode::kReadWrite) {
    const auto incremental = connection->scalar<bool>(kIsIncremental);
    if (!incremental) return tl::unexpected(incremental.error());
    if (!*incremental) set = connection->script(kVacuumPragma);
  }
  if (set) set = connection->script(mode == Mode::kReadOnly ? kReaderPragmas : kWriterPragmas);
  if (!set) return tl::unexpected(set.error());
  if (mode == Mode::kReadWrite) {
    sqlite3_wal_hook(connection->state_->db, State::count_wal_pages, connection->state_.get());
  }
  return connection;
}

Result<std::int64_t> Connection::run_values(std::string_view sql, std::span<const Value> values) {
  auto done = state_->execute(sql, values, nullptr, nullptr, nullptr);
  if (!done) return tl::unexpected(done.error());
  return sqlite3_changes64(state_->db);
}

Status Connection::each_values(std::string_view sql, std::span<const Value> values,
                               const std::function<void(const Row&)>& row) {
  Row cursor(nullptr);
  auto done = state_->execute(sql, values, &row, &cursor, &cursor.statement_);
  if (!done) return done;
  if (cursor.rejected_) return tl::unexpected(*cursor.rejected_);
  return {};
}

Status Connection::script(std::string_view sql) {
  const std::string text(sql);
  if (sqlite3_exec(state_->db, text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return tl::unexpected(state_->error(sql));
  }
  return {};
}

void Connection::limit_statement_time(std::chrono::milliseconds limit) {
  state_->limit = limit;
}
const std::string& Connection::path() const {
  return state_->path;
}
void* Connection::handle() const {
  return state_->db;
}
int Connection::wal_pages() const {
  return state_->wal_pages;
}
void Connection::abandon_when(const std::atomic<bool>* flag) {
  state_->abandon = flag;
}
const std::optional<Error>& Connection::damage() const {
  return state_->damage;
}
bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(state_->db) == 0;
}

Result<Savepoint> Savepoint::begin(Connection& db) {
  auto begun = db.run("SAVEPOINT job");
  if (!begun) return tl::unexpected(begun.error());
  return Savepoint(db);
}
Savepoint::~Savepoint() {
  if (db_ != nullptr) (void)roll_back();
}
Status Savepoint::release() {
  auto released = std::exchange(db_, nullptr)->run("RELEASE job");
  if (!released) return tl::unexpected(released.error());
  return {};
}
Status Savepoint::roll_back() {
  Connection* db = std::exchange(db_, nullptr);
  auto undone = db->run("ROLLBACK TO job");
  if (!undone) return tl::unexpected(undone.error());
  auto released = db->run("RELEASE job");
  if (!released) return tl::unexpected(released.error());
  return {};
}

}  // namespace vouch::store
