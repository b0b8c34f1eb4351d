// Turns what SQLite answers into an Error for people: full disk, locked, damaged, broken rule.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

struct sqlite3;

namespace vouch::store::sqlite {

// `extended`: an extended result code; `detail`: sqlite3_errmsg; `path`: the database file.
Error error_of(int extended, std::string_view detail, const std::string& path,
               std::string_view sql);

}  // namespace vouch::store::sqlite
