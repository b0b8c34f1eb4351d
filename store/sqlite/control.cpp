#include "store/sqlite/control.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/sqlite/errors.h"

namespace vouch::store::sqlite {
namespace {

constexpr std::string_view kTables =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY "
    "name";

sqlite3* handle(const Connection& db) {
  return static_cast<sqlite3*>(db.handle());
}

Error damaged(const Connection& db, const std::string& what) {
  return error_of(SQLITE_CORRUPT, what, db.path(), {});
}

Status run_check(Connection& db, const std::string& pragma) {
  std::string first_problem;
  auto checked = db.each(pragma, [&](const Row& row) {
    if (first_problem.empty() && row.text(0) != "ok") first_problem = std::string(row.text(0));
  });
  if (!checked) return checked;
  if (!first_problem.empty()) return tl::unexpected(damaged(db, first_problem));
  return {};
}

}  // namespace

Result<int> checkpoint(Connection& db, Checkpoint kind) {
  int frames = 0;
  int moved = 0;
  const int mode =
      kind == Checkpoint::kPassive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
  // Writes wait while this runs: a stranger's long read must not hold them up.
  sqlite3_busy_timeout(handle(db), 0);
  const int code = sqlite3_wal_checkpoint_v2(handle(db), nullptr, mode, &frames, &moved);
  sqlite3_busy_timeout(handle(db), kBusyMillis);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
    return tl::unexpected(last_error(handle(db), db.path(), "checkpoint"));
  }
  return frames - moved;
}

Status quick_check(Connection& db) {
  auto tables =
      db.all<std::string>(kTables, [](const Row& row) { return std::string(row.text(0)); });
  if (!tables) return tl::unexpected(tables.error());
  for (const std::string& table : *tables) {
    auto checked = run_check(db, fmt::format("PRAGMA quick_check('{}')", table));
    if (!checked) return checked;
  }
  return {};
}

Status integrity_check(Connection& db) {
  auto checked = run_check(db, "PRAGMA integrity_check");
  if (!checked) return checked;
  std::string orphan;
  checked = db.each("PRAGMA foreign_key_check", [&](const Row& row) {
    if (orphan.empty()) {
      orphan = fmt::format("row {} of {} refers to a missing row of {}", row.integer(1),
                           row.text(0), row.text(2));
    }
  });
  if (!checked) return checked;
  if (!orphan.empty()) return tl::unexpected(damaged(db, orphan));
  return {};
}

std::string wal_reset_warning() {
  const int version = sqlite3_libversion_number();
  const bool fixed = version >= 3'051'003 || (version >= 3'050'007 && version < 3'051'000) ||
                     (version >= 3'044'006 && version < 3'045'000);
  if (fixed) return {};
  return fmt::format(
      "SQLite {} lacks the fix of the WAL-reset bug: no other program may write to the database or "
      "checkpoint it while vouchd runs (read with `sqlite3 -readonly`)",
      sqlite3_libversion());
}

}  // namespace vouch::store::sqlite
