// `vouch setup`: asks what vouchd needs to know, writes vouch.toml, and once vouchd runs enters the
// team, the first supervisor and the own sites and sends a test message. Blocking, on the terminal.
#pragma once

#include <filesystem>

namespace vouch::daemon::cli {

// May be repeated: what is there already stays.
int setup(const std::filesystem::path& config_file);

}  // namespace vouch::daemon::cli
