// Small facts about this installation: instance id, last run, what was done last when.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"
#include "store/sql.h"

namespace vouch::store::settings {

Status put(Connection& db, std::string_view key, std::string_view value);
Result<std::optional<std::string>> get(Connection& db, std::string_view key);
Status put_time(Connection& db, std::string_view key, Time value);
Result<std::optional<Time>> get_time(Connection& db, std::string_view key);

}  // namespace vouch::store::settings
