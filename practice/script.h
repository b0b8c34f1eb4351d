// A World from a script's name and a seed. Equal arguments give equal worlds; another port changes
// addresses alone. Pure; any thread.
#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "practice/world.h"

namespace vouch::practice {

std::span<const std::string_view> script_names();

// `days`: calendar days with reports, of the scripts "month" and "engines" alone.
Result<World> make_world(std::string_view script, std::uint64_t seed, int site_port, int days = 30);

}  // namespace vouch::practice
