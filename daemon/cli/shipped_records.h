// What one-shot commands need of the machine they run on: the shipped rules in force today, and the
// bytes of a file. Blocking.
#pragma once

#include <string>

#include "config/records.h"
#include "core/result.h"

namespace vouch::daemon::cli {

// Nothing in it where the data files are missing or damaged.
config::Records shipped_records();
Result<std::string> read_file(const std::string& path);

}  // namespace vouch::daemon::cli
