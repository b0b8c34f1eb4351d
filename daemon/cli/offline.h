// Tools that open the state directory themselves, with the daemon stopped: ledger verify, replay,
// restore. (design §5)
#pragma once

#include <filesystem>

#include "config/settings.h"

namespace vouch::daemon::cli {

int verify_ledger(const config::Settings& settings, bool json);
// Derives every verdict again from observations and decisions and compares it with the stored one.
int replay(const config::Settings& settings, std::int64_t from, bool json);
int restore(const config::Settings& settings, const std::filesystem::path& from);

}  // namespace vouch::daemon::cli
