// D/truth.jsonl: everything that is true about a world, as lines ordered by time
// (docs/practice.md). Written whole before anything happens. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "practice/world.h"

namespace vouch::practice {

std::vector<std::string> truth_lines(const World& world);

}  // namespace vouch::practice
