// Reads a [[report_source]] of vouch.toml. Internal to config/.
#pragma once

#include <filesystem>

#include "config/settings.h"
#include "config/toml_section.h"

namespace vouch::config {

ReportSourceSettings read_report_source(Section section, const std::filesystem::path& here);

}  // namespace vouch::config
