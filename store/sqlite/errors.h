// Turns what SQLite answers into an Error for people: full disk, locked, damaged, broken rule.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

struct sqlite3;

namespace vouch::store::sqlite {

// `extended`: an extended result code; `detail`: sqlite3_errmsg; `path`: the database file;
// `system_error`: sqlite3_system_errno, 0 where there is none.
Error error_of(int extended, std::string_view detail, const std::string& path, std::string_view sql,
               int system_error = 0);

// The file's bytes are not what a database holds: whoever meets it must not go on writing.
bool is_damage(int extended);

// What the last call on `db` failed with.
Error last_error(sqlite3* db, const std::string& path, std::string_view sql);

}  // namespace vouch::store::sqlite
