// The parts of schema version 8.
#pragma once

#include <string_view>

namespace vouch::store::migrations {

extern const std::string_view kSubmissions0008;
extern const std::string_view kSiteCounts0008;

}  // namespace vouch::store::migrations
