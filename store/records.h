// Versions of data records (policies, platforms, engines, work types, calendars): append-only; a
// claim names the versions it was submitted under. Text is kept opaque; config reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/time.h"
#include "store/sql.h"

namespace vouch::store {

struct RecordVersion {
  RecordVersionId id;
  std::string kind;  // "policy", "platform", "engine", "work_type", "calendar"
  std::string key;
  std::int64_t revision = 0;
  Time effective_from;
  Time added_at;
  std::string sha256;  // hex, of text
  std::string source;  // "file", "ui", ...
  std::string text;
};

namespace records {

// Inserts when no version of (kind, key) has this revision or a higher one. none: it was not
// higher, nothing was changed. sha256 is computed here.
Result<std::optional<RecordVersionId>> insert_if_newer(Connection& db, const RecordVersion& record);
Result<std::optional<RecordVersion>> newest(Connection& db, std::string_view kind,
                                            std::string_view key);
Result<std::vector<RecordVersion>> newest_of_kind(Connection& db, std::string_view kind);
Result<RecordVersion> find(Connection& db, RecordVersionId id);  // kNotFound
// Oldest first.
Result<std::vector<RecordVersion>> history(Connection& db, std::string_view kind,
                                           std::string_view key);

}  // namespace records
}  // namespace vouch::store
