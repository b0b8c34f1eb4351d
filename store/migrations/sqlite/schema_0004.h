// The parts of schema version 4.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kListIndexes0004;
extern const std::string_view kCounts0004;

}  // namespace vouch::store::migrations
