#include "store/sqlite/errors.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace vouch::store::sqlite {
namespace {

ErrorCode constraint_code(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorCode::kConflict;
    case SQLITE_CONSTRAINT_TRIGGER:
      return ErrorCode::kDenied;
    default:
      return ErrorCode::kInvalid;
  }
}

}  // namespace

Error error_of(int extended, std::string_view detail, const std::string& path,
               std::string_view sql) {
  const std::string_view shown = sql.substr(0, 200);
  switch (extended & 0xff) {
    case SQLITE_FULL:
      return {ErrorCode::kIo,
              fmt::format("no space left on the disk of {}: free some space, then start again; "
                          "nothing half-written was kept",
                          path),
              {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kUnavailable,
              fmt::format("the database {} is locked by another program: close it (an sqlite3 "
                          "shell, a copy job) and try again",
                          path),
              {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kCorrupt,
              fmt::format("the database {} is damaged ({}): keep the file, stop vouchd and restore "
                          "the newest backup with `vouch restore`",
                          path, detail),
              {}};
    case SQLITE_IOERR:
      return {ErrorCode::kIo,
              fmt::format("the disk failed while working on {} ({}): check the disk and the kernel "
                          "log, then start again",
                          path, detail),
              {}};
    case SQLITE_CANTOPEN:
      return {ErrorCode::kIo,
              fmt::format("cannot open the database {}: check that the directory exists and that "
                          "this user may write to it",
                          path),
              {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::kDenied,
              fmt::format("the database {} may not be written: {}", path, detail),
              {}};
    case SQLITE_INTERRUPT:
      return {ErrorCode::kTimeout,
              fmt::format("the query took too long and was stopped: {}", shown),
              {}};
    case SQLITE_CONSTRAINT:
      return {constraint_code(extended), std::string(detail), {}};
    case SQLITE_NOMEM:
      return {ErrorCode::kUnavailable, "out of memory", {}};
    default:
      return {ErrorCode::kInternal, fmt::format("{} in: {}", detail, shown), {}};
  }
}

}  // namespace vouch::store::sqlite
