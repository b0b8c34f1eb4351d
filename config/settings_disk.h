// The part of the configuration that only the machine can answer: secrets that can be read, folders
// that can be written. Internal to config; touches the file system, changes nothing.
#pragma once

#include "config/toml_section.h"

namespace vouch::config {

void inspect_disk(const toml::table& root, const Settings& settings, Diagnostics& out);

}  // namespace vouch::config
