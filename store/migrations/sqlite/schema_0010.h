// The parts of the step that lets letters to people wait for each other.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kLetters0010;

}  // namespace vouch::store::migrations
