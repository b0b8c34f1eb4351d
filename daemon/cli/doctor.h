// `vouch doctor`: what may keep Vouch from working on this machine, each finding with what to do.
// Also the first words a person reads when something is off. Blocking; one thread.
#pragma once

#include <filesystem>

namespace vouch::daemon::cli {

// 0 all well, 1 something needs a person, 78 the configuration cannot be used.
int doctor(const std::filesystem::path& config_file);

}  // namespace vouch::daemon::cli
