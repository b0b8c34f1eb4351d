// [web] of vouch.toml. Internal to config.
#pragma once

#include "config/toml_section.h"

namespace vouch::config {

void read_web(Section section, const std::filesystem::path& here, WebSettings& out);

}  // namespace vouch::config
