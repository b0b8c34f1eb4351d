// How the command line speaks: exit codes of design §5, JSON or words.
#pragma once

#include <string>

#include "core/result.h"
#include "daemon/cli/control_client.h"

namespace vouch::daemon::cli {

enum Exit { kOk = 0, kNegative = 1, kUsage = 2, kCouldNotTell = 3, kBadConfiguration = 78 };

int complain(const Error& error);          // to stderr; kCouldNotTell, or kUsage for kInvalid
int complain(const Answer& answer);        // problem+json in words
bool is_good(const Answer& answer);        // 2xx
void print_json(const std::string& json);  // indented, as it came otherwise

}  // namespace vouch::daemon::cli
