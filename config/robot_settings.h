// [[robot]] of vouch.toml; internal to config.
#pragma once

#include <filesystem>

#include "config/settings.h"
#include "config/toml_section.h"

namespace vouch::config {

RobotSettings read_robot(Section section, const std::filesystem::path& here);

}  // namespace vouch::config
