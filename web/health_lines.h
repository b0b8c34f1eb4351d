// What is wrong with the checkers and the channels now, a line each, for people. Pure.
#pragma once

#include <string>
#include <vector>

#include "web/facts.h"
#include "web/words.h"

namespace vouch::web {

std::vector<std::string> health_lines(const HealthFacts& facts, Lang lang);

}  // namespace vouch::web
