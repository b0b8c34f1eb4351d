// [[provider]] of vouch.toml: which keys each kind takes and needs. Internal to config.
#pragma once

#include <filesystem>

#include "config/toml_section.h"

namespace vouch::config {

ProviderSettings read_provider(Section section, const std::filesystem::path& here);

}  // namespace vouch::config
