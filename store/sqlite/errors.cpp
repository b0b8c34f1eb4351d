#include "store/sqlite/errors.h"

#include <cerrno>
#include <cstring>

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

// A COMMIT loses the connection's errno on its way; the files keep theirs.
int last_errno(sqlite3* db) {
  const int known = sqlite3_system_errno(db);
  if (known != 0) return known;
  int number = 0;
  sqlite3_file* log = nullptr;
  sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (log != nullptr && log->pMethods != nullptr)
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &number);
  if (number == 0) sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
  return number;
}

// The name the kernel gives, where it tells more than SQLite's own words.
std::string reason_of(std::string_view detail, int system_error) {
  if (system_error == 0) return std::string(detail);
  return fmt::format("{}: {}", detail, std::strerror(system_error));
}

}  // namespace

bool is_damage(int extended) {
  const int code = extended & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

Error last_error(sqlite3* db, const std::string& path, std::string_view sql) {
  const int extended = sqlite3_extended_errcode(db);
  const int code = extended & 0xff;
  const std::string detail = sqlite3_errmsg(db);
  const bool of_the_disk = code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
  return error_of(extended, detail, path, sql, of_the_disk ? last_errno(db) : 0);
}

Error error_of(int extended, std::string_view detail, const std::string& path, std::string_view sql,
               int system_error) {
  const std::string_view shown = sql.substr(0, 200);
  const Error no_space{ErrorCode::kNoSpace,
                       fmt::format("no space left on the disk of {}: free some space and try "
                                   "again; nothing half-written was kept",
                                   path),
                       {}};
  switch (extended & 0xff) {
    case SQLITE_FULL:
      return no_space;
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
      // A quota is met like a full disk, before anything of a commit is complete. A sync that fails
      // for want of room is a failed sync.
      if (extended == SQLITE_IOERR_WRITE && system_error == EDQUOT) return no_space;
      if (system_error == EROFS) {
        return {ErrorCode::kIo,
                fmt::format("the disk of {} has become read-only: look into the kernel log (a file "
                            "system with errors does that), mend it, mount it writable, then start "
                            "again",
                            path),
                {}};
      }
      return {ErrorCode::kIo,
              fmt::format("the disk failed while working on {} ({}): check the disk and the kernel "
                          "log, then start again",
                          path, reason_of(detail, system_error)),
              {}};
    case SQLITE_CANTOPEN:
      return {ErrorCode::kIo,
              fmt::format("cannot open the database {} ({}): check that the directory exists and "
                          "that this user may write to it",
                          path, reason_of(detail, system_error)),
              {}};
    // Met by a user only through a file whose owner or mode was changed: no refusal of his request.
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::kIo,
              fmt::format("the database {} may not be written ({}): check its owner and mode, and "
                          "whether its disk is mounted read-only",
                          path, detail),
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
