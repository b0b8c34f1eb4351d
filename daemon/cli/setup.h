// `vouch setup` (asks what vouchd needs to know and writes vouch.toml) and `vouch doctor` (looks at
// what it depends on). Blocking, on the terminal.
#pragma once

#include <filesystem>

namespace vouch::daemon::cli {

int setup(const std::filesystem::path& config_file);
int doctor(const std::filesystem::path& config_file);

}  // namespace vouch::daemon::cli
