#include "daemon/cli/shipped_records.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "core/clock.h"

namespace vouch::daemon::cli {

config::Records shipped_records() {
  const auto folder = config::shipped_data_dir();
  if (!folder) return {};
  const std::vector<std::filesystem::path> folders = {*folder};
  const config::LoadedRecords loaded = config::load_records(folders);
  const Zone zone = Zone::shanghai();
  auto in_force = config::records_in_force(loaded.texts, zone.date_of(SystemWallClock().now()));
  return in_force ? std::move(*in_force) : config::Records{};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(ErrorCode::kInvalid, "cannot read this file", path);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace vouch::daemon::cli
