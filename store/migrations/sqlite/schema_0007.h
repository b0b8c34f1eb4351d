// The parts of schema version 7.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kCaptures0007;

}  // namespace vouch::store::migrations
