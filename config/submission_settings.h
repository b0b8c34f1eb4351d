// [[submission]] of vouch.toml: which own site is told to which engine, and how. Internal to
// config.
#pragma once

#include <filesystem>
#include <vector>

#include "config/toml_section.h"

namespace vouch::config {

SubmissionSettings read_submission(Section section, const std::filesystem::path& here);
// Two entries of one route and property would share neither quota nor queue.
void refuse_twin_routes(const std::vector<SubmissionSettings>& routes, Diagnostics& out);

}  // namespace vouch::config
