// One [[serp_layout]] of a data file, read and judged: unknown keys, selectors that no reader could
// use and forms without their placeholders are problems with file and line. Internal to config.
#pragma once

#include "config/toml_section.h"
#include "core/serp_layout.h"

namespace vouch::config {

SerpLayout read_serp_layout(Section& section, Diagnostics& diag);

}  // namespace vouch::config
