// The parts of schema version 3.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kPageMemory0003;

}  // namespace vouch::store::migrations
