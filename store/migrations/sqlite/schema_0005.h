// The parts of schema version 5.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kRanks0005;

}  // namespace vouch::store::migrations
